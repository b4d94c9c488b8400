"""One line of the audit: what was looked at, and what came of it."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    PASS = "pass"  # noqa: S105 – a verdict, no password
    MISS = "MISS"
    NOT_CHECKED = "NOT CHECKED"  # said loudly: nobody may take it for a pass


@dataclass(frozen=True)
class Line:
    """A line of the table; details say what is wrong, or why nothing was looked at."""

    title: str
    verdict: Verdict
    details: tuple[str, ...] = ()


def line_of(title: str, wrong: list[str]) -> Line:
    """Return the line of something that was looked at: a pass when nothing is wrong."""
    return Line(title, Verdict.MISS if wrong else Verdict.PASS, tuple(wrong))
