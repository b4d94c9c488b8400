"""How firm a result is: would each option still be retained without any one of the ballots?

The companies are all those of the territory, not a sample of some: leaving each one out in turn
is the honest question, and one that can be explained.
"""

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum

from synergies.voting.ballots import Ballot, voting
from synergies.voting.counts import Count


class Band(StrEnum):
    """The three bands shown, and the rest; the values are those kept in the database."""

    SOLID = "solid"
    TO_CONFIRM = "to_confirm"
    JUST_OUTSIDE = "just_outside"
    OUTSIDE = "outside"


def bands(
    ballots: Iterable[Ballot],
    count: Callable[[Sequence[Ballot]], Count],
    *,
    numbers: Iterable[int],
) -> dict[int, Band]:
    """Return the band of each option of `numbers`, counting once per voting company without it.

    count: the rule with its parameters, applied to every set of ballots.
    """
    voters = voting(ballots)
    retained = count(voters).numbers
    without_one = [
        count([ballot for ballot in voters if ballot is not left_out]).numbers
        for left_out in voters
    ]
    always = frozenset.intersection(retained, *without_one)
    sometimes: frozenset[int] = frozenset().union(*without_one)

    def band(number: int) -> Band:
        if number in retained:
            return Band.SOLID if number in always else Band.TO_CONFIRM
        return Band.JUST_OUTSIDE if number in sometimes else Band.OUTSIDE

    return {number: band(number) for number in numbers}
