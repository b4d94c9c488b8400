from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from synergies.detection import Declaration, Direction, Family, detect, detect_one
from synergies.detection.judge import judge
from synergies.detection.parse import parse_declaration

from .builders import need, offer

TITLES = [
    "Palettes Europe",
    "Palettes perdues à réparer",
    "Palettes",
    "Copeaux d'acier",
    "Inox, alu et non-ferreux",
    "Métaux ferreux",
    "Sable de moulage usé",
    "Matériaux de remblai",
    "Eau de process",
    "Eau d'arrosage",
    "Chaleur fatale",
    "Chauffage d'une serre",
    "Pont-bascule",
    "Formation SST",
    "Zirconate plombifère",
    "Zirconates baryté",
]
DESCRIPTIONS = ["", "Sables, laitiers", "pas d'eau de process", "copeaux d'acier refusés"]

declarations = st.lists(
    st.builds(
        Declaration,
        ref=st.just(""),
        company=st.sampled_from(["Un", "Deux", "Trois"]),
        direction=st.sampled_from(Direction),
        family=st.sampled_from(Family),
        title=st.sampled_from(TITLES),
        description=st.sampled_from(DESCRIPTIONS),
        quantity=st.sampled_from(["", "12 t/an", "quelques"]),
    ),
    max_size=9,
).map(lambda rows: [replace(row, ref=f"R{number}") for number, row in enumerate(rows)])

# The relations is read once and never changed: sharing it between examples is harmless.
shares_vocabulary = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@shares_vocabulary
@given(rows=declarations)
def test_union_of_single_detections_is_the_full_detection(relations, rows):
    one_by_one = {
        match
        for row in rows
        for match in detect_one(row, [other for other in rows if other is not row], relations)
    }

    assert one_by_one == set(detect(rows, relations))


@shares_vocabulary
@given(rows=declarations)
def test_retrieval_misses_no_pair_that_would_be_judged_a_match(relations, rows):
    parsed = [parse_declaration(row, relations.vocabulary) for row in rows]
    judged = (judge(*pair, relations) for pair in combinations(parsed, 2))
    every_pair = {judgement.match() for judgement in judged if judgement}

    assert set(detect(rows, relations)) == every_pair


@shares_vocabulary
@given(rows=declarations, seed=st.randoms(use_true_random=False))
def test_order_of_declarations_does_not_matter(relations, rows, seed):
    shuffled = rows.copy()
    seed.shuffle(shuffled)

    assert detect(shuffled, relations) == detect(rows, relations)


def test_progress_counts_declarations(relations):
    calls: list[tuple[int, int]] = []

    detect(
        [offer("Palettes"), need("Palettes")],
        relations,
        lambda done, total: calls.append((done, total)),
    )

    assert calls == [(1, 2), (2, 2)]


def test_reference_used_twice_is_refused(relations):
    rows = [offer("Palettes", ref="A-1"), need("Palettes", ref="A-1")]

    with pytest.raises(ValueError, match=r"^references used twice: A-1$"):
        detect(rows, relations)


def test_nothing_in_nothing_out(relations):
    assert detect([], relations) == []
