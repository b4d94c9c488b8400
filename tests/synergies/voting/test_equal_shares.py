import random
import time
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synergies.bench.counting import ballots as made_up
from synergies.voting.ballots import POINTS, SUPPORT, Answer, Ballot, supported_options
from synergies.voting.counts import Parameters, Reason, reason_for
from synergies.voting.equal_shares import equal_shares
from tests.synergies.voting.plain_equal_shares import plain_equal_shares
from tests.synergies.voting.rounds_at_random import PARAMETERS, rounds

YES, PRIORITY, MAYBE, NO = Answer.YES, Answer.PRIORITY, Answer.MAYBE, Answer.NO


def yes(company: str, *numbers: int) -> Ballot:
    return Ballot(company, dict.fromkeys(numbers, YES))


def numbers_of(count):
    return [option.number for option in count.retained]


def why(option):
    return reason_for(supporters=len(option.supporters), payments=option.payments)


# -- Small cases computed by hand -----------------------------------------------------------


def test_each_supporter_pays_the_same_part_of_the_place():
    """Three companies, three places: one share each. 1 costs 1/3, then 2 costs 1/2."""
    ballots = [yes("a", 1, 2), yes("b", 1, 2), yes("c", 1)]

    count = equal_shares(ballots, Parameters(places=3))

    third, half = Fraction(1, 3), Fraction(1, 2)
    assert [(o.number, o.payments) for o in count.retained] == [
        (1, {"a": third, "b": third, "c": third}),
        (2, {"a": half, "b": half}),
    ]
    assert count.share == 1
    assert count.remaining == {"a": Fraction(1, 6), "b": Fraction(1, 6), "c": Fraction(2, 3)}


def test_a_company_already_served_weighs_less():
    """After 1, a and b can no longer pay 2: the second place goes to what c and d want."""
    ballots = [
        yes("a", 1, 2, 3),
        yes("b", 1, 2, 3),
        yes("c", 9),
        yes("d", 9),
    ]

    count = equal_shares(ballots, Parameters(places=2))

    assert numbers_of(count) == [1, 9]
    assert count.retained[0].payments == {"a": Fraction(1, 2), "b": Fraction(1, 2)}
    assert count.share == Fraction(199, 200)
    assert set(count.remaining.values()) == {Fraction(99, 200)}


def test_a_company_with_little_left_gives_what_it_has_and_the_others_the_rest():
    """Share 1. Option 1 costs a, b, c, d 1/4 each; then 2 costs a 1/2 and e 1/2; then a has 1/4
    left for option 3, whose other supporter f pays 3/4."""
    ballots = [
        yes("a", 1, 2, 3),
        yes("b", 1),
        yes("c", 1),
        yes("d", 1),
        yes("e", 2),
        yes("f", 3),
    ]

    count = equal_shares(ballots, Parameters(places=6))

    assert count.retained[2].payments == {"a": Fraction(1, 4), "f": Fraction(3, 4)}
    assert count.retained[2].price == Fraction(3, 4)
    assert count.payments_of("a") == {1: Fraction(1, 4), 2: Fraction(1, 2), 3: Fraction(1, 4)}
    assert count.remaining["a"] == 0


def test_completion_enlarges_the_shares_by_one_percent_until_too_much_is_bought():
    """Two places for three companies: 2/3 each buy 1 (1/3 each), leaving 1/3 each; 2 needs 1/2
    each of a and b: the share must reach 5/6, which is 25 steps of 1/150. At 4/3, so 100 steps,
    3 comes too: the run of step 99 stands."""
    ballots = [yes("a", 1, 2, 3), yes("b", 1, 2, 3), yes("c", 1)]

    count = equal_shares(ballots, Parameters(places=2))

    assert numbers_of(count) == [1, 2]
    assert count.share == Fraction(2, 3) * Fraction(199, 100)


def test_places_left_are_filled_by_points():
    """2 and 3 become affordable in the same run: neither is bought, points choose between them."""
    ballots = [
        Ballot("a", {1: YES, 2: YES}),
        Ballot("b", {1: YES, 2: YES}),
        Ballot("c", {1: YES, 3: YES}),
        Ballot("d", {1: YES, 3: PRIORITY}),
    ]

    count = equal_shares(ballots, Parameters(places=2))

    assert [(o.number, o.is_fill_up, o.price) for o in count.retained] == [
        (1, False, Fraction(1, 4)),
        (3, True, None),
    ]


