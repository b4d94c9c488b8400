"""The table of themes: every concept it names exists, every name is said in both languages."""

from synergies.detection.merges.themes import themes, themes_by_concept


def test_every_concept_of_a_theme_is_in_the_vocabulary(vocabulary):
    unknown = [
        f"{theme.code}: {concept}"
        for theme in themes().values()
        for concept in theme.concepts
        if concept not in vocabulary
    ]

    assert unknown == []


def test_every_theme_is_named_in_both_languages():
    unnamed = [one.code for one in themes().values() if not (one.label_fr and one.label_en)]

    assert unnamed == []
    assert len({one.label_fr for one in themes().values()}) == len(themes())


def test_a_concept_is_named_once_in_a_theme():
    assert [
        theme.code for theme in themes().values() if len(set(theme.concepts)) < len(theme.concepts)
    ] == []
    assert themes_by_concept()["boom-lift"] == ("lifting",)
