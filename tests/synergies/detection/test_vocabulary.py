import pytest

from synergies.detection import Concept, Vocabulary, check_vocabulary, load_vocabulary
from synergies.detection.vocabulary.loading import COLUMNS


def concept(code: str, **changes: object) -> Concept:
    values = {"section": "material", "parent": "", "label_fr": f"fr {code}", "label_en": code}
    return Concept(code=code, **{**values, **changes})  # type: ignore[arg-type]


def test_our_vocabulary_has_no_fault(vocabulary):
    assert check_vocabulary(vocabulary) == []


def test_our_vocabulary_is_large_enough_to_be_useful(vocabulary):
    assert len(vocabulary.concepts) >= 340
    assert len(vocabulary.phrases) >= 3_400


@pytest.mark.parametrize(
    ("concepts", "fault"),
    [
        ([concept("Bad Code")], "Bad Code: the code is not lower-case words joined by hyphens"),
        ([concept("a", label_en="")], "a: a label is missing"),
        ([concept("a", aliases_fr=("de la",))], "a: an alias has no meaningful word"),
        ([concept("a", parent="b")], "a: unknown parent 'b'"),
        ([concept("a", parent="a")], "a: its parents turn in a circle"),
        ([concept("a", waste_codes=("1201",))], "a: malformed waste code '1201'"),
        ([concept("a", incompatible=("b",))], "a: incompatible names 'b'"),
        ([concept("a", uses=("b",), source="words")], "a: uses names 'b'"),
        ([concept("a"), concept("b", uses=("a",))], "b: a use has no source"),
        (
            [concept("a"), concept("b", uses=("a",), incompatible=("a",), source="words")],
            "b: serves 'a', which it is incompatible with",
        ),
        (
            [concept("a"), concept("b", parent="a", incompatible=("a",))],
            "b: incompatible with its own ancestor 'a'",
        ),
        (
            [concept("a", aliases_fr=("bacs",)), concept("b", aliases_en=("bac",))],
            "bac: means a and b in one family",
        ),
    ],
)
def test_fault_is_found(concepts, fault):
    assert check_vocabulary(Vocabulary(concepts)) == [fault]


def test_same_alias_may_mean_two_things_in_two_families():
    pump = concept("a", aliases_fr=("pompe",))
    pumping = concept("b", section="service", aliases_fr=("pompe",))

    assert check_vocabulary(Vocabulary([pump, pumping])) == []


def test_children_inherit_incompatibility_and_uses():
    vocabulary = Vocabulary(
        [
            concept("acid", incompatible=("soda",)),
            concept("strong-acid", parent="acid"),
            concept("soda", uses=("acid",), source="words"),
            concept("hot-soda", parent="soda"),
        ]
    )

    assert vocabulary.are_incompatible("hot-soda", "strong-acid")
    assert vocabulary.uses("hot-soda") == ("acid",)


def test_file_with_other_columns_is_refused(tmp_path):
    (tmp_path / "material.csv").write_text("concept,label\n", encoding="utf-8")

    with pytest.raises(ValueError, match=r"^material\.csv: expected the columns concept, parent"):
        load_vocabulary(tmp_path)


def test_concept_written_twice_is_refused(tmp_path):
    row = "steam,,vapeur,steam" + "," * (len(COLUMNS) - 4)
    for name in ("energy.csv", "water.csv"):
        (tmp_path / name).write_text(f"{','.join(COLUMNS)}\n{row}\n", encoding="utf-8")

    with pytest.raises(ValueError, match=r"^concepts written twice: steam$"):
        load_vocabulary(tmp_path)
