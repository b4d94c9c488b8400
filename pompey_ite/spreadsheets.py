"""Workbooks we hand out: a header row, real dates and numbers, no text taken for a formula."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from django.http import FileResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

Value = str | int | float | Decimal | bool | date | datetime | None

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# a spreadsheet may run a text that begins like this, also when its file is saved as CSV and opened
SIGNS_OF_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
CONTROLS_OF_FORMULA = ("\t", "\r", "\n")
LONGEST_CELL = 32_767  # characters, a limit of the format
NOT_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # how the format writes what XML cannot hold
EARLIEST_YEAR = 1901  # of a date in a spreadsheet; older ones are written as text
DATE_FORMATS = {"fr": "dd/mm/yyyy", "en": "yyyy-mm-dd"}
TOP = Alignment(vertical="top")
WRAPPED = Alignment(vertical="top", wrap_text=True)
HEADER_FONT = Font(bold=True, color="FFFFFF")
HEADER_FILL = PatternFill("solid", start_color="1D2A35")


@dataclass(frozen=True)
class Column:
    """A column with what a reader must know about it; the unit is empty where there is none."""

    header: str
    meaning: str
    unit: str = ""
    width: int = 16  # characters


@dataclass(frozen=True)
class Sheet:
    """One table: a header row, then a row for each thing."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]


@dataclass(frozen=True)
class ReadMe:
    """What stands on the sheet that explains a workbook."""

    title: str
    source: str
    remarks: Sequence[str] = ()


def neutral(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: an apostrophe before a first = + - @.

    For workbooks and CSV files alike. `plain` undoes it, whatever the text.
    """
    return f"'{text}" if _is_risky(text.lstrip("'")) else text


def plain(cell: str) -> str:
    """Return the text that `neutral` made this one of."""
    return cell[1:] if cell.startswith("'") and _is_risky(cell.lstrip("'")) else cell


def _is_risky(text: str) -> bool:
    return text.startswith(CONTROLS_OF_FORMULA) or text.lstrip().startswith(SIGNS_OF_FORMULA)


def clean(text: str) -> str:
    """Return a text as a cell can hold it: lines end in one way, no character XML refuses."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return str(NOT_XML.sub("", ILLEGAL_CHARACTERS_RE.sub("", text)))


def cell_text(text: str) -> str:
    """Return what is written for a text: clean, harmless, no longer than a cell may be."""
    written = neutral(clean(text))
    return written if len(written) <= LONGEST_CELL else written[: LONGEST_CELL - 1] + "…"


def cell_of(sheet: Any, value: Value, *, width: int = 0) -> Any:
    """Return a cell of a write-only sheet; a text longer than the width is broken into lines."""
    if isinstance(value, bool):
        value = _("yes") if value else _("no")
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value).replace(tzinfo=None)
    if isinstance(value, date) and value.year < EARLIEST_YEAR:
        value = value.isoformat()
    if isinstance(value, str):
        text = LOOKS_ESCAPED.sub("_x005F_", cell_text(value))
        cell = WriteOnlyCell(sheet, text)
        cell.data_type = "s"  # openpyxl would write “=…” as a formula and “#N/A” as an error
        cell.alignment = WRAPPED if "\n" in text or len(text) > width > 0 else TOP
        return cell
    cell = WriteOnlyCell(sheet, value)  # type: ignore[arg-type]
    if isinstance(value, date):
        cell.number_format = _date_format(value)
    cell.alignment = TOP
    return cell


def _date_format(value: date) -> str:
    day = DATE_FORMATS.get(get_language() or "", DATE_FORMATS["en"])
    return f"{day} hh:mm" if isinstance(value, datetime) else day


def header_cell(sheet: Any, text: str) -> Any:
    """Return a cell of a header row."""
    cell = cell_of(sheet, text)
    cell.font, cell.fill, cell.alignment = HEADER_FONT, HEADER_FILL, WRAPPED
    return cell


def write_workbook(target: IO[bytes], sheets: Sequence[Sheet], read_me: ReadMe) -> None:
    """Write a workbook row by row: its memory does not grow with the number of rows."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        _write_sheet(book, sheet)
    write_read_me(book, sheets, read_me)
    book.save(target)


def _write_sheet(book: Workbook, sheet: Sheet) -> None:
    page: Any = book.create_sheet(sheet.title)
    set_widths(page, [column.width for column in sheet.columns])
    page.freeze_panes = "B2"
    page.append([header_cell(page, column.header) for column in sheet.columns])
    count = 1
    for row in sheet.rows:
        cells = zip(row, sheet.columns, strict=True)
        page.append([cell_of(page, value, width=column.width) for value, column in cells])
        count += 1
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{count}"


def set_widths(page: Any, widths: Sequence[int]) -> None:
    """Give the columns of a sheet their widths, in characters; before its first row."""
    for number, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(number)].width = width


def write_read_me(book: Workbook, sheets: Sequence[Sheet], read_me: ReadMe) -> None:
    """Add the sheet that explains the others: date, source, meaning and unit of each column."""
    page: Any = book.create_sheet(_("Read me"))
    set_widths(page, [24, 28, 70, 18])
    for row in _read_me_lines(read_me):
        page.append([cell_of(page, text) for text in row])
    page.append([])
    headers = (_("Sheet"), _("Column"), _("Meaning"), _("Unit"))
    page.append([header_cell(page, text) for text in headers])
    for sheet in sheets:
        for column in sheet.columns:
            row = (sheet.title, column.header, column.meaning, column.unit)
            page.append([cell_of(page, text, width=70) for text in row])


def _read_me_lines(read_me: ReadMe) -> Iterator[tuple[str, ...]]:
    yield (read_me.title,)
    made = date_format(timezone.localtime(timezone.now()), "DATETIME_FORMAT")
    yield (_("Made on"), made)
    yield (_("Source"), read_me.source)
    for remark in read_me.remarks:
        yield (_("Remark"), remark)


def download(book_name: str, sheets: Sequence[Sheet], read_me: ReadMe) -> FileResponse:
    """Return a workbook as a file to keep; its name ends with today's date."""
    target = tempfile.TemporaryFile()  # noqa: SIM115 – the response closes it
    write_workbook(target, sheets, read_me)
    return file_response(target, book_name)


def file_response(target: IO[bytes], book_name: str) -> FileResponse:
    """Return what was written as a file to keep; its name ends with today's date."""
    target.seek(0)
    name = f"{book_name}-{timezone.localdate():%Y-%m-%d}.xlsx"
    return FileResponse(target, as_attachment=True, filename=name, content_type=CONTENT_TYPE)
