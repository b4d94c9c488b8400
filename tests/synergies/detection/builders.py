"""Declarations for the tests: the smallest valid one, changed where a test says so."""

from itertools import count
from typing import Any

from synergies.detection import Declaration, Direction, Family, Match, Relations, detect

_numbers = count(1)


def declaration(title: str, **changes: Any) -> Declaration:
    number = next(_numbers)
    values = {
        "ref": f"R-{number:05}",
        "company": f"Company {number}",
        "direction": Direction.OFFER,
        "family": Family.MATERIAL,
        **changes,
    }
    return Declaration(title=title, **values)


def offer(title: str, **changes: Any) -> Declaration:
    return declaration(title, **{"direction": Direction.OFFER, **changes})


def need(title: str, **changes: Any) -> Declaration:
    return declaration(title, **{"direction": Direction.NEED, **changes})


def share(title: str, **changes: Any) -> Declaration:
    return declaration(title, **{"direction": Direction.SHARE, **changes})


def only_match(first: Declaration, second: Declaration, relations: Relations) -> Match | None:
    """Return the match of two declarations, None when there is none."""
    return next(iter(detect([first, second], relations)), None)


def codes(match: Match) -> list[str]:
    return [reason.code for reason in match.reasons]
