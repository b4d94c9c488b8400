"""Greedy by sum: what has the most points comes in, as long as it fits the budget.

Version 1. With the utility points × cost, the order is that of the points, as cities count; with
the utility points alone, that of the points for each unit of money. What does not fit is passed
over; without skipping, the count ends there. What nobody gave a point is never retained.
Ties: more voters that want it, more points, lower cost, lower number (9 before 10).
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from synergies.voting.ballots import Ballot
from synergies.voting.counts import Count, Parameters
from synergies.voting.election import Election, Outcome, Utility, Win
from synergies.voting.rounds import count_of, election_of

RULE = "greedy"
VERSION = "1"


def greedy(ballots: Iterable[Ballot], parameters: Parameters) -> Count:
    """Return the options of a round with the most points, the first for each place."""
    election = election_of(ballots, parameters)
    return count_of(RULE, VERSION, parameters, election, most_points(election))


def most_points(
    election: Election, *, utility: Utility = Utility.COST, skip: bool = True
) -> Outcome:
    """Return the candidates with the most points, or points for the money, that fit the budget.

    skip: whether the count goes on after a candidate that does not fit.
    """
    by_money = utility is Utility.CARDINALITY
    scores = [
        Fraction(one.points, election.point_parts)
        / (Fraction(max(1, one.cost), election.parts) if by_money else 1)
        for one in election.candidates
    ]
    return best_that_fit(election, scores, skip=skip)


def best_that_fit(election: Election, scores: Sequence[Fraction], *, skip: bool) -> Outcome:
    """Return the candidates by descending score, by rank when equal, as long as they fit.

    scores: by rank of the candidate; those without a positive score are never retained.
    """
    candidates = election.candidates
    order = sorted(range(len(candidates)), key=lambda rank: (-scores[rank], rank))
    room = election.budget
    wins = []
    for rank in order:
        if scores[rank] <= 0:
            break
        if candidates[rank].cost <= room:
            room -= candidates[rank].cost
            wins.append(Win(rank, {}, score=scores[rank]))
        elif not skip:
            break
    return Outcome(tuple(wins))
