from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JournalConfig(AppConfig):
    name = "pompey_ite.journal"
    label = "journal"
    verbose_name = _("Journal")

    def ready(self) -> None:
        """Listen to Django's own acts: signing in and out, rights given and taken."""
        from pompey_ite.journal.listening import connect  # noqa: PLC0415 – needs the models

        connect()
