"""What one row of the workbook would make of an action or of a milestone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TypeVar

from django.db import models
from django.utils.translation import gettext as _

from actions.imports.actions import LARGEST_BUDGET_EUR, read_amount
from actions.models import Action, Milestone, ProgrammeArea
from actions.plan.cells import Cell, Cells, is_same, read_back
from companies.imports.row_reader import Parser, RowReader
from companies.imports.run import CompanyDirectory
from companies.workbook.dates import read_date
from companies.workbook.reading import Reading
from companies.workbook.report import shown
from companies.workbook.texts import read_text
from pompey_ite.spreadsheets import LONGEST_CELL

Value = TypeVar("Value")


def longest(model: type[models.Model], name: str) -> int:
    """Return how many characters a field of a model holds."""
    field: models.Field[object, object] = model._meta.get_field(name)  # type: ignore[assignment]
    return field.max_length or LONGEST_CELL


@dataclass(frozen=True)
class PlanContext:
    """What every row is read against."""

    areas: list[ProgrammeArea]
    directory: CompanyDirectory
    today: date
    codes: dict[tuple[int, str], Action]  # what has a code, by area and code


@dataclass
class Proposal:
    """The cells before and after, and the values that make the one of the other."""

    reader: RowReader
    action: Action
    milestone: Milestone | None = None  # for the row of a sub-action
    before: Cells = field(default_factory=dict)
    after: Cells = field(default_factory=dict)
    values: dict[str, object] = field(default_factory=dict)
    partner_ids: set[int] | None = None
    fundings: dict[str, Decimal | None] = field(default_factory=dict)  # amounts by funder
    parent: Proposal | None = None  # that of the action of a milestone, if the file has its row
    was_new: bool = False  # before it was written

    @property
    def instance(self) -> Action | Milestone:
        return self.milestone or self.action

    @property
    def is_new(self) -> bool:
        return self.instance.pk is None

    @property
    def days(self) -> dict[str, date]:
        """The days among the values."""
        return {key: day for key, day in self.values.items() if isinstance(day, date)}

    @property
    def name(self) -> str:
        """How the row is called in a preview: its title, that of a milestone after its action."""
        return f"{self.action} – {self.milestone}" if self.milestone else str(self.action)

    @property
    def is_noted(self) -> bool:
        """Whether there is anything to tell of it."""
        return self.was_new or bool(self.changed_keys)

    @property
    def changed_keys(self) -> list[str]:
        """The columns that would say something else than now."""
        return [key for key in self.after if self.after[key] != self.before.get(key)]

    def is_changed(self, key: str) -> bool:
        """Return whether the workbook says something else here; an empty cell says nothing.

        A cell emptied of what is stored is told to the reader: it erases nothing.
        """
        if key not in self.reader.row.cells:
            if self.before.get(key) is not None and key in self.reader.row.table.headers:
                text = _("This cell is empty; what is stored stays: change it on the sheet.")
                self.reader.info(key, text, shown(self.before[key]))
            return False
        raw = self.reader.raw(key)
        return raw is None or not is_same(self.before.get(key), raw)

    def read(self, key: str, parser: Parser[Value]) -> Value | None:
        """Return what a parser finds in a cell; what it cannot read refuses the row."""

        def undone(raw: object) -> Reading[Value]:
            return parser(read_back(raw))

        return self.reader.read(key, undone, required=True)

    def read_words(self, key: str, *, max_length: int | None = None, lines: bool = True) -> str:
        """Return the text of a cell; cut, and said, when it is too long."""

        def parser(raw: object) -> Reading[str]:
            return read_text(read_back(raw), max_length=max_length, lines=lines)

        return self.reader.read(key, parser) or ""

    def read_day(self, key: str) -> date | None:
        return self.read(key, partial(read_date, epoch=self.reader.row.table.sheet.epoch))

    def read_money(self, key: str) -> Decimal | None:
        """Return an amount in euros, rounded to cents."""
        return self.read(
            key, partial(read_amount, limit=LARGEST_BUDGET_EUR, decimals=2, unit="EUR")
        )

    def set(self, key: str, cell: Cell, **values: object) -> None:
        """Say what the column would hold, and the values that are written for it."""
        if cell is not None and cell != self.before.get(key):
            self.after[key] = cell
            self.values |= values
