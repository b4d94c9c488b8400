from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActionsConfig(AppConfig):
    name = "actions"
    verbose_name = _("Programme")

    def ready(self) -> None:
        """Tell the outbox which kinds of mail this app writes."""
        from actions.services.report_kinds import register_kinds  # noqa: PLC0415 – needs the models

        register_kinds()
