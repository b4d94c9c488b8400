"""Periods a funder asks about: the last whole quarter, half-year or year, or chosen days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

QUARTER, HALF_YEAR, YEAR = 3, 6, 12  # months


@dataclass(frozen=True)
class Period:
    """From a first to a last day, both included."""

    starts_on: date
    ends_on: date

    @property
    def query(self) -> str:
        """The period as the address of a page carries it."""
        return f"start={self.starts_on.isoformat()}&end={self.ends_on.isoformat()}"


def last_whole(months: int, today: date) -> Period:
    """Return the last period of so many months of the calendar that was over before `today`."""
    first_month = (today.month - 1) // months * months + 1
    ends_on = date(today.year, first_month, 1) - timedelta(days=1)
    return Period(date(ends_on.year, ends_on.month - months + 1, 1), ends_on)


def usual_periods(today: date) -> list[tuple[str, Period]]:
    """Return the periods of one click, with their names."""
    return [
        (_("Last quarter"), last_whole(QUARTER, today)),
        (_("Last half-year"), last_whole(HALF_YEAR, today)),
        (_("Last year"), last_whole(YEAR, today)),
    ]
