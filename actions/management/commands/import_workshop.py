"""`manage.py import_workshop FILE.xlsx [--apply] [--report FILE.json]`."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from actions.services.workshop_import import current_or_first, import_workshop
from companies.workbook.refusal import WorkbookRefused
from companies.workbook.report import ImportReport, Problem, Severity
from pompey_ite.management.operator_command import OperatorCommand


class Command(OperatorCommand):
    help = (
        "Import the workbook of a detection workshop: companies, contacts, resources, synergies,"
        " votes, actions, milestones, measurements. Without --apply, only check."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="FILE.xlsx")
        parser.add_argument("--apply", action="store_true", help="write; without it, only check")
        parser.add_argument("--report", type=Path, metavar="FILE.json", help="the report, as JSON")

    def handle(
        self, *, path: Path, apply: bool, report: Path | None = None, **options: Any
    ) -> None:
        """Import the file, print the remarks and a last line that counts.

        Raises CommandError when the file is refused; the report then holds this one error. Also
        when the report cannot be written, and then before anything else is.
        """
        _refuse_unwritable(report)
        bar = tqdm(unit="row", disable=None)  # None: on a terminal only

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        try:
            with bar:
                result = import_workshop(
                    path=path, initiative=current_or_first(), apply=apply, progress=show
                )
        except WorkbookRefused as refusal:
            refused = Problem("", 0, "", Severity.ERROR, path.name, str(refusal))
            _write(report, ImportReport(problems=[refused]))
            raise CommandError(str(refusal)) from refusal
        _write(report, result)
        self._print(result, apply=apply)

    def _print(self, result: ImportReport, *, apply: bool) -> None:
        for problem in result.problems:
            place = ", ".join(
                part for part in (problem.sheet, str(problem.row or ""), problem.column) if part
            )
            quoted = f" [{problem.value}]" if problem.value else ""
            self.stdout.write(f"{problem.severity}: {place}: {problem.message}{quoted}")
        verdict = _("written") if apply else _("checked, nothing written (use --apply)")
        self.stdout.write(
            _(
                "%(created)d created, %(changed)d changed, %(unchanged)d unchanged,"
                " %(errors)d errors, %(warnings)d warnings: %(verdict)s."
            )
            % {
                "created": sum(result.created.values()),
                "changed": sum(result.changed.values()),
                "unchanged": sum(result.unchanged.values()),
                "errors": result.count_of(Severity.ERROR),
                "warnings": result.count_of(Severity.WARNING),
                "verdict": verdict,
            }
        )


def _refuse_unwritable(path: Path | None) -> None:
    """Find out before the import, not after: what is written must be reported."""
    if path is None:
        return
    try:
        with path.open("a", encoding="utf-8"):
            return
    except OSError as error:
        raise CommandError(_("The report cannot be written: %s") % error) from error


def _write(path: Path | None, report: ImportReport) -> None:
    if path is not None:
        text = json.dumps(report.to_json(), ensure_ascii=False, indent=2)
        path.write_text(text + "\n", encoding="utf-8")
