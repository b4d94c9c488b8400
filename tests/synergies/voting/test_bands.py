import time
from functools import partial

from hypothesis import given, settings

from synergies.voting.ballots import Answer, Ballot
from synergies.voting.bands import Band, bands, to_leave_out
from synergies.voting.counts import Parameters
from synergies.voting.equal_shares import equal_shares
from tests.synergies.voting.rounds_at_random import PARAMETERS, rounds
from tests.synergies.voting.test_equal_shares import workshop, yes

RETAINED = {Band.SOLID, Band.TO_CONFIRM}


def by_equal_shares(places: int):
    return partial(equal_shares, parameters=Parameters(places=places))


def test_bands_say_what_any_one_ballot_decides():
    """1 has three supporters. 2 and 3 compete for the second place: 2 by its priority; without
    the ballot of a or b, 2 has one supporter left and 3 takes its place. 4 has one supporter."""
    ballots = [
        Ballot("a", {1: Answer.YES, 2: Answer.PRIORITY}),
        yes("b", 1, 2, 4),
        yes("c", 1, 3),
        yes("d", 1, 3),
    ]

    result = bands(ballots, by_equal_shares(2), numbers=[1, 2, 3, 4])

    assert result == {
        1: Band.SOLID,
        2: Band.TO_CONFIRM,
        3: Band.JUST_OUTSIDE,
        4: Band.OUTSIDE,
    }


def test_a_single_ballot_makes_nothing_solid():
    parameters = Parameters(places=2, minimum_supporters=1)

    result = bands([yes("a", 1)], partial(equal_shares, parameters=parameters), numbers=[1])

    assert result == {1: Band.TO_CONFIRM}


def test_without_ballots_everything_is_outside():
    assert bands([], by_equal_shares(2), numbers=[1, 2]) == {1: Band.OUTSIDE, 2: Band.OUTSIDE}


@given(ballots=rounds(most_companies=5), parameters=PARAMETERS)
@settings(deadline=None)
def test_the_two_retained_bands_are_the_count(ballots, parameters):
    count = partial(equal_shares, parameters=parameters)

    result = bands(ballots, count, numbers=range(1, 13))

    assert {number for number in result if result[number] in RETAINED} == count(ballots).numbers


def test_a_workshop_is_counted_without_each_company_within_six_seconds():
    started = time.process_time()
    result = bands(workshop(seed=1), by_equal_shares(27), numbers=range(1, 300))

    assert time.process_time() - started < 6
    assert sum(band in RETAINED for band in result.values()) == 27


@settings(max_examples=40)
@given(ballots=rounds(), parameters=PARAMETERS)
def test_one_ballot_stands_for_all_that_say_the_same(ballots, parameters):
    """As many counts as there are kinds of ballots show what one for each company would."""
    twins = [Ballot(f"{one.company}-again", one.answers) for one in ballots]
    rule = partial(equal_shares, parameters=parameters)
    voters = [one for one in [*ballots, *twins] if one.answers]
    numbers = sorted({number for one in voters for number in one.answers})

    found = bands(voters, rule, numbers=numbers)

    retained = rule(voters).numbers
    every = [rule([one for one in voters if one is not left]).numbers for left in voters]
    assert len(to_leave_out(voters)) <= len(voters) // 2
    for number in numbers:
        assert (found[number] == Band.SOLID) == all(number in one for one in (retained, *every))
        is_sometimes = number not in retained and any(number in one for one in every)
        assert (found[number] == Band.JUST_OUTSIDE) == is_sometimes
