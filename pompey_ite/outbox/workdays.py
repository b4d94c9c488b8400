"""Counting in working days, and the weeks of the digest: civil days of Paris, never hours.

Days are added before an hour is put to them: eight o'clock stays eight o'clock when the clocks
change on the way.
"""

from datetime import date, datetime, time, timedelta

from pompey_ite.outbox.calendar import OPENING_HOUR, PARIS, is_working_day


def add_working_days(day: date, count: int) -> date:
    """Return the working day that lies `count` working days after `day`, before it if negative.

    A count of 0 gives the first working day from `day` on.
    """
    step = timedelta(days=-1 if count < 0 else 1)
    left = abs(count)
    while left or not is_working_day(day):
        day += step
        left -= left > 0 and is_working_day(day)
    return day


def at_opening(day: date) -> datetime:
    """Return 8 h, Paris time, of a day."""
    return datetime.combine(day, OPENING_HOUR, tzinfo=PARIS)


def midnight(day: date) -> datetime:
    """Return the instant at which a day begins in Paris."""
    return datetime.combine(day, time(), tzinfo=PARIS)


def monday_of(day: date) -> date:
    """Return the Monday of the week that `day` lies in."""
    return day - timedelta(days=day.weekday())


def week_name(day: date) -> str:
    """Return the ISO week of a day, such as “2019-W27”; its year may not be the day's."""
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02d}"


def first_working_instant_of_week(day: date) -> datetime:
    """Return 8 h of the first working day of the week `day` lies in: Monday, unless a holiday."""
    return at_opening(add_working_days(monday_of(day), 0))
