"""The year of an archive, and rows as they stood when it ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, TypeVar

from django.db import models

from pompey_ite.outbox.calendar import PARIS

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class Year:
    """A year of the calendar, by the clock of Paris; `now`: when it is asked for."""

    number: int
    now: datetime

    @property
    def first_day(self) -> date:
        return date(self.number, 1, 1)

    @property
    def last_day(self) -> date:
        return date(self.number, 12, 31)

    @property
    def begins_at(self) -> datetime:
        return datetime.combine(self.first_day, time(), PARIS)

    @property
    def ends_at(self) -> datetime:
        """The first instant that is not in it any more."""
        return datetime.combine(date(self.number + 1, 1, 1), time(), PARIS)

    @property
    def known_until(self) -> datetime:
        """Its end, or now while it is not over: what is still open has no result."""
        return min(self.ends_at, self.now)

    @property
    def days(self) -> tuple[date, date]:
        """Its first and its last day, for a filter by day."""
        return self.first_day, self.last_day

    def instants(self, field: str) -> models.Q:
        """Return the condition that an instant lies in it."""
        return models.Q(**{f"{field}__gte": self.begins_at, f"{field}__lt": self.ends_at})


def stood_at_the_end(rows: models.QuerySet[Row], year: Year) -> list[Row]:
    """Return rows as they stood when the year ended, also those that were deleted since.

    A row that nobody has changed since is taken as it is; of the others the history says how they
    were, and leaves out those that were made later. Links between several rows have no history.
    """
    history: Any = rows.model.history  # type: ignore[attr-defined]
    key = rows.model._meta.pk.attname
    changed = history.filter(history_date__gte=year.ends_at).values(key)
    unchanged = list(rows.exclude(pk__in=changed))
    before = history.filter(history_date__lt=year.ends_at, **{f"{key}__in": changed})
    latest = {getattr(line, key): line for line in before.order_by("history_date", "history_id")}
    return unchanged + [line.instance for line in latest.values() if line.history_type != "-"]
