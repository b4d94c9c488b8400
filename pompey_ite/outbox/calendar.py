"""Working days of mainland France: when a mail may leave."""

from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays
from django.conf import settings

PARIS = ZoneInfo("Europe/Paris")
OPENING_HOUR = time(8)
CLOSING_HOUR = time(18)
SATURDAY = 5  # date.weekday()


@cache
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("FR", years=year))


def is_working_day(day: date) -> bool:
    """Return whether `day` is neither in a weekend nor a French public holiday."""
    return day.weekday() < SATURDAY and day not in _public_holidays(day.year)


def first_working_instant(month: date) -> datetime:
    """Return 8 h, Paris time, of the first working day of the month that `month` lies in."""
    day = month.replace(day=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return datetime.combine(day, OPENING_HOUR, tzinfo=PARIS)


def local_day(now: datetime) -> date:
    """Return the civil day in Paris at an instant: what “today” means to everybody here."""
    return now.astimezone(PARIS).date()


def previous_month(day: date) -> date:
    """Return the first day of the month before the one `day` lies in."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def next_month(day: date) -> date:
    """Return the first day of the month after the one `day` lies in."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def next_writing_instant(now: datetime) -> datetime:
    """Return the first instant from `now` on at which a mail may leave: working days, 8 to 18 h.

    Where quiet hours are switched off (the demo), that is `now`.
    """
    if not settings.MAIL_QUIET_HOURS:
        return now
    local = now.astimezone(PARIS)
    if is_working_day(local.date()) and OPENING_HOUR <= local.time() < CLOSING_HOUR:
        return now
    day = local.date() if local.time() < OPENING_HOUR else local.date() + timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return datetime.combine(day, OPENING_HOUR, tzinfo=PARIS)
