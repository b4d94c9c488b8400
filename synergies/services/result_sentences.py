"""Why a proposal is in the programme, and why another is not: one sentence, from the count alone.

No sentence names a company that did not want something, nor says what those spent whose wishes
are not shown.
"""

from decimal import Decimal
from fractions import Fraction

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from synergies.voting.counts import Reason
from synergies.voting.reasons import Obstacle, ReasonAgainst


def places_text(places: Fraction, digits: int = 3) -> str:
    """Return a part of a place in the language of the page, such as “0.125”, without end zeros."""
    return str(number_format(Decimal(f"{float(places):.{digits}f}").normalize()))


def wanted_text(count: int) -> str:
    """Return how many companies want a proposal, as the beginning of a sentence."""
    words = ngettext("%(count)d company wants it", "%(count)d companies want it", count)
    return words % {"count": count}


def why_sentence(reason: Reason) -> str:
    """Return “why this one”; prices are parts of a place."""
    wanted = wanted_text(reason.supporters)
    if reason.price is None:
        return _("%(wanted)s; it took a place that was left, by its points.") % {"wanted": wanted}
    if reason.only_payer and not reason.is_equal:
        text = _("%(wanted)s; %(company)s paid the whole place, the others had nothing left.")
        return text % {"wanted": wanted, "company": reason.only_payer}
    if reason.is_equal:
        text = ngettext(
            "%(wanted)s; it paid %(price)s of a place.",
            "%(wanted)s; each paid %(price)s of a place.",
            reason.payers,
        )
    else:
        text = _("%(wanted)s; each paid %(price)s of a place, or what it had left.")
    return text % {"wanted": wanted, "price": places_text(reason.price)}


def why_by_rule_sentence(supporters: int, rule: str) -> str:
    """Return “why this one” when the rule knows no shares; `rule` is its name on the screen."""
    text = _("%(wanted)s; the rule “%(rule)s” puts it among those it keeps.")
    return text % {"wanted": wanted_text(supporters), "rule": rule}


def why_not_sentence(reason: ReasonAgainst, *, minimum: int, rule: str, is_thin: bool) -> str:
    """Return “why not that one”.

    minimum: companies that must want a synergy. rule: its name on the screen. is_thin: too few
    companies answered for figures; the sentence then gives none of its own.
    """
    if reason.obstacle in {Obstacle.UNWANTED, Obstacle.TOO_FEW}:
        return _too_few(reason, minimum=minimum, is_thin=is_thin)
    if reason.obstacle == Obstacle.OUTRANKED:
        text = _("By the rule “%(rule)s” others came before it.")
        return text % {"rule": rule}
    if is_thin:
        return _("The companies that want it had spent their shares on others.")
    return _spent(reason)


def _too_few(reason: ReasonAgainst, *, minimum: int, is_thin: bool) -> str:
    if is_thin:
        text = ngettext(
            "No company is known to want it.",
            "Fewer than %(minimum)d companies want it, and a synergy needs as many.",
            minimum,
        )
        return text % {"minimum": minimum}
    if reason.obstacle == Obstacle.UNWANTED:
        return _("No company wants it.")
    text = _("%(wanted)s; a synergy needs at least %(minimum)d.")
    return text % {"wanted": wanted_text(len(reason.supporters)), "minimum": minimum}


def _spent(reason: ReasonAgainst) -> str:
    wanted = wanted_text(len(reason.supporters))
    if reason.least_points is not None:
        text = _("%(wanted)s; their shares went to others, and the last places went by points.")
    elif reason.held:
        text = _("%(wanted)s, but together they have %(held)s of a place left after others.")
    else:
        text = _("%(wanted)s, but nothing is left of their shares: they paid for others.")
    return text % {"wanted": wanted, "held": places_text(reason.held, digits=2)}
