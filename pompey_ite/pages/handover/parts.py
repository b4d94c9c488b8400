"""What a handover is made of: parts with a table each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import date_format

Value = str | date | None


@dataclass(frozen=True)
class Cell:
    """A value, and where it leads on the page."""

    value: Value
    url: str = ""

    @property
    def text(self) -> str:
        """The value as it is read; a dash where nothing is known."""
        if isinstance(self.value, date):
            return date_format(self.value, "SHORT_DATE_FORMAT")
        return self.value or "–"

    @property
    def is_day(self) -> bool:
        """Whether it is a date, which stays on its line."""
        return isinstance(self.value, date)


@dataclass(frozen=True)
class Part:
    """One question of a successor, answered by a table; `nothing` is said when it is empty."""

    slug: str
    title: str
    lead: str
    head: Sequence[str]
    nothing: str
    rows: list[list[Cell]] = field(default_factory=list)

    @property
    def labelled_rows(self) -> list[list[tuple[str, Cell]]]:
        """The rows, each cell with the head of its column: on a phone it stands beside it."""
        return [list(zip(self.head, row, strict=True)) for row in self.rows]


def cells(*values: Value | Cell) -> list[Cell]:
    """Return a row; what is no cell yet leads nowhere."""
    return [value if isinstance(value, Cell) else Cell(value) for value in values]
