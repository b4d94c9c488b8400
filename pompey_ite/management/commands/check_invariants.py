"""`manage.py check_invariants`: is the data what it must be? For cron, faults, restores."""

from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from pompey_ite.invariants import CHECKS, violations
from pompey_ite.management.operator_command import OperatorCommand


class Command(OperatorCommand):
    help = "Check that votes, results, mails, reports, references and files are consistent."

    def handle(self, **_options: Any) -> None:
        """Say that all is well; CommandError (exit code 1) with one line for each thing wrong."""
        found = violations(now=timezone.now())
        if found:
            raise CommandError("\n".join([f"{len(found)} things are wrong:", *found]))
        self.stdout.write(f"Everything is consistent ({len(CHECKS)} checks).")
