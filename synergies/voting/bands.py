"""How firm a result is: would each option still be retained without any one of the ballots?

The companies are all those of the territory, not a sample of some: leaving each one out in turn
is the honest question, and one that can be explained. No rule looks at names, so of the companies
that answered exactly the same one stands for all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from synergies.voting.ballots import Ballot, voting
from synergies.voting.counts import Count


class Band(StrEnum):
    """The three bands shown, and the rest; the values are those kept in the database."""

    SOLID = "solid"
    TO_CONFIRM = "to_confirm"
    JUST_OUTSIDE = "just_outside"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Seen:
    """What the counts so far have in common: retained by all of them, and by one or more."""

    always: frozenset[int]
    sometimes: frozenset[int] = frozenset()

    def with_count(self, retained: frozenset[int]) -> Seen:
        """Return the same after one more count without a ballot."""
        return Seen(self.always & retained, self.sometimes | retained)

    def band_of(self, number: int, retained: frozenset[int]) -> Band:
        """Return the band of an option; `retained`: by the count of all ballots."""
        if number in retained:
            return Band.SOLID if number in self.always else Band.TO_CONFIRM
        return Band.JUST_OUTSIDE if number in self.sometimes else Band.OUTSIDE


def to_leave_out(ballots: Iterable[Ballot]) -> list[Ballot]:
    """Return one ballot of each kind, by company: those that are left out in turn."""
    different = {frozenset(ballot.answers.items()): ballot for ballot in reversed(voting(ballots))}
    return sorted(different.values(), key=lambda ballot: ballot.company)


def without(ballots: Iterable[Ballot], left_out: Ballot) -> list[Ballot]:
    """Return the ballots but that of one company."""
    return [ballot for ballot in ballots if ballot.company != left_out.company]


def bands(
    ballots: Iterable[Ballot],
    count: Callable[[Sequence[Ballot]], Count],
    *,
    numbers: Iterable[int],
) -> dict[int, Band]:
    """Return the band of each option of `numbers`, counting once per kind of ballot without it.

    count: the rule with its parameters, applied to every set of ballots.
    """
    voters = voting(ballots)
    retained = count(voters).numbers
    seen = Seen(retained)
    for left_out in to_leave_out(voters):
        seen = seen.with_count(count(without(voters, left_out)).numbers)
    return {number: seen.band_of(number, retained) for number in numbers}
