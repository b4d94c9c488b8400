"""Quantities as people declare them: what a resource's columns hold, and what stays in words."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from companies.models import Resource
from companies.workbook.choices import LONGEST_UNIT
from companies.workbook.numbers import BOUND, NUMBER, Quantity, read_decimal, read_quantity
from companies.workbook.units import canonical_period, canonical_unit, cut_period
from synergies.detection.quantities import parse_quantity

BETWEEN = r"(?:-|–|—|à|et|to|and)"
ENDS = re.compile(rf"({NUMBER})\s*{BETWEEN}\s*({NUMBER})", re.I)
UNIT_TWICE = re.compile(rf"({NUMBER})\s*(\S+)\s*{BETWEEN}\s*({NUMBER})\s*\2", re.I)  # “5 t à 10 t”
FRACTION = re.compile(r"\d\s*/\s*\d")  # “1/2 skip” is no range
STEP = Decimal("0.001")  # what the database keeps
MEASURED = frozenset({"t", "m3", "MWh", "h", "m2", "km"})  # the rest is counted, as it was typed


@dataclass(frozen=True)
class Amount:
    """What a quantity in words says.

    `unit` and `period` are spelled as Resource keeps them. `words`: the text as typed, when the
    columns do not say all of it; it stays in the description. `remark`: what its author is told.
    """

    number: Decimal | None = None
    unit: str = ""
    period: str = ""
    words: str = ""
    remark: str = ""

    @property
    def resource(self) -> Resource:
        """Return an unsaved resource of this quantity, to be shown as any other."""
        return Resource(quantity=self.number, unit=self.unit, period=self.period)


def read_amount(text: str) -> Amount:
    """Return what a quantity such as “env. 300 kg/mois” or “5-10 m3” says.

    A range gives its middle and stays in words, as does a limit (“max 12 t”) and all that is not
    understood; `remark` then says so in the current language.
    """
    typed = " ".join(text.split())
    plain = UNIT_TWICE.sub(r"\1-\3 \2", typed)
    if not typed:
        return Amount()
    reading = read_quantity(plain)
    quantity = reading.value
    if quantity is None:
        return Amount(words=typed, remark=reading.notes[-1].message)
    if quantity.number < 0:
        return Amount(words=typed, remark=_("A quantity is not negative."))
    if FRACTION.search(plain):
        return Amount(words=typed, remark=_("This is not a number."))
    amount = _with_unit(quantity, typed)
    middle = _middle(plain, quantity.number)
    if amount.number is not None and middle is not None:
        return replace(amount, number=middle, words=typed)
    return replace(amount, words=typed) if BOUND.search(plain) else amount


def amount_of(resource: Resource) -> Amount:
    """Return the quantity of a declaration, with the words of it that its description keeps."""
    words = split_description(resource.description)[1]
    return Amount(resource.quantity, resource.unit, resource.period, words)


def per_year(amount: Amount) -> Amount | None:
    """Return the amount as detection compares it, per year; None when that says nothing more."""
    if amount.number is None:
        return None
    known = parse_quantity(format(amount.number.normalize(), "f"), amount.unit, amount.period)
    if known is None or not known.is_annual:
        return None
    unit = known.unit if known.unit in MEASURED else amount.unit
    found = Amount(known.middle.quantize(STEP), unit, Resource.Period.YEAR)
    return None if known.middle == amount.number else found


# -- Words that the columns cannot hold -----------------------------------------------------------
def split_description(description: str) -> tuple[str, str]:
    """Return a description without the line that keeps a quantity in words, and those words."""
    lines, words = [], ""
    for line in description.splitlines():
        opening = next((start for start in _openings() if line.startswith(start)), None)
        if opening is None:
            lines.append(line)
        else:
            words = line.removeprefix(opening)
    return "\n".join(lines).strip(), words


def join_description(description: str, words: str) -> str:
    """Return a description that keeps a quantity in words, in the current language."""
    kept = _("Quantity in words: %s") % words if words else ""
    return "\n".join(filter(None, (description.strip(), kept)))


def _openings() -> list[str]:
    """Return how the line begins in each language: its author's may not be the reader's."""
    found = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.append(_("Quantity in words: %s") % "")
    return found


# -- Reading --------------------------------------------------------------------------------------
def _with_unit(quantity: Quantity, typed: str) -> Amount:
    """Return the amount; a unit we do not know is kept as written when the column can hold it."""
    if not quantity.tail:
        return Amount(quantity.number, quantity.unit, quantity.period)
    name, period = cut_period(quantity.tail)
    parts = name.split()
    for count in range(len(parts), 0, -1):
        unit = canonical_unit(" ".join(parts[:count]))
        rest = " ".join(parts[count:])
        if unit is not None:
            said = period or canonical_period(rest) or ""
            is_all = not rest or canonical_period(rest) is not None
            amount = Amount(quantity.number, unit, said)
            return amount if is_all else replace(amount, words=typed, remark=_unknown(rest))
    if len(name) <= LONGEST_UNIT:
        return Amount(quantity.number, name, period)
    return Amount(words=typed, remark=_unknown(quantity.tail))


def _unknown(words: str) -> str:
    return _("“%s” after the number was not understood.") % words


def _middle(typed: str, lower: Decimal) -> Decimal | None:
    """Return the middle of the range that begins the quantity, or None when it is no range.

    lower: what was read as its lower end, with its multiplier ("5-10 k€" begins at 5,000).
    """
    found = ENDS.search(typed)
    if found is None or any(char.isdecimal() for char in typed[: found.start()]):
        return None
    low, high = (read_decimal(end).value for end in found.groups())
    if low is None or high is None or low >= high:
        return None
    scale = lower / low if low else Decimal(1)
    return ((low + high) / 2 * scale).quantize(STEP)
