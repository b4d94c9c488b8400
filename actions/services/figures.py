"""The figures of a monthly report: computed once, used by the page and by the mail alike."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q, QuerySet, Sum

from actions.models import Action, Decision, Indicator, Measurement, Milestone, Programme, Target
from actions.models.action import FINISHED
from pompey_ite.outbox.calendar import next_month
from synergies.models import Synergy


@dataclass(frozen=True)
class AreaFigures:
    """How the actions of one area stand."""

    code: str
    kind: str
    title: str
    total: int
    done: int
    running: int
    late: int


@dataclass(frozen=True)
class MilestoneFigures:
    """A milestone as the report names it; days: how late it is, or was reached, in days."""

    action_id: int
    action: str
    title: str
    due_on: date
    done_on: date | None
    days_late: int


@dataclass(frozen=True)
class IndicatorFigures:
    """What one indicator has reached at the end of the month, against the sum of its targets."""

    name: str
    unit: str
    month: Decimal | None
    total: Decimal
    target: Decimal | None
    percent: int


@dataclass(frozen=True)
class ReportFigures:
    """Everything a monthly report says; `month` is its first day, the budget is before tax."""

    month: date
    synergies_open: int
    synergies_by_status: dict[str, int]
    actions_total: int
    actions_done: int
    actions_running: int
    actions_late: int
    milestones_total: int
    milestones_done: int
    budget_eur: Decimal
    areas: list[AreaFigures]
    reached: list[MilestoneFigures]
    late: list[MilestoneFigures]
    coming: list[MilestoneFigures]
    indicators: list[IndicatorFigures]
    decisions: list[str]

    def as_json(self) -> dict[str, Any]:
        """Return the figures as plain lists, texts and numbers: dates and decimals as texts."""
        data: dict[str, Any] = json.loads(json.dumps(asdict(self), cls=DjangoJSONEncoder))
        return data

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> ReportFigures:
        """Return the figures that `as_json` wrote, to show a report of the archive."""
        read = dict(data)
        read["month"] = date.fromisoformat(data["month"])
        read["budget_eur"] = Decimal(data["budget_eur"])
        read["areas"] = [AreaFigures(**area) for area in data["areas"]]
        for key in ("reached", "late", "coming"):
            read[key] = [_milestone_from_json(item) for item in data[key]]
        read["indicators"] = [_indicator_from_json(item) for item in data["indicators"]]
        return cls(**read)

    @property
    def measured(self) -> list[IndicatorFigures]:
        """Return the indicators that got a value this month: what a mail has room for."""
        return [item for item in self.indicators if item.month is not None]

    @property
    def has_news(self) -> bool:
        """Return whether there is anything to tell: something moved, is late, or is awaited."""
        return bool(self.reached or self.late or self.coming or self.decisions)


def _milestone_from_json(item: dict[str, Any]) -> MilestoneFigures:
    done_on = date.fromisoformat(item["done_on"]) if item["done_on"] else None
    due_on = date.fromisoformat(item["due_on"])
    return MilestoneFigures(**{**item, "due_on": due_on, "done_on": done_on})


def _indicator_from_json(item: dict[str, Any]) -> IndicatorFigures:
    amounts = {key: item[key] and Decimal(item[key]) for key in ("month", "total", "target")}
    return IndicatorFigures(**{**item, **amounts})


def report_figures(programme: Programme, month: date) -> ReportFigures:
    """Return the figures of a programme for the month that begins on `month`.

    Dates decide what was reached, late or measured at the end of that month; statuses and budgets
    are those of the moment of the call, because they carry no date of their own.
    """
    after = next_month(month)
    end = after - timedelta(days=1)
    actions = list(Action.objects.of(programme).select_related("area").order_by("area__code"))
    milestones = Milestone.objects.filter(action__area__programme=programme).for_list()
    by_status = Counter(
        Synergy.objects.filter(initiative=programme.initiative_id)
        .open()
        .order_by()
        .values_list("status", flat=True)
    )
    return ReportFigures(
        month=month,
        synergies_open=sum(by_status.values()),
        synergies_by_status=dict(sorted(by_status.items())),
        **_action_counts(actions, after),
        milestones_total=milestones.count(),
        milestones_done=milestones.filter(done_on__lte=end).count(),
        budget_eur=sum((a.budget_eur or Decimal(0) for a in actions), Decimal(0)),
        areas=_areas(programme, actions, after),
        reached=_milestones(
            milestones.filter(done_on__range=(month, end)).order_by("done_on", "pk"), after
        ),
        late=_milestones(_late_at(milestones, after), after),
        coming=_milestones(milestones.coming(after, next_month(after) - timedelta(days=1)), after),
        indicators=_indicators(programme, month, end),
        decisions=[str(d) for d in Decision.objects.filter(programme=programme, taken_on=None)],
    )


def _late_at(milestones: QuerySet[Milestone], day: date) -> QuerySet[Milestone]:
    """Return the milestones that were past their date when `day` began."""
    rows = milestones.filter(Q(done_on=None) | Q(done_on__gte=day), due_on__lt=day)
    return rows.exclude(action__status__in=FINISHED)


def _action_counts(actions: list[Action], day: date) -> dict[str, int]:
    done = sum(action.status == Action.Status.DONE for action in actions)
    abandoned = sum(action.status == Action.Status.ABANDONED for action in actions)
    return {
        "actions_total": len(actions),
        "actions_done": done,
        "actions_running": len(actions) - done - abandoned,
        "actions_late": sum(action.is_late_on(day) for action in actions),
    }


def _areas(programme: Programme, actions: list[Action], day: date) -> list[AreaFigures]:
    areas = []
    for area in programme.areas.order_by("code"):
        counts = _action_counts([a for a in actions if a.area_id == area.pk], day)
        figures = {key.removeprefix("actions_"): value for key, value in counts.items()}
        areas.append(AreaFigures(code=area.code, kind=area.kind, title=area.title, **figures))
    return areas


def _milestones(milestones: QuerySet[Milestone], day: date) -> list[MilestoneFigures]:
    return [
        MilestoneFigures(
            action_id=milestone.action_id,
            action=str(milestone.action),
            title=milestone.title,
            due_on=milestone.due_on,
            done_on=milestone.done_on,
            days_late=max(0, ((milestone.done_on or day) - milestone.due_on).days),
        )
        for milestone in milestones
    ]


def _indicators(programme: Programme, month: date, end: date) -> list[IndicatorFigures]:
    measured = Measurement.objects.filter(action__area__programme=programme, period_end__lte=end)
    totals = indicator_totals(measured)
    of_month = indicator_totals(measured.filter(period_end__gte=month))
    targets = dict(
        Target.objects.filter(action__area__programme=programme)
        .order_by()
        .values_list("indicator")
        .annotate(Sum("value"))
    )
    return [
        IndicatorFigures(
            name=indicator.name,
            unit=indicator.unit,
            month=of_month.get(indicator.pk),
            total=totals.get(indicator.pk, Decimal(0)),
            target=targets.get(indicator.pk),
            percent=_percent(totals.get(indicator.pk, Decimal(0)), targets.get(indicator.pk)),
        )
        for indicator in Indicator.objects.filter(programme=programme)
    ]


def _percent(value: Decimal, target: Decimal | None) -> int:
    return round(100 * value / target) if target else 0


def indicator_totals(measurements: QuerySet[Measurement]) -> dict[int, Decimal]:
    """Return the value of each indicator by its key: flows add up, a level is its last value.

    A level measured by several actions is the sum of the last value of each.
    """
    totals: dict[int, Decimal] = {}
    levels: dict[tuple[int, int], Decimal] = {}
    for row in measurements.select_related("indicator").order_by("period_end", "pk"):
        if row.indicator.aggregation == Indicator.Aggregation.LATEST:
            levels[row.indicator_id, row.action_id] = row.value
        else:
            totals[row.indicator_id] = totals.get(row.indicator_id, Decimal(0)) + row.value
    for (indicator, _action), value in levels.items():
        totals[indicator] = totals.get(indicator, Decimal(0)) + value
    return totals


@dataclass(frozen=True)
class IndicatorProgress:
    """One indicator of one action: its measurements in order, their total, and the target."""

    indicator: Indicator
    total: Decimal
    target: Decimal | None
    percent: int
    measurements: list[Measurement]


def indicator_progress(action: Action) -> list[IndicatorProgress]:
    """Return what an action measures, indicator by indicator, in two queries."""
    targets = {t.indicator_id: t for t in action.targets.select_related("indicator")}
    rows = list(action.measurements.select_related("indicator").order_by("period_end", "pk"))
    indicators = {t.indicator_id: t.indicator for t in targets.values()}
    indicators |= {row.indicator_id: row.indicator for row in rows}
    return [
        _progress(indicator, [r for r in rows if r.indicator_id == pk], targets.get(pk))
        for pk, indicator in sorted(indicators.items(), key=lambda item: item[1].name)
    ]


def _progress(
    indicator: Indicator, rows: list[Measurement], target: Target | None
) -> IndicatorProgress:
    values = [row.value for row in rows]
    is_level = indicator.aggregation == Indicator.Aggregation.LATEST
    total = sum(values[-1:] if is_level else values, Decimal(0))
    aim = target.value if target else None
    return IndicatorProgress(indicator, total, aim, _percent(total, aim), rows)
