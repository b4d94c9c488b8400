"""The words and numbers of a report in the current language, for charts, PDF and pages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from actions.models import Action, Measurement
from companies.units import unit_text
from synergies.models import Synergy

NO_BREAK = "\u00a0"
LONGEST_SYMBOL = 6  # characters: t CO₂e
LONGEST_FRACTION = Decimal("0.1")  # tonnes, hours, m³: more digits than that are not measured


def amount_eur(value: Decimal | None) -> str:
    """Return an amount as it is written in the current language: “85 000 €”, “€85,000”.

    Cents are written when there are any.
    """
    if value is None:
        return "–"
    places = 0 if value == value.to_integral_value() else 2
    number = number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True)
    return _("€%(number)s") % {"number": number}


def quantity(value: Decimal, unit: str = "") -> str:
    """Return a quantity with at most one decimal, and its unit after a no-break space.

    A unit that is a word (palettes, personnes) may go to the next line of a narrow column.
    """
    rounded = value.quantize(LONGEST_FRACTION)
    places = 0 if rounded == rounded.to_integral_value() else 1
    number = number_format(rounded, decimal_pos=places, use_l10n=True, force_grouping=True)
    sign = unit_text(unit, rounded)
    space = NO_BREAK if len(sign) <= LONGEST_SYMBOL else " "
    return f"{number}{space}{sign}" if unit else number


def short_date(day: date | None) -> str:
    """Return a date in the short form of the current language, a dash for none."""
    return date_format(day, "SHORT_DATE_FORMAT") if day else "–"


def action_status(status: str, *, is_late: bool = False) -> str:
    """Return the word for the status of an action; late wins over running."""
    if is_late:
        return str(Action.Status.LATE.label)
    return str(Action.Status(status).label) if status in Action.Status.values else status


def synergy_status(status: str) -> str:
    """Return the word for the status of a synergy."""
    return str(Synergy.Status(status).label) if status in Synergy.Status.values else status


def proof_word(proof: str) -> str:
    """Return the word for a degree of proof."""
    return str(Measurement.Proof(proof).label)


def funnel_word(key: str) -> str:
    """Return the name of a step of the funnel, in the plural."""
    words = {
        "suggested": _("Suggested by the program"),
        "kept": _("Kept by a person"),
        "discussion": _("Discussed or further"),
        "study": _("Studied or further"),
        "agreed": _("Agreed or further"),
        "operational": _("Operational"),
    }
    return words[key]


def stage_word(stage: int) -> str:
    """Return the name of a stage of the initiative: 1, 2 or 3."""
    return (_("Detection"), _("Action programme"), _("First synergies"))[stage - 1]
