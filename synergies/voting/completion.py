"""Add1 completion: the shares grow step by step as long as what they buy fits the budget.

Two kinds of runs need not be made, which changes nothing. Those before the first that could end the
completion: money is too short. And those between two runs of the same course (courses.py), looked
for once a completion proves long.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from synergies.voting.courses import course_of
from synergies.voting.election import Candidate, Election, Progress
from synergies.voting.purses import Market, Run

PATIENCE = 200  # runs made one after the other before and between the looks for a jump
SHORTEST_JUMP = 16  # steps: a look costs several runs
MOST_WISHES = 20_000  # of an election in which one step in a few may change nothing


@dataclass(frozen=True, slots=True)
class Completion:
    """How the money that the shares alone do not spend is used.

    step: added to every voice's share by each run, in parts of money. fill_up: whether what is
    still left goes to the candidates with the most points.
    """

    step: Fraction
    fill_up: bool


def last_share_that_fits(
    market: Market,
    election: Election,
    start: Fraction,
    step: Fraction,
    progress: Progress | None = None,
) -> Fraction:
    """Return the last share, from `start` in steps of `step`, before one that buys too much.

    The completion also ends when everything wanted is bought. start, step: parts per voice.
    """
    share = start + step * _certain_steps(market.candidates, election, start, step)
    run = _run(market, election, share, progress)
    made, jump = 0, SHORTEST_JUMP
    may_jump = sum(len(one.supporters) for one in market.candidates) <= MOST_WISHES
    while len(run.bought) < len(market.candidates):
        made += 1
        if made > PATIENCE and may_jump:
            steps = _jump(market, election, share, step, jump)
            share += step * steps
            made = 0 if steps < SHORTEST_JUMP else made
            jump = max(SHORTEST_JUMP, steps)
        larger = share + step
        run = _run(market, election, larger, progress)
        if run.spent > election.budget:
            break
        share = larger
    return share


def _jump(
    market: Market, election: Election, share: Fraction, step: Fraction, expected: int
) -> int:
    """Return how many steps from `share` surely change nothing, 0 for too few to tell.

    expected: how many to try first; twice as many as long as they change nothing, else half.
    """
    here = course_of(market, share, election.voices, at_most=election.budget)

    def is_same(steps: int) -> bool:
        there = share + steps * step
        return here == course_of(market, there, election.voices, at_most=election.budget)

    steps = expected
    if is_same(steps):
        while is_same(2 * steps):
            steps *= 2
        return steps
    while steps > SHORTEST_JUMP:
        steps //= 2
        if is_same(steps):
            return steps
    return 0


def _run(
    market: Market, election: Election, share: Fraction, progress: Progress | None = None
) -> Run:
    run = Run.start(market, share, election.voices)
    run.spend(at_most=election.budget, progress=progress)
    return run


def _certain_steps(
    candidates: Sequence[Candidate], election: Election, start: Fraction, step: Fraction
) -> int:
    """Return how many steps need no run.

    The completion ends when a run spends more than the budget, or buys everything. It cannot before
    the voters hold that much together, nobody's money counting beyond the cost of what it wants.
    """
    enough = min(election.budget + 1, sum(one.cost for one in candidates))
    cost_of_wishes = [0] * len(election.voices)
    for one in candidates:
        for voter in one.supporters:
            cost_of_wishes[voter] += one.cost
    share = _share_holding(enough, cost_of_wishes, election.voices)
    return max(0, -((start - share) // step) - 1)


def _share_holding(enough: int, most: Sequence[int], voices: Sequence[int]) -> Fraction:
    """Return the smallest share with which the voters hold `enough`, each no more than `most`."""
    spenders = sorted(
        (Fraction(cost, voice), cost, voice)
        for cost, voice in zip(most, voices, strict=True)
        if cost
    )
    held_voices = sum(voice for _share, _cost, voice in spenders)
    for share, cost, voice in spenders:
        if share * held_voices >= enough:
            break
        enough -= cost
        held_voices -= voice
    return Fraction(enough, held_voices) if held_voices else Fraction(0)
