"""The rules side by side, under one interface: ballots and parameters in, a count out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from synergies.voting import average, equal_shares, greedy, pav
from synergies.voting.ballots import SUPPORT, Ballot, supported_options, voting
from synergies.voting.counts import Count, Parameters
from synergies.voting.election import Progress

# In the order in which they are shown: the rule of the rounds first.
RULES: Mapping[str, Callable[[Iterable[Ballot], Parameters], Count]] = {
    equal_shares.RULE: equal_shares.equal_shares,
    greedy.RULE: greedy.greedy,
    average.RULE: average.average,
    pav.RULE: pav.pav,
}
VERSIONS: Mapping[str, str] = {
    equal_shares.RULE: equal_shares.VERSION,
    greedy.RULE: greedy.VERSION,
    average.RULE: average.VERSION,
    pav.RULE: pav.VERSION,
}
# The rules that take long enough to say how far they are.
REPORTING: Mapping[str, Callable[..., Count]] = {
    equal_shares.RULE: equal_shares.equal_shares,
    pav.RULE: pav.pav,
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """What one rule keeps, beside the first rule of the comparison.

    wishing: companies that want an option that could be retained; left_out: those of them that get
    nothing they wanted; median_kept: how many of its wishes are kept for the company in the middle.
    added, dropped: numbers that this rule keeps and the first does not, and the reverse.
    points: of the retained options together.
    """

    count: Count
    wishing: tuple[str, ...]
    left_out: tuple[str, ...]
    median_kept: Fraction
    added: frozenset[int]
    dropped: frozenset[int]
    points: int


def count_by(
    rule: str,
    ballots: Iterable[Ballot],
    parameters: Parameters,
    progress: Progress | None = None,
) -> Count:
    """Return the count by a rule of RULES. Raises KeyError for another."""
    if progress and rule in REPORTING:
        return REPORTING[rule](ballots, parameters, progress=progress)
    return RULES[rule](ballots, parameters)


def compare(
    ballots: Iterable[Ballot],
    parameters: Parameters,
    *,
    rules: Sequence[str] = tuple(RULES),
    progress: Progress | None = None,
) -> list[Comparison]:
    """Return what each rule keeps, and whom it leaves with nothing, in the order of `rules`."""
    voters = voting(ballots)
    counts = [count_by(rule, voters, parameters, progress) for rule in rules]
    options = supported_options(voters, minimum_supporters=parameters.minimum_supporters)
    points = {option.number: option.points for option in options}
    wishing = [ballot for ballot in voters if wishes_of(ballot, points)]
    first = counts[0].numbers if counts else frozenset()
    return [
        Comparison(
            count=count,
            wishing=tuple(ballot.company for ballot in wishing),
            left_out=left_out(wishing, points, count.numbers),
            median_kept=_median_kept(wishing, count.numbers),
            added=count.numbers - first,
            dropped=first - count.numbers,
            points=sum(points[number] for number in count.numbers),
        )
        for count in counts
    ]


def left_out(
    ballots: Iterable[Ballot], possible: Iterable[int], retained: Iterable[int]
) -> tuple[str, ...]:
    """Return the companies that want something of `possible` and nothing of `retained`."""
    possible, retained = frozenset(possible), frozenset(retained)
    return tuple(
        ballot.company
        for ballot in voting(ballots)
        if wishes_of(ballot, possible) and not wishes_of(ballot, retained)
    )


def wishes_of(ballot: Ballot, numbers: Iterable[int]) -> int:
    """Return how many of `numbers` a company wants."""
    return sum(ballot.answers.get(number) in SUPPORT for number in numbers)


def _median_kept(ballots: Iterable[Ballot], retained: frozenset[int]) -> Fraction:
    kept = [Fraction(wishes_of(ballot, retained)) for ballot in ballots]
    return median(kept) if kept else Fraction(0)
