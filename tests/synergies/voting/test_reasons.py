from fractions import Fraction

import pytest
from hypothesis import given

from synergies.voting.ballots import Answer, Ballot
from synergies.voting.counts import Parameters
from synergies.voting.equal_shares import equal_shares
from synergies.voting.greedy import greedy
from synergies.voting.reasons import Obstacle, ReasonAgainst, reason_against
from tests.synergies.voting.rounds_at_random import PARAMETERS, rounds
from tests.synergies.voting.test_equal_shares import yes

ONE_EACH = Parameters(places=2)


def test_those_who_want_it_have_spent_their_shares_on_others():
    """Two places for four: 1 is bought by a and b, 9 by c and d; a and b want 2 as well."""
    ballots = [yes("a", 1, 2), yes("b", 1, 2), yes("c", 9), yes("d", 9)]
    count = equal_shares(ballots, ONE_EACH)

    assert reason_against(count, ballots, 2) == ReasonAgainst(
        obstacle=Obstacle.SPENT,
        supporters=("a", "b"),
        missing_supporters=0,
        held=Fraction(99, 100),
        lacking=Fraction(1, 100),
        spent_on=((1, Fraction(1)),),
        points=4,
        least_points=None,
    )


def test_too_few_companies_want_it():
    ballots = [yes("a", 1, 2), yes("b", 1), Ballot("c", {2: Answer.MAYBE})]

    reason = reason_against(equal_shares(ballots, ONE_EACH), ballots, 2)

    assert (reason.obstacle, reason.supporters, reason.missing_supporters, reason.points) == (
        Obstacle.TOO_FEW,
        ("a",),
        1,
        3,
    )


def test_no_company_wants_it():
    ballots = [Ballot("a", {1: Answer.YES, 2: Answer.NO}), yes("b", 1)]

    reason = reason_against(equal_shares(ballots, ONE_EACH), ballots, 2)

    assert (reason.obstacle, reason.supporters) == (Obstacle.UNWANTED, ())


def test_a_place_that_was_left_went_to_more_points():
    ballots = [
        yes("a", 1, 2),
        yes("b", 1, 2),
        yes("c", 1, 3),
        Ballot("d", {1: Answer.YES, 3: Answer.PRIORITY}),
    ]

    reason = reason_against(equal_shares(ballots, ONE_EACH), ballots, 2)

    assert (reason.obstacle, reason.points, reason.least_points) == (Obstacle.SPENT, 4, 5)


def test_by_a_rule_without_shares_others_came_before():
    ballots = [yes("a", 1, 2), yes("b", 1, 2), yes("c", 1)]

    reason = reason_against(greedy(ballots, Parameters(places=1)), ballots, 2)

    assert reason.obstacle is Obstacle.OUTRANKED
    assert reason.held == reason.lacking == 0
    assert reason.spent_on == ()


def test_what_is_retained_has_no_reason_against_it():
    ballots = [yes("a", 1), yes("b", 1)]

    with pytest.raises(ValueError, match=r"^option 1 is retained$"):
        reason_against(equal_shares(ballots, ONE_EACH), ballots, 1)


@given(ballots=rounds(), parameters=PARAMETERS)
def test_what_enough_companies_want_is_left_only_for_want_of_money(ballots, parameters):
    """The supporters of an option that was not retained hold less than one place together."""
    count = equal_shares(ballots, parameters)

    for number in set(range(1, 13)) - count.numbers:
        reason = reason_against(count, ballots, number)
        if reason.obstacle is Obstacle.SPENT:
            assert reason.lacking > 0
            assert reason.held + reason.lacking == 1
