"""`python3 manage.py test`: every check and every test; see pompey_ite/checks_run.py."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from pompey_ite.checks_run import Plan, Step, fast_tests, faults_plan, full_plan, pytest, run
from pompey_ite.translations import compile_catalogs


class Command(BaseCommand):
    help = "Run lint, types, template lint, migrations check, deploy check, and all tests."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--unit", action="store_true", help="only the tests without a browser, on SQLite"
        )
        parser.add_argument(
            "--faults",
            action="store_true",
            help="only what is broken on purpose (docs/faults.md), the long form: half an hour",
        )
        parser.add_argument(
            "pytest_args", nargs="*", help="after --: run only pytest, on SQLite, with these"
        )

    def handle(self, *, unit: bool, faults: bool, pytest_args: list[str], **_options: Any) -> None:
        """Run the chosen steps to the end; CommandError (exit code 1) unless all are good."""
        compile_catalogs(Path(settings.LOCALE_PATHS[0]))
        if pytest_args:
            plan = Plan([Step("chosen tests, on SQLite", pytest(*pytest_args))])
        elif unit:
            plan = Plan([fast_tests()])
        elif faults:
            plan = faults_plan()
        else:
            plan = full_plan()
        required = os.environ.get("REQUIRE_SERVICES") == "1"
        try:
            is_good = run(plan, self._say, require_services=required)
        except KeyboardInterrupt as interruption:
            raise CommandError("Interrupted.") from interruption
        if not is_good:
            raise CommandError("Not everything is good; see the summary above.")
        self._say("Everything is good.")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()  # before the output of the next program
