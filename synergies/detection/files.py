"""Declarations from a CSV file and matches into one: detection alone, without a database."""

import csv
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TextIO, TypeVar

from .engine import best
from .explain import explain
from .judge import judged
from .parse import parse_declaration
from .records import Declaration, Direction, Family
from .relations import Relations
from .retrieve import Index

INPUT_COLUMNS = (
    "ref company direction family title description quantity unit period available_from"
    " available_to waste_code latitude longitude"
).split()
REQUIRED = ("ref", "company", "title")
OUTPUT_COLUMNS = "ref_a ref_b kind tier rank concept reasons".split()
LONGEST_CELL = 100_000  # characters: more is a broken quote, not a description

Progress = Callable[[int, int], None]
Value = TypeVar("Value")


class FileRefused(ValueError):
    """A file that cannot be read; `problems` are (line, code, detail), in reading order."""

    def __init__(self, problems: list[tuple[int, str, str]]) -> None:
        super().__init__(problems)
        self.problems = problems


def read_declarations(file: TextIO) -> list[Declaration]:
    """Return the declarations of a CSV file with a header; commas or semicolons.

    All columns but ref, company and title may be missing or empty; others are passed over.
    Raises FileRefused naming each line that cannot be read.
    """
    header = file.readline()
    if not header.strip():
        raise FileRefused([(1, "empty", "")])
    delimiter = ";" if header.count(";") > header.count(",") else ","
    names = [name.strip().lower() for name in next(csv.reader([header], delimiter=delimiter))]
    if missing := [name for name in REQUIRED if name not in names]:
        raise FileRefused([(1, "missing_column", ", ".join(missing))])
    return _read_rows(csv.reader(file, delimiter=delimiter), names)


def write_matches(
    declarations: list[Declaration],
    relations: Relations,
    file: TextIO,
    *,
    language: str,
    progress: Progress,
) -> int:
    """Write the matches, in the order of the declarations, the best of each first; return how many.

    The same declarations give the same file, byte for byte, in whatever order they are given.
    language: of the reasons, "fr" or "en". progress: called with (declarations done, all).
    """
    ordered = sorted(declarations, key=lambda declaration: declaration.ref)
    vocabulary = relations.vocabulary
    parsed = [parse_declaration(declaration, vocabulary) for declaration in ordered]
    index = Index(parsed, relations)
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(OUTPUT_COLUMNS)
    count = 0
    for done, one in enumerate(parsed, start=1):
        found = judged(one, index.candidates(one), relations)
        mine = [judgement for judgement in found if judgement.one is one]
        for rank, judgement in enumerate(best(mine, one.ref, len(mine)), start=1):
            match = judgement.match()
            reasons = " | ".join(explain(match, vocabulary, language))
            cells = (match.kind.value, match.tier.value, rank, match.concept, reasons)
            writer.writerow((match.ref_a, match.ref_b, *cells))
            count += 1
        progress(done, len(parsed))
    return count


def _read_rows(rows: Iterable[list[str]], names: list[str]) -> list[Declaration]:
    found: dict[str, Declaration] = {}
    problems: list[tuple[int, str, str]] = []
    numbered = enumerate(rows, start=2)
    while True:
        try:
            line, cells = next(numbered)
        except StopIteration:
            break
        except csv.Error as error:
            problems.append((len(found) + 2, "broken", str(error)))
            break
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(names):
            problems.append((line, "too_many_cells", str(len(cells))))
            continue
        row = dict(zip(names, (cell.strip() for cell in cells), strict=False))
        try:
            declaration = _declaration(row)
        except FileRefused as refusal:
            problems.extend((line, code, detail) for _, code, detail in refusal.problems)
            continue
        if declaration.ref in found:
            problems.append((line, "ref_twice", declaration.ref))
        found[declaration.ref] = declaration
    if problems:
        raise FileRefused(problems)
    return list(found.values())


def _declaration(row: Mapping[str, str]) -> Declaration:
    problems = [(0, "missing_cell", name) for name in REQUIRED if not row.get(name)]
    problems += [(0, "too_long", name) for name, cell in row.items() if len(cell) > LONGEST_CELL]

    def read(name: str, convert: Callable[[str], Value], otherwise: Value) -> Value:
        if not (cell := row.get(name, "")):
            return otherwise
        try:
            return convert(cell)
        except ValueError:
            problems.append((0, name, cell))
            return otherwise

    declaration = Declaration(
        ref=row.get("ref", ""),
        company=row.get("company", ""),
        direction=read("direction", lambda cell: Direction(cell.lower()), Direction.ANY),
        family=read("family", lambda cell: Family(cell.lower()), Family.ANY),
        title=row.get("title", ""),
        description=row.get("description", ""),
        quantity=row.get("quantity", ""),
        unit=row.get("unit", ""),
        period=row.get("period", ""),
        available_from=read("available_from", date.fromisoformat, None),
        available_to=read("available_to", date.fromisoformat, None),
        waste_code=read("waste_code", _waste_code, ""),
        latitude=read("latitude", lambda cell: _degrees(cell, 90), None),
        longitude=read("longitude", lambda cell: _degrees(cell, 180), None),
    )
    if problems:
        raise FileRefused(problems)
    return declaration


def _waste_code(cell: str) -> str:
    """Return "120109*" or "12 01 09*" as "12 01 09*"."""
    digits = cell.rstrip("*").replace(" ", "").replace(".", "")
    if len(digits) != len("120109") or not digits.isdecimal():
        raise ValueError(cell)
    return f"{digits[:2]} {digits[2:4]} {digits[4:]}" + ("*" if cell.endswith("*") else "")


def _degrees(cell: str, limit: float) -> float:
    degrees = float(cell.replace(",", "."))
    if not -limit <= degrees <= limit:
        raise ValueError(cell)
    return degrees
