import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synergies.voting.average import average
from synergies.voting.ballots import SUPPORT, Answer, Ballot, supported_options
from synergies.voting.counts import Parameters
from synergies.voting.election import Utility, natural_key
from synergies.voting.greedy import greedy, most_points
from synergies.voting.pabulib import election_of
from synergies.voting.pav import pav, sequential
from synergies.voting.rules import RULES, VERSIONS, compare, count_by, left_out
from tests.synergies.voting.rounds_at_random import PARAMETERS, rounds
from tests.synergies.voting.test_election_shares import city
from tests.synergies.voting.test_equal_shares import numbers_of, yes

YES, PRIORITY, MAYBE, NO = Answer.YES, Answer.PRIORITY, Answer.MAYBE, Answer.NO
NAMES = list(RULES)


# -- Greedy by sum --------------------------------------------------------------------------


def test_greedy_retains_the_options_with_the_most_points():
    ballots = [
        Ballot("a", {1: YES, 2: PRIORITY, 3: PRIORITY}),
        Ballot("b", {1: YES, 2: PRIORITY, 3: YES}),
        Ballot("c", {1: YES, 4: PRIORITY}),
    ]

    count = greedy(ballots, Parameters(places=2))

    assert [(one.number, str(one.score)) for one in count.retained] == [(1, "6"), (2, "6")]
    assert [dict(one.payments) for one in count.retained] == [{}, {}]
    assert count.share == 0
    assert list(count.remaining) == []


def test_greedy_passes_over_what_does_not_fit_or_ends_there():
    file = city("10", {"1": 6, "2": 5, "3": 4}, a=["1", "2", "3"], b=["1", "2"], c=["1"])
    election = election_of(file)

    skipping, stopping = (most_points(election, skip=skip) for skip in (True, False))

    assert [win.candidate for win in skipping.wins] == [0, 2]
    assert [win.candidate for win in stopping.wins] == [0]


def test_greedy_by_cardinality_goes_by_points_for_the_money():
    file = city("10", {"dear": 9, "cheap": 3}, a=["dear"], b=["dear", "cheap"])
    election = election_of(file)

    by_cost, by_number = (most_points(election, utility=utility) for utility in Utility)

    assert [win.score for win in by_cost.wins] == [2]
    assert [win.score for win in by_number.wins] == [Fraction(1, 3)]


def test_what_nobody_gave_a_point_is_never_retained():
    file = city("10", {"1": 6, "2": 1, "3": 1}, a={"1": 2, "2": 0, "3": -1})

    assert [win.candidate for win in most_points(election_of(file)).wins] == [0]


# -- Average with shrinkage -----------------------------------------------------------------


def test_average_is_drawn_towards_the_mean_of_the_round():
    """1: one priority of one judge, 2: four yes of four. Mean of the round: 11 points of 5."""
    ballots = [Ballot("z", {1: PRIORITY}), *(Ballot(name, {2: YES}) for name in "abcd")]

    count = average(ballots, Parameters(places=2, minimum_supporters=1))

    mean = Fraction(11, 5)
    assert [(one.number, one.score) for one in count.retained] == [
        (1, (5 * mean + 3) / 6),
        (2, (5 * mean + 8) / 9),
    ]


def test_a_company_that_is_not_concerned_does_not_lower_the_average():
    others = [Ballot(name, {1: YES}) for name in "ab"]
    parameters = Parameters(places=1)

    without = average([*others, Ballot("c", {2: YES})], parameters)
    unconcerned = average([*others, Ballot("c", {1: Answer.NOT_CONCERNED})], parameters)
    refusing = average([*others, Ballot("c", {1: NO})], parameters)

    assert unconcerned.retained[0].score == without.retained[0].score == 2
    assert refusing.retained[0].score == Fraction(4, 3)


# -- Sequential PAV -------------------------------------------------------------------------


def test_who_already_has_one_counts_half_and_who_has_two_a_third():
    ballots = [
        yes("a", 1, 2, 3, 4),
        yes("b", 1, 2, 3),
        yes("c", 1, 2),
        yes("d", 4, 5),
        yes("e", 5),
    ]

    count = pav(ballots, Parameters(places=5))

    assert [(one.number, one.score) for one in count.retained] == [
        (1, Fraction(3)),
        (5, Fraction(2)),
        (2, Fraction(3, 2)),
        (4, Fraction(1, 3) + Fraction(1, 2)),
        (3, Fraction(1, 4) + Fraction(1, 3)),
    ]


