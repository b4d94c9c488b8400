"""How many of the 299 recorded synergies of the demonstration workbook detection finds.

The bounds are the targets, and guard against loss; `manage.py measure_detection pompey` prints the
figures. The vocabulary was written by people who had read this workbook: they prove nothing about
another territory.
"""

from pathlib import Path

import pytest

from synergies.detection import Kind, Tier
from synergies.measures.pompey import (
    Found,
    Pairs,
    Workshop,
    agreeing_kinds,
    found_again,
    matches_by_pair,
    possible_pairs,
    read_workshop,
    tiers,
)

WORKBOOK = Path(__file__).parents[3] / "pompey_ite" / "demo" / "pompey-workshop.xlsx"
RECORDED = 299


@pytest.fixture(scope="module")
def workshop() -> Workshop:
    return read_workshop(WORKBOOK)


@pytest.fixture(scope="module")
def pairs(workshop, relations) -> Pairs:
    return matches_by_pair(workshop.declarations, relations)


@pytest.fixture(scope="module")
def found(workshop, pairs) -> list[Found]:
    return found_again(workshop, pairs)


def test_recorded_synergies_are_found_in_each_tier(found):
    best = tiers(found)

    assert len(found) == RECORDED
    assert (best[Tier.SURE] + best[Tier.PROBABLE]) / RECORDED >= 0.80
    assert (RECORDED - best[None]) / RECORDED >= 0.90


def test_each_resource_of_a_recorded_synergy_is_linked_to_another(found):
    assert sum(each.is_linked for each in found) >= 240


def test_kind_agrees_with_the_recorded_one(found):
    assert agreeing_kinds(found).ratio >= 0.95


def test_detection_suggests_few_of_all_possible_pairs(workshop, pairs):
    assert len(pairs) / possible_pairs(workshop.declarations) <= 0.03


def test_need_without_possible_answer_gets_no_provider(pairs):
    answers = [
        match
        for pair, match in pairs.items()
        if "BIO-05" in pair and match.kind is Kind.SUBSTITUTION
    ]

    assert answers == []
