"""Sequential PAV (Thiele 1895): who already has k of what it wants counts 1 ÷ (k + 1).

Version 1. The candidate with the most voices, so weighted, comes in first; the voices are weighted
anew; and so on as long as a candidate fits the budget. With points, a voter counts its points
÷ (most + those of what it has), where most is the most points that anybody gave anything. With the
utility points × cost, the weighted points decide; with points alone, those for each unit of money.
Ties: more voters that want it, more points, lower cost, lower number (9 before 10).
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from synergies.voting.ballots import Ballot
from synergies.voting.counts import Count, Parameters
from synergies.voting.election import Candidate, Election, Outcome, Progress, Utility, Win
from synergies.voting.rounds import count_of, election_of

RULE = "pav"
VERSION = "1"


def pav(
    ballots: Iterable[Ballot], parameters: Parameters, *, progress: Progress | None = None
) -> Count:
    """Return the options of a round by sequential PAV on the companies that want them."""
    election = election_of(ballots, parameters)
    outcome = sequential(election, progress=progress)
    return count_of(RULE, VERSION, parameters, election, outcome)


def sequential(
    election: Election, *, utility: Utility = Utility.COST, progress: Progress | None = None
) -> Outcome:
    """Return the candidates retained one after the other by the voices that each still has."""
    candidates = election.wanted()
    voters = _Voters.of(election)
    room = election.budget
    # A score only falls: candidates wait by their last one, and are weighed again when first.
    heap = [(-voters.score(one, utility), rank, 0) for rank, one in enumerate(candidates)]
    heapq.heapify(heap)
    wins: list[Win] = []
    while heap:
        negative, rank, weighed_at = heapq.heappop(heap)
        one = candidates[rank]
        if one.cost > room:
            continue
        if weighed_at < len(wins):
            heapq.heappush(heap, (-voters.score(one, utility), rank, len(wins)))
            continue
        wins.append(Win(rank, {}, score=-negative))
        voters.serve(one)
        room -= one.cost
        if progress:
            progress(1 - room / max(1, election.budget))
    return Outcome(tuple(wins))


@dataclass(slots=True)
class _Voters:
    """The points of what each voter already has; `most`: that anybody gave anything."""

    election: Election
    most: int
    served: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, election: Election) -> "_Voters":
        voices = election.voices
        points = (
            worth // voices[voter]
            for one in election.candidates
            for voter, worth in zip(one.supporters, one.worth, strict=True)
        )
        return cls(election, max(points, default=1), [0] * len(voices))

    def score(self, one: Candidate, utility: Utility) -> Fraction:
        worth: dict[int, int] = defaultdict(int)
        for voter, points in zip(one.supporters, one.worth, strict=True):
            worth[self.served[voter]] += points
        total = sum(
            (Fraction(points, self.most + served) for served, points in worth.items()),
            Fraction(0),
        )
        total /= self.election.voice_parts
        if utility is Utility.COST:
            return total
        return total / Fraction(max(1, one.cost), self.election.parts)

    def serve(self, one: Candidate) -> None:
        for voter, points in zip(one.supporters, one.worth, strict=True):
            self.served[voter] += points // self.election.voices[voter]
