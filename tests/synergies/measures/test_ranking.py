"""The figures of an order, counted by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synergies.measures.ranking import Place, Share, average_precision, place

SCORED = st.lists(st.tuples(st.tuples(st.integers(0, 3).map(float)), st.booleans()), max_size=12)


def test_average_precision_is_the_mean_of_the_precision_at_each_right_pair():
    scored = [((3.0,), True), ((2.0,), False), ((1.0,), True)]

    assert average_precision(scored) == pytest.approx((1 + 2 / 3) / 2)


def test_equal_scores_are_one_step_of_average_precision():
    assert average_precision([((1.0,), True), ((1.0,), False)]) == 0.5


def test_average_precision_of_pairs_of_which_none_is_right_is_zero():
    assert average_precision([((1.0,), False)]) == 0.0


@given(SCORED, st.randoms())
def test_average_precision_does_not_depend_on_the_order_of_the_pairs(scored, random):
    shuffled = random.sample(scored, len(scored))

    assert average_precision(shuffled) == average_precision(scored)


@given(SCORED)
def test_no_order_is_better_than_the_right_pairs_first(scored):
    right_first = [((float(is_right),), is_right) for _, is_right in scored]

    assert average_precision(right_first) == float(any(is_right for _, is_right in scored))
    assert average_precision(scored) <= average_precision(right_first)


def test_place_counts_what_is_above_and_what_is_level():
    assert place((2.0,), [(3.0,), (2.0,), (2.0,), (1.0,)]) == Place(above=1, level=2)
    assert place(None, [(3.0,)]) == Place(above=0, level=0)


def test_what_is_level_is_counted_as_if_shuffled():
    second_or_third = Place(above=1, level=2)

    assert second_or_third.reciprocal_rank() == pytest.approx((1 / 2 + 1 / 3) / 2)
    assert [second_or_third.chance_in_first(n) for n in (1, 2, 3, 9)] == [0.0, 0.5, 1.0, 1.0]


def test_what_is_in_no_order_has_no_rank():
    absent = Place(above=0, level=0)

    assert (absent.reciprocal_rank(), absent.chance_in_first(10)) == (0.0, 0.0)


def test_share_of_nothing_is_zero():
    assert (Share(1, 4).ratio, Share(0, 0).ratio) == (0.25, 0.0)
