"""The rules side by side, under one interface: ballots and parameters in, a count out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from synergies.voting import average, equal_shares, greedy, pav
from synergies.voting.ballots import SUPPORT, Ballot, supported_options, voting
from synergies.voting.counts import Count, Parameters

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


@dataclass(frozen=True, slots=True)
class Comparison:
    """What one rule keeps, beside the first rule of the comparison.

    left_out: companies that wanted an option that could be retained, and get none they wanted.
    added, dropped: numbers that this rule keeps and the first does not, and the reverse.
    points: of the retained options together.
    """

    count: Count
    left_out: tuple[str, ...]
    added: frozenset[int]
    dropped: frozenset[int]
    points: int


def count_by(rule: str, ballots: Iterable[Ballot], parameters: Parameters) -> Count:
    """Return the count by a rule of RULES. Raises KeyError for another."""
    return RULES[rule](ballots, parameters)


def compare(
    ballots: Iterable[Ballot], parameters: Parameters, *, rules: Sequence[str] = tuple(RULES)
) -> list[Comparison]:
    """Return what each rule keeps, and whom it leaves with nothing, in the order of `rules`."""
    voters = voting(ballots)
    counts = [count_by(rule, voters, parameters) for rule in rules]
    options = supported_options(voters, minimum_supporters=parameters.minimum_supporters)
    points = {option.number: option.points for option in options}
    first = counts[0].numbers if counts else frozenset()
    return [
        Comparison(
            count=count,
            left_out=left_out(voters, points, count.numbers),
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

    def wants(ballot: Ballot, numbers: frozenset[int]) -> bool:
        return any(ballot.answers.get(number) in SUPPORT for number in numbers)

    return tuple(
        ballot.company
        for ballot in voting(ballots)
        if wants(ballot, possible) and not wants(ballot, retained)
    )
