"""Open an .xlsx that a stranger may have made: measured before it is unpacked, read row by row."""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from companies.workbook.refusal import WorkbookRefused
from companies.workbook.scanning import SheetScan, refuse_too_much, scan_part
from companies.workbook.sniffing import refuse_other_formats, refuse_other_zips

MAX_FILE_BYTES = 10 * 2**20
MAX_UNPACKED_BYTES = 60 * 2**20  # our demonstration workbook unpacks to 0.8 MB
MAX_ENTRIES = 1000
MAX_RATIO = 250  # a sheet of equal rows packs about 1 to 40, a bomb 1 to 1000
RATIO_MATTERS_FROM_BYTES = 2 * 2**20
MAX_COLUMNS = 200
XML_ENDINGS = (".xml", ".rels", ".vml")


@dataclass(frozen=True)
class RawCell:
    value: object  # str, int, float, bool, datetime, date, time; never None
    is_percent: bool = False
    is_computed: bool = False  # the last result of a formula
    fault: str = ""  # "formula" without a result, or an error such as "#REF!"


@dataclass
class RawSheet:
    """A sheet as cells with a value: by row, then by column, both counted from 1."""

    title: str
    is_hidden: bool = False
    rows: dict[int, dict[int, RawCell]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)  # row, column, to, to
    epoch: datetime = datetime(1899, 12, 30)  # noqa: DTZ001 – the day 0 of serial dates


def open_workbook(source: Path | str | bytes, *, max_bytes: int = MAX_FILE_BYTES) -> list[RawSheet]:
    """Return the sheets of a workbook given by its path, or by its bytes.

    Raises WorkbookRefused with a text for the person who chose the file: too big, not an .xlsx,
    encrypted, with macros, unpacking to too much, declaring entities, broken.
    """
    content = _content(source, max_bytes)
    refuse_other_formats(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_bombs(archive)
            refuse_other_zips(archive)
            scans = _scans(archive)
        return list(_sheets(content, scans))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise WorkbookRefused(_("The file is damaged: it cannot be unpacked.")) from error
    except (ExpatError, ParseError) as error:
        raise WorkbookRefused(_("The file is damaged: one of its parts is not XML.")) from error
    except InvalidFileException as error:
        raise WorkbookRefused(_("The file is not an .xlsx workbook.")) from error
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, OverflowError) as error:
        # openpyxl has no error of its own for parts that contradict each other
        raise WorkbookRefused(_("The file is not a readable workbook.")) from error


def _content(source: Path | str | bytes, max_bytes: int) -> bytes:
    if isinstance(source, bytes):
        content = source
    else:
        try:
            with Path(source).open("rb") as file:
                content = file.read(max_bytes + 1)
        except FileNotFoundError as error:
            raise WorkbookRefused(_("There is no such file: %s.") % source) from error
        except IsADirectoryError as error:
            raise WorkbookRefused(_("%s is a folder, not a file.") % source) from error
        except OSError as error:
            reason = error.strerror or str(error)
            raise WorkbookRefused(_("The file cannot be read: %s.") % reason) from error
    if len(content) > max_bytes:
        raise WorkbookRefused(
            _("The file is larger than %(size)d MB.") % {"size": max_bytes // 2**20}
        )
    return content


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    """Judge by the declared sizes: zipfile never unpacks more than an entry declares."""
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED_BYTES:
        raise WorkbookRefused(
            _("The file unpacks to %(size)d MB in %(count)d parts: too much to be opened safely.")
            % {"size": unpacked // 2**20, "count": len(entries)}
        )
    for entry in entries:
        ratio = entry.file_size / max(entry.compress_size, 1)
        if entry.file_size > RATIO_MATTERS_FROM_BYTES and ratio > MAX_RATIO:
            raise WorkbookRefused(
                _("A part of the file is packed 1 to %d: too much to be opened safely.") % ratio
            )
        if entry.flag_bits & 1:
            raise WorkbookRefused(_("The file is encrypted. Save it without a password."))


def _scans(archive: zipfile.ZipFile) -> dict[str, SheetScan]:
    """Read every XML part once, in small pieces; return what was seen, by name of the part."""
    scans = {}
    for entry in archive.infolist():
        with archive.open(entry) as part:
            refuse_too_much(entry.filename, part)
    for entry in archive.infolist():
        if entry.filename.lower().endswith(XML_ENDINGS):
            with archive.open(entry) as part:
                scans[entry.filename] = scan_part(part)
    return scans


def _sheets(content: bytes, scans: dict[str, SheetScan]) -> Iterator[RawSheet]:
    """Read values, not formulas, and only where the scan saw some: a dimension may lie."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl's, about extensions it does not know
        book: Any = load_workbook(
            io.BytesIO(content), read_only=True, data_only=True, keep_links=False
        )
        try:
            if not book.worksheets:
                raise WorkbookRefused(_("The workbook has no sheet."))
            for sheet in book.worksheets:
                scan = scans.get(sheet._worksheet_path, SheetScan())
                yield RawSheet(
                    title=sheet.title,
                    is_hidden=sheet.sheet_state != "visible",
                    rows=_rows(sheet, scan),
                    hidden_rows=scan.hidden_rows,
                    merges=scan.merges,
                    epoch=book.epoch,
                )
        finally:
            book.close()


def _rows(sheet: Any, scan: SheetScan) -> dict[int, dict[int, RawCell]]:
    rows: dict[int, dict[int, RawCell]] = {}
    if not scan.filled_rows:
        return rows
    sheet.reset_dimensions()
    bounds = {"max_row": max(scan.filled_rows), "max_col": min(scan.last_column, MAX_COLUMNS)}
    for number, row in enumerate(sheet.iter_rows(**bounds), start=1):
        if number not in scan.filled_rows:
            continue
        for column, cell in enumerate(row, start=1):
            raw = _raw_cell(cell, scan.formulas.get((number, column)))
            if raw is not None:
                rows.setdefault(number, {})[column] = raw
    return rows


def _raw_cell(cell: Any, has_result: bool | None) -> RawCell | None:
    """Return the cell, or None when it is empty. has_result: None when it is not a formula."""
    if has_result is False:
        return RawCell("", is_computed=True, fault="formula")
    value = cell.value
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if cell.data_type == "e":
        return RawCell(value, is_computed=has_result is not None, fault=str(value))
    if isinstance(value, str) and value.lstrip().startswith("="):
        return RawCell(value, fault="formula")
    is_percent = isinstance(value, int | float) and "%" in str(cell.number_format)
    return RawCell(value, is_percent=is_percent, is_computed=has_result is not None)
