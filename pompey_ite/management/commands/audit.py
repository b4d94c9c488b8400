"""`manage.py audit`: packages, code, history and a running demo, looked at for what is weak."""

import json
import subprocess
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from pompey_ite.audit.advisories import advisories
from pompey_ite.audit.components import (
    below_their_floor,
    bill_of_materials,
    components_of,
    not_what_is_installed,
)
from pompey_ite.audit.line import Line, Verdict, line_of
from pompey_ite.audit.scanner.demo import TITLE, running_site
from pompey_ite.audit.secrets import committed_secrets
from pompey_ite.audit.tools import static_analysis
from pompey_ite.backup.manifest import version


class Command(BaseCommand):
    help = "Audit packages, code, history and a running demo; exit code 1 when a line misses."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--without-site",
            action="store_true",
            help="start no demo for the scanner: minutes less",
        )
        parser.add_argument("--sbom", type=Path, metavar="FILE", help="write the CycloneDX list")

    def handle(self, *, sbom: Path | None, without_site: bool, **_options: Any) -> None:
        """Print the table; CommandError (exit code 1) unless no line misses.

        What was not checked is said, and is neither a pass nor a miss.
        """
        root = Path(settings.BASE_DIR)
        requirements = root / "pompey_ite" / "requirements" / "base.txt"
        pinned = components_of(requirements)
        lines = [
            line_of("packages not older than the policy", below_their_floor(pinned)),
            line_of("what runs is what is pinned", not_what_is_installed(pinned)),
            advisories(pinned),
            static_analysis(root),
            _secrets(root),
            _left_out() if without_site else running_site(self._say),
        ]
        for line in lines:
            self.stdout.write(f"{line.verdict:<12} {line.title}")
            for detail in line.details:
                self.stdout.write(f"{'':<12}   {detail}")
        if sbom:
            bill = bill_of_materials(pinned, version=version())
            sbom.write_text(json.dumps(bill, indent=2) + "\n", encoding="utf-8")
            self.stdout.write(f"{sbom}: {len(pinned)} components.")
        missed = [line for line in lines if line.verdict == Verdict.MISS]
        if missed:
            raise CommandError(f"{len(missed)} of {len(lines)} lines miss.")

    def _say(self, text: str) -> None:
        self.stderr.write(text)  # the table alone stands in the output


def _left_out() -> Line:
    return Line(TITLE, Verdict.NOT_CHECKED, ("left out by --without-site",))


def _secrets(root: Path) -> Line:
    title = "no secret in the files nor in the history"
    try:
        return line_of(title, committed_secrets(root))
    except (OSError, subprocess.CalledProcessError):
        return Line(title, Verdict.NOT_CHECKED, ("this is no git repository, or git is missing",))
