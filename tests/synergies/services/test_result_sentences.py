"""Why this one, why not that one: in one sentence, in the language of the page."""

from fractions import Fraction

import pytest
from django.utils import translation

from synergies.services.result_sentences import (
    places_text,
    why_by_rule_sentence,
    why_not_sentence,
    why_sentence,
)
from synergies.voting.counts import Reason
from synergies.voting.reasons import Obstacle, ReasonAgainst


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (
            Reason(8, 8, Fraction(1, 8), True, None),
            "8 companies want it; each paid 0.125 of a place.",
        ),
        (
            Reason(3, 3, Fraction(1, 2), False, None),
            "3 companies want it; each paid 0.5 of a place, or what it had left.",
        ),
        (
            Reason(2, 1, Fraction(1), False, "Bois"),
            "2 companies want it; Bois paid the whole place, the others had nothing left.",
        ),
        (
            Reason(2, 0, None, False, None),
            "2 companies want it; it took a place that was left, by its points.",
        ),
        (Reason(1, 1, Fraction(1), True, "Bois"), "1 company wants it; it paid 1 of a place."),
    ],
)
def test_why_this_one_is_said_in_one_sentence(reason, sentence, english):
    assert why_sentence(reason) == sentence


def against(obstacle, supporters=0, held=Fraction(0), least_points=None):
    return ReasonAgainst(
        obstacle=obstacle,
        supporters=tuple(f"company {n}" for n in range(supporters)),
        missing_supporters=0,
        held=held,
        lacking=1 - held,
        spent_on=(),
        points=2 * supporters,
        least_points=least_points,
    )


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (against(Obstacle.UNWANTED), "No company wants it."),
        (against(Obstacle.TOO_FEW, 1), "1 company wants it; a synergy needs at least 2."),
        (
            against(Obstacle.SPENT, 4, Fraction(42, 100)),
            "4 companies want it, but together they have 0.42 of a place left after others.",
        ),
        (
            against(Obstacle.SPENT, 4),
            "4 companies want it, but nothing is left of their shares: they paid for others.",
        ),
        (
            against(Obstacle.SPENT, 4, Fraction(1, 3), least_points=9),
            "4 companies want it; their shares went to others, and the last places went by points.",
        ),
        (against(Obstacle.OUTRANKED, 4), "By the rule “sum” others came before it."),
    ],
)
def test_why_not_that_one_is_said_in_one_sentence(reason, sentence, english):
    assert why_not_sentence(reason, minimum=2, rule="sum", is_thin=False) == sentence


@pytest.mark.parametrize("obstacle", list(Obstacle))
@pytest.mark.parametrize("supporters", [0, 1, 2])
def test_with_too_few_answers_the_sentence_gives_no_figure_of_its_own(
    obstacle, supporters, english
):
    reason = against(obstacle, supporters, Fraction(9, 10))

    sentence = why_not_sentence(reason, minimum=7, rule="sum", is_thin=True)

    assert [letter for letter in sentence if letter.isdecimal() and letter != "7"] == []


def test_a_rule_without_shares_says_its_name(english):
    assert why_by_rule_sentence(3, "sum") == (
        "3 companies want it; the rule “sum” puts it among those it keeps."
    )


@pytest.mark.parametrize(("language", "text"), [("fr", "1,08"), ("en", "1.08")])
def test_parts_of_a_place_follow_the_language(language, text):
    with translation.override(language):
        assert places_text(Fraction(27, 25)) == text
