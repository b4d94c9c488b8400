"""Find the tables of a workbook as people lay them out: titles above, odd names, odd rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from companies.workbook.layout import LAYOUTS, Layout, layouts_titled
from companies.workbook.odd_rows import filled_from_merges, odd_row
from companies.workbook.opening import RawCell, RawSheet
from companies.workbook.refusal import WorkbookRefused
from companies.workbook.report import Problem, Severity, shown

HEADER_WITHIN = 40  # rows from the first filled one
ENOUGH_HEADERS = 3  # to recognise a sheet whose name says nothing


@dataclass(frozen=True)
class Row:
    """One line of a table: its cells with a value, by key of the column."""

    table: Table
    number: int
    cells: dict[str, RawCell]


@dataclass
class Table:
    """One sheet, understood."""

    layout: Layout
    sheet: RawSheet
    header_row: int
    headers: dict[str, str]  # as written, by key of the column
    columns: dict[int, str]  # key by column number
    rows: list[Row] = field(default_factory=list)
    group_row: int = 0  # of the headings above the headers, when there are two rows of them

    def header_of(self, key: str) -> str:
        """Return how this sheet calls a column, or how our own workbook does."""
        return self.headers.get(key) or self.layout.columns[key][0]


def read_tables(sheets: list[RawSheet], problems: list[Problem]) -> dict[str, list[Table]]:
    """Return the tables by kind; add to `problems` what was recognised, skipped or not found.

    A kind whose sheets lack a required column has an empty list; a kind without a sheet, none.

    Raises WorkbookRefused when no sheet at all is recognised.
    """
    tables: dict[str, list[Table]] = defaultdict(list)
    for sheet in sheets:
        if not sheet.rows:
            continue
        if sheet.is_hidden:
            problems.append(_info(sheet, 0, _("This hidden sheet was not read.")))
        elif table := _table_of(sheet, problems):
            same_kind = tables[table.layout.kind]
            if missing := _missing(table):
                problems.extend(_refused_sheet(table, missing))
                continue
            _say_names(table, problems)
            table.rows = list(_rows_of(table, problems))
            _say_computed(table, problems)
            same_kind.append(table)
    if not tables:
        raise WorkbookRefused(
            _("No sheet was recognised. Expected one of: %s.")
            % ", ".join(layout.title for layout in LAYOUTS)
        )
    return dict(tables)


def _info(sheet: RawSheet, row: int, message: str, column: str = "", value: object = "") -> Problem:
    return Problem(sheet.title, row, column, Severity.INFO, shown(value), message)


def _table_of(sheet: RawSheet, problems: list[Problem]) -> Table | None:
    """Return the table of a sheet, by its title first, then by its headers."""
    titled = [_best_header(sheet, layout) for layout in layouts_titled(sheet.title)]
    by_title = max((found for found in titled if found), key=_fit, default=None)
    if by_title is None or _missing(by_title):
        others = (_best_header(sheet, layout) for layout in LAYOUTS)
        complete = [found for found in others if found and not _missing(found) and _is_clear(found)]
        by_headers = max(complete, key=_fit, default=None)
        table = by_headers or by_title
    else:
        table = by_title
    if table is None:
        remark = _info(sheet, 0, _("This sheet was not recognised: it was not read."))
        if any(layout.has_title(sheet.title) for layout in LAYOUTS):
            message = _("No column of this sheet was recognised: it was not read.")
            remark = replace(remark, severity=Severity.ERROR, message=message)
        problems.append(remark)
    return table


def _best_header(sheet: RawSheet, layout: Layout) -> Table | None:
    first = min(sheet.rows)
    candidates = (
        _header_at(sheet, layout, number)
        for number in range(first, first + HEADER_WITHIN)
        if number in sheet.rows
    )
    best = max((found for found in candidates if found), key=_fit, default=None)
    return best and _with_second_row(best)


def _with_second_row(table: Table) -> Table:
    """Take in the row below when it holds nothing but headers, and new ones: those of groups."""
    number = table.header_row + 1
    below = table.sheet.rows.get(number, {})
    texts = {column: " ".join(str(cell.value).split()) for column, cell in below.items()}
    keys = {column: table.layout.column_of(text) or "" for column, text in texts.items()}
    above = {column: key for column, key in table.columns.items() if column not in keys}
    columns = above | keys
    headers = {key: table.headers[key] for key in above.values()}
    headers |= {key: texts[column] for column, key in keys.items()}
    is_second = "" not in headers and len(headers) == len(columns) > len(table.columns)
    if not is_second or not table.layout.required & table.headers.keys() <= headers.keys():
        return table
    return replace(
        table, header_row=number, headers=headers, columns=columns, group_row=table.header_row
    )


def _header_at(sheet: RawSheet, layout: Layout, number: int) -> Table | None:
    """Read one row as headers; a header merged over several rows counts for each of them."""
    texts = {column: str(cell.value) for column, cell in sheet.rows[number].items()}
    for top, left, bottom, _right in sheet.merges:
        if top < number <= bottom and left in sheet.rows.get(top, {}):
            texts.setdefault(left, str(sheet.rows[top][left].value))
    headers: dict[str, str] = {}
    columns: dict[int, str] = {}
    for column, text in sorted(texts.items()):
        key = layout.column_of(text)
        if key is not None and key not in headers:
            headers[key] = " ".join(text.split())
            columns[column] = key
    return Table(layout, sheet, number, headers, columns) if headers else None


def _fit(table: Table) -> tuple[int, int, int]:
    """Order candidates: required columns first, then all columns, then the highest row."""
    required = len(table.layout.required & table.headers.keys())
    return (required - len(_missing(table)), len(table.headers), -table.header_row)


def _missing(table: Table) -> frozenset[str]:
    fixed = table.layout.fixed_value_of(table.sheet.title)
    given = {fixed[0]} if fixed else set()
    return table.layout.required - table.headers.keys() - given


def _is_clear(table: Table) -> bool:
    return len(table.headers) >= ENOUGH_HEADERS


def _refused_sheet(table: Table, missing: frozenset[str]) -> Iterator[Problem]:
    for key in sorted(missing):
        yield Problem(
            table.sheet.title,
            table.header_row,
            table.header_of(key),
            Severity.ERROR,
            "",
            _("The column “%s” is missing: the sheet was not read.") % table.header_of(key),
        )


def _say_names(table: Table, problems: list[Problem]) -> None:
    sheet, layout = table.sheet, table.layout
    if not layout.is_own_title(sheet.title):
        problems.append(_info(sheet, 0, _("This sheet was read as “%s”.") % layout.title))
    for number in filter(None, (table.group_row, table.header_row)):
        for column, cell in sorted(sheet.rows.get(number, {}).items()):
            if column not in table.columns:
                message = _("This column is not known: it was not read.")
                if layout.column_of(str(cell.value)) is not None:
                    message = _("Another column says the same: this one was not read.")
                problems.append(_info(sheet, number, message, shown(cell.value)))


def _rows_of(table: Table, problems: list[Problem]) -> Iterator[Row]:
    """Yield the rows under the header that hold data; say which others were left out."""
    sheet = table.sheet
    grid = filled_from_merges(sheet, table.header_row, problems)
    numbers = sorted(number for number in grid if number > table.header_row)
    previous = table.header_row
    for number in numbers:
        cells = {
            table.columns[column]: cell
            for column, cell in grid[number].items()
            if column in table.columns
        }
        if number > previous + 1:
            problems.append(_blank_rows(sheet, previous + 1, number - previous - 1))
        previous = number
        why = odd_row(sheet, number, cells, headers=table.headers, required=table.layout.required)
        if why:
            quoted = next(iter(sheet.rows.get(number, grid[number]).values())).value
            problems.append(_info(sheet, number, why, value=quoted))
        else:
            yield Row(table, number, _with_fixed_value(table, cells))


def _with_fixed_value(table: Table, cells: dict[str, RawCell]) -> dict[str, RawCell]:
    fixed = table.layout.fixed_value_of(table.sheet.title)
    return {fixed[0]: RawCell(fixed[1]), **cells} if fixed else cells


def _blank_rows(sheet: RawSheet, first: int, count: int) -> Problem:
    text = ngettext("%d blank row was skipped.", "%d blank rows were skipped.", count) % count
    return _info(sheet, first, text)


def _say_computed(table: Table, problems: list[Problem]) -> None:
    """Say once per column that values come from formulas."""
    rows_by_key: dict[str, list[Row]] = defaultdict(list)
    for row in table.rows:
        for key, cell in row.cells.items():
            if cell.is_computed and not cell.fault:
                rows_by_key[key].append(row)
    for key, rows in rows_by_key.items():
        text = ngettext(
            "%d value comes from a formula: its last result was taken.",
            "%d values come from formulas: their last results were taken.",
            len(rows),
        ) % len(rows)
        value = rows[0].cells[key].value
        problems.append(_info(table.sheet, rows[0].number, text, table.header_of(key), value))
