"""Bring a whole workshop workbook into the database, or say what that would do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actions.imports.actions import import_actions
from actions.imports.followup import import_measurements, import_milestones
from actions.imports.programme import programme_of
from companies.imports.companies import import_companies
from companies.imports.contacts import import_contacts
from companies.imports.resources import import_resources
from companies.imports.run import ImportRun
from companies.models import Initiative
from companies.workbook.layout import LAYOUTS
from companies.workbook.opening import open_workbook
from companies.workbook.refusal import WorkbookRefused
from companies.workbook.report import ImportReport, Problem, Severity
from companies.workbook.tables import Table, read_tables
from pompey_ite.journal.models import Act
from pompey_ite.journal.noting import note
from synergies.imports.synergies import import_synergies
from synergies.imports.votes import import_votes

NAMED_BY = {
    "companies": (
        ("contacts", "company"),
        ("resources", "company"),
        ("synergies", "companies"),
        ("votes", "company"),
    ),
    "resources": (("synergies", "resources"),),
    "synergies": (("votes", "number"), ("actions", "synergies")),
    "actions": (("milestones", "action"), ("measurements", "action")),
}  # which cells of other sheets name the rows of a sheet: kind, column


def import_workshop(
    *,
    path: Path | str,
    initiative: Initiative,
    apply: bool,
    progress: Callable[[int, int], None] | None = None,
    now: datetime | None = None,
) -> ImportReport:
    """Return what importing the workbook creates, changes, leaves and refuses.

    apply: without it everything is checked the same way, then taken back.
    progress: called with the number of rows read so far, and of all rows.
    The right rows are written in one transaction; a refused row is not written at all, and a
    row that says what the database holds is not written either. An empty cell erases nothing.
    Raises WorkbookRefused, with a text to show, when the file itself cannot be read.
    """
    report = ImportReport()
    sheets = open_workbook(path, max_bytes=settings.WORKSHOP_FILE_MAX_BYTES)
    tables = read_tables(sheets, report.problems)
    run = ImportRun(initiative, tables, report, now or timezone.now())
    run.progress = _counter(run.row_count, progress)
    try:
        with transaction.atomic():
            if initiative._state.adding:
                initiative.save()
            _say_missing_sheets(run)
            _import_all(run)
            rows = {name: sum(getattr(report, name).values()) for name in ("created", "changed")}
            note(Act.IMPORTED, about=initiative, what="workshop", **rows)
            if not apply:
                transaction.set_rollback(True)
    except IntegrityError as error:  # two rows swapping what must be unique, another writer
        text = _("Rows of this file contradict what is stored: nothing was written.")
        raise WorkbookRefused(text) from error
    _sort_problems(report, tables)
    return report


def current_or_first() -> Initiative:
    """Return the initiative of this installation, or a first one, written with the import."""
    return Initiative.objects.current() or Initiative(
        name=_("Industrial and territorial ecology"),
        territory=_("Our territory"),
        started_on=timezone.localdate(),
    )


def _counter(
    total: int, progress: Callable[[int, int], None] | None
) -> Callable[[int], None] | None:
    if progress is None:
        return None
    done = 0

    def count(rows: int) -> None:
        nonlocal done
        done += rows
        progress(done, total)

    return count


def _import_all(run: ImportRun) -> None:
    """Import the sheets in the order in which they name each other."""
    import_companies(run)
    import_contacts(run)
    resources = import_resources(run)
    synergies = import_synergies(run, resources)
    import_votes(run, synergies)
    programme, actions = import_actions(run, programme_of(run), synergies)
    import_milestones(run, actions)
    import_measurements(run, programme, actions)


def _say_missing_sheets(run: ImportRun) -> None:
    """A sheet others refer to must be there, or have been imported before."""
    stored = {
        "companies": run.initiative.companies.exists(),
        "resources": run.initiative.companies.exclude(resources=None).exists(),
        "synergies": run.initiative.synergies.exists(),
        "actions": run.initiative.programmes.exclude(areas__actions=None).exists(),
    }
    for layout in LAYOUTS:
        if layout.kind in run.tables:
            continue
        severity, text = Severity.INFO, _("The workbook has no sheet “%s”.")
        if any(run.has_cells(kind, key) for kind, key in NAMED_BY.get(layout.kind, ())):
            severity, text = Severity.ERROR, _("The sheet “%s” is missing; other sheets name it.")
            if stored[layout.kind]:
                severity = Severity.WARNING
                text = _("The sheet “%s” is missing: what other sheets name was looked up here.")
        run.report.problems.append(Problem(layout.title, 0, "", severity, "", text % layout.title))


def _sort_problems(report: ImportReport, tables: dict[str, list[Table]]) -> None:
    """Put the remarks in the order of the sheets and rows, as a reader goes through the file."""
    order = [table.sheet.title for layout in LAYOUTS for table in tables.get(layout.kind, [])]
    rank = {title: position for position, title in enumerate(order)}
    report.problems.sort(key=lambda problem: (rank.get(problem.sheet, len(rank)), problem.row))
