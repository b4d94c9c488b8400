"""Say, or do, what the clock forgets by itself: personal data that is over its time."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from actions.services.retention import forget_what_is_over, what_is_over
from pompey_ite.management.operator_command import OperatorCommand


class Command(OperatorCommand):
    help = "Say which personal data is over its time; with --apply, forget it, as each tick does."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--apply", action="store_true", help="forget; without it, only count")

    def handle(self, *, apply: bool, **_options: Any) -> None:
        """Print one line for each rule."""
        now = timezone.now()
        counts = forget_what_is_over(now=now) if apply else what_is_over(now=now)
        for label, count in counts.items():
            self.stdout.write(f"{count:>6}  {label}")
        if not apply:
            self.stdout.write(_("Nothing was forgotten (use --apply)."))
