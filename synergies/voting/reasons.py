"""Why an option was not retained, in figures from which a sentence can be made."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from synergies.voting.ballots import POINTS, SUPPORT, Ballot, voting
from synergies.voting.counts import Count


class Obstacle(StrEnum):
    """What kept an option out."""

    UNWANTED = "unwanted"  # no company wants it
    TOO_FEW = "too_few"  # fewer companies want it than a synergy needs
    SPENT = "spent"  # those that want it have spent their shares on others
    OUTRANKED = "outranked"  # by a rule without shares: others came before it


@dataclass(frozen=True, slots=True)
class ReasonAgainst:
    """What the sentence “why not that one” is made of.

    supporters: companies that want it; missing_supporters: how many more it needed.
    held: what they had left together, in places; lacking: what was missing to one place.
    spent_on: (number, places) of what those companies paid for, the most first.
    points: its own; least_points: of what the places left over went to, None without any.
    """

    obstacle: Obstacle
    supporters: tuple[str, ...]
    missing_supporters: int
    held: Fraction
    lacking: Fraction
    spent_on: tuple[tuple[int, Fraction], ...]
    points: int
    least_points: int | None


def reason_against(count: Count, ballots: Iterable[Ballot], number: int) -> ReasonAgainst:
    """Return why `count`, made of `ballots`, did not retain option `number`.

    Raises ValueError when it did.
    """
    if number in count.numbers:
        raise ValueError(f"option {number} is retained")
    voters = voting(ballots)
    points = points_of(voters)
    supporters = tuple(ballot.company for ballot in voters if ballot.answers.get(number) in SUPPORT)
    missing = max(0, count.parameters.minimum_supporters - len(supporters))
    has_shares = bool(count.remaining)
    held = sum((count.remaining[one] for one in supporters if has_shares), Fraction(0))
    left_over = [points[one.number] for one in count.retained if one.is_fill_up and has_shares]
    return ReasonAgainst(
        obstacle=_obstacle(len(supporters), missing, has_shares=has_shares),
        supporters=supporters,
        missing_supporters=missing,
        held=held,
        lacking=max(Fraction(0), 1 - held) if has_shares else Fraction(0),
        spent_on=_spent_on(count, supporters),
        points=points[number],
        least_points=min(left_over, default=None),
    )


def points_of(ballots: Iterable[Ballot]) -> Counter[int]:
    """Return the points of every option that somebody judged."""
    points: Counter[int] = Counter()
    for ballot in ballots:
        for number, answer in ballot.answers.items():
            points[number] += POINTS[answer]
    return points


def _obstacle(supporters: int, missing: int, *, has_shares: bool) -> Obstacle:
    if not supporters:
        return Obstacle.UNWANTED
    if missing:
        return Obstacle.TOO_FEW
    return Obstacle.SPENT if has_shares else Obstacle.OUTRANKED


def _spent_on(count: Count, supporters: Iterable[str]) -> tuple[tuple[int, Fraction], ...]:
    spent: dict[int, Fraction] = {}
    for company in supporters:
        for number, part in count.payments_of(company).items():
            spent[number] = spent.get(number, Fraction(0)) + part
    return tuple(sorted(spent.items(), key=lambda item: (-item[1], item[0])))
