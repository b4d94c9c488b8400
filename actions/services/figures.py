"""Compute the figures of a monthly report, as things stood when the month ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from actions.models import Action, Decision, Milestone, Programme
from actions.reports.figures import (
    FINISHED_STATUSES,
    ActionFigures,
    AreaFigures,
    DecisionFigures,
    MilestoneFigures,
    ReportFigures,
)
from actions.reports.summary import summaries
from actions.services.budget import funder_figures
from actions.services.funnel import SynergyFigures, synergy_figures
from actions.services.indicators import indicator_figures
from actions.services.moves import moves
from actions.services.past import Past, past_of
from companies.models import Company
from pompey_ite.outbox.calendar import PARIS, next_month


@dataclass(frozen=True)
class Period:
    """The month of a report: its days, both included, and its instants in Paris."""

    month: date

    @property
    def after(self) -> date:
        return next_month(self.month)

    @property
    def last_day(self) -> date:
        return self.after - timedelta(days=1)

    @property
    def start(self) -> datetime:
        return datetime.combine(self.month, time(), tzinfo=PARIS)

    @property
    def end(self) -> datetime:
        return datetime.combine(self.after, time(), tzinfo=PARIS)


@dataclass
class PastAction:
    """An action as it stood at the end of the month."""

    action: Action
    status: str
    due_on: date | None
    progress_percent: int
    is_dated: bool  # whether the status was recorded by then
    milestones: list[PastMilestone] = field(default_factory=list)

    @property
    def is_running(self) -> bool:
        return self.status not in FINISHED_STATUSES

    def days_late(self, day: date) -> int:
        if not self.is_running or self.due_on is None:
            return 0
        return max(0, (day - self.due_on).days)


@dataclass(frozen=True)
class PastMilestone:
    milestone: Milestone
    due_on: date


def report_figures(programme: Programme, month: date) -> ReportFigures:
    """Return the figures of a programme for the month that begins on `month`, for all readers.

    Statuses, due dates and amounts are those of the end of that month, from the history. What was
    only recorded later is taken as it was first recorded, and corrected by its own dates; how
    many statuses are such is told. Cost: a fixed number of queries.
    """
    period = Period(month)
    rows = list(
        Action.objects.of(programme)
        .select_related("area", "pilot_company")
        .order_by("area__code", "position", "pk")
    )
    past = past_of(Action, [row.pk for row in rows], *ACTION_FIELDS)
    actions = _past_actions(programme, rows, past, period)
    synergies = synergy_figures(programme.initiative_id, period.end, period.last_day)
    figures = ReportFigures(
        month=month,
        **_action_counts(actions, period.after),
        **_milestone_figures(actions, period),
        **_synergy_counts(synergies),
        budget_eur=sum((one.action.budget_eur or Decimal(0) for one in actions), Decimal(0)),
        areas=_areas(programme, actions, period.after),
        actions=[_action(one, period) for one in actions],
        indicators=indicator_figures(programme, month, period.last_day),
        decisions=_decisions(programme, period.last_day),
        stage=_stage(synergies, actions),
        companies_total=Company.objects.filter(initiative=programme.initiative_id).active().count(),
        companies_engaged=_companies_engaged(actions),
        moved=moves(programme, [one.action for one in actions], past, synergies, period),
        funders=funder_figures(programme, period.end),
        statuses_undated=sum(not one.is_dated for one in actions),
    )
    return replace(figures, summary=summaries(figures))


# -- Actions and milestones -----------------------------------------------------------------------
ACTION_FIELDS = ("status", "status_reason", "due_on", "progress_percent")


def _past_actions(
    programme: Programme, rows: list[Action], past: Past, period: Period
) -> list[PastAction]:
    """Return the actions there were, with their milestones and due dates of then."""
    milestones = list(Milestone.objects.filter(action__area__programme=programme).for_list())
    dates = past_of(Milestone, [milestone.pk for milestone in milestones], "due_on")
    by_action: dict[int, list[PastMilestone]] = {}
    for milestone in milestones:
        known = dates.at(milestone.pk, period.end)
        due_on = known["due_on"] if known else milestone.due_on
        by_action.setdefault(milestone.action_id, []).append(PastMilestone(milestone, due_on))
    was_in_use = past.began_before(period.end)
    return [
        _past_action(row, past, period, by_action.get(row.pk, []))
        for row in rows
        if not was_in_use or past.at(row.pk, period.end) or not past.first(row.pk)
    ]


def _past_action(
    row: Action, past: Past, period: Period, milestones: list[PastMilestone]
) -> PastAction:
    known = past.at(row.pk, period.end)
    if known:
        values = (known["status"], known["due_on"], known["progress_percent"])
        return PastAction(row, *values, is_dated=True, milestones=milestones)
    first = past.first(row.pk)
    status = _status_by_dates(row, first["status"] if first else row.status, milestones, period)
    return PastAction(
        row, status, row.due_on, row.progress_percent, is_dated=False, milestones=milestones
    )


def _status_by_dates(
    row: Action, status: str, milestones: list[PastMilestone], period: Period
) -> str:
    """Return a status recorded later, put back by what has a date: its start, its milestones."""
    if status == Action.Status.ABANDONED:
        return status
    if row.starts_on and row.starts_on > period.last_day:
        return Action.Status.TO_COME
    reached_later = any(
        one.milestone.done_on and one.milestone.done_on > period.last_day for one in milestones
    )
    if status == Action.Status.DONE and reached_later:
        return Action.Status.IN_PROGRESS
    return status


def _action_counts(actions: list[PastAction], day: date) -> dict[str, Any]:
    done = sum(one.status == Action.Status.DONE for one in actions)
    return {
        "actions_total": len(actions),
        "actions_done": done,
        "actions_running": sum(one.is_running for one in actions),
        "actions_late": sum(one.days_late(day) > 0 for one in actions),
    }


def _areas(programme: Programme, actions: list[PastAction], day: date) -> list[AreaFigures]:
    areas = []
    for area in programme.areas.order_by("code"):
        counts = _action_counts([one for one in actions if one.action.area_id == area.pk], day)
        figures = {key.removeprefix("actions_"): value for key, value in counts.items()}
        areas.append(AreaFigures(code=area.code, kind=area.kind, title=area.title, **figures))
    return areas


def _is_reached(milestone: Milestone, last_day: date) -> bool:
    return milestone.done_on is not None and milestone.done_on <= last_day


def _action(one: PastAction, period: Period) -> ActionFigures:
    action = one.action
    return ActionFigures(
        action_id=action.pk,
        code=action.code,
        title=action.title,
        area=action.area.code,
        pilot=action.pilot,
        status=one.status,
        due_on=one.due_on,
        days_late=one.days_late(period.after),
        progress_percent=one.progress_percent,
        milestones_done=sum(_is_reached(m.milestone, period.last_day) for m in one.milestones),
        milestones_total=len(one.milestones),
        visibility=action.visibility,
    )


@dataclass(frozen=True)
class _MilestoneFigures:
    milestones_total: int
    milestones_done: int
    reached: list[MilestoneFigures]
    late: list[MilestoneFigures]
    coming: list[MilestoneFigures]


def _milestone_figures(actions: list[PastAction], period: Period) -> dict[str, Any]:
    """Return the milestones reached in the month, late at its end, and due in the next one."""
    pairs = [(one, past) for one in actions for past in one.milestones]
    last_of_next = next_month(period.after) - timedelta(days=1)
    reached, late, coming = [], [], []
    done_count = 0
    for one, past in pairs:
        milestone = past.milestone
        if _is_reached(milestone, period.last_day):
            done_count += 1
            if milestone.done_on and milestone.done_on >= period.month:
                reached.append(_milestone(one, past, period.after))
        elif one.is_running and past.due_on < period.after:
            late.append(_milestone(one, past, period.after))
        elif one.is_running and past.due_on <= last_of_next:
            coming.append(_milestone(one, past, period.after))
    figures = _MilestoneFigures(
        len(pairs),
        done_count,
        sorted(reached, key=lambda row: (row.done_on or row.due_on, row.title)),
        sorted(late, key=lambda row: (row.due_on, row.title)),
        sorted(coming, key=lambda row: (row.due_on, row.title)),
    )
    return vars(figures)


def _milestone(one: PastAction, past: PastMilestone, day: date) -> MilestoneFigures:
    milestone = past.milestone
    reached_on = milestone.done_on if milestone.done_on and milestone.done_on < day else None
    return MilestoneFigures(
        action_id=milestone.action_id,
        action=str(one.action),
        title=milestone.title,
        due_on=past.due_on,
        done_on=reached_on,
        days_late=max(0, ((reached_on or day) - past.due_on).days),
        visibility=one.action.visibility,
    )


# -- The rest -------------------------------------------------------------------------------------
def _synergy_counts(synergies: SynergyFigures) -> dict[str, Any]:
    return {
        "synergies_open": sum(synergies.by_status.values()),
        "synergies_by_status": dict(sorted(synergies.by_status.items())),
        "funnel": synergies.funnel,
    }


def _stage(synergies: SynergyFigures, actions: Iterable[PastAction]) -> int:
    """Return 3 when a synergy is operational, else 2 when there are actions, else 1."""
    if synergies.by_status["operational"]:
        return 3
    return 2 if list(actions) else 1


def _companies_engaged(actions: list[PastAction]) -> int:
    """Return how many companies lead an action that has begun, or are its partners."""
    begun = {
        one.action.pk: one.action
        for one in actions
        if one.status not in {Action.Status.TO_COME, Action.Status.ABANDONED}
    }
    links = Action.partners.through.objects.filter(action__in=begun)
    engaged = set(links.values_list("company_id", flat=True))
    engaged |= {action.pilot_company_id for action in begun.values() if action.pilot_company_id}
    return len(engaged)


def _decisions(programme: Programme, last_day: date) -> list[DecisionFigures]:
    """Return the decisions asked for by the end of the month and not taken by then."""
    rows = Decision.objects.filter(programme=programme, asked_on__lte=last_day)
    awaited = [row for row in rows.select_related("action") if not _is_taken(row, last_day)]
    return [
        DecisionFigures(
            question=row.question,
            body=row.body,
            asked_on=row.asked_on,
            action=str(row.action) if row.action else "",
        )
        for row in sorted(awaited, key=lambda row: (row.asked_on, row.pk))
    ]


def _is_taken(decision: Decision, last_day: date) -> bool:
    return decision.taken_on is not None and decision.taken_on <= last_day
