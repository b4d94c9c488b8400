"""Dates as people type them: ISO, day first, month in words, serial numbers of a spreadsheet."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from companies.workbook.reading import Reading, repaired, unreadable
from companies.workbook.texts import read_text
from companies.workbook.words import plain

EARLIEST_YEAR, LATEST_YEAR = 1950, 2100
SERIALS = range(20_000, 75_000)  # 1954 to 2105, in days since 30 December 1899
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 – spreadsheets know no time zone
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan january",
            "fevrier fevr fev feb february",
            "mars mar march",
            "avril avr apr april",
            "mai may",
            "juin jun june",
            "juillet juil jul july",
            "aout aou aug august",
            "septembre sept sep september",
            "octobre oct october",
            "novembre nov november",
            "decembre dec december",
        ),
        start=1,
    )
    for name in names.split()
}
TIME_OF_DAY = r"(?:[T ]\d{1,2}[:h]\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?"
ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){TIME_OF_DAY}")
DAY_FIRST = re.compile(rf"(\d{{1,2}})[-/. ](\d{{1,2}})[-/. ](\d{{4}}|\d{{2}}){TIME_OF_DAY}")
DAY_MONTH_WORD = re.compile(r"(?:[a-z]+ )?(\d{1,2})(?:er|st|nd|rd|th)? ([a-z]+) (\d{4}|\d{2})")
MONTH_WORD_DAY = re.compile(r"([a-z]+) (\d{1,2})(?:st|nd|rd|th)? (\d{4})")


def read_date(value: object, *, epoch: datetime = EPOCH) -> Reading[date]:
    """Return a date, day before month; refuse what no calendar has, and a month or year alone.

    epoch: the day 0 of the workbook's serial dates.
    """
    if isinstance(value, datetime):
        return _in_range(value.date())
    if isinstance(value, date):
        return _in_range(value)
    if isinstance(value, bool):
        return unreadable(_("This is not a date."))
    if isinstance(value, int | float):
        return _from_serial(value, epoch)
    return _from_text(read_text(value).value or "", epoch)


def _in_range(day: date) -> Reading[date]:
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        return unreadable(_("The year %d is not plausible.") % day.year)
    return Reading(day)


def _from_serial(value: float, epoch: datetime) -> Reading[date]:
    if value != value or int(value) not in SERIALS:  # noqa: PLR0124 – not a number
        return unreadable(_("This is not a date: give day, month and year."))
    return repaired(
        (epoch + timedelta(days=int(value))).date(),
        _("The serial number of the spreadsheet was read as a date."),
    )


def _from_text(text: str, epoch: datetime) -> Reading[date]:
    if text.isdecimal() and len(text) == len("42737"):
        return _from_serial(int(text), epoch)
    if match := re.fullmatch(r"(\d{4})(\d{2})(\d{2})", text) or ISO.fullmatch(text):
        return _from_parts(*match.groups())
    if match := DAY_FIRST.fullmatch(text):
        day, month, year = match.groups()
        return _from_parts(year, month, day)
    words = plain(text)
    if match := DAY_MONTH_WORD.fullmatch(words):
        day, name, year = match.groups()
        return _from_parts(year, MONTHS.get(name), day)
    if match := MONTH_WORD_DAY.fullmatch(words):
        name, day, year = match.groups()
        return _from_parts(year, MONTHS.get(name), day)
    return unreadable(_("This is not a date: give day, month and year."))


def _from_parts(year: str, month: str | int | None, day: str) -> Reading[date]:
    if month is None:
        return unreadable(_("This is not a date: give day, month and year."))
    is_short = len(year) == 2  # noqa: PLR2004 – two-digit years
    try:
        found = date(2000 + int(year) if is_short else int(year), int(month), int(day))
    except ValueError:
        return unreadable(_("No calendar has this date; the day comes first, then the month."))
    if is_short:
        text = _("The year was read as %d.") % found.year
        return repaired(found, text)
    return _in_range(found)
