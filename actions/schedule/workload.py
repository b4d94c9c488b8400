"""Days of work by month: the effort that is left, spread over the working days that are left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

FULL_PERCENT = 100


@dataclass(frozen=True)
class Effort:
    """What one action asks of the project manager. days: in total, from the first day to the last;
    progress_percent: 0 to 100; starts_on, ends_on: None when nobody has said."""

    days: Decimal
    progress_percent: int
    starts_on: date | None
    ends_on: date | None

    @property
    def days_left(self) -> Fraction:
        """Return the days that the part not done asks for, exact."""
        return Fraction(self.days) * (FULL_PERCENT - self.progress_percent) / FULL_PERCENT


def spread(
    effort: Effort, *, today: date, is_working_day: Callable[[date], bool]
) -> dict[date, Fraction]:
    """Return the days of work by the first day of the month; they sum to `days_left` exactly.

    Each working day from today (or a later start) to the end carries the same part. What is past
    its end, and what has no working day left, is for this month; without an end: for the month in
    which it starts, or this one.
    """
    left = effort.days_left
    if not left:
        return {}
    first = max(effort.starts_on or today, today)
    last = effort.ends_on or first
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    months = Counter(day.replace(day=1) for day in days if is_working_day(day))
    if not months:
        return {first.replace(day=1): left}
    working_days = sum(months.values())
    return {month: left * count / working_days for month, count in months.items()}


def workload(
    efforts: Iterable[Effort], *, today: date, is_working_day: Callable[[date], bool]
) -> dict[date, Fraction]:
    """Return the days of work of all efforts by the first day of the month, in their order."""
    total: dict[date, Fraction] = {}
    for effort in efforts:
        parts = spread(effort, today=today, is_working_day=is_working_day)
        for month, days in parts.items():
            total[month] = total.get(month, Fraction(0)) + days
    return dict(sorted(total.items()))
