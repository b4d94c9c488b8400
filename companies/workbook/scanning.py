"""One streaming pass over an XML part: refuse what is dangerous, note what openpyxl forgets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from django.utils.translation import gettext as _
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

from companies.workbook.refusal import WorkbookRefused

MAX_ROWS = 20_000  # of one sheet; the largest workshop we know of has 965
MAX_CELLS = 400_000  # of one sheet
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # of any .xlsx
TAGS_OF_A_TEXT = 4  # <si><t></t></si>
MAX_MERGES = 10_000
CHUNK_BYTES = 2**16
MAX_TAGS = 100_000  # of a part that openpyxl reads whole: styles, relations, properties
SHEETS = "xl/worksheets/sheet"
TEXTS = "sharedStrings.xml"
READ_WHOLE = ("[Content_Types]", "_rels/", "docProps/", "xl/_rels/", "xl/styles", "xl/workbook")


@dataclass
class SheetScan:
    """What a sheet holds, seen without keeping any value."""

    row_count: int = 0
    cell_count: int = 0
    filled_rows: set[int] = field(default_factory=set)  # with a value
    last_column: int = 0  # with a value
    hidden_rows: set[int] = field(default_factory=set)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)  # row, column, to, to
    formulas: dict[tuple[int, int], bool] = field(default_factory=dict)  # place: has a result


def refuse_too_many(part: IO[bytes], *, tag: bytes, limit: int, refusal: str) -> None:
    """Raise WorkbookRefused when a tag occurs too often: counting bytes is quicker than parsing."""
    count, end = 0, b""
    while chunk := part.read(CHUNK_BYTES):
        text = end + chunk
        count += text.count(tag)
        end = text[len(text) + 1 - len(tag) :]
        if count > limit:
            raise WorkbookRefused(refusal)


def refuse_too_much(name: str, part: IO[bytes]) -> None:
    """Raise WorkbookRefused when a part would take too long, or too much memory, to be parsed."""
    if name.startswith(SHEETS):
        refuse_too_many(part, tag=b"<row ", limit=MAX_ROWS, refusal=too_many_rows())
    elif name.endswith(TEXTS):
        limit = TAGS_OF_A_TEXT * MAX_CELLS
        refuse_too_many(part, tag=b"<", limit=limit, refusal=too_many_cells())
    elif name.startswith(READ_WHOLE):
        text = _("A part of the file holds too much to be opened safely.")
        refuse_too_many(part, tag=b"<", limit=MAX_TAGS, refusal=text)


def too_many_rows() -> str:
    text = _("A sheet has more than %d rows. Delete the empty ones, or cut the file.")
    return text % MAX_ROWS


def too_many_cells() -> str:
    text = _("A sheet has more than %d cells. Delete the empty ones, or cut the file.")
    return text % MAX_CELLS


def scan_part(part: IO[bytes]) -> SheetScan:
    """Return what the part holds when it is a worksheet; an empty scan for any other part.

    Raises WorkbookRefused on a document type (entities) and on too many rows or cells, as soon
    as they are met; ExpatError when it is not XML.
    """
    scanner = _Scanner()
    while chunk := part.read(CHUNK_BYTES):
        scanner.parser.Parse(chunk, False)
    scanner.parser.Parse(b"", True)
    return scanner.scan


def _refuse_document_type(*_args: object) -> None:
    raise WorkbookRefused(
        _("The file declares XML entities, which no spreadsheet does. It was not opened.")
    )


class _Scanner:
    """The handlers of expat; `parser` is fed by scan_part."""

    def __init__(self) -> None:
        self.scan = SheetScan()
        self.row = 0
        self.place = (0, 0)
        self.type = ""
        self.has_formula = self.has_value = self.in_value = False
        self.starts = {
            "row": self.start_row,
            "c": self.start_cell,
            "f": self.start_formula,
            "v": self.start_value,
            "t": self.start_value,
            "mergeCell": self.start_merge,
        }
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = _refuse_document_type
        self.parser.StartElementHandler = self.start_root

    def start_root(self, name: str, _attributes: dict[str, str]) -> None:
        """Listen on only when the part is a worksheet."""
        self.parser.StartElementHandler = None
        if _local(name) == "worksheet":
            self.parser.StartElementHandler = self.start
            self.parser.EndElementHandler = self.end
            self.parser.CharacterDataHandler = self.text

    def start(self, name: str, attributes: dict[str, str]) -> None:
        handler = self.starts.get(name if ":" not in name else _local(name))
        if handler is not None:
            handler(attributes)

    def start_formula(self, _attributes: dict[str, str]) -> None:
        self.has_formula = True

    def start_value(self, _attributes: dict[str, str]) -> None:
        self.in_value = True

    def start_merge(self, attributes: dict[str, str]) -> None:
        self.merge(attributes.get("ref", ""))

    def start_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", "")
        self.row = int(number) if number.isdecimal() else self.row + 1
        self.place = (self.row, 0)
        self.scan.row_count += 1
        if self.scan.row_count > MAX_ROWS:
            raise WorkbookRefused(too_many_rows())
        if attributes.get("hidden") in {"1", "true"}:
            self.scan.hidden_rows.add(self.row)

    def start_cell(self, attributes: dict[str, str]) -> None:
        self.scan.cell_count += 1
        if self.scan.cell_count > MAX_CELLS:
            raise WorkbookRefused(too_many_cells())
        self.place = self.place_of(attributes.get("r", ""))
        self.type = attributes.get("t", "")
        self.has_formula = self.has_value = False

    def place_of(self, reference: str) -> tuple[int, int]:
        """Return the row and column of a cell; without a reference it follows the last one."""
        if not reference:
            return (self.row, self.place[1] + 1)
        try:
            row, column = coordinate_to_tuple(reference)
        except ValueError as error:
            raise WorkbookRefused(_("The file is not a readable workbook.")) from error
        if row > LAST_ROW or column > LAST_COLUMN:
            raise WorkbookRefused(_("The file is not a readable workbook."))
        return (row, column)

    def text(self, data: str) -> None:
        if self.in_value and data:
            self.has_value = True

    def end(self, name: str) -> None:
        local = name if ":" not in name else _local(name)
        if local in {"v", "t"}:
            self.in_value = False
        elif local == "c":
            self.end_cell()

    def end_cell(self) -> None:
        if self.has_formula:
            self.scan.formulas[self.place] = self.has_value or self.type == "str"
        if self.has_formula or self.has_value:
            self.scan.filled_rows.add(self.place[0])
            self.scan.last_column = max(self.scan.last_column, self.place[1])

    def merge(self, reference: str) -> None:
        if len(self.scan.merges) >= MAX_MERGES:
            return
        try:
            left, top, right, bottom = range_boundaries(reference)
        except (ValueError, TypeError) as error:
            raise WorkbookRefused(_("The file is not a readable workbook.")) from error
        self.scan.merges.append((int(top or 1), int(left or 1), int(bottom or 1), int(right or 1)))


def _local(name: str) -> str:
    return name.rpartition(":")[2]
