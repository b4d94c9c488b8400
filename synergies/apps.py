from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SynergiesConfig(AppConfig):
    name = "synergies"
    verbose_name = _("Synergies")

    def ready(self) -> None:
        """Tell the outbox of our mails, once the models are there."""
        from synergies.mail_kinds import register_kinds  # noqa: PLC0415 – needs the models

        register_kinds()