def test_points_count_as_parts_of_the_most_that_anybody_gave():
    file = city("2", {"1": 1, "2": 1, "3": 1}, a={"1": 4, "2": 4}, b={"3": 3})
    election = election_of(file)

    outcome = sequential(election)

    names = [election.candidates[win.candidate].name for win in outcome.wins]
    assert list(zip(names, [win.score for win in outcome.wins], strict=True)) == [
        ("1", Fraction(4, 4)),
        ("3", Fraction(3, 4)),
    ]


# -- Side by side ---------------------------------------------------------------------------


def test_comparison_says_what_each_rule_keeps_and_whom_it_leaves_with_nothing():
    """Three want 1, 2 and 3; two want 9. By sum the two get nothing."""
    ballots = [yes(name, 1, 2, 3) for name in "abc"] + [yes(name, 9, 4) for name in "de"]
    parameters = Parameters(places=3, minimum_supporters=2)

    by_shares, by_sum, _by_average, by_pav = compare(ballots, parameters)

    assert [sorted(one.count.numbers) for one in (by_shares, by_sum)] == [[1, 2, 4], [1, 2, 3]]
    assert [one.left_out for one in (by_shares, by_sum)] == [(), ("d", "e")]
    assert (list(by_sum.added), list(by_sum.dropped), by_sum.points) == ([3], [4], 18)
    assert by_pav.left_out == ()
    assert by_sum.wishing == ("a", "b", "c", "d", "e")
    assert [one.median_kept for one in (by_shares, by_sum)] == [2, 3]


def test_the_company_in_the_middle_may_lie_between_two():
    ballots = [yes("a", 1, 2), yes("b", 1, 2), yes("c", 2), Ballot("d", {1: NO})]

    (only,) = compare(ballots[1:], Parameters(places=2), rules=["greedy"])

    assert only.wishing == ("b", "c")
    assert only.median_kept == 1
    (both,) = compare(ballots[1:], Parameters(2, minimum_supporters=1), rules=["greedy"])
    assert both.median_kept == Fraction(3, 2)


def test_a_company_that_wants_nothing_possible_is_not_left_out():
    ballots = [yes("a", 1), yes("b", 1), yes("c", 2), Ballot("d", {1: NO}), Ballot("e", {})]

    assert left_out(ballots, possible=[1], retained=[]) == ("a", "b")


def test_every_rule_says_its_name_and_version():
    ballots = [yes("a", 1), yes("b", 1)]

    for name in NAMES:
        count = count_by(name, ballots, Parameters(places=1))
        assert (count.rule, count.version) == (name, VERSIONS[name])


@pytest.mark.parametrize("name", NAMES)
@given(ballots=rounds(), parameters=PARAMETERS, seed=st.integers())
def test_order_of_input_changes_nothing_under_any_rule(name, ballots, parameters, seed):
    shuffle = random.Random(seed).sample
    shuffled = [
        Ballot(one.company, dict(shuffle(list(one.answers.items()), len(one.answers))))
        for one in shuffle(ballots, len(ballots))
    ]

    assert count_by(name, shuffled, parameters) == count_by(name, ballots, parameters)


@pytest.mark.parametrize("name", NAMES)
@given(ballots=rounds(), parameters=PARAMETERS)
def test_a_ballot_without_answer_changes_nothing_under_any_rule(name, ballots, parameters):
    with_one_more = [*ballots, Ballot("z", {})]

    assert count_by(name, with_one_more, parameters) == count_by(name, ballots, parameters)


@pytest.mark.parametrize("name", NAMES)
@given(ballots=rounds(), parameters=PARAMETERS)
def test_every_rule_fills_the_places_with_what_enough_companies_want(name, ballots, parameters):
    options = supported_options(ballots, minimum_supporters=parameters.minimum_supporters)

    count = count_by(name, ballots, parameters)

    assert len(numbers_of(count)) == len(count.numbers) == min(parameters.places, len(options))
    assert count.numbers <= {option.number for option in options}


@given(ballots=rounds(), parameters=PARAMETERS)
def test_a_company_is_left_out_by_equal_shares_only_when_there_are_fewer_places(
    ballots, parameters
):
    by_shares = compare(ballots, parameters, rules=["equal-shares"])[0]

    voters = sum(bool(ballot.answers) for ballot in ballots)
    assert by_shares.left_out == () or parameters.places < voters
    for company in by_shares.left_out:
        answers = next(one.answers for one in ballots if one.company == company)
        assert not any(answers.get(number) in SUPPORT for number in by_shares.count.numbers)


def test_numbers_in_names_are_compared_as_numbers():
    names = ["P/10", "P/9", "10", "9", "A", "9b", "RM-X.2", "RM-X.10"]

    assert sorted(names, key=natural_key) == [
        "9",
        "9b",
        "10",
        "A",
        "P/9",
        "P/10",
        "RM-X.2",
        "RM-X.10",
    ]
