"""The programme the actions of a workbook belong to."""

from __future__ import annotations

from datetime import date

from django.db.models import Count
from django.utils.translation import gettext as _

from actions.models import Programme
from actions.services.programme import PROGRAMME_YEARS
from companies.imports.run import ImportRun
from pompey_ite.outbox.calendar import local_day


def programme_of(run: ImportRun) -> Programme | None:
    """Return the programme an import goes to: the newest with actions, else the newest."""
    rows = run.initiative.programmes.annotate(action_count=Count("areas__actions"))
    newest = list(rows.order_by("-starts_on", "-pk"))
    return next((row for row in newest if row.action_count), newest[0] if newest else None)


def new_programme(run: ImportRun, days: list[date]) -> Programme:
    """Return a new programme from the first to the last day of its actions."""
    today = local_day(run.now)
    starts_on = min(days, default=today)
    later = starts_on.replace(year=starts_on.year + PROGRAMME_YEARS, day=min(starts_on.day, 28))
    return Programme.objects.create(
        initiative=run.initiative,
        title=_("Programme of actions"),
        starts_on=starts_on,
        ends_on=max(days, default=later),
    )
