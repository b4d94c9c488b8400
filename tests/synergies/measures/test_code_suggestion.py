"""Is the expert's code among those suggested?"""

import pytest

from synergies.detection.suggest import Suggester, WasteEntry
from synergies.measures.code_suggestion import by_text, by_text_and_business, shares, suggested
from synergies.measures.ranking import Share

ENTRIES = (
    WasteEntry("10 02 02", ("unprocessed slag",)),
    WasteEntry("10 01 03", ("fly ash of peat",)),
    WasteEntry("02 05 01", ("whey",)),
)


@pytest.fixture
def suggester(vocabulary):
    return Suggester(vocabulary, ENTRIES)


def test_texts_are_counted_once_and_only_with_a_code(exchanges):
    coded = by_text([*exchanges, *exchanges])

    assert sorted(text for text, _ in coded) == [
        "Fly ash",
        "Hot gas",
        "Slag",
        "Sour serum",
        "Steel slag",
        "Whey",
    ]
    assert coded["Fly ash", ""] == frozenset({"100102", "100103"})


def test_a_text_of_two_businesses_counts_twice_with_the_business(exchanges):
    first = exchanges[0]
    elsewhere = type(first)("X", "Foundry", "", first.waste, frozenset({"100903"}), frozenset(), "")

    assert by_text([first, elsewhere]) == {("Slag", ""): frozenset({"100202", "100903"})}
    assert by_text_and_business([first, elsewhere]) == {
        ("Slag", "Steelworks"): frozenset({"100202"}),
        ("Slag", "Foundry"): frozenset({"100903"}),
    }


def test_codes_and_their_groups_are_counted(exchanges, suggester, vocabulary):
    coded = by_text(exchanges)
    found = {
        each.waste: each for each in suggested(coded, suggester, vocabulary, tells_business=False)
    }

    assert found["Slag"].codes == ("100202",)
    assert {text: (each.has_code, each.has_group) for text, each in found.items()} == {
        "Fly ash": (True, True),
        "Hot gas": (False, False),
        "Slag": (True, True),
        "Sour serum": (False, False),
        "Steel slag": (True, True),
        "Whey": (False, True),
    }
    assert shares(found.values()) == (Share(3, 6), Share(4, 6))


def test_the_business_is_told_only_when_asked(exchanges, vocabulary):
    told = []

    class Listening(Suggester):
        def waste_codes(self, declaration, activities=(), limit=5):
            told.append((declaration.title, tuple(activities)))
            return []

    coded = by_text_and_business(exchanges[:1])
    for tells_business in (False, True):
        suggested(coded, Listening(vocabulary), vocabulary, tells_business=tells_business)

    assert told == [("Slag", ()), ("Slag", ("steelworks",))]
