"""The Method of Equal Shares (Peters and Skowron 2020; Peters, Pierczyński and Skowron 2021).

The budget is shared out equally among the voters. A candidate is paid by those that want it, in
proportion to the points they give it, except that nobody pays more than it has left. The candidate
that costs its supporters the least per unit of utility is bought first, until nothing can be paid.

Version 1 fixes what variants leave open. The utility is points × cost (what cities use) or points
alone; in a round, where each option costs one place and a company wants it or not, both are the
same. Completion (Add1): the count is run again with larger shares, and the last run before one that
spends more than the budget stands; it does not stop early at a run that leaves no room.

- In a round, or when places are asked for: each step is 1 % of the starting share, and places still
  empty are filled by points.
- With costs and a budget: each step is one unit of money for each voter, and what is left stays.

Ties: more voters that want it, more points, lower cost, lower number (9 before 10).

While there are at least as many places as voting companies, each holds one place or more: a
company that wants a supported option and paid nothing could buy it alone, so the rule would not
have stopped. No such company is left with nothing.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from synergies.voting.ballots import Ballot
from synergies.voting.completion import Completion, last_share_that_fits
from synergies.voting.counts import Count, Parameters
from synergies.voting.election import Candidate, Election, Outcome, Progress, Utility, Win
from synergies.voting.purses import Market, Run, wins_of
from synergies.voting.rounds import count_of, election_of

RULE = "equal-shares"
VERSION = "1"
STEP = Fraction(1, 100)  # of the starting share, added by each run when places are counted


def equal_shares(
    ballots: Iterable[Ballot], parameters: Parameters, *, progress: Progress | None = None
) -> Count:
    """Return what the companies' equal shares buy, in places; exact, and the same for ever.

    Ballots without any answer take no part. Raises ValueError when a company has two ballots.
    """
    election = election_of(ballots, parameters)
    outcome = share_out(election, completion=by_places(election), progress=progress)
    return count_of(RULE, VERSION, parameters, election, outcome)


def by_places(election: Election) -> Completion:
    """Return the completion of a round: steps of 1 % of the share, then points."""
    return Completion(STEP * starting_share(election), fill_up=True)


def by_budget(election: Election) -> Completion:
    """Return the completion of a city: steps of one unit of money for each voter."""
    return Completion(Fraction(election.parts, election.voice_parts), fill_up=False)


def starting_share(election: Election) -> Fraction:
    """Return what each voice holds at first, in parts of money."""
    return Fraction(election.budget, sum(election.voices) or 1)


def share_out(
    election: Election,
    *,
    utility: Utility = Utility.COST,
    completion: Completion | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Return what the voters' equal shares buy, with every payment.

    completion: None leaves what the shares alone do not spend.
    """
    if not election.voters:
        return Outcome(())
    market = Market(election.wanted(), utility)
    share = starting_share(election)
    if completion:
        share = last_share_that_fits(market, election, share, completion.step, progress)
    run = Run.start(market, share, election.voices)
    run.purchases = []
    run.spend(at_most=election.budget, progress=progress)
    wins = wins_of(run, election)
    if completion and completion.fill_up:
        wins += _fill_up(market.candidates, run, election.budget)
    left = tuple(Fraction(purse, run.parts * election.parts) for purse in run.money)
    return Outcome(tuple(wins), share * Fraction(election.voice_parts, election.parts), left)


def _fill_up(candidates: Sequence[Candidate], run: Run, budget: int) -> list[Win]:
    """Return the candidates that take what is left: most points first, then the tie-break."""
    bought = set(run.bought)
    others = [rank for rank in range(len(candidates)) if rank not in bought]
    others.sort(key=lambda rank: (-candidates[rank].points, rank))
    room = budget - run.spent
    wins = []
    for rank in others:
        if candidates[rank].cost <= room:
            room -= candidates[rank].cost
            wins.append(Win(rank, {}, is_fill_up=True))
    return wins
