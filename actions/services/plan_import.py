"""Bring a plan in the 28 columns into a programme, or say what that would do."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actions.models import Action, Milestone, Programme
from actions.plan.action_rows import find_area, read_action
from actions.plan.cells import Cell, read_back
from actions.plan.matching import StoredPlan, cut_title
from actions.plan.milestone_rows import read_milestone
from actions.plan.new_actions import NewActions
from actions.plan.proposal import PlanContext, Proposal
from actions.plan.reading import read_plan
from actions.plan.storing import store
from actions.services.programme import ensure_areas
from companies.imports.row_reader import RowReader
from companies.imports.run import CompanyDirectory
from companies.models import Company
from companies.workbook.opening import open_workbook
from companies.workbook.refusal import WorkbookRefused
from companies.workbook.report import ImportReport, Problem, Severity, shown
from companies.workbook.tables import Table
from pompey_ite.journal.models import Act
from pompey_ite.journal.noting import note
from pompey_ite.outbox.calendar import local_day


@dataclass(frozen=True)
class PlanChange:
    """What one row creates or changes; `fields` are triples: column, before, after."""

    row: int
    title: str
    is_new: bool
    fields: list[tuple[str, str, str]]


@dataclass
class PlanReport(ImportReport):
    """The report of an import with what would change, cell by cell."""

    programme: int = 0
    changes: list[PlanChange] = field(default_factory=list)
    written: list[list[str]] = field(default_factory=list)  # row, column, value, in no language

    def fingerprint(self) -> str:
        """Return what two checks share when they would write the same."""
        return hashlib.sha256(json.dumps(self.written).encode()).hexdigest()


Say = Callable[[int, int], None]
SAID_EVERY = 50  # rows


def import_plan(
    *,
    path: Path | str,
    programme: Programme,
    apply: bool,
    now: datetime,
    expected: str = "",
    say: Say | None = None,
) -> PlanReport:
    """Return what importing the workbook into the programme creates, changes, leaves and refuses.

    apply: without it everything is checked the same way, then taken back.
    expected: the fingerprint of the report that was looked at.
    say: told now and then how many rows of how many are understood.
    The right rows are written in one transaction, with their history. An empty cell, a missing
    column or a missing row changes nothing. Raises WorkbookRefused, with a text to show, when the
    file cannot be read, or when what would be written is no longer what was looked at.
    """
    report = PlanReport(programme=programme.pk)
    sheets = open_workbook(path, max_bytes=settings.WORKSHOP_FILE_MAX_BYTES)
    table = read_plan(sheets, report.problems)
    try:
        with transaction.atomic():
            locked = Programme.objects.select_for_update().get(pk=programme.pk)
            _PlanRun(locked, table, report, now, say).run()
            if expected and expected != report.fingerprint():
                text = _("The programme has changed since this preview: look at the new one.")
                raise WorkbookRefused(text)
            note(Act.IMPORTED, about=programme, what="plan", cells=len(report.written))
            if not apply:
                transaction.set_rollback(True)
    except IntegrityError as error:  # rows that swap what must be unique
        text = _("Rows of this file contradict what is stored: nothing was written.")
        raise WorkbookRefused(text) from error
    report.problems.sort(key=lambda problem: problem.row)
    return report


class _PlanRun:
    """One import under way: rows find their actions, and become proposals."""

    def __init__(
        self,
        programme: Programme,
        table: Table,
        report: PlanReport,
        now: datetime,
        say: Say | None,
    ) -> None:
        self.programme, self.table, self.report = programme, table, report
        self.say, self.done = say, 0
        self.stored = StoredPlan(programme)
        areas = sorted(ensure_areas(programme).values(), key=lambda area: area.code)
        codes = {(action.area_id, action.code): action for action in self.stored.actions}
        self.context = PlanContext(areas, _directory(programme), local_day(now), codes)
        self.new = NewActions(self.stored.actions)
        self.proposals: dict[object, Proposal] = {}  # by key of the action, or title of a new one
        self.milestones: list[Proposal] = []
        self.seen: dict[tuple[int, str], Proposal] = {}  # milestones, by action and title

    def run(self) -> None:
        readers = [RowReader(self.report, row) for row in self.table.rows]
        is_sub = {reader: "sub_title" in reader.row.cells for reader in readers}
        for reader in readers:
            if "title" not in reader.row.cells:
                reader.error("title", _("This cell is empty: write the title of the action."))
            elif not is_sub[reader]:
                self._propose_action(reader)
                self._tell()
        for reader in readers:
            if is_sub[reader] and not reader.is_refused:
                self._propose_milestone(reader)
                self._tell()
        self._say_absent()
        self._write()

    def _tell(self) -> None:
        self.done += 1
        if self.say and self.done % SAID_EVERY == 0:
            self.say(self.done, len(self.table.rows))

    def _propose_action(self, reader: RowReader) -> None:
        area, title = self._place(reader)
        action = self.stored.find(area, title)
        key = action.pk if action else self._new_key(area, title)
        if key in self.proposals:
            text = _("This action is given already, on %s.") % self.proposals[key].reader.place
            reader.error("title", text)
            return
        before = self.stored.cells[action] if action else {}
        proposal = Proposal(reader, action or Action(), before=before)
        if action is None:
            self.new.prepare(proposal, cut_title(title)[0], find_area(area, self.context.areas))
        read_action(proposal, self.context)
        self.proposals[key] = proposal

    def _place(self, reader: RowReader) -> tuple[str, str]:
        raw = (read_back(reader.raw(key)) for key in ("area", "title"))
        area, title = (str(value) if value is not None else "" for value in raw)
        return area, title

    def _new_key(self, area: str, title: str) -> tuple[object, str]:
        found = find_area(area, self.context.areas)
        return (found.pk if found else None, " ".join(title.casefold().split()))

    def _new_parent(self, area: str, title: str) -> Proposal | None:
        """Return the new action of this title, in its area if it has one, else the only one."""
        key = self._new_key(area, title)
        if key in self.proposals or key[0] is not None:
            return self.proposals.get(key)
        alike = [
            one
            for other, one in self.proposals.items()
            if isinstance(other, tuple) and other[1] == key[1]
        ]
        return alike[0] if len(alike) == 1 else None

    def _propose_milestone(self, reader: RowReader) -> None:
        area, title = self._place(reader)
        action = self.stored.find(area, title)
        parent = self.proposals.get(action.pk) if action else self._new_parent(area, title)
        owner = action or (parent.action if parent else None)
        if owner is None:
            text = _("No action has this title: give it a row of its own, without sub-action.")
            reader.error("title", text)
            return
        words = str(read_back(reader.raw("sub_title")) or "")
        found, before = self.stored.milestone_of(owner, words)
        milestone = found or Milestone(action=owner)
        proposal = Proposal(reader, owner, milestone, before, parent=parent)
        if self._is_repeated(proposal, owner, words):
            return
        read_milestone(proposal, milestone, self.context)
        self.milestones.append(proposal)

    def _is_repeated(self, proposal: Proposal, owner: Action, words: str) -> bool:
        """Say when a milestone stands twice in the file: it is written once."""
        keys = {(id(owner), " ".join(words.casefold().split())), (0, str(id(proposal.instance)))}
        first = next((self.seen[key] for key in keys if key in self.seen), None)
        if first is not None:
            text = _("This milestone is given already, on %s.") % first.reader.place
            proposal.reader.error("sub_title", text)
            return True
        self.seen.update(dict.fromkeys(keys, proposal))
        return False

    def _say_absent(self) -> None:
        absent = [action for action in self.stored.actions if action.pk not in self.proposals]
        if not absent:
            return
        text = ngettext(
            "%d action of the programme is not in this file: it stays as it is.",
            "%d actions of the programme are not in this file: they stay as they are.",
            len(absent),
        ) % len(absent)
        codes = ", ".join(action.code for action in absent)
        place = (self.table.sheet.title, 0, "", Severity.INFO, shown(codes))
        self.report.problems.append(Problem(*place, text))

    def _write(self) -> None:
        kept = store(self.programme, self.report, list(self.proposals.values()), self.milestones)
        for proposal in sorted(kept, key=lambda one: one.reader.row.number):
            if proposal.is_noted:
                self.report.changes.append(_change(proposal))
                self.report.written += _written(proposal)


def _directory(programme: Programme) -> CompanyDirectory:
    directory = CompanyDirectory()
    for company in Company.objects.filter(initiative=programme.initiative_id):
        directory.add(company.name, company)
    return directory


def _change(proposal: Proposal) -> PlanChange:
    """Return what the preview says of a row: the columns in order, before and after."""
    headers = proposal.reader.row.table
    fields = [
        (headers.header_of(key), _shown(proposal.before.get(key)), _shown(proposal.after[key]))
        for key in proposal.changed_keys
    ]
    return PlanChange(
        row=proposal.reader.row.number,
        title=proposal.name,
        is_new=proposal.was_new,
        fields=fields,
    )


def _shown(cell: Cell) -> str:
    """Return a cell as the page shows it: days and amounts in the reader's language."""
    if isinstance(cell, date):
        return date_format(cell, "SHORT_DATE_FORMAT")
    if isinstance(cell, Decimal):
        return number_format(cell, decimal_pos=0 if cell == cell.to_integral_value() else 2)
    return shown(cell)


def _written(proposal: Proposal) -> list[list[str]]:
    row = str(proposal.reader.row.number)
    return [[row, key, str(proposal.after[key])] for key in proposal.changed_keys]
