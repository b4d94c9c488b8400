"""The counting rules in plain words, one sentence each."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from synergies.models import Round

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

RULE_WORDS: "Mapping[str, StrOrPromise]" = {
    Round.Rule.EQUAL_SHARES: _(
        "Each company that voted holds the same share of the places and pays with it, together with"
        " others, for what it wants; whoever is served already weighs less."
    ),
    Round.Rule.GREEDY: _(
        "The synergies with the most points come in (maybe 1, yes 2, priority 3): what many want"
        " wins, and a company with rare wishes may get nothing."
    ),
    Round.Rule.AVERAGE: _(
        "The synergies judged best on average come in, an average of few answers being drawn"
        " towards that of all: a few enthusiasts are enough."
    ),
    Round.Rule.PAV: _(
        "Each place goes to the synergy with the most voices; the voice of a company counts a half"
        " once it has one wish, a third once it has two, and so on."
    ),
}


def rule_choices() -> list[tuple[str, str]]:
    """Return every rule with its name and its sentence, as a form offers them."""
    return [(rule.value, f"{capfirst(rule.label)} – {RULE_WORDS[rule]}") for rule in Round.Rule]


def rule_name(rule: str) -> str:
    """Return the name of a rule on the screen, or as it was stored when the round knows it not."""
    return str(Round.Rule(rule).label) if rule in Round.Rule.values else rule
