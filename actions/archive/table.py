"""A table of the archive: its columns with what they mean, and how its rows become CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from actions.archive.past import Year
from actions.archive.redaction import Redaction
from pompey_ite.spreadsheets import clean, neutral

BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes accents for something else
Value = str | int | float | Decimal | bool | date | datetime | None

TEXT = _("text")
WORDS = _("words that people typed")  # these alone are redacted
INTEGER, NUMBER = _("whole number"), _("decimal number")
DAY = _("day")
YES_NO = _("yes or no")


@dataclass(frozen=True)
class Column:
    """name: French and fixed, for programs of others; meaning: in both languages."""

    name: str
    kind: str | Promise
    meaning: str | Promise


@dataclass(frozen=True)
class Table:
    """One CSV file. rows: asked in French, in an order that the same data always gives."""

    name: str
    title: str | Promise
    columns: Sequence[Column]
    rows: Callable[[Year], Iterable[Sequence[Value]]]

    @property
    def file_name(self) -> str:
        return f"{self.name}.csv"

    def as_csv(self, year: Year, redaction: Redaction) -> str:
        """Return the rows: UTF-8 with its mark, comma, decimal point, days as 2026-12-31."""
        rows = (self._cells(row, redaction) for row in self.rows(year))
        return written([column.name for column in self.columns], rows)

    def _cells(self, row: Sequence[Value], redaction: Redaction) -> list[str]:
        cells = []
        for value, column in zip(row, self.columns, strict=True):
            is_words = column.kind is WORDS and isinstance(value, str)
            cells.append(cell_of(redaction(str(value)) if is_words else value))
        return cells


def written(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a CSV file as the other CSV files of the program are written."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    return BYTE_ORDER_MARK + text.getvalue()


def cell_of(value: Value) -> str:
    """Return how a value stands in a cell; no text of a person becomes a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        # The same amount has as many zeros as its database gives it: written without.
        return f"{value.normalize():f}"
    return neutral(clean(value)) if isinstance(value, str) else str(value)
