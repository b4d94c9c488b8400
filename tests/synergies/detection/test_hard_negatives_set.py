"""Pairs that look alike and that a practitioner refuses, written before the engine was tuned.

Measured on first run, nothing tuned yet: 22 of the 100 are called SURE. The target is 5.
"""

from collections import Counter
from pathlib import Path

from synergies.detection import Direction, Family, Relations, Tier
from synergies.measures.hard_negatives import read_pairs, verdicts

PAIRS = Path(__file__).parent / "data" / "hard_negatives.csv"
SURE_ALLOWED = 5
GROUPS = frozenset(
    "acids alloys plastics waters pallets solvents oils filled_vs_empty machine_vs_service "
    "wood gases food energy skills spaces logistics".split()
)
FAMILIES = {family.value for family in Family if family is not Family.ANY}
DIRECTIONS = {direction.value for direction in Direction if direction is not Direction.ANY}


def test_no_more_hard_negatives_are_sure_than_allowed(relations: Relations) -> None:
    found = verdicts(read_pairs(PAIRS), relations)
    sure = [each.pair["number"] for each in found if each.tier is Tier.SURE]
    assert len(sure) <= SURE_ALLOWED, sure


def test_hard_negatives_are_a_hundred_well_formed_and_explained_pairs() -> None:
    rows = read_pairs(PAIRS)
    assert {row["number"] for row in rows} == {str(number) for number in range(1, 101)}
    assert len(rows) == 100
    assert {row["group"] for row in rows} == GROUPS
    assert min(Counter(row["group"] for row in rows).values()) >= 6
    assert {row[f"family_{letter}"] for row in rows for letter in "ab"} <= FAMILIES
    assert {row[f"direction_{letter}"] for row in rows for letter in "ab"} <= DIRECTIONS
    assert all(row["title_a"] and row["title_b"] and row["why"] for row in rows)
