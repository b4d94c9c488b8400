"""Working days of France, months, and what “today” means in Paris."""

from datetime import UTC, date, datetime

import pytest

from pompey_ite.outbox import calendar


@pytest.mark.parametrize(
    ("month", "expected"),
    [
        (date(2019, 7, 1), "2019-07-01T08:00:00+02:00"),  # a Monday
        (date(2019, 5, 1), "2019-05-02T08:00:00+02:00"),  # Labour Day
        (date(2019, 6, 17), "2019-06-03T08:00:00+02:00"),  # the 1st is a Saturday
        (date(2027, 1, 31), "2027-01-04T08:00:00+01:00"),  # New Year, then a weekend
        (date(2026, 11, 1), "2026-11-02T08:00:00+01:00"),  # All Saints on a Sunday
    ],
)
def test_first_working_instant_skips_weekends_and_holidays(month, expected):
    assert calendar.first_working_instant(month).isoformat() == expected


def test_today_is_the_civil_day_in_paris():
    assert calendar.local_day(datetime(2019, 6, 30, 22, 30, tzinfo=UTC)) == date(2019, 7, 1)
    assert calendar.local_day(datetime(2019, 12, 31, 22, 30, tzinfo=UTC)) == date(2019, 12, 31)


@pytest.mark.parametrize("day", [date(2020, 2, 29), date(2019, 12, 31), date(2020, 1, 1)])
def test_months_before_and_after_are_inverse(day):
    first = day.replace(day=1)

    assert calendar.next_month(calendar.previous_month(day)) == first
    assert calendar.previous_month(calendar.next_month(day)) == first


def test_where_quiet_hours_are_off_a_mail_may_leave_at_once(settings):
    """The demo, and the walk through it, are the same at night and on a Sunday."""
    sunday_night = datetime(2019, 3, 10, 2, tzinfo=calendar.PARIS)

    assert calendar.next_writing_instant(sunday_night) > sunday_night
    settings.MAIL_QUIET_HOURS = False
    assert calendar.next_writing_instant(sunday_night) == sunday_night
