"""Whatever is given, in whatever order: the same groups, each of them sound."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from synergies.detection import Direction, Kind
from synergies.detection.merges import LinkedResource, MergeRecord, suggest_merges
from synergies.detection.merges.subjects import subject_of
from synergies.detection.merges.suggest import LARGEST

from .builders import CONCEPTS, small_vocabulary

VOCABULARY = small_vocabulary()
AREAS = ("equipment", "resources", "skills")
TITLES = ("Palettes EUR", "Nacelle partagée", "Électricité", "Autre chose", "Sable en remblai")

resources = st.builds(
    LinkedResource,
    key=st.sampled_from([f"R{number}" for number in range(12)]),
    title=st.just("Title"),
    heads=st.lists(st.sampled_from([each[0] for each in CONCEPTS]), max_size=2).map(tuple),
    direction=st.sampled_from(Direction),
)


@st.composite
def workshops(draw):
    """Return synergies over a few declarations, each declaration the same wherever it stands."""
    known = draw(st.lists(resources, min_size=1, max_size=12, unique_by=lambda one: one.key))
    count = draw(st.integers(0, 30))
    return [
        MergeRecord(
            key=f"S{number}",
            number=number,
            title=draw(st.sampled_from(TITLES)),
            kind=draw(st.sampled_from(Kind)),
            area=draw(st.sampled_from(AREAS)),
            companies=tuple(draw(st.lists(st.sampled_from("ABCDE"), max_size=4, unique=True))),
            resources=tuple(draw(st.lists(st.sampled_from(known), max_size=4, unique=True))),
        )
        for number in range(count)
    ]


@given(workshops(), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_the_order_of_the_synergies_changes_nothing(rows, random):
    shuffled = random.sample(rows, len(rows))

    assert suggest_merges(shuffled, VOCABULARY) == suggest_merges(rows, VOCABULARY)


@given(workshops())
@settings(max_examples=60)
def test_each_synergy_stands_in_one_sound_group_at_most(rows):
    by_key = {row.key: row for row in rows}
    groups = suggest_merges(rows, VOCABULARY)
    grouped = [key for group in groups for key in group.keys]

    assert len(grouped) == len(set(grouped))
    for group in groups:
        members = [by_key[key] for key in group.keys]
        shared = set.intersection(*(set(subject_of(one, VOCABULARY).bonds) for one in members))
        assert 2 <= len(members) <= LARGEST[group.bond]
        assert {one.area for one in members} == {group.area}
        assert shared != set()
        assert group.lead in group.keys
        assert group.keys == tuple(sorted(group.keys, key=lambda key: by_key[key].number))
        assert group.reasons != ()


@given(workshops(), st.data())
@settings(max_examples=60)
def test_what_was_refused_never_stands_together(rows, data):
    pairs = [frozenset(pair) for pair in combinations([row.key for row in rows], 2)]
    refused = set(data.draw(st.lists(st.sampled_from(pairs)))) if pairs else set()

    groups = suggest_merges(rows, VOCABULARY, refused)

    proposed = {frozenset(pair) for group in groups for pair in combinations(group.keys, 2)}
    assert proposed & refused == set()
