"""How a unit is written after a number: its sign, and one thing without the s of several."""

from __future__ import annotations

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import get_language

SIGNS = {"m2": "m²", "m3": "m³", "Nm3": "Nm³", "EUR": "€", "tCO2e": "t CO₂e"}
# Words people type as a unit, whose s goes away; others (mois, colis) are left as they are.
COUNTED = frozenset(
    (
        *("unités", "personnes", "places", "jours", "heures", "palettes", "tonnes", "postes"),
        *("entreprises", "synergies", "salariés", "véhicules", "bennes", "camions", "sessions"),
        *("units", "seats", "days", "hours", "pallets", "companies", "vehicles", "trucks"),
    )
)
IRREGULAR = {"companies": "company", "synergies": "synergy"}


def number_text(value: Decimal) -> str:
    """Return a number as the reader's language writes it, without zeros that say nothing."""
    return str(number_format(Decimal(f"{value.normalize():f}"), force_grouping=True))


def unit_text(unit: str, number: Decimal | float | None = None) -> str:
    """Return a unit as it is read after `number`: “m³”, “1 personne en permanence”, “0 unité”.

    French counts as one whatever is below two; a unit that is not known stays as it was typed.
    """
    first, space, rest = unit.partition(" ")
    if number is not None and first in COUNTED and _is_one(number):
        is_english = (get_language() or "").startswith("en")
        one = IRREGULAR.get(first, first[:-1]) if is_english else first[:-1]
        return f"{one}{space}{rest}"
    return SIGNS.get(unit, unit)


def _is_one(number: Decimal | float) -> bool:
    return number == 1 if (get_language() or "").startswith("en") else -2 < number < 2  # noqa: PLR2004 – French grammar
