"""The three sections of a PaBuLib file as rows with their line numbers; nothing is understood."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TextIO

from .records import FileRefused, Problem

SECTIONS = ("META", "PROJECTS", "VOTES")
REQUIRED = {
    "META": ("key", "value"),
    "PROJECTS": ("project_id",),
    "VOTES": ("voter_id", "vote"),
}
BEGINNING = 40  # characters of a line that a message shows
NOTHING = "none"  # what some files write in an empty cell


@dataclass(slots=True)
class Row:
    """One row: its line and its cells by column; empty cells and columns are left out."""

    line: int
    cells: Mapping[str, str]

    def get(self, column: str) -> str:
        """Return a cell, "" when it is empty."""
        return self.cells.get(column, "")


@dataclass(slots=True)
class Section:
    """One section: where it begins, its columns, its rows."""

    line: int
    columns: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


def read_sections(file: TextIO) -> tuple[dict[str, Section], list[Problem]]:
    """Return the sections by name and the rows that cannot be read.

    Raises FileRefused when a section or one of its columns is missing.
    """
    sections: dict[str, Section] = {}
    problems: list[Problem] = []
    current: Section | None = None
    line = 1
    for line, cells in _rows(file, problems):
        name = cells[0].strip().upper()
        if name in SECTIONS and not any(cell.strip() for cell in cells[1:]):
            if name in sections:
                problems.append(Problem(line, "section_twice", name))
            current = sections.setdefault(name, Section(line))
        elif current is None:
            problems.append(Problem(line, "no_section", cells[0].strip()[:BEGINNING]))
            break
        elif not current.columns:
            current.columns = [cell.strip().lower() for cell in cells]
        else:
            _add(current, line, cells, problems)
    missing = [name for name in SECTIONS if name not in sections]
    is_cut = any(problem.code in {"open_quote", "broken"} for problem in problems)
    if missing and not is_cut:
        problems.append(Problem(line, "section_missing", ", ".join(missing)))
    problems += _missing_columns(sections)
    if missing or any(problem.code == "missing_column" for problem in problems):
        raise FileRefused(problems)
    return sections, problems


def _missing_columns(sections: dict[str, Section]) -> list[Problem]:
    return [
        Problem(section.line + 1, "missing_column", column)
        for name, section in sections.items()
        for column in REQUIRED[name]
        if section.columns.count(column) != 1
    ]


def _rows(file: TextIO, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """Yield the first line and the cells of every row that has any."""
    lines: list[str] = []

    def kept() -> Iterator[str]:
        for line in file:
            lines.append(line)
            yield line

    reader = csv.reader(kept(), delimiter=";")
    line = 1
    while True:
        lines.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            problems.append(Problem(line, "broken", str(error)))
            return
        if len(lines) > 1 and not _is_closed(lines):
            problems.append(Problem(line, "open_quote", lines[0].strip()[:BEGINNING]))
            return
        if any(cell.strip() for cell in cells):
            yield line, cells
        line = reader.line_num + 1


def _is_closed(lines: list[str]) -> bool:
    """Return whether a row of several lines ends where its quoted cell does."""
    try:
        list(csv.reader(lines, delimiter=";", strict=True))
    except csv.Error as error:
        return "unexpected end of data" not in str(error)
    return True


def _add(section: Section, line: int, cells: list[str], problems: list[Problem]) -> None:
    columns = section.columns
    if columns[:2] == ["key", "value"]:  # a value may hold semicolons
        cells = [cells[0], ";".join(cells[1:]).rstrip("; ")]
    cells = [cell.strip() for cell in cells]
    if any(cells[len(columns) :]):
        problems.append(Problem(line, "too_many_cells", str(len(cells))))
        return
    named = zip(columns, cells, strict=False)
    filled = {
        column: cell
        for column, cell in named
        if cell and (column in {"name", "value"} or cell.lower() != NOTHING)
    }
    section.rows.append(Row(line, filled))
