"""Equal shares with costs and a budget: what holds for every election."""

import random
from dataclasses import replace
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from synergies.voting.election import Election, Outcome, Utility
from synergies.voting.equal_shares import by_budget, by_places, share_out
from synergies.voting.pabulib import PabulibFile, Project, Vote, VoteType, election_of
from tests.synergies.voting.elections_at_random import files
from tests.synergies.voting.plain_election import plain_completed, plain_run

UTILITIES = st.sampled_from(Utility)


def city(budget: str, costs: dict[str, int], **ballots: dict[str, int] | list[str]) -> PabulibFile:
    """A small election: costs by project; by voter what it approves, or its points."""
    votes = tuple(
        Vote(
            voter,
            {
                name: Fraction(points)
                for name, points in (
                    given.items() if isinstance(given, dict) else dict.fromkeys(given, 1).items()
                )
            },
        )
        for voter, given in ballots.items()
    )
    projects = tuple(Project(name, Fraction(cost)) for name, cost in costs.items())
    return PabulibFile({"vote_type": VoteType.SCORING, "budget": budget}, projects, votes)


def counted(
    file: PabulibFile, utility: Utility = Utility.COST, *, completed: bool = True
) -> tuple[Election, Outcome]:
    election = election_of(file)
    completion = by_budget(election) if completed else None
    return election, share_out(election, utility=utility, completion=completion)


def paid(election: Election, outcome: Outcome) -> list[tuple[str, dict[str, Fraction]]]:
    return [
        (
            election.candidates[win.candidate].name,
            {election.voters[voter]: part for voter, part in win.payments.items()},
        )
        for win in outcome.wins
    ]


# -- Small cases computed by hand -----------------------------------------------------------


def test_the_cost_is_shared_in_proportion_to_the_points():
    file = city("12", {"1": 9}, a={"1": 1}, b={"1": 2}, c={})

    election, outcome = counted(file, completed=False)

    assert paid(election, outcome) == [("1", {"a": Fraction(3), "b": Fraction(6)})]
    assert outcome.wins[0].price == 3
    assert outcome.share == 6


def test_utility_by_cost_goes_by_votes_and_by_cardinality_by_what_a_vote_costs():
    """Three want the dear project, two the cheap one, which costs each of them less."""
    file = city(
        "30", {"dear": 12, "cheap": 4}, a=["dear"], b=["dear", "cheap"], c=["dear", "cheap"]
    )

    by_cost, by_number = (
        [name for name, _ in paid(*counted(file, utility, completed=False))] for utility in Utility
    )

    assert by_cost == ["dear", "cheap"]
    assert by_number == ["cheap", "dear"]


def test_completion_adds_one_unit_of_money_to_each_voter_until_the_next_would_buy_too_much():
    """Shares of 5 buy 1 alone (5 each). 2 costs a 8: with a share of 13 it is bought too, for 18
    together; 3 costs b 9 and would come with a share of 14, for 27: 20 is the budget."""
    file = city("10", {"1": 10}, a=["1"], b=["1"])
    file = replace(
        file,
        meta=dict(file.meta) | {"budget": "20"},
        projects=(*file.projects, Project("2", Fraction(8)), Project("3", Fraction(9))),
        votes=(
            Vote("a", dict.fromkeys(["1", "2"], Fraction(1))),
            Vote("b", dict.fromkeys(["1", "3"], Fraction(1))),
        ),
    )

    election, outcome = counted(file)

    assert [name for name, _ in paid(election, outcome)] == ["1", "2"]
    assert outcome.share == 13


def test_what_is_left_of_the_budget_stays_where_costs_are_counted():
    """2 and 3 could only be bought together, which is too much: neither is."""
    file = city("10", {"1": 6, "2": 4, "3": 4}, a=["1", "2"], b=["1", "3"])

    assert [name for name, _ in paid(*counted(file))] == ["1"]


def test_places_left_are_filled_by_points():
    file = city("0", {"1": 6, "2": 4, "3": 4}, a=["1", "2"], b=["1", "3"], c=["1"])
    election = election_of(file, places=2)

    outcome = share_out(election, completion=by_places(election))

    assert [(win.candidate, win.is_fill_up) for win in outcome.wins] == [(0, False), (1, True)]


def test_a_project_that_costs_nothing_is_had_by_who_wants_it():
    file = city("4", {"1": 0, "2": 4}, a=["1", "2"])

    assert paid(*counted(file)) == [("1", {}), ("2", {"a": Fraction(4)})]


