"""Move everything dated of the demo, so that the day the workbook was seen on is today."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Model

from actions.models import Action, Measurement, Milestone, Programme
from companies.models import Initiative, Resource
from synergies.models import Synergy, Workshop

DATED: tuple[tuple[type[Model], tuple[str, ...]], ...] = (
    (Initiative, ("started_on",)),
    (Resource, ("available_from", "available_to")),
    (Workshop, ("held_on",)),
    (Synergy, ("next_due_on", "last_contact_on")),
    (Programme, ("starts_on", "ends_on")),
    (Action, ("starts_on", "due_on")),
    (Milestone, ("due_on", "done_on")),
    (Measurement, ("period_end",)),
)


def move_dates(*, by: timedelta) -> int:
    """Move every date of workshop and programme by whole days; return how many rows moved.

    What their histories say of them moves as well.
    """
    for model, fields in DATED:
        if history := getattr(model, "history", None):
            _move(history.model, fields, by)
    return sum(_move(model, fields, by) for model, fields in DATED)


def _move(model: type[Model], fields: Iterable[str], by: timedelta) -> int:
    rows = list(model._default_manager.all())
    for row in rows:
        for field in fields:
            if (value := getattr(row, field)) is not None:
                setattr(row, field, value + by)
    model._default_manager.bulk_update(rows, list(fields), batch_size=200)
    return len(rows)
