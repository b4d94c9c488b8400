"""Is the company that took it among those proposed?"""

import pytest

from synergies.measures import takers
from synergies.measures.ranking import Place, Share

COLUMN = "receiver_business"


@pytest.fixture
def found(exchanges, relations):
    searches = takers.searches(exchanges, COLUMN, takers.by_detection(COLUMN, relations))
    return {search.exchange.exchange_id: search for search in searches}


def test_a_receiver_whose_activity_needs_the_waste_is_proposed(found):
    assert found["M1"].place == Place(above=0, level=1)
    assert found["M1"].proposed == Share(1, 4)


def test_a_receiver_nobody_relates_to_the_waste_is_missed(found):
    assert found["M2"].place == Place(above=0, level=0)


def test_searches_are_summed_up(found):
    finding = takers.summed_up(list(found.values()))

    assert finding.recall == Share(2, 7)
    assert finding.in_first_ten == pytest.approx(2 / 7)
    assert finding.reciprocal_rank == pytest.approx(2 / 7)
    assert finding.proposed == pytest.approx(3 / 28)


def test_at_random_all_candidates_are_level(found):
    finding = takers.at_random(list(found.values()))

    assert finding.recall == Share(7, 7)
    assert finding.in_first_ten == 1.0  # there are but four
    assert finding.reciprocal_rank == pytest.approx((1 + 1 / 2 + 1 / 3 + 1 / 4) / 4)


def test_letters_leave_nobody_out(exchanges):
    def alike(waste: str, receiver: str) -> float:
        return float(waste[0] == receiver[0])

    first, *_others = takers.searches(exchanges, COLUMN, takers.by_letters(alike))

    assert first.place == Place(above=0, level=4)
    assert first.proposed == Share(4, 4)


def test_exchanges_without_a_known_use_are_not_searched_by_use(exchanges, relations):
    searches = takers.searches(exchanges, "final_use", takers.by_detection("final_use", relations))

    assert [each.exchange.exchange_id for each in searches] == ["M1", "M2", "M3", "M4", "M7"]
    assert [bool(each.place.level) for each in searches] == [False, False, True, False, False]
