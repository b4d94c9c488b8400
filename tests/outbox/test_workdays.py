"""Working days, weeks and eight o'clock, across clock changes, month ends and leap days."""

from datetime import UTC, date, datetime, timedelta

import pytest

from pompey_ite.outbox.workdays import (
    add_working_days,
    at_opening,
    first_working_instant_of_week,
    week_name,
)


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        pytest.param(date(2019, 6, 7), 1, date(2019, 6, 11), id="over Whit Monday"),
        pytest.param(date(2024, 2, 28), 2, date(2024, 3, 1), id="29 February counts"),
        pytest.param(date(2023, 2, 28), 1, date(2023, 3, 1), id="no 29 February"),
        pytest.param(date(2019, 1, 2), -1, date(2018, 12, 31), id="back over New Year"),
        pytest.param(date(2019, 6, 30), -3, date(2019, 6, 26), id="back from a Sunday"),
        pytest.param(date(2019, 6, 8), 0, date(2019, 6, 11), id="the first from a Saturday on"),
    ],
)
def test_working_days_are_counted(day, count, expected):
    assert add_working_days(day, count) == expected


@pytest.mark.parametrize(
    ("before", "days"),
    [
        pytest.param(date(2026, 3, 28), 2, id="into summer time"),
        pytest.param(date(2026, 10, 24), 2, id="out of summer time"),
    ],
)
def test_eight_stays_eight_over_a_clock_change(before, days):
    later = at_opening(before + timedelta(days=days))

    assert later.hour == 8
    # Negative control: adding hours instead of days moves eight o'clock.
    wrong = at_opening(before).astimezone(UTC) + timedelta(hours=24 * days)
    assert wrong != later


def test_week_of_new_year_belongs_to_the_year_of_its_thursday():
    assert week_name(date(2018, 12, 31)) == "2019-W01"
    assert week_name(date(2021, 1, 3)) == "2020-W53"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param(date(2019, 7, 3), datetime(2019, 7, 1, 6, tzinfo=UTC), id="Monday in summer"),
        pytest.param(date(2019, 6, 11), datetime(2019, 6, 11, 6, tzinfo=UTC), id="Whit Monday"),
        pytest.param(date(2026, 10, 26), datetime(2026, 10, 26, 7, tzinfo=UTC), id="after 25 Oct."),
    ],
)
def test_week_begins_at_eight_of_its_first_working_day(day, expected):
    assert first_working_instant_of_week(day) == expected
