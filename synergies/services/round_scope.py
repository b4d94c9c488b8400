"""Which open synergies a round asks about: by area, by status, or chosen by number."""

import re
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from companies.models import Initiative
from synergies.models.synergy import SynergyQuerySet

MOST_NUMBERS = 2000
NUMBERS = re.compile(r"(\d{1,9})(?:\s*[-–]\s*(\d{1,9}))?")


class NumbersRefused(ValueError):
    """A list of numbers that cannot be read; its text may be shown."""


@dataclass(frozen=True)
class Scope:
    """What narrows a round; an empty tuple narrows nothing."""

    areas: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()

    def as_json(self) -> dict[str, list[Any]]:
        """Return what is stored with the round: only what narrows it."""
        return {name: list(values) for name, values in asdict(self).items() if values}

    @classmethod
    def from_json(cls, stored: dict[str, list[Any]]) -> "Scope":
        """Return the scope stored with a round."""
        return cls(**{name: tuple(values) for name, values in stored.items()})


def in_scope(initiative: Initiative, scope: Scope) -> SynergyQuerySet:
    """Return the open synergies, after merging, that the scope lets through."""
    rows: SynergyQuerySet = initiative.synergies.open()
    if scope.areas:
        rows = rows.filter(area__in=scope.areas)
    if scope.statuses:
        rows = rows.filter(status__in=scope.statuses)
    if scope.numbers:
        rows = rows.filter(number__in=scope.numbers)
    return rows


def numbers_of(words: str) -> tuple[int, ...]:
    """Return the numbers of “3, 7, 12-20” in order, each once.

    Raises NumbersRefused on anything else, and beyond 2,000 numbers.
    """
    found: set[int] = set()
    for part in filter(None, (part.strip() for part in re.split(r"[,;\n]", words))):
        read = NUMBERS.fullmatch(part)
        if read is None:
            raise NumbersRefused(
                _("“%(part)s” is not a number, nor two with a dash.") % {"part": part}
            )
        first, last = int(read[1]), int(read[2] or read[1])
        if not first <= last < first + MOST_NUMBERS:
            raise NumbersRefused(_("“%(part)s” is not a range of numbers.") % {"part": part})
        found.update(range(first, last + 1))
    if len(found) > MOST_NUMBERS:
        raise NumbersRefused(_("Choose at most 2,000 synergies."))
    return tuple(sorted(found))


def words_of(numbers: tuple[int, ...]) -> str:
    """Return numbers as people write them: “3, 7, 12-20”."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)
