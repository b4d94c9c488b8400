"""The effort that is left, spread over the working days that are left."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from actions.schedule.workload import Effort, spread, workload
from pompey_ite.outbox.calendar import is_working_day

TODAY = date(2019, 7, 1)
days = st.none() | st.dates(date(2018, 1, 1), date(2021, 12, 31))
efforts = st.builds(
    Effort,
    days=st.decimals(0, 500, places=1),
    progress_percent=st.integers(0, 100),
    starts_on=days,
    ends_on=days,
)


@given(efforts)
def test_no_day_is_lost_and_none_lies_in_the_past(effort):
    parts = spread(effort, today=TODAY, is_working_day=is_working_day)

    assert sum(parts.values()) == effort.days_left
    assert all(month >= TODAY.replace(day=1) for month in parts)
    assert all(days > 0 for days in parts.values())


@given(st.lists(efforts, max_size=8))
def test_a_programme_weighs_what_its_actions_weigh(found):
    total = workload(found, today=TODAY, is_working_day=is_working_day)

    assert sum(total.values()) == sum((one.days_left for one in found), Fraction(0))
    assert list(total) == sorted(total)


def test_half_done_is_spread_by_working_days():
    """July 2019 has 22 working days left (14 July is a Sunday), August 21 (the 15th is none)."""
    effort = Effort(Decimal(86), 50, date(2019, 1, 1), date(2019, 8, 31))

    parts = spread(effort, today=TODAY, is_working_day=is_working_day)

    july = sum(is_working_day(TODAY + timedelta(days=n)) for n in range(31))
    assert july == 23
    assert parts == {
        date(2019, 7, 1): Fraction(43 * 23, 44),
        date(2019, 8, 1): Fraction(43 * 21, 44),
    }


def test_what_is_late_is_for_this_month():
    effort = Effort(Decimal(10), 20, date(2018, 1, 1), date(2019, 5, 31))

    assert spread(effort, today=TODAY, is_working_day=is_working_day) == {TODAY: Fraction(8)}
