from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class SynergiesConfig(AppConfig):
    name = "synergies"
    verbose_name = _("Synergies")

    def ready(self) -> None:
        """Tell the outbox of our mails, find what apps add to the space of a company."""
        from synergies.mail_kinds import register_kinds  # noqa: PLC0415 – needs the models

        register_kinds()
        autodiscover_modules("space_parts")
