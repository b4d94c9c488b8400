import pytest

from synergies.detection import Kind
from synergies.detection.merges import Bond, suggest_merges
from synergies.detection.merges.suggest import LARGEST

from .builders import need, offer, share, substitution, synergy


def keys(groups):
    return [group.keys for group in groups]


def test_synergies_that_answer_one_need_are_one_group(small):
    fill = need("fill-material", title="Remblai")
    sand = substitution(offer("foundry-sand"), fill, number=16)
    slag = substitution(offer("slag"), fill, number=24)
    alone = substitution(offer("electricity"), need("electricity"))

    groups = suggest_merges([slag, alone, sand], small)

    assert keys(groups) == [("16", "24")]
    assert groups[0].bond is Bond.RESOURCE
    assert groups[0].kind is Kind.SUBSTITUTION


def test_the_same_thing_declared_by_others_is_a_group(small):
    one = substitution(offer("epal-pallet"), need("epal-class-a"), number=1)
    other = substitution(offer("epal-pallet"), need("epal-pallet"), number=2)

    groups = suggest_merges([one, other], small)

    assert [(group.keys, group.bond) for group in groups] == [(("1", "2"), Bond.CONCEPT)]


def test_titles_that_say_the_same_are_a_group_whatever_their_order_and_small_words(small):
    one = synergy(title="Achat groupé d’électricité", area="skills", number=1)
    other = synergy(title="Électricité : des achats groupés", area="skills", number=2)
    different = synergy(title="Achat groupé de gaz", area="skills", number=3)

    groups = suggest_merges([one, other, different], small)

    assert [(group.keys, group.bond) for group in groups] == [(("1", "2"), Bond.TITLE)]


def test_kinds_of_one_heading_are_a_group(small):
    one = substitution(offer("heavy-pallet"), need("heavy-pallet"), number=1)
    other = substitution(offer("one-way-pallet"), need("one-way-pallet"), number=2)

    groups = suggest_merges([one, other], small)

    assert [(group.keys, group.bond) for group in groups] == [(("1", "2"), Bond.HEADING)]


def test_what_the_vocabulary_keeps_apart_is_no_group_of_one_heading(small):
    one = substitution(offer("epal-pallet"), need("epal-pallet"), number=1)
    other = substitution(offer("one-way-pallet"), need("one-way-pallet"), number=2)

    groups = suggest_merges([one, other], small)

    assert [group.bond for group in groups] == [Bond.THEME]  # pallets, voted on together at most


def test_one_theme_gathers_what_is_left(small):
    lift = synergy(share("boom-lift"), need("boom-lift"), area="equipment", number=1)
    truck = synergy(share("forklift"), need("forklift"), area="equipment", number=2)

    groups = suggest_merges([lift, truck], small)

    assert [(group.keys, group.bond) for group in groups] == [(("1", "2"), Bond.THEME)]


def test_two_areas_never_share_a_group(small):
    tool = share("boom-lift")

    groups = suggest_merges(
        [synergy(tool, area="equipment"), synergy(tool, area="resources")], small
    )

    assert groups == []


def test_a_group_with_a_pooling_is_a_pooling_and_says_so(small):
    pallets = offer("epal-pallet")
    pool = synergy(pallets, offer("epal-pallet"), need("epal-pallet"))
    exchange = substitution(pallets, need("epal-pallet"))

    (group,) = suggest_merges([pool, exchange], small)

    assert group.kind is Kind.POOLING
    assert "kinds_differ" in [reason.code for reason in group.reasons]


def test_a_tight_bond_is_served_before_a_loose_one(small):
    fill = need("fill-material")
    one, other = (substitution(offer("slag"), fill, number=number) for number in (1, 2))
    third = substitution(offer("fill-material"), need("fill-material"), number=3)

    groups = suggest_merges([one, other, third], small)

    assert keys(groups) == [("1", "2", "3")]  # the pair is small enough to take one more
    assert groups[0].bond is Bond.CONCEPT


def test_a_large_group_takes_nothing_loose(small):
    fill = need("fill-material")
    four = [substitution(offer("slag"), fill, number=number) for number in range(1, 5)]
    fifth = substitution(offer("fill-material"), need("fill-material"), number=5)

    groups = suggest_merges([*four, fifth], small)

    assert keys(groups) == [("1", "2", "3", "4")]


def test_a_group_stops_at_its_limit_and_says_so(small):
    fill = need("fill-material")
    limit = LARGEST[Bond.RESOURCE]
    rows = [substitution(offer("slag"), fill, number=number) for number in range(1, limit + 3)]

    first, second = suggest_merges(rows, small)

    assert (len(first.keys), len(second.keys)) == (limit, 2)
    assert ("limit", str(limit)) in first.reasons[-1].params
    assert "limited" not in [reason.code for reason in second.reasons]


def test_refused_pairs_never_meet_again(small):
    fill = need("fill-material")
    rows = [substitution(offer("slag"), fill, number=number) for number in (1, 2, 3)]

    groups = suggest_merges(rows, small, {frozenset({"1", "2"})})

    assert keys(groups) == [("1", "3")]


def test_a_synergy_without_declarations_is_grouped_by_what_its_title_names(small):
    one = synergy(title="Nacelle pour tous", area="equipment", number=1)
    other = synergy(share("boom-lift"), area="equipment", number=2)

    assert keys(suggest_merges([one, other], small)) == [("1", "2")]


@pytest.mark.parametrize("rows", [[], [synergy(offer("slag"))]])
def test_fewer_than_two_synergies_make_no_group(small, rows):
    assert suggest_merges(rows, small) == []


def test_groups_come_with_the_tightest_bond_first(small):
    fill = need("fill-material")
    loose = [
        synergy(share(code), area="equipment", number=number)
        for number, code in enumerate(("boom-lift", "forklift"), start=1)
    ]
    tight = [substitution(offer("slag"), fill, number=number) for number in (8, 9)]

    assert keys(suggest_merges([*loose, *tight], small)) == [("8", "9"), ("1", "2")]
