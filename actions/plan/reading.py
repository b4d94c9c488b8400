"""Find the 28 columns in a workbook that may have been worked on, and the rows under them."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from django.utils.translation import gettext as _

from actions.plan.columns import (
    FIRST_ROW,
    FUNDER_PAIRS,
    HEADER_ROW,
    HEADERS,
    KEYS,
    KNOWN_HEADERS,
    LAYOUT,
    header_words,
    is_amount,
)
from companies.workbook.odd_rows import TOTAL, filled_from_merges
from companies.workbook.opening import RawCell, RawSheet
from companies.workbook.refusal import WorkbookRefused
from companies.workbook.report import Problem, Severity, shown
from companies.workbook.tables import Row, Table
from companies.workbook.words import plain

HEADER_WITHIN = 15  # rows from the first filled one
ENOUGH_HEADERS = 4  # to believe that a row is the headers
HINT = "champ "  # how each cell of the row of hints begins
AREAS_ONLY = {"area", "sub_area", "sub_sub_area"}


def read_plan(sheets: list[RawSheet], problems: list[Problem]) -> Table:
    """Return the table of the plan; add to `problems` what was understood or passed over.

    Raises WorkbookRefused, with a text that says how to go on, when no sheet holds one.
    """
    table = _best_table(sheets)
    _say_columns(table, problems)
    table.rows = list(_rows_of(table, problems))
    return table


def _best_table(sheets: list[RawSheet]) -> Table:
    found = [
        table
        for sheet in sheets
        if not sheet.is_hidden and sheet.rows
        for number in range(min(sheet.rows), min(sheet.rows) + HEADER_WITHIN)
        if number in sheet.rows and (table := _table_at(sheet, number))
    ]
    best = max(found, key=lambda table: len(table.headers), default=None)
    how = _("Export the programme and start from that file: it has the 28 columns.")
    if best is None:
        raise WorkbookRefused(_("No sheet has the columns of a plan of actions.") + " " + how)
    if "title" not in best.headers:
        text = _("The column “%s” is missing.") % HEADERS["title"]
        raise WorkbookRefused(text + " " + how)
    return best


def _table_at(sheet: RawSheet, number: int) -> Table | None:
    """Read one row as headers; each amount belongs to the funder on its left."""
    headers: dict[str, str] = {}
    columns: dict[int, str] = {}
    waiting: list[str] = []  # amounts of the funders met so far
    for column, cell in sorted(sheet.rows[number].items()):
        words = header_words(str(cell.value))
        key = KNOWN_HEADERS.get(words)
        if is_amount(words):
            free = [name for name in _amount_keys() if name not in headers]
            key = waiting.pop(0) if waiting else next(iter(free), None)
        if key is None or key in headers:
            continue
        if key.startswith("funder_") and key.replace("funder", "amount") not in headers:
            waiting.append(key.replace("funder", "amount"))
        headers[key] = " ".join(str(cell.value).split())
        columns[column] = key
    if len(headers) < ENOUGH_HEADERS:
        return None
    return Table(LAYOUT, sheet, number, headers, columns)


def _amount_keys() -> tuple[str, ...]:
    return tuple(f"amount_{pair}" for pair in FUNDER_PAIRS)


def _say_columns(table: Table, problems: list[Problem]) -> None:
    def say(message: str, value: object = "") -> None:
        number = table.header_row
        problems.append(
            Problem(table.sheet.title, number, "", Severity.INFO, shown(value), message)
        )

    absent = [HEADERS[key] for key in KEYS if key not in table.headers]
    for column, cell in sorted(table.sheet.rows[table.header_row].items()):
        if column not in table.columns:
            text = _("This column is not one of the 28: it was not read.")
            if close := get_close_matches(str(cell.value), absent, n=1):
                text += " " + _("If it is “%s”, give it that name.") % close[0]
            say(text, cell.value)
    if absent:
        say(_("Columns that are not in this file change nothing: %s.") % ", ".join(absent))
    order = [key for _column, key in sorted(table.columns.items())]
    if order != [key for key in KEYS if key in table.headers]:
        say(_("The columns are in another order than the layout: they were read by their names."))


def _rows_of(table: Table, problems: list[Problem]) -> Iterator[Row]:
    """Yield the rows that name an action; say which others were passed over."""
    sheet = table.sheet
    grid = filled_from_merges(sheet, table.header_row, problems)
    for number in sorted(number for number in grid if number > table.header_row):
        cells = {
            table.columns[column]: cell
            for column, cell in grid[number].items()
            if column in table.columns
        }
        if _is_hints(table, number, cells):
            continue
        if why := _why_odd(sheet, number, cells):
            value = next(iter(grid[number].values())).value
            problems.append(Problem(sheet.title, number, "", Severity.INFO, shown(value), why))
        else:
            yield Row(table, number, cells)


def _is_hints(table: Table, number: int, cells: dict[str, RawCell]) -> bool:
    """Tell the third row of the layout, which says what kind of cell each column is."""
    hints = [cell for cell in cells.values() if str(cell.value).lower().startswith(HINT)]
    is_below = number == table.header_row + 1
    is_empty_of_actions = table.header_row == HEADER_ROW and "title" not in cells
    return is_below and (
        2 * len(hints) > len(cells) or (is_empty_of_actions and number < FIRST_ROW)
    )


def _why_odd(sheet: RawSheet, number: int, cells: dict[str, RawCell]) -> str:
    """Return why a row is passed over, as a text to show; empty when it is to be read."""
    if number in sheet.hidden_rows:
        return _("This hidden row was not read.")
    if not cells:
        return _("This row holds nothing under a known column: it was not read.")
    if cells.keys() <= AREAS_ONLY:
        return _("This row names an area only: it was not read.")
    texts = [plain(str(cell.value)) for cell in cells.values() if isinstance(cell.value, str)]
    if "title" not in cells and texts and all(TOTAL.fullmatch(text) for text in texts):
        return _("This row is a total: it was not read.")
    return ""
