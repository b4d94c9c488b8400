"""`manage.py watch`: is something wrong? For cron or a timer, every quarter of an hour."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from pompey_ite.watch import reasons, tell


class Command(BaseCommand):
    help = "Say what is wrong with clock, mail, database, disk or backups; mail ALERT_ADDRESSES."
    requires_system_checks = ()

    def handle(self, **_options: Any) -> None:
        """Mail what changed; CommandError (exit code 1) while something is wrong."""
        now = timezone.now()
        with translation.override(settings.LANGUAGE_CODE):
            found = reasons(now=now)
            if settings.ALERT_ADDRESSES:
                try:
                    tell(found, now=now)
                except OSError as error:
                    found.append(f"{type(error).__name__}: {error}")
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write("All is well.")
