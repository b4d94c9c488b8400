"""What an import did: counts, and every problem with the place where it stands."""

from __future__ import annotations

import unicodedata
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from enum import StrEnum

KINDS = (
    "companies",
    "contacts",
    "resources",
    "synergies",
    "votes",
    "actions",
    "milestones",
    "measurements",
)
LONGEST_VALUE = 200  # characters of a cell quoted in a report


class Severity(StrEnum):
    ERROR = "error"  # the row is refused
    WARNING = "warning"  # created with that field left empty, or to confirm
    INFO = "info"  # read in a way worth saying


@dataclass(frozen=True)
class Problem:
    """One remark; `row` counts as the spreadsheet does, from 1, and 0 means the whole sheet."""

    sheet: str
    row: int
    column: str
    severity: Severity
    value: str
    message: str


def no_counts() -> dict[str, int]:
    return dict.fromkeys(KINDS, 0)


@dataclass
class ImportReport:
    created: dict[str, int] = field(default_factory=no_counts)
    changed: dict[str, int] = field(default_factory=no_counts)
    unchanged: dict[str, int] = field(default_factory=no_counts)
    problems: list[Problem] = field(default_factory=list)

    def count_of(self, severity: Severity) -> int:
        """Return how many problems have this severity."""
        return sum(problem.severity == severity for problem in self.problems)

    def to_json(self) -> dict[str, object]:
        """Return the report with the keys of its published form, ready for `json.dumps`."""
        return asdict(self)


def shown(value: object) -> str:
    """Return a cell's value as one short printable line, for a report."""
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        value = int(value)
    line = " ".join(str(value)[: 4 * LONGEST_VALUE].split())
    printable = "".join(char for char in line if unicodedata.category(char)[0] != "C")
    cut = printable[:LONGEST_VALUE]
    return cut if len(printable) <= LONGEST_VALUE else cut[:-1] + "…"
