import re
from string import Formatter

import pytest

from synergies.detection import Family, Reason, explain, sentence
from synergies.detection.explain import SENTENCES

from .builders import need, offer, only_match


@pytest.mark.parametrize("code", SENTENCES)
def test_both_languages_tell_the_same_facts(code):
    french, english = (
        {name for _, name, _, _ in Formatter().parse(text) if name} for text in SENTENCES[code]
    )

    assert french == english


def test_match_is_explained_in_both_languages(vocabulary, relations):
    place = {"latitude": 48.77, "longitude": 6.12}
    match = only_match(
        offer("Palettes Europe", ref="A", quantity="150 palettes/mois", **place),
        need("Palettes EUR", ref="B", quantity="200 palettes/mois", **place),
        relations,
    )

    assert match is not None
    assert explain(match, vocabulary, "en") == [
        "Both declare “Europe pallets”.",
        "1,800\u00a0units/year offered, 2,400\u00a0units/year needed: covers 75% of the need.",
        "Available all year.",
        "0.0 km apart.",
    ]
    assert explain(match, vocabulary, "fr") == [
        "Les deux déclarent «\u202fpalettes Europe\u202f».",
        "Offre\u00a0: 1\u202f800\u00a0unités/an\u202f; "
        "besoin\u00a0: 2\u202f400\u00a0unités/an\u202f;"
        " 75\u202f% du besoin est couvert.",
        "Disponible toute l’année.",
        "À 0,0 km l’un de l’autre.",
    ]


def test_months_and_states_are_put_into_words(vocabulary):
    months = Reason("common_months", (("months", "11 12"),))
    states = Reason("states_differ", (("state_a", "empty"), ("state_b", "filled")))

    assert sentence(months, vocabulary, "fr") == "Mois communs\u00a0: novembre, décembre."
    assert sentence(states, vocabulary, "fr") == (
        "États opposés\u00a0: vide d’un côté, plein de l’autre."
    )


def test_text_of_a_company_is_shown_as_it_is(vocabulary):
    unread = Reason("quantity_unread", (("ref", "steam"), ("text", "{ref} <b>")))

    assert sentence(unread, vocabulary, "en") == "Quantity not understood (steam): “{ref} <b>”."


def test_no_french_sentence_has_a_breakable_space_before_a_double_sign(vocabulary):
    for code, (french, _) in SENTENCES.items():
        params = tuple(
            (name, "1" if name in {"percent", "km", "months"} else "1 t/year")
            for _, name, _, _ in Formatter().parse(french)
            if name
        )
        shown = sentence(Reason(code, params), vocabulary, "fr")
        assert not re.search(r" [;:!?»%]|« ", shown), code


def test_family_without_match_has_nothing_to_explain(relations):
    first = offer("Électricité", family=Family.ENERGY)
    second = need("Soudeur", family=Family.SKILL)

    assert only_match(first, second, relations) is None
