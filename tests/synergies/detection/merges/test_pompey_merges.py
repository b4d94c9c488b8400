"""The 299 synergies of the demonstration workbook: about 80 things to vote on are left.

Measured: 61 groups, 86 left (`manage.py measure_detection merges --groups` lists them). The
groups were read one by one; themes and limits were set with this workbook in sight, so the
figures guard against loss and prove nothing about another territory.
"""

import pytest

from synergies.detection.merges import MergeGroup
from synergies.measures import merges, pompey
from tests.synergies.detection.test_pompey_workshop import WORKBOOK


@pytest.fixture(scope="module")
def workshop() -> pompey.Workshop:
    return pompey.read_workshop(WORKBOOK)


@pytest.fixture(scope="module")
def groups(workshop, vocabulary) -> list[MergeGroup]:
    return merges.suggested(workshop, vocabulary)


def test_about_eighty_things_are_left_to_vote_on(workshop, groups):
    assert 70 <= merges.left_to_vote_on(workshop, groups) <= 95


def test_the_groups_a_practitioner_expects_are_there(groups):
    found = [set(group.keys) for group in groups]

    assert any({"16", "24", "27", "179"} <= keys for keys in found)  # fill for roads
    assert any({"23", "51", "74", "169", "251"} <= keys for keys in found)  # Europe pallets
    assert any({"92", "123", "133", "145", "225", "271"} <= keys for keys in found)  # small lots
    assert any({"31", "55", "177", "197"} <= keys for keys in found)  # energy measurements


def test_food_and_biogas_carbon_dioxide_are_not_one_thing(groups):
    assert not any({"205", "231"} <= set(group.keys) for group in groups)
