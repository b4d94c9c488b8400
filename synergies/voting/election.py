"""What every rule counts, whether a round of companies or the election of a city.

Voters and candidates are known by their ranks; costs, voices and points are whole numbers, so that
every rule is exact. A candidate is what may be retained: an option of a round, a project of a city.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Utility(StrEnum):
    """What a candidate is worth to a voter that gave it points: points × cost, or points alone."""

    COST = "cost"
    CARDINALITY = "cardinality"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One candidate.

    cost: in parts of money. supporters: ranks of the voters that want it; worth: what each of them
    gives it, points × voices, > 0. voices: of the supporters together. points: total, of everybody
    that judged it, by which ties are broken; judges: how many voices judged it.
    """

    name: str
    cost: int
    supporters: tuple[int, ...]
    worth: tuple[int, ...]
    voices: int
    points: int
    judges: int = 0

    @property
    def precedence(self) -> tuple[int, int, int, tuple[tuple[int, int, str], ...]]:
        """Sort key of the tie-break: more voices, more points, lower cost, lower name."""
        return -self.voices, -self.points, self.cost, natural_key(self.name)


@dataclass(frozen=True, slots=True)
class Election:
    """Voters with their voices, candidates in the order of the tie-break, and what may be spent.

    budget: in parts of money. parts, voice_parts, point_parts: how many parts make one unit of
    money, one voter of weight 1, and one point of such a voter.
    """

    voters: tuple[str, ...]
    voices: tuple[int, ...]
    candidates: tuple[Candidate, ...]
    budget: int
    parts: int = 1
    voice_parts: int = 1
    point_parts: int = 1

    def wanted(self) -> list[Candidate]:
        """Return the candidates that somebody wants, in the order of the tie-break."""
        return [candidate for candidate in self.candidates if candidate.supporters]


@dataclass(frozen=True, slots=True)
class Win:
    """One candidate that a rule retained.

    candidate: its rank. payments: by rank of the voter, in units of money; empty for the rules
    without money and for a fill-up. price: what one point of one voter paid, unless the voter had
    less left. score: what it came in by, for the rules that rank.
    """

    candidate: int
    payments: Mapping[int, Fraction]
    price: Fraction | None = None
    score: Fraction | None = None
    is_fill_up: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule retained, in the order of the count; fill-ups last.

    share: what one voter held in the run that was kept; left: by rank, what each did not spend.
    Both in units of money; 0 and nothing for the rules without money.
    """

    wins: tuple[Win, ...]
    share: Fraction = Fraction(0)
    left: tuple[Fraction, ...] = ()


# Called with the part of the budget that a run of the count has spent, between 0 and 1.
Progress = Callable[[float], None]


def natural_key(name: str) -> tuple[tuple[int, int, str], ...]:
    """Return a sort key under which 9 comes before 10, and P/2 before P/10."""
    pieces = re.findall(r"[0-9]+|[^0-9]+", name)
    return tuple(
        (0, int(piece), piece) if piece.isascii() and piece.isdigit() else (1, 0, piece)
        for piece in pieces
    )


def in_order(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Return the candidates in the order of the tie-break."""
    return tuple(sorted(candidates, key=lambda candidate: candidate.precedence))
