"""How fast ballots are counted, as a ratio to pabutools on the same ballots in the same run.

The worker's part is measured on the database: what it does from the close of a round to its bands.
"""

import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from importlib.util import find_spec
from random import Random
from statistics import median

from synergies.bench.closed_round import closed_round
from synergies.bench.figures import bench_figures
from synergies.models import Tally
from synergies.services.counting import tally_closed_rounds, work_at_round
from synergies.voting.ballots import Answer, Ballot
from synergies.voting.bands import bands
from synergies.voting.counts import Parameters
from synergies.voting.election import Election
from synergies.voting.equal_shares import STEP, equal_shares, share_out
from synergies.voting.rounds import election_of

OPTIONS = 299
COMPANIES = 25
PLACES = 27
FEWEST, MOST = 20, 60  # answers of a ballot
VOTER_SHARE = 10  # the large count has a tenth as many voters as the region has declarations
REPEATS = 5
MS_PER_S = 1000

Say = Callable[[str], None]


def ballots(voters: int, seed: int = 2026) -> list[Ballot]:
    """Return made-up ballots on OPTIONS options, some more popular, the same for the same seed."""
    chance = Random(seed)  # noqa: S311 – test data, not a secret
    appeal = [chance.random() for _number in range(OPTIONS + 1)]

    def answer(number: int) -> Answer:
        return Answer.YES if chance.random() < appeal[number] else Answer.NO

    return [
        Ballot(
            f"{rank:06}",
            {
                number: answer(number)
                for number in chance.sample(range(1, OPTIONS + 1), chance.randint(FEWEST, MOST))
            },
        )
        for rank in range(voters)
    ]


def bench_counting(*, size: int, say: Say) -> Iterator[tuple[str, str]]:
    """Yield (what, figure) of counting a workshop, and a tenth of `size` voters.

    Ratios are to pabutools' Method of Equal Shares with exact fractions: one run without
    completion, and the whole count with steps of the same size. Its completion may stop earlier
    than ours, at the first run that leaves no room.
    """
    parameters = Parameters(places=PLACES)
    say("counting a workshop")
    workshop = ballots(COMPANIES)
    name = f"{COMPANIES} × {OPTIONS}"
    count_s = median(_seconds(lambda: equal_shares(workshop, parameters)) for _ in range(REPEATS))
    yield f"{name}, count with completion", f"{count_s * MS_PER_S:.1f} ms"
    rule = partial(equal_shares, parameters=parameters)
    numbers = range(1, OPTIONS + 1)
    yield (
        f"{name}, without each company in turn",
        _duration(lambda: bands(workshop, rule, numbers=numbers)),
    )
    yield from _beside_pabutools(name, election_of(workshop, parameters), say, whole_s=count_s)
    voters = size // VOTER_SHARE
    name = f"{voters} × {OPTIONS}"
    say(f"counting {voters} voters")
    many = ballots(voters)
    yield f"{name}, count with completion", _duration(lambda: equal_shares(many, parameters))
    yield from _beside_pabutools(name, election_of(many, parameters), say)
    for papers in (workshop, ballots(Tally.MOST_BALLOTS_LEFT_OUT), many):
        say(f"counting {len(papers)} voters in the worker")
        yield from _worker(f"{len(papers)} × {OPTIONS}", papers)


def _worker(name: str, papers: list[Ballot]) -> Iterator[tuple[str, str]]:
    """Yield how long the worker takes to a result, and then to its comparison and bands.

    And how fast the figures of that result are counted and read.
    """
    round_ = closed_round(papers, options=OPTIONS, places=PLACES)
    now = round_.closes_at
    yield f"{name}, worker: result stored", _duration(lambda: tally_closed_rounds(now=now))
    finish_s = _seconds(lambda: work_at_round(round_=round_, now=now))
    tally = Tally.objects.get(round=round_)
    words = {
        Tally.BandsState.READY: "worker: four rules, then bands",
        Tally.BandsState.TOO_MANY: "worker: four rules (no bands)",
    }
    yield f"{name}, {words[Tally.BandsState(tally.bands_state)]}", f"{finish_s:.2f} s"
    yield from bench_figures(name, round_)


def _beside_pabutools(
    name: str, election: Election, say: Say, whole_s: float | None = None
) -> Iterator[tuple[str, str]]:
    if find_spec("pabutools") is None:
        yield f"{name}, pabutools", "not installed"
        return
    say(f"counting the same with pabutools ({name})")
    ours_s = _seconds(lambda: share_out(election))
    theirs = _Pabutools(election)
    yield f"{name}, one run / pabutools", _ratio(ours_s, _seconds(theirs.run))
    if whole_s is not None:
        step = STEP * Fraction(election.budget, len(election.voters))
        theirs_s = _seconds(lambda: theirs.run(step))
        yield f"{name}, count with completion / pabutools", _ratio(whole_s, theirs_s)


class _Pabutools:
    """The same election in the terms of pabutools; building it is not part of the time."""

    def __init__(self, election: Election) -> None:
        from pabutools import election as terms  # noqa: PLC0415 – of the test environment only

        projects = [terms.Project(one.name, one.cost) for one in election.candidates]
        wanted: list[list[object]] = [[] for _voter in election.voters]
        for project, one in zip(projects, election.candidates, strict=True):
            for voter in one.supporters:
                wanted[voter].append(project)
        self.instance = terms.Instance(projects, budget_limit=election.budget)
        votes = [terms.ApprovalBallot(one) for one in wanted]
        self.profile = terms.ApprovalProfile(votes, instance=self.instance)
        self.utility = terms.Cost_Sat

    def run(self, step: Fraction | None = None) -> None:
        from pabutools.fractions import frac  # noqa: PLC0415
        from pabutools.rules import method_of_equal_shares  # noqa: PLC0415

        increment = None if step is None else frac(step.numerator, step.denominator)
        method_of_equal_shares(
            self.instance, self.profile, self.utility, voter_budget_increment=increment
        )


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _duration(work: Callable[[], object]) -> str:
    return f"{_seconds(work):.2f} s"


def _ratio(ours: float, floor: float) -> str:
    return f"1/{floor / ours:.1f}" if ours < floor else f"×{ours / floor:.1f}"
