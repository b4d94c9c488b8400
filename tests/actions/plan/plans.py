"""Plans as people hand them in: what a programme exports, edited cell by cell."""

import io
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from actions.models import Programme
from actions.plan.columns import COLUMNS, FIRST_ROW, HEADERS, KEYS, SHEET_TITLE
from actions.plan.writing import write_plan
from actions.services.plan_import import PlanReport, import_plan
from companies.workbook.report import Severity

NOW = datetime(2018, 6, 1, 10, tzinfo=UTC)
Row = Mapping[str, object]


def exported(programme: Programme) -> bytes:
    target = io.BytesIO()
    write_plan(target, programme)
    return target.getvalue()


def edited(programme: Programme, edit: Callable[[Any], None]) -> bytes:
    """Return the export of a programme after somebody worked on its sheet."""
    book = load_workbook(io.BytesIO(exported(programme)))
    edit(book[SHEET_TITLE])
    return saved(book)


def plan(*rows: Row, keys: tuple[str, ...] = KEYS, title: str = SHEET_TITLE) -> bytes:
    """Return a plan with these rows, by key of the column; the three rows above stand."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    hints = {column.key: column.hint for column in COLUMNS}
    sheet.append(["Présentation de l’action"])
    sheet.append([HEADERS[key] for key in keys])
    sheet.append([hints[key] for key in keys])
    for row in rows:
        sheet.append([row.get(key) for key in keys])
    return saved(book)


def saved(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def cell(sheet: Any, row: int, key: str) -> Any:
    """Return the cell of an action by its place among the rows of data, from 0."""
    return sheet.cell(FIRST_ROW + row, KEYS.index(key) + 1)


def run(
    folder: Path, programme: Programme, content: bytes, *, apply: bool = True, expected: str = ""
) -> PlanReport:
    path = folder / "plan.xlsx"
    path.write_bytes(content)
    return import_plan(path=path, programme=programme, apply=apply, now=NOW, expected=expected)


def said(report: PlanReport, *severities: Severity) -> list[tuple[int, str, str]]:
    """Return row, column and message of the problems of these severities."""
    return [
        (problem.row, problem.column, problem.message)
        for problem in report.problems
        if problem.severity in severities
    ]


def errors(report: PlanReport) -> list[tuple[int, str, str]]:
    return said(report, Severity.ERROR)
