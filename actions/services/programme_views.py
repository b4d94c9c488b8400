"""The programme seen as a list, a board, a timeline, a load of work, an order of launching."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from actions.models import Action, Programme
from actions.models.action import ActionQuerySet
from actions.schedule.quadrant import Quadrant, quadrant_of
from actions.schedule.timeline import Point, Row, Timeline, timeline
from actions.schedule.workload import Effort, workload
from actions.services.sheet import SheetRefused, set_status
from companies.models import Company
from pompey_ite.outbox.calendar import is_working_day, next_month

BOARD = [status for status in Action.Status if status != Action.Status.LATE]


def filtered_actions(
    programme: Programme | None,
    today: date,
    *,
    words: str = "",
    area: str = "",
    status: str = "",
    priority: str = "",
    company: Company | None = None,
    is_late: bool = False,
) -> ActionQuerySet:
    """Return the actions that the filters leave, as `for_list` gives them.

    company: leads the action or takes part in it.
    """
    rows = Action.objects.filter(area__programme=programme).for_list(today)
    wanted = {"area__kind": area, "status": status, "priority": priority}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(code__iexact=words))
    if company:
        rows = rows.filter(pk__in=_of_company(company))
    return rows.late_on(today) if is_late else rows


def _of_company(company: Company) -> list[int]:
    """Return the keys: a join would count the milestones of each partner again."""
    concerned = Action.objects.filter(Q(pilot_company=company) | Q(partners=company))
    return list(concerned.values_list("pk", flat=True))


# -- The board ------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Column:
    """One status of the board and its cards."""

    status: str
    label: str
    cards: list[Action]


def board(actions: Iterable[Action]) -> list[Column]:
    """Return a column for each status, empty ones too: one can move a card there.

    What was imported as “late” stands with what is in progress: lateness comes from the date.
    """
    cards: dict[str, list[Action]] = {}
    for action in actions:
        is_late = action.status == Action.Status.LATE
        cards.setdefault(Action.Status.IN_PROGRESS if is_late else action.status, []).append(action)
    return [Column(one.value, str(one.label), cards.get(one, [])) for one in BOARD]


@transaction.atomic
def move_card(*, action: Action, before: str, status: str, reason: str) -> Action:
    """Return the action in its new column.

    before: the status that the page showed. Raises SheetRefused when somebody has moved it since,
    or the status needs a reason and has none.
    """
    current = Action.objects.select_for_update().get(pk=action.pk)
    if current.status != before:
        words = _("Somebody has set “%(action)s” to “%(status)s” meanwhile. Look again.")
        raise SheetRefused(words % {"action": current, "status": current.get_status_display()})
    if current.status == status:
        return current
    return set_status(action=current, status=status, reason=reason)


# -- The timeline ---------------------------------------------------------------------------------
def programme_timeline(programme: Programme, actions: ActionQuerySet, today: date) -> Timeline:
    """Return the drawing of the actions from the first day of anything to the last."""
    found = list(actions.prefetch_related("milestones"))
    days = [day for row in found for day in (row.starts_on, row.due_on) if day]
    rows = [_row(action, today) for action in found]
    return timeline(
        rows,
        first=min([programme.starts_on, *days]),
        last=max([programme.ends_on, *days]),
        today=today,
    )


def _row(action: Action, today: date) -> Row:
    is_over = action.status in {Action.Status.DONE, Action.Status.ABANDONED}
    points = [
        Point(
            one.due_on,
            one.title,
            "reached" if one.done_on else "late" if one.due_on < today and not is_over else "open",
        )
        for one in action.milestones.all()
    ]
    return Row(
        key=action.pk,
        code=action.code,
        title=action.title,
        area=action.area.kind,
        state="late" if action.is_late else "over" if is_over else "",
        starts_on=action.starts_on,
        ends_on=action.due_on,
        points=points,
    )


# -- The workload ---------------------------------------------------------------------------------
@dataclass(frozen=True)
class MonthLoad:
    """The days that a month asks for, and what of them is above the capacity."""

    month: date
    days: Decimal
    over: Decimal


@dataclass(frozen=True)
class Load:
    """The months to come, and the actions that nobody has estimated."""

    months: list[MonthLoad]
    days_left: Decimal
    unestimated: list[Action]
    largest: Decimal  # of days or capacity: how long the longest bar is


TENTH = Decimal("0.1")
OVER = (Action.Status.DONE, Action.Status.ABANDONED)


def programme_load(programme: Programme, actions: Iterable[Action], today: date) -> Load:
    """Return the days of work by month, from this month on without a gap."""
    running = [action for action in actions if action.status not in OVER]
    efforts = [
        Effort(row.effort_days, row.progress_percent, row.starts_on, row.due_on)
        for row in running
        if row.effort_days is not None
    ]
    days = workload(efforts, today=today, is_working_day=is_working_day)
    capacity = programme.capacity_days
    months = [_month(month, days.get(month, Fraction(0)), capacity) for month in _span(days, today)]
    return Load(
        months=months,
        days_left=_rounded(sum((one.days_left for one in efforts), Fraction(0))),
        unestimated=[row for row in running if row.effort_days is None],
        largest=max([capacity, *(one.days for one in months)]),
    )


def _span(days: dict[date, Fraction], today: date) -> list[date]:
    months = [today.replace(day=1)]
    while days and months[-1] < max(days):
        months.append(next_month(months[-1]))
    return months


def _month(month: date, days: Fraction, capacity: Decimal) -> MonthLoad:
    shown = _rounded(days)
    return MonthLoad(month, shown, max(shown - capacity, Decimal(0)))


def _rounded(days: Fraction) -> Decimal:
    return (Decimal(days.numerator) / Decimal(days.denominator)).quantize(TENTH)


# -- The order of launching -----------------------------------------------------------------------
@dataclass(frozen=True)
class Field:
    """One of the four fields, and the actions that stand there."""

    key: str
    label: str
    says: str
    actions: list[Action]


def launching(actions: Iterable[Action]) -> tuple[list[Field], list[Action]]:
    """Return the four fields, and what nobody has placed; what is over is left out."""
    placed: dict[Quadrant, list[Action]] = {}
    unplaced = []
    for action in actions:
        if action.status in OVER:
            continue
        if action.effort_size is None or action.benefit_size is None:
            unplaced.append(action)
        else:
            place = quadrant_of(effort=action.effort_size, benefit=action.benefit_size)
            placed.setdefault(place, []).append(action)
    fields = [
        Field(place.value, label, says, placed.get(place, []))
        for place, label, says in (
            (Quadrant.LAUNCH_NOW, _("Launch now"), _("Useful and light")),
            (Quadrant.STRUCTURING, _("Structuring"), _("Useful and heavy: prepare them well")),
            (Quadrant.ALONG_THE_WAY, _("Along the way"), _("Light: when the occasion comes")),
            (Quadrant.LATER, _("Later"), _("Heavy, for little benefit")),
        )
    ]
    return fields, unplaced