def test_ties_go_to_more_companies_then_more_points_then_the_lower_number():
    """All cost a half to a and b: 4 has one more point, 2 comes before 3."""
    ballots = [
        Ballot("a", {2: YES, 3: YES, 4: YES}),
        Ballot("b", {2: YES, 3: YES, 4: YES}),
        Ballot("c", {4: MAYBE}),
    ]

    count = equal_shares(ballots, Parameters(places=9))

    assert numbers_of(count) == [4, 2, 3]


def test_everything_supported_is_kept_when_there_is_room():
    ballots = [yes("a", 1, 2, 3, 4), yes("b", 1, 2, 3, 4), yes("c", 5)]

    count = equal_shares(ballots, Parameters(places=10))

    assert sorted(numbers_of(count)) == [1, 2, 3, 4]


@pytest.mark.parametrize("ballots", [[], [Ballot("a", {})], [Ballot("a", {1: NO, 2: MAYBE})]])
def test_without_support_nothing_is_retained(ballots):
    assert equal_shares(ballots, Parameters(places=3)).retained == ()


def test_a_programme_without_places_is_an_error():
    with pytest.raises(ValueError, match="at least 1"):
        Parameters(places=0)


# -- What holds for every round -------------------------------------------------------------


@given(ballots=rounds(), parameters=PARAMETERS)
@settings(max_examples=300, deadline=None)
def test_count_agrees_with_the_rule_written_plainly(ballots, parameters):
    count = equal_shares(ballots, parameters)

    assert [(o.number, o.payments) for o in count.retained] == plain_equal_shares(
        ballots, parameters
    )


@given(ballots=rounds(), parameters=PARAMETERS, seed=st.integers())
def test_order_of_input_changes_nothing(ballots, parameters, seed):
    shuffle = random.Random(seed).sample
    shuffled = [
        Ballot(b.company, dict(shuffle(list(b.answers.items()), len(b.answers))))
        for b in shuffle(ballots, len(ballots))
    ]

    assert equal_shares(shuffled, parameters) == equal_shares(ballots, parameters)


@given(ballots=rounds(), parameters=PARAMETERS)
def test_names_of_the_companies_change_nothing(ballots, parameters):
    renamed = [Ballot(f"x{99 - rank}", ballot.answers) for rank, ballot in enumerate(ballots)]

    one, other = equal_shares(ballots, parameters), equal_shares(renamed, parameters)

    assert numbers_of(one) == numbers_of(other)
    assert one.share == other.share


@given(ballots=rounds(), parameters=PARAMETERS)
def test_a_ballot_without_answer_changes_nothing(ballots, parameters):
    assert equal_shares([*ballots, Ballot("z", {})], parameters) == equal_shares(
        ballots, parameters
    )


@given(ballots=rounds(), parameters=PARAMETERS)
def test_a_company_that_said_no_to_everything_pays_nothing_and_keeps_nothing_out(
    ballots, parameters
):
    """It holds a share, which nothing can spend: options and prices are the others' affair."""
    refusing = Ballot("z", dict.fromkeys(range(1, 13), NO))

    count = equal_shares([*ballots, refusing], parameters)

    assert count.payments_of("z") == {}
    assert count.remaining["z"] == count.share
    assert len(count.retained) == len(equal_shares(ballots, parameters).retained)


@given(ballots=rounds(), parameters=PARAMETERS)
def test_payments_of_an_option_are_exactly_one_place(ballots, parameters):
    count = equal_shares(ballots, parameters)

    paid = [sum(o.payments.values()) for o in count.retained if not o.is_fill_up]
    assert paid == [1] * len(paid)
    for company, left in count.remaining.items():
        assert left >= 0
        assert left + sum(count.payments_of(company).values()) == count.share


@given(ballots=rounds(), parameters=PARAMETERS)
def test_only_companies_that_want_an_option_pay_for_it_and_none_more_than_the_price(
    ballots, parameters
):
    for option in equal_shares(ballots, parameters).retained:
        assert set(option.payments) <= set(option.supporters)
        assert len(option.supporters) >= parameters.minimum_supporters
        assert all(part > 0 for part in option.payments.values())
        assert option.price == max(option.payments.values(), default=None)


