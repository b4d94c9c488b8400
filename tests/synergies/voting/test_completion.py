"""Add1 makes only the runs that can matter, and gives what all runs would give."""

import time
from dataclasses import replace
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from synergies.voting import completion
from synergies.voting.courses import course_of
from synergies.voting.election import Utility
from synergies.voting.equal_shares import by_budget, share_out
from synergies.voting.pabulib import PabulibFile, election_of
from synergies.voting.purses import Market
from tests.synergies.voting.elections_at_random import files
from tests.synergies.voting.test_election_shares import city, paid


def magnified(file: PabulibFile, factor: int) -> PabulibFile:
    """The same election in smaller coins, so that completion takes `factor` times the steps."""
    return replace(
        file,
        meta=dict(file.meta) | {"budget": str(factor * (file.amount("budget") or 0))},
        projects=tuple(
            replace(one, cost=(one.cost or Fraction(0)) * factor) for one in file.projects
        ),
    )


@given(file=files(most_voters=5), utility=st.sampled_from(Utility))
@settings(deadline=None, max_examples=60)
def test_jumping_over_runs_that_change_nothing_changes_nothing(file, utility):
    election = election_of(magnified(file, 40))
    step_by_step, jumping = (
        _counted(election, utility, patience=patience) for patience in (10**9, 0)
    )

    assert jumping == step_by_step


def _counted(election, utility, *, patience: int):
    kept = completion.PATIENCE, completion.SHORTEST_JUMP
    completion.PATIENCE, completion.SHORTEST_JUMP = patience, 2
    try:
        return share_out(election, utility=utility, completion=by_budget(election))
    finally:
        completion.PATIENCE, completion.SHORTEST_JUMP = kept


@given(file=files(), utility=st.sampled_from(Utility), steps=st.integers(2, 30))
@settings(deadline=None)
def test_shares_between_two_of_the_same_course_have_that_course_too(file, utility, steps):
    election = election_of(file)
    assume(election.voters)
    market = Market(election.wanted(), utility)
    start = Fraction(election.budget, sum(election.voices))
    tenth = start / 10

    def course(share: Fraction):
        return course_of(market, share, election.voices, at_most=10**9)

    assume(course(start) == course(start + steps * tenth))
    between = [course(start + step * tenth) for step in range(1, steps)]
    assert between == [course(start)] * (steps - 1)


def test_a_million_steps_are_counted_at_once():
    """Shares grow from 250,000 to 537,499, one by one."""
    costs = {"1": 600_000, "2": 500_000, "3": 300_000, "4": 250_000, "5": 150_000}
    file = city("1000000", costs, a=["1", "2"], b=["1", "3", "5"], c=["2", "3", "4"], d=["5"])
    election = election_of(file)

    started = time.process_time()
    outcome = share_out(election, completion=by_budget(election))

    assert time.process_time() - started < 1
    assert outcome.share == 537_499
    assert [name for name, _paid in paid(election, outcome)] == ["5", "3", "2"]


def test_the_budget_may_be_of_any_size():
    costs = {"1": 6 * 10**14, "2": 5 * 10**14, "3": 3 * 10**14, "4": 2 * 10**14}
    file = city(str(10**15), costs, a=["1", "2"], b=["1", "3"], c=["2", "3", "4"], d=[])
    election = election_of(file)

    started = time.process_time()
    outcome = share_out(election, completion=by_budget(election))

    assert time.process_time() - started < 1
    assert sum(election.candidates[win.candidate].cost for win in outcome.wins) <= 10**15
