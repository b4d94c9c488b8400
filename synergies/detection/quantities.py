"""Quantities as people write them, brought to one unit per year."""

import re
from dataclasses import dataclass
from decimal import Decimal

from .text import normalise, singular

HOURS_PER_DAY = Decimal(8)  # a day of a machine or a person is a working day
WORKING_DAYS_PER_YEAR = Decimal(250)
WEEKS_PER_YEAR = Decimal(52)

_ONE = Decimal(1)


def _table(*rows: tuple[str, str, Decimal]) -> dict[str, tuple[str, Decimal]]:
    return {
        singular(spelling): (unit, factor)
        for names, unit, factor in rows
        for spelling in names.split()
    }


# Spellings (normalised, singular) → canonical unit and how many of it one of them makes.
UNITS = _table(
    ("t tonne ton mt to", "t", _ONE),
    ("kg kilo kilogramme kilogram", "t", Decimal("0.001")),
    ("g gramme gram", "t", Decimal("0.000001")),
    ("m3 cum metre-cube", "m3", _ONE),
    ("l litre liter", "m3", Decimal("0.001")),
    ("hl hectolitre", "m3", Decimal("0.1")),
    ("mwh", "MWh", _ONE),
    ("kwh", "MWh", Decimal("0.001")),
    ("gwh", "MWh", Decimal(1000)),
    ("h heure hour hr", "h", _ONE),
    ("j jour journee day", "h", HOURS_PER_DAY),
    ("m2", "m2", _ONE),
    ("ha hectare", "m2", Decimal(10000)),
    ("km", "km", _ONE),
    ("personne person people pers salarie etp stagiaire", "person", _ONE),
    ("place seat couvert", "place", _ONE),
    ("u unite unit piece pc pce palette pallet bouteille fut drum bac carton", "unit", _ONE),
)

# Spellings → times per year; None: a lot, a capacity or a rate, not an amount per year.
PERIODS: dict[str, Decimal | None] = {
    singular(spelling): times
    for names, times in (
        ("an annee year yr annuel yearly annum pa", _ONE),
        ("semestre semester", Decimal(2)),
        ("trimestre trim quarter", Decimal(4)),
        ("mois month mensuel monthly", Decimal(12)),
        ("semaine sem week wk hebdo weekly", WEEKS_PER_YEAR),
        ("jour j day d daily", WORKING_DAYS_PER_YEAR),
        ("ponctuel permanent once lot h heure hour", None),
    )
    for spelling in names.split()
}

_NUMBER = r"\d{1,3}(?:[ \u00a0\u202f']\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
_AMOUNT = re.compile(rf"({_NUMBER})(?:\s*(?:-|–|a|to|et)\s*({_NUMBER}))?")
_APPROXIMATE = re.compile(r"\benv\b|\benviron\b|\bapprox|\babout\b|\bca\b|~|≈|[<>]|±")
_PER = re.compile(r"\s*(?:/|\bpar\b|\bper\b)\s*")
_NAME = re.compile(r"[a-z]+[23]?")


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount in a canonical unit; per year when `is_annual`, else a lot or a capacity."""

    low: Decimal
    high: Decimal
    unit: str
    is_annual: bool
    is_approximate: bool = False

    @property
    def middle(self) -> Decimal:
        """Return the middle of the range, in `unit`."""
        return (self.low + self.high) / 2

    def is_comparable_with(self, other: "Quantity") -> bool:
        """Return whether one may be divided by the other."""
        same = self.unit == other.unit and self.is_annual == other.is_annual
        return same and self.middle > 0 and other.middle > 0


def parse_quantity(text: str, unit: str = "", period: str = "") -> Quantity | None:
    """Return the quantity written in `text`, or None when no number can be read.

    What `text` says of unit and period wins over the two separate fields.
    "1,250" is read the French way (one and a quarter). An unknown unit is kept as it is.
    """
    plain = normalise(text)
    amount = _AMOUNT.search(plain)
    if amount is None:
        return None
    written_unit, *written_period = _PER.split(plain[amount.end() :].strip(), maxsplit=1)
    unit_name, *unit_period = _PER.split(normalise(unit), maxsplit=1)
    name = _first_name(written_unit, unit_name)
    canonical, factor = UNITS.get(name, (name, _ONE))
    times = PERIODS.get(_first_name(*written_period, *unit_period, normalise(period)))
    ends = [_decimal(end) for end in amount.groups() if end]
    scale = factor * (times or _ONE)
    return Quantity(
        low=min(ends) * scale,
        high=max(ends) * scale,
        unit=canonical,
        is_annual=times is not None,
        is_approximate=bool(_APPROXIMATE.search(plain)),
    )


def _decimal(number: str) -> Decimal:
    return Decimal(re.sub(r"[ \u00a0\u202f']", "", number).replace(",", "."))


def _first_name(*texts: str) -> str:
    names = (name.group() for text in texts if (name := _NAME.search(text)))
    return singular(next(names, ""))