def test_without_voters_nothing_is_bought():
    assert counted(city("4", {"1": 2}, a={}))[1] == Outcome(())


# -- What holds for every election ----------------------------------------------------------


@given(file=files(), utility=UTILITIES)
@settings(max_examples=200, deadline=None)
def test_one_run_agrees_with_the_rule_written_plainly(file, utility):
    assume(any(vote.points for vote in file.votes))
    election, outcome = counted(file, utility, completed=False)

    assert paid(election, outcome) == plain_run(
        file, outcome.share, by_cost=utility is Utility.COST
    )


@given(file=files(most_voters=4), utility=UTILITIES)
@settings(max_examples=100, deadline=None)
def test_completion_agrees_with_the_rule_written_plainly(file, utility):
    assume(any(vote.points for vote in file.votes))
    election, outcome = counted(file, utility)

    expected = plain_completed(file, by_cost=utility is Utility.COST)
    assert (outcome.share, paid(election, outcome)) == expected


@given(file=files(), utility=UTILITIES, completed=st.booleans())
@settings(deadline=None)
def test_payments_are_exactly_the_cost_and_with_the_rest_exactly_the_share(
    file, utility, completed
):
    election, outcome = counted(file, utility, completed=completed)

    left = dict(zip(election.voters, outcome.left, strict=True))
    for name, payments in paid(election, outcome):
        cost = next(one.cost for one in file.projects if one.id == name)
        assert sum(payments.values()) == cost
        for voter, part in payments.items():
            left[voter] += part
    weights = {vote.voter: vote.weight for vote in file.votes}
    assert left == {voter: outcome.share * weights[voter] for voter in left}
    assert all(rest >= 0 for rest in outcome.left)


@given(file=files(), utility=UTILITIES)
@settings(deadline=None)
def test_the_budget_is_kept(file, utility):
    election, outcome = counted(file, utility)

    spent = sum(election.candidates[win.candidate].cost for win in outcome.wins)
    assert spent <= election.budget


@given(file=files(), utility=UTILITIES, seed=st.integers())
@settings(deadline=None)
def test_order_of_projects_votes_and_choices_changes_nothing(file, utility, seed):
    shuffle = random.Random(seed).sample
    votes = [
        replace(vote, points=dict(shuffle(list(vote.points.items()), len(vote.points))))
        for vote in shuffle(file.votes, len(file.votes))
    ]
    projects = shuffle(file.projects, len(file.projects))
    shuffled = replace(file, projects=tuple(projects), votes=tuple(votes))

    assert counted(shuffled, utility) == counted(file, utility)


@given(file=files(), utility=UTILITIES)
@settings(deadline=None)
def test_a_voter_without_choice_changes_nothing(file, utility):
    with_one_more = replace(file, votes=(*file.votes, Vote("99", {})))

    assert counted(with_one_more, utility) == counted(file, utility)


@given(file=files(most_voters=4), utility=UTILITIES)
@settings(deadline=None)
def test_a_weight_is_so_many_equal_voters(file, utility):
    doubled = [replace(vote, weight=vote.weight * 2) for vote in file.votes]
    voters = [
        replace(vote, voter=f"{vote.voter}/{copy}", weight=Fraction(1))
        for vote in doubled
        for copy in range(int(vote.weight))
    ]

    election, outcome = counted(replace(file, votes=tuple(doubled)), utility)
    cloned, outcome_of_clones = counted(replace(file, votes=tuple(voters)), utility)

    together = [(name, _together(payments)) for name, payments in paid(cloned, outcome_of_clones)]
    assert together == paid(election, outcome)
    assert outcome_of_clones.share == outcome.share


def _together(payments: dict[str, Fraction]) -> dict[str, Fraction]:
    sums: dict[str, Fraction] = {}
    for voter, part in payments.items():
        owner = voter.split("/", maxsplit=1)[0]
        sums[owner] = sums.get(owner, Fraction(0)) + part
    return sums


@given(file=files())
@settings(deadline=None)
def test_progress_never_leaves_the_scale(file):
    seen: list[float] = []
    election = election_of(file)

    share_out(election, completion=by_budget(election), progress=seen.append)

    assert all(0 <= part <= 1 for part in seen)
    assert bool(seen) == any(election.wanted())
