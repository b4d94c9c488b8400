"""docs/faults.md names every fault of the catalogue, and only tests that exist."""

import re
from pathlib import Path

from pompey_ite.checks_run import BROKEN_ELSEWHERE

ROOT = Path(__file__).resolve().parents[2]
FAULTS = 30
TEST, CONTROL = 3, 4
NAMED = re.compile(r"`([\w/]+\.py)::(\w+)`")


def rows() -> dict[str, list[str]]:
    """Return the cells of each fault of the table, by its number."""
    lines = (ROOT / "docs/faults.md").read_text(encoding="utf-8").splitlines()
    table = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {cells[0]: cells for cells in table if re.fullmatch(r"F\d+", cells[0])}


def place_of(file: str) -> Path:
    return ROOT / file if "/" in file else ROOT / "tests/faults" / file


def test_every_fault_has_its_test_and_its_control():
    found = rows()

    assert list(found) == [f"F{number}" for number in range(1, FAULTS + 1)]
    for number, cells in found.items():
        assert NAMED.search(cells[TEST]), number
        assert NAMED.search(cells[CONTROL]) or re.match(r"as F\d+", cells[CONTROL]), number


def test_every_test_it_names_exists():
    named = {name for cells in rows().values() for name in NAMED.findall(" ".join(cells))}

    absent = [
        f"{file}::{test}"
        for file, test in sorted(named)
        if f"def {test}(" not in place_of(file).read_text(encoding="utf-8")
    ]

    assert absent == []


def test_the_long_form_tries_every_fault():
    """Those of docs/faults.md that need a browser's demo are part of the browser tests."""
    files = {file for cells in rows().values() for file, _test in NAMED.findall(" ".join(cells))}

    elsewhere = [file for file in files if "/" in file and not file.startswith("tests/e2e/")]

    assert elsewhere
    assert [file for file in elsewhere if not file.startswith(BROKEN_ELSEWHERE)] == []
