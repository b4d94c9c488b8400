import pytest

from synergies.detection.text import looks_english, normalise, phrase, singular, words


@pytest.mark.parametrize(
    ("plural", "expected"),
    [
        ("palettes", "palette"),
        ("metaux", "metal"),
        ("eaux", "eau"),
        ("tuyaux", "tuyau"),
        ("gaz", "gaz"),
        ("gas", "gas"),
        ("brass", "brass"),
        ("316l", "316l"),
    ],
)
def test_plural_mark_is_removed(plural, expected):
    assert singular(plural) == expected


def test_no_stemmer_merges_different_words():
    assert phrase("électrique") != phrase("électricité")


def test_accents_capitals_hyphens_and_sizes_are_normalised():
    assert normalise("Bœuf ÉLEVÉ 80 × 120 m³") == "boeuf eleve 80x120 m3"
    assert phrase("Big-bags") == phrase("big bag")


def test_small_words_do_not_count():
    assert phrase("bacs à graisses") == phrase("bac graisse")
    assert phrase("the cutting of wood") == phrase("cutting wood")


@pytest.mark.parametrize(
    "text",
    [
        "sans verre ni métal",
        "pas d'eau de process",
        "bois traité refusé",
        "hors hydrocarbures",
        "without glass",
        "no process water",
    ],
)
def test_refused_things_are_known_as_refused(text):
    assert [word.is_refused for word in words(text)][-1]


def test_refusal_ends_with_its_clause():
    refused = {word.text: word.is_refused for word in words("sans verre, palettes acceptées")}

    assert refused == {"verre": True, "palette": False, "acceptee": False}


def test_language_is_told_by_small_words():
    assert looks_english("drums of oil for collection")
    assert not looks_english("fûts d'huile pour la collecte")
