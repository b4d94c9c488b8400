"""Numbers as people type them: decimal commas, thousands separators, “env.”, ranges, units."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from companies.workbook.reading import Note, Reading, Remark, repaired, to_confirm, unreadable
from companies.workbook.texts import read_text
from companies.workbook.units import canonical_unit, cut_period

DECIMALS = 3  # kept by the database
LARGEST = Decimal(10) ** 12
NUMBER = r"[-+−]?\d(?:[\d ',.\u2019]*\d)?"
APPROXIMATELY = re.compile(
    r"^(?:env(?:iron)?\.?|approx\.?|approximativement|à peu près|ca\.?|circa|about|[~≈±])\s*", re.I
)
BOUND = re.compile(
    r"^(?:>=?|<=?|≥|≤|max(?:i(?:mum)?)?\.?|min(?:i(?:mum)?)?\.?|plus de|moins de|jusqu'à|"
    r"au moins|au plus|up to|at least|at most)\s*",
    re.I,
)
RANGE = re.compile(
    rf"^(?:entre |de |between |from )?({NUMBER})\s*(?:-|–|—|à|et|to|and|/)\s*({NUMBER})(.*)$", re.I
)
QUANTITY = re.compile(rf"^({NUMBER})(.*)$")
THOUSANDS = re.compile(r"^\d{1,3}(?:([ '.,])\d{3})(?:\1\d{3})*$")
FACTOR = re.compile(
    r"(?:[x×*^]|e[-+]?)\s*\d", re.I
)  # “2 x 20 t”, “1e3”: not the first number alone
APPROXIMATELY_AFTER = re.compile(r"\s*(?:\((?:env(?:iron)?|approx)\.?\)|\benviron)$", re.I)
MULTIPLIERS = {
    "k": 1000,
    "mille": 1000,
    "milliers": 1000,
    "million": 10**6,
    "millions": 10**6,
    "k€": 1000,
    "keur": 1000,
    "m€": 10**6,
}


@dataclass(frozen=True)
class Quantity:
    number: Decimal
    unit: str = ""
    period: str = ""  # a key of units.PERIODS
    tail: str = ""  # what stands after the number and was not understood


def read_decimal(value: object) -> Reading[Decimal]:
    """Return a number; refuse what can be read in two ways, such as “1,250”."""
    if isinstance(value, bool | date | time):
        return unreadable(_("This is not a number."))
    if isinstance(value, int | float):
        return _rounded(Decimal(repr(value)))
    text = (read_text(value).value or "").replace("−", "-").replace("\u2019", "'")
    sign, digits = (text[0], text[1:].strip()) if text[:1] in {"-", "+"} else ("", text)
    reading = _unsigned(digits)
    if reading.value is None:
        return reading
    return _rounded(-reading.value if sign == "-" else reading.value).noting(*reading.notes)


def _unsigned(text: str) -> Reading[Decimal]:
    if re.fullmatch(r"\d+", text):
        return Reading(Decimal(text))
    if match := THOUSANDS.fullmatch(text):
        separator = match[1]
        is_single = text.count(separator) == 1
        if separator in ".," and is_single and not text.startswith("0"):
            return unreadable(
                _("“%s” may be thousands or decimals: write it without separator.") % text
            )
        if separator in " '" or not is_single:
            return Reading(Decimal(re.sub(r"[ '.,]", "", text)))
    whole, mark, decimals = _cut_at_decimal_mark(text)
    if whole is None:
        return unreadable(_("This is not a number."))
    return Reading(Decimal(whole + (mark and "." + decimals)))


def _cut_at_decimal_mark(text: str) -> tuple[str | None, str, str]:
    """Return the digits before the decimal mark, the mark, the digits after; None when wrong."""
    match = re.fullmatch(r"(.*)([.,])(\d+)", text)
    whole, mark, decimals = match.groups() if match else (text, "", "")
    if THOUSANDS.fullmatch(whole) and mark not in whole:
        whole = re.sub(r"[ '.,]", "", whole)
    return (whole if re.fullmatch(r"\d+", whole) else None), mark, decimals


def _rounded(number: Decimal) -> Reading[Decimal]:
    if not number.is_finite():
        return unreadable(_("This is not a number."))
    try:
        kept = number.quantize(Decimal(1).scaleb(-DECIMALS)).normalize()
    except InvalidOperation:  # too many digits
        return unreadable(_("This is not a number."))
    if abs(kept) >= LARGEST:
        return unreadable(_("This number is too large."))
    kept = kept.quantize(Decimal(1)) if kept == kept.to_integral() else kept
    if abs(kept - number) > Decimal("1e-9"):
        return repaired(kept, _("The number was rounded to %d decimals.") % DECIMALS)
    return Reading(kept)


def read_whole_number(value: object, *, at_least: int = 0) -> Reading[int]:
    """Return a whole number, such as a headcount; “env. 48” is read, to be said."""
    reading = read_quantity(value)
    if reading.value is None:
        return reading.instead(None)
    number = reading.value.number
    if number != number.to_integral_value() or number < at_least or number > 2**31 - 1:
        return unreadable(_("A whole number is expected, at least %d.") % at_least)
    return reading.instead(int(number))


def read_quantity(value: object) -> Reading[Quantity]:
    """Return a quantity with what its text says of unit and period: “env. 12 t/an”, “5-10”."""
    if not isinstance(value, str):
        reading = read_decimal(value)
        return reading.instead(None if reading.value is None else Quantity(reading.value))
    text = (read_text(value).value or "").replace("\u2019", "'")
    notes: list[Note] = []
    for opening, message in (
        (APPROXIMATELY, _("This is an approximation: the number was taken.")),
        (APPROXIMATELY_AFTER, _("This is an approximation: the number was taken.")),
        (BOUND, _("This is a limit: the number was taken.")),
    ):
        if opening.search(text):
            text = opening.sub("", text)
            notes.append(Note(Remark.REPAIRED, message))
    if match := RANGE.match(text):
        return _lower_end(match).noting(*notes)
    return _single(text).noting(*notes)


def _lower_end(match: re.Match[str]) -> Reading[Quantity]:
    low, high = read_decimal(match[1]), read_decimal(match[2])
    if low.value is None or high.value is None or low.value >= high.value:
        return unreadable(_("This is not a number."))
    reading = _with_tail(low.value, match[3])
    if reading.value is None:
        return reading
    text = _("A range was given: its lower end was taken.")
    return to_confirm(reading.value, text).noting(*reading.notes)


def _single(text: str) -> Reading[Quantity]:
    match = QUANTITY.match(text)
    if match is None:
        return unreadable(_("This is not a number."))
    number = read_decimal(match[1])
    if number.value is None:
        return number.instead(None)
    reading = _with_tail(number.value, match[2])
    return reading.noting(*number.notes)


def _with_tail(number: Decimal, tail: str) -> Reading[Quantity]:
    """Read what follows the number: a multiplier, a unit, “/an”, “par mois”."""
    words = tail.strip(" .")
    first, _space, rest = words.partition(" ")
    if first.lower() in MULTIPLIERS:
        number, words = number * MULTIPLIERS[first.lower()], rest
    if not words:
        return Reading(Quantity(number))
    if FACTOR.match(words):
        return unreadable(_("This is not a number."))
    unit_text, period = cut_period(words)
    unit = canonical_unit(unit_text) if unit_text else ""
    if unit is None:
        text = _("“%s” after the number was not understood.") % words
        return to_confirm(Quantity(number, tail=words), text)
    return repaired(Quantity(number, unit, period), _("Unit and period were read with the number."))


def read_percent(value: object, *, is_percent: bool = False) -> Reading[int]:
    """Return whole percent, 0 to 100: 60, “60 %”, 0.6. is_percent: the cell shows 0.6 as 60 %."""
    is_text = isinstance(value, str)
    text = str(value)
    reading = read_decimal(text.replace("%", "").strip() if is_text else value)
    if reading.value is None:
        return reading.instead(None)
    number = reading.value
    is_formatted = is_percent and not is_text
    is_fraction = 0 < number < 1 and "%" not in text and not is_formatted
    if is_formatted or is_fraction:
        number *= 100
    if not 0 <= number <= 100:  # noqa: PLR2004 – percent
        return unreadable(_("A percentage goes from 0 to 100."))
    if is_fraction:
        return repaired(round(number), _("The fraction was read as a percentage."))
    if number != round(number):
        return repaired(round(number), _("The percentage was rounded."))
    return reading.instead(round(number))
