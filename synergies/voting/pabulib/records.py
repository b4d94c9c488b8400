"""A PaBuLib file as records: its META as text, its projects, its votes in points."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Literal, NamedTuple

LONGEST_NUMBER = 40  # characters: more is no amount of money
NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]*)?(?:[eE][+-]?[0-9]{1,2})?")


class VoteType(StrEnum):
    """How the voters of an election answered."""

    APPROVAL = "approval"
    CHOOSE_1 = "choose-1"
    CUMULATIVE = "cumulative"
    SCORING = "scoring"
    ORDINAL = "ordinal"


Code = Literal[
    "answers",
    "broken",
    "choice_twice",
    "key_twice",
    "max_length",
    "max_points",
    "max_sum_points",
    "min_length",
    "min_points",
    "min_sum_points",
    "missing_cell",
    "missing_column",
    "no_budget",
    "no_cost",
    "no_section",
    "num_projects",
    "num_votes",
    "number",
    "open_quote",
    "points_count",
    "project_twice",
    "scoring_fn",
    "section_missing",
    "section_twice",
    "too_many_cells",
    "unknown_project",
    "vote_type",
    "voter_twice",
]


class Problem(NamedTuple):
    """What is wrong in which line (from 1); `detail` completes the sentence of the code."""

    line: int
    code: Code
    detail: str = ""


class FileRefused(ValueError):
    """A file that cannot be counted; `problems` are in reading order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems, key=lambda problem: problem.line)
        super().__init__(self.problems)


@dataclass(frozen=True, slots=True)
class Project:
    """One project; cost: in units of money, None when the file gives none."""

    id: str
    cost: Fraction | None
    name: str = ""
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Vote:
    """What one voter said.

    points: by project, in the order of the ballot; 1 for an approval, descending for a ranking.
    weight: how many voters it counts for.
    """

    voter: str
    points: Mapping[str, Fraction]
    weight: Fraction = Fraction(1)
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PabulibFile:
    """One election. meta_lines: where each key of META stands, for messages."""

    meta: Mapping[str, str]
    projects: tuple[Project, ...]
    votes: tuple[Vote, ...]
    meta_lines: Mapping[str, int] = field(default_factory=dict)

    @property
    def vote_type(self) -> VoteType:
        """How the voters answered."""
        return VoteType(self.meta["vote_type"])

    def amount(self, key: str) -> Fraction | None:
        """Return a number of META, or None when the key is missing or empty.

        Raises FileRefused when it is no number, or a negative one.
        """
        text = self.meta.get(key, "")
        if not text:
            return None
        value = number(text)
        if value is None or value < 0:
            raise FileRefused([Problem(self.line_of(key), "number", f"{key} = {text}")])
        return value

    def line_of(self, key: str) -> int:
        """Return where a key of META stands; the first line when it does not."""
        return self.meta_lines.get(key, 1)


@lru_cache(maxsize=10_000)  # the same few numbers stand in every ballot
def number(text: str) -> Fraction | None:
    """Return the number that a text says exactly, or None; a decimal comma is understood."""
    if len(text) > LONGEST_NUMBER or not NUMBER.fullmatch(text):
        return None
    return Fraction(text.replace(",", "."))


def decimal(value: Fraction) -> str:
    """Return a number as a file says it: exact decimals, or a fraction when there are none."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return str(value)
    if value.denominator == 1:
        return str(value.numerator)
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
    digits = f"{abs(int(value * 10**places)):0{places + 1}d}"
    return f"{'-' if value < 0 else ''}{digits[:-places]}.{digits[-places:]}"
