from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActionsConfig(AppConfig):
    name = "actions"
    verbose_name = _("Programme")

    def ready(self) -> None:
        """Tell the outbox which kinds of mail this app writes, once the models are there."""
        from actions.services import report_kinds  # noqa: PLC0415 – needs the models
        from actions.services.reminders import kinds as reminder_kinds  # noqa: PLC0415

        report_kinds.register_kinds()
        reminder_kinds.register_kinds()
