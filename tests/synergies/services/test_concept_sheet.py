import pytest

from synergies.detection import Concept, Vocabulary
from synergies.services.concept_sheet import Named, concept_sheet, section_counts

pytestmark = pytest.mark.usefixtures("english")


def concept(code, section="material", **fields):
    return Concept(code, section, fields.pop("parent", ""), f"fr {code}", f"en {code}", **fields)


VOCABULARY = Vocabulary(
    [
        concept("sand", uses=("road-base", "gone"), source="Sands fill roads."),
        concept("foundry-sand", parent="sand", waste_codes=("10 09 08", "99 99 99")),
        concept("core-sand", parent="foundry-sand", incompatible=("salt",)),
        concept("salt", incompatible=("foundry-sand",)),
        concept("road-base"),
        concept("screen", "equipment", uses=("sand",), source="Screens sort sands."),
        concept(
            "foundry", "activity", has=("foundry-sand", "gone"), needs=("salt",), naf=("24.5",)
        ),
    ]
)


def codes(links):
    return [link.code for link in links]


def test_the_sheet_shows_the_family_tree():
    sheet = concept_sheet("foundry-sand", VOCABULARY)

    assert (sheet.label, sheet.section) == ("en foundry-sand", "material")
    assert codes(sheet.lineage) == ["sand"]
    assert codes(sheet.children) == ["core-sand"]


def test_known_uses_come_with_their_source_and_through_whom():
    serves = concept_sheet("foundry-sand", VOCABULARY).serves
    served_by = concept_sheet("foundry-sand", VOCABULARY).served_by

    assert serves == [Named("road-base", "en road-base", "en sand", "Sands fill roads.")]
    assert served_by == [Named("screen", "en screen", "en sand", "Screens sort sands.")]


def test_what_is_not_to_be_confused_counts_from_both_sides_and_for_the_narrower():
    assert codes(concept_sheet("salt", VOCABULARY).incompatible) == ["core-sand", "foundry-sand"]
    [apart] = concept_sheet("core-sand", VOCABULARY).incompatible
    assert (apart.code, apart.via) == ("salt", "")


def test_waste_codes_have_their_everyday_labels():
    waste = concept_sheet("foundry-sand", VOCABULARY).waste

    assert [code for code, _label in waste] == ["10 09 08", "99 99 99"]
    assert waste[0][1] != ""
    assert waste[1][1] == ""


def test_activities_are_named_and_say_what_they_have_and_need():
    activity = concept_sheet("foundry", VOCABULARY)

    assert codes(concept_sheet("foundry-sand", VOCABULARY).had_by) == ["foundry"]
    assert codes(concept_sheet("salt", VOCABULARY).needed_by) == ["foundry"]
    assert (codes(activity.has), codes(activity.needs)) == (["foundry-sand"], ["salt"])


def test_sections_are_counted_in_the_order_of_the_families():
    counted = [(code, count) for code, _name, count in section_counts(VOCABULARY)]

    assert counted == [("material", 5), ("equipment", 1), ("activity", 1)]
