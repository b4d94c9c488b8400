import pytest

from companies.services.waste import codes_in_force
from synergies.detection import Concept, Vocabulary, check_vocabulary, load_vocabulary
from synergies.detection.vocabulary.loading import ACTIVITY_COLUMNS, COLUMNS


def concept(code: str, **changes: object) -> Concept:
    values = {"section": "material", "parent": "", "label_fr": f"fr {code}", "label_en": code}
    return Concept(code=code, **{**values, **changes})  # type: ignore[arg-type]


def test_our_vocabulary_has_no_fault(vocabulary):
    assert check_vocabulary(vocabulary, codes_in_force()) == []


def test_our_vocabulary_is_large_enough_to_be_useful(vocabulary):
    assert len(vocabulary.concepts) >= 3_000
    assert len(vocabulary.phrases) >= 45_000


@pytest.mark.parametrize(
    ("concepts", "fault"),
    [
        ([concept("Bad Code")], "Bad Code: the code is not lower-case words joined by hyphens"),
        ([concept("a", label_en="")], "a: a label is missing"),
        ([concept("a", aliases_fr=("de la",))], "a: an alias has no meaningful word"),
        ([concept("a", parent="b")], "a: unknown parent 'b'"),
        ([concept("a", parent="a")], "a: its parents turn in a circle"),
        ([concept("a", waste_codes=("1201",))], "a: malformed waste code '1201'"),
        ([concept("a", waste_codes=("12 99 01",))], "a: '12 99 01' is not in the List of Waste"),
        ([concept("a", waste_codes=("20 01 34",))], "a: '20 01 34' is not in the List of Waste"),
        ([concept("a", section="activity", naf=("1",))], "a: malformed NAF code '1'"),
        ([concept("a", section="activity", has=("b",), source="x")], "a: has names 'b'"),
        (
            [concept("a", section="activity", needs=("b",)), concept("b")],
            "a: what it has and needs has no source",
        ),
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
    assert check_vocabulary(Vocabulary(concepts), codes_in_force()) == [fault]


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
    write(tmp_path / "material" / "metals.csv", "concept,label")

    with pytest.raises(
        ValueError, match=r"^material/metals\.csv: expected the columns concept, parent"
    ):
        load_vocabulary(tmp_path)


def test_row_with_a_cell_too_few_is_refused(tmp_path):
    write(tmp_path / "water" / "water.csv", ",".join(COLUMNS), "rain,,,pluie")

    with pytest.raises(ValueError, match=r"^water/water\.csv, line 2: expected 11 cells$"):
        load_vocabulary(tmp_path)


def test_concept_written_twice_is_refused(tmp_path):
    row = "steam,,,vapeur,steam" + "," * (len(COLUMNS) - 5)
    for section in ("energy", "water"):
        write(tmp_path / section / "all.csv", ",".join(COLUMNS), row)

    with pytest.raises(ValueError, match=r"^concepts written twice: steam$"):
        load_vocabulary(tmp_path)


def test_activity_names_what_it_has_and_needs(tmp_path):
    write(tmp_path / "energy" / "all.csv", ",".join(COLUMNS), "heat,,,chaleur,heat,,,,,,")
    write(
        tmp_path / "activity" / "all.csv",
        ",".join(ACTIVITY_COLUMNS),
        "bakery,,,boulangerie,bakery,,bread maker,10.71C,heat,,Ovens are hot",
    )

    bakery = load_vocabulary(tmp_path).concepts["bakery"]

    assert (bakery.section, bakery.naf, bakery.has, bakery.needs) == (
        "activity",
        ("10.71C",),
        ("heat",),
        (),
    )


def test_what_a_territory_adds_extends_the_vocabulary_and_leaves_it_as_it_was():
    base = Vocabulary([concept("pallet", aliases_fr=("palettes",)), concept("crate")])

    extended = base.extended(
        concepts=[concept("half-pallet", parent="pallet")],
        aliases=[("pallet", "fr", "planchers de bois"), ("unknown", "fr", "autre chose")],
        incompatible=[("pallet", "crate")],
    )

    meaning = extended.meaning(("plancher", "boi"), ["material"])
    assert meaning is not None
    assert meaning.concept == "pallet"
    assert extended.are_incompatible("half-pallet", "crate")
    assert "half-pallet" not in base
    assert base.meaning(("plancher", "boi"), ["material"]) is None


def test_one_more_alias_changes_the_weight_and_spelling_of_no_word():
    base = Vocabulary([concept("pallet", aliases_fr=("palettes",))])

    extended = base.extended(aliases=[("pallet", "fr", "palettes transpalettes")])

    assert extended.weight("palette") == base.weight("palette")
    assert extended.corrected("transpalete") == base.corrected("transpalete") == "transpalete"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("palete", "palette"),
        ("palettte", "palette"),
        ("paletet", "palette"),
        ("palatte", "palette"),
        ("balette", "balette"),
        ("paltte2", "paltte2"),
    ],
)
def test_one_slip_of_the_keyboard_is_mended(typed, meant):
    vocabulary = Vocabulary([concept("pallet", aliases_fr=("palette",))])

    assert vocabulary.corrected(typed) == meant


def test_slip_between_two_known_words_is_left_as_it_is():
    vocabulary = Vocabulary([concept("a", aliases_fr=("carotte", "carotta"))])

    assert vocabulary.corrected("carott") == "carott"


def write(path, *lines):
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
