"""Read one row, cell by cell: values for the database, remarks for the report."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.utils.translation import gettext as _

from companies.workbook.reading import Note, Reading, Remark
from companies.workbook.report import ImportReport, Problem, Severity, shown
from companies.workbook.tables import Row
from companies.workbook.texts import read_text

Value = TypeVar("Value")
Parser = Callable[[object], Reading[Value]]


def left_empty(message: str) -> str:
    """Return a message that also says what became of the field."""
    return _("%s The field was left empty.") % message


class RowReader:
    """The values read so far, and whether the row is refused: then nothing of it is written."""

    def __init__(self, report: ImportReport, row: Row) -> None:
        self.report = report
        self.row = row
        self.values: dict[str, object] = {}
        self.is_refused = False

    @property
    def place(self) -> str:
        """The sheet and row, to be named in a remark on another row."""
        return _("row %(row)d of “%(sheet)s”") % {
            "row": self.row.number,
            "sheet": self.row.table.sheet.title,
        }

    def raw(self, key: str) -> object:
        """Return the value of a cell as the workbook gives it; None when empty or faulty."""
        cell = self.row.cells.get(key)
        return None if cell is None or cell.fault else cell.value

    def read(
        self, key: str, parser: Parser[Value], *, field: str = "", required: bool = False
    ) -> Value | None:
        """Return what the parser finds in a cell, kept for `field` of the model when one is named.

        What cannot be read refuses the row when it is required; else the field is left empty.
        """
        if self._is_faulty(key, required=required):
            return None
        raw = self.raw(key)
        if raw is None:
            if required:
                self.error(key, _("This cell is empty; it is needed."))
            return None
        reading = parser(raw)
        for note in reading.notes:
            self._say_note(key, note, required=required)
        if reading.value is None and required and not self.is_refused:
            self.error(key, _("This cell is empty; it is needed."))
        if reading.value is not None and field:
            self.values[field] = reading.value
        return reading.value

    def text(
        self,
        key: str,
        *,
        max_length: int | None = None,
        field: str = "",
        required: bool = False,
        lines: bool = False,
    ) -> str | None:
        """Return a text, kept for `field` (by default of the same name as the column)."""

        def parser(value: object) -> Reading[str]:
            return read_text(value, max_length=max_length, lines=lines)

        return self.read(key, parser, field=field or key, required=required)

    def _is_faulty(self, key: str, *, required: bool) -> bool:
        cell = self.row.cells.get(key)
        if cell is None or not cell.fault:
            return False
        if cell.fault == "formula" and cell.value:
            message = _("This text begins like a formula: it was not read.")
        elif cell.fault == "formula":
            message = _("This is a formula without a result: it was not read.")
        else:
            message = _("The spreadsheet shows an error here: it was not read.")
        self.say(Severity.ERROR if required else Severity.WARNING, key, message)
        return True

    def _say_note(self, key: str, note: Note, *, required: bool) -> None:
        message = note.message
        if note.remark is Remark.UNREADABLE and required:
            severity = Severity.ERROR
        elif note.remark is Remark.REPAIRED:
            severity = Severity.INFO
        else:
            severity = Severity.WARNING
        if note.remark is Remark.UNREADABLE and not required:
            message = left_empty(message)
        self.say(severity, key, message)

    def say(self, severity: Severity, key: str, message: str, value: object = None) -> None:
        """Add a remark to the report. An error refuses the row."""
        cell = self.row.cells.get(key)
        if value is None and cell is not None:
            value = cell.value
        self.is_refused |= severity == Severity.ERROR
        table = self.row.table
        column = table.header_of(key) if key else ""
        self.report.problems.append(
            Problem(table.sheet.title, self.row.number, column, severity, shown(value), message)
        )

    def error(self, key: str, message: str, value: object = None) -> None:
        self.say(Severity.ERROR, key, message, value)

    def warn(self, key: str, message: str, value: object = None) -> None:
        self.say(Severity.WARNING, key, message, value)

    def info(self, key: str, message: str, value: object = None) -> None:
        self.say(Severity.INFO, key, message, value)