@given(ballots=rounds(), parameters=PARAMETERS)
def test_places_are_filled_as_far_as_there_are_supported_options(ballots, parameters):
    options = supported_options(ballots, minimum_supporters=parameters.minimum_supporters)

    retained = numbers_of(equal_shares(ballots, parameters))

    assert len(retained) == min(parameters.places, len(options))
    assert len(set(retained)) == len(retained)


@given(ballots=rounds(), minimum=st.integers(1, 3), spare=st.integers(0, 3))
def test_with_a_place_per_company_nobody_who_wanted_something_possible_gets_nothing(
    ballots, minimum, spare
):
    parameters = Parameters(places=max(1, len(ballots)) + spare, minimum_supporters=minimum)

    count = equal_shares(ballots, parameters)

    for option in supported_options(ballots, minimum_supporters=minimum):
        for company in option.supporters:
            assert count.payments_of(company)


@given(ballots=rounds(), parameters=PARAMETERS)
def test_fill_ups_have_the_most_points_of_what_the_shares_left(ballots, parameters):
    options = supported_options(ballots, minimum_supporters=parameters.minimum_supporters)
    points = {option.number: option.points for option in options}

    count = equal_shares(ballots, parameters)

    added = [points[o.number] for o in count.retained if o.is_fill_up]
    refused = [points[number] for number in points if number not in count.numbers]
    assert all(one >= other for one in added for other in refused)


# -- Why this one ---------------------------------------------------------------------------


def test_reason_says_how_many_companies_wanted_it_and_the_price_for_each():
    count = equal_shares([yes("a", 1), yes("b", 1), yes("c", 1)], Parameters(places=3))

    assert why(count.retained[0]) == Reason(3, 3, Fraction(1, 3), True, None)


def test_reason_names_the_only_company_that_could_still_pay():
    """a has spent everything on 1 to 4 when it comes to 5, wanted by a and by b alone."""
    ballots = [yes("a", 1, 2, 3, 4, 5), yes("b", 5)] + [
        yes(f"c{rank}", 1, 2, 3, 4) for rank in range(3)
    ]

    count = equal_shares(ballots, Parameters(places=5))

    assert numbers_of(count) == [1, 2, 3, 4, 5]
    assert why(count.retained[4]) == Reason(2, 1, Fraction(1), False, "b")


def test_reason_of_a_fill_up_has_no_price():
    ballots = [yes("a", 1, 2), yes("b", 1, 2), yes("c", 1, 3), yes("d", 1, 3)]

    count = equal_shares(ballots, Parameters(places=2))

    assert why(count.retained[1]) == Reason(2, 0, None, False, None)


# -- Speed ----------------------------------------------------------------------------------


def workshop(seed: int) -> list[Ballot]:
    """25 companies, 20 to 60 answers each on 299 options, some more popular than others."""
    chance = random.Random(seed)
    appeal = [chance.random() for _ in range(300)]
    return [
        Ballot(
            f"c{rank:02}",
            {
                number: YES if chance.random() < appeal[number] else NO
                for number in chance.sample(range(1, 300), chance.randint(20, 60))
            },
        )
        for rank in range(25)
    ]


def test_a_workshop_is_counted_within_three_tenths_of_a_second():
    ballots = workshop(seed=1)

    started = time.process_time()
    count = equal_shares(ballots, Parameters(places=27))

    assert time.process_time() - started < 0.3
    assert len(count.retained) == 27


def test_every_answer_has_its_points_and_support_has_the_most():
    assert set(POINTS) == set(Answer)
    assert min(POINTS[a] for a in SUPPORT) > max(POINTS[a] for a in set(Answer) - SUPPORT)


def test_ten_thousand_voters_are_counted_within_a_minute_and_show_how_far_they_are():
    ballots = made_up(10_000)
    seen: list[float] = []

    started = time.process_time()
    count = equal_shares(ballots, Parameters(places=27), progress=seen.append)

    assert time.process_time() - started < 60
    assert len(count.retained) == 27
    assert len(seen) > 27
    assert max(seen) == 1
