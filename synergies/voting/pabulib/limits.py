"""The limits that META sets for the ballots of a PaBuLib file."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from .records import Code, PabulibFile, Problem, VoteType, number

AMOUNTS = (
    "budget min_length max_length min_sum_points max_sum_points min_project_score_threshold"
    " places minimum_supporters"
).split()
MAY_BE_NEGATIVE = ("min_points", "max_points", "default_score")
COUNTS = {"places", "minimum_supporters"}  # whole numbers, from 1


def limit_problems(election: PabulibFile) -> Iterator[Problem]:
    """Yield the numbers of META that are none."""
    for key in (*AMOUNTS, *MAY_BE_NEGATIVE):
        text = election.meta.get(key, "")
        if text and not _is_valid(key, number(text)):
            yield Problem(election.line_of(key), "number", f"{key} = {text}")


def _is_valid(key: str, value: Fraction | None) -> bool:
    if value is None:
        return False
    if key in COUNTS:
        return value >= 1 and value.denominator == 1
    return value >= 0 or key in MAY_BE_NEGATIVE


def length_problems(
    points: Mapping[str, Fraction], election: PabulibFile
) -> list[tuple[Code, str]]:
    """Return what a ballot breaks of its election's limits; an empty ballot breaks nothing."""
    if not points:
        return []
    most = Fraction(1) if election.vote_type is VoteType.CHOOSE_1 else None
    length = Fraction(len(points))
    problems = _outside(length, ("min_length", "max_length"), election, most)
    if election.vote_type is VoteType.CUMULATIVE:
        total = sum(points.values(), Fraction(0))
        problems += _outside(total, ("min_sum_points", "max_sum_points"), election)
    if election.vote_type in {VoteType.CUMULATIVE, VoteType.SCORING}:
        for value in (min(points.values()), max(points.values())):
            problems += _outside(value, ("min_points", "max_points"), election)
    return list(dict.fromkeys(problems))


def _outside(
    value: Fraction,
    limits: tuple[Code, Code],
    election: PabulibFile,
    most: Fraction | None = None,
) -> list[tuple[Code, str]]:
    """Return which of two keys of META a value breaks; `most` goes before the second."""
    lowest, highest = limits
    least = number(election.meta.get(lowest, ""))
    if most is None:
        most = number(election.meta.get(highest, ""))
    if least is not None and value < least:
        return [(lowest, f"{value} < {least}")]
    if most is not None and value > most:
        return [(highest, f"{value} > {most}")]
    return []
