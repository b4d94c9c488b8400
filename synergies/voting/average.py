"""Average with shrinkage: the mean of the points, drawn towards the mean of the whole round.

Version 1. An option judged by n companies with s points together scores (5 × mean + s) ÷ (5 + n),
where the mean is that of all judgements of the candidates: a single enthusiast does not top the
list. “Does not concern us” is no judgement. Ties as for greedy.
"""

from collections.abc import Iterable
from fractions import Fraction

from synergies.voting.ballots import Ballot
from synergies.voting.counts import Count, Parameters
from synergies.voting.election import Election, Outcome
from synergies.voting.greedy import best_that_fit
from synergies.voting.rounds import count_of, election_of

RULE = "average"
VERSION = "1"
PRIOR_JUDGES = 5  # about the median number of companies that judge an option of a long list


def average(ballots: Iterable[Ballot], parameters: Parameters) -> Count:
    """Return the options of a round with the best average, shrunk, the first for each place."""
    election = election_of(ballots, parameters)
    return count_of(RULE, VERSION, parameters, election, best_averages(election))


def best_averages(election: Election) -> Outcome:
    """Return the candidates with the best average, drawn towards the mean, that fit the budget."""
    points = sum(one.points for one in election.candidates)
    judges = sum(one.judges for one in election.candidates)
    mean = Fraction(points, judges or 1)
    scores = [
        (PRIOR_JUDGES * mean + one.points) / (PRIOR_JUDGES + one.judges)
        for one in election.candidates
    ]
    return best_that_fit(election, scores, skip=True)
