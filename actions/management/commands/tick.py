"""Do by hand what the clock does every minute."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from actions.models import Reminder
from actions.services import clock
from pompey_ite.management.operator_command import OperatorCommand
from pompey_ite.outbox.calendar import PARIS
from pompey_ite.outbox.models import Mail


def instant(text: str) -> datetime:
    """Return the instant of an ISO text; without an offset it is Paris time."""
    try:
        value = parse_datetime(text) or datetime.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"not an ISO instant such as 2019-07-01T08:00: {text}") from error
    return value if timezone.is_aware(value) else value.replace(tzinfo=PARIS)


class Command(OperatorCommand):
    help = (
        "Do what is due: count closed rounds, match what changed, plan reminders, build digest and"
        " reports, send mails."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--at", type=instant, help="as if it were this ISO instant")
        parser.add_argument("--dry-run", action="store_true", help="say what is due, do nothing")

    def handle(self, *, at: datetime | None, dry_run: bool, **options: Any) -> None:
        """Run one tick and print what it did, or with --dry-run what it would do."""
        now = at or timezone.now()
        result = clock.due(now=now) if dry_run else clock.tick(now=now)
        for title in result.rounds:
            self.stdout.write(_("Round counted: %(title)s") % {"title": title})
        for title in result.finished:
            self.stdout.write(_("Rules compared, bands worked out: %(title)s") % {"title": title})
        for kind, count in sorted(result.reminders.items()):
            label = Reminder.Kind(kind).label
            self.stdout.write(
                _("Reminders planned, “%(kind)s”: %(count)d") % {"kind": label, "count": count}
            )
        for title in result.digests:
            self.stdout.write(_("Weekly digest built: %(title)s") % {"title": title})
        for title in result.reports:
            self.stdout.write(_("Report built: %(title)s") % {"title": title})
        for title in result.reports_approved:
            self.stdout.write(_("Report sent by itself: %(title)s") % {"title": title})
        for status, count in result.mails.items():
            label = Mail.Status(status).label
            self.stdout.write(
                _("Mails “%(status)s”: %(count)d") % {"status": label, "count": count}
            )
        if result.declarations:
            self.stdout.write(_("Declarations matched: %(count)d") % {"count": result.declarations})
        if not any(vars(result).values()):
            self.stdout.write(_("Nothing is due."))
        if dry_run:
            self.stdout.write(_("Nothing was done (--dry-run)."))
