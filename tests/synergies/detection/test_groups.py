from synergies.detection import Family, Kind, PoolingGroup, Tier, detect, group_pooling

from .builders import need, offer


def test_same_needs_make_one_group_of_all_companies(relations):
    rows = [need("Électricité", ref=ref, family=Family.ENERGY) for ref in ("A", "B", "C", "D")]

    groups = group_pooling(detect(rows, relations))

    assert groups == [PoolingGroup("electricity", Kind.POOLING, Tier.SURE, ("A", "B", "C", "D"))]


def test_substitutions_make_no_group(relations):
    matches = detect([offer("Palettes Europe"), need("Palettes Europe")], relations)

    assert group_pooling(matches) == []


def test_likeness_of_words_makes_no_group(relations):
    matches = detect([need("Zirconate plombifère"), need("Zirconate plombifère")], relations)

    assert [match.concept for match in matches] == [""]
    assert group_pooling(matches) == []
