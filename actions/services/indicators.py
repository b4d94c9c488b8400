"""What indicators have reached, in all and by degree of proof, against their targets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from actions.models import Action, Indicator, Measurement, Programme, Target
from actions.reports.figures import IndicatorFigures
from actions.services.measurements import earlier_values


def indicator_figures(programme: Programme, month: date, last_day: date) -> list[IndicatorFigures]:
    """Return what each indicator had reached on `last_day`, in three queries.

    month: its first day; the value of the month is what was measured from then on.
    """
    measured = Measurement.objects.counted().filter(
        action__area__programme=programme, period_end__lte=last_day
    )
    rows: dict[int, list[Measurement]] = {}
    for row in measured.select_related("indicator").order_by("period_end", "pk"):
        rows.setdefault(row.indicator_id, []).append(row)
    targets = dict(
        Target.objects.filter(action__area__programme=programme)
        .order_by()
        .values_list("indicator")
        .annotate(Sum("value"))
    )
    return [
        _figures(indicator, rows.get(indicator.pk, []), targets.get(indicator.pk), month)
        for indicator in Indicator.objects.filter(programme=programme)
    ]


def _figures(
    indicator: Indicator, rows: list[Measurement], target: Decimal | None, month: date
) -> IndicatorFigures:
    counted = counted_measurements(indicator, rows)
    total = _sum(counted)
    of_month = [row for row in rows if row.period_end >= month]
    return IndicatorFigures(
        name=indicator.name,
        unit=indicator.unit,
        official_code=indicator.official_code,
        month=_sum(counted_measurements(indicator, of_month)) if of_month else None,
        total=total,
        target=target,
        percent=_percent(total, target),
        **{
            proof.value: _sum(row for row in counted if row.proof == proof)
            for proof in Measurement.Proof
        },
    )


def counted_measurements(indicator: Indicator, rows: list[Measurement]) -> list[Measurement]:
    """Return the measurements that make up the total: all of a flow, of a level the last of each
    action.

    rows: of this indicator, oldest first.
    """
    if indicator.aggregation != Indicator.Aggregation.LATEST:
        return rows
    return list({row.action_id: row for row in rows}.values())


def _sum(rows: Iterable[Measurement]) -> Decimal:
    return sum((row.value for row in rows), Decimal(0))


def _percent(value: Decimal, target: Decimal | None) -> int:
    return round(100 * value / target) if target else 0


@dataclass(frozen=True)
class IndicatorProgress:
    """One indicator of one action: its measurements in order, their total, and the target."""

    indicator: Indicator
    total: Decimal
    target: Decimal | None
    percent: int
    measurements: list[Measurement]


def indicator_progress(action: Action) -> list[IndicatorProgress]:
    """Return what an action measures, indicator by indicator, in three queries."""
    targets = {t.indicator_id: t for t in action.targets.select_related("indicator")}
    rows = list(
        action.measurements.counted().select_related("indicator").order_by("period_end", "pk")
    )
    earlier = earlier_values(rows)
    for row in rows:
        row.before = earlier.get(row.pk, [])
    indicators = {t.indicator_id: t.indicator for t in targets.values()}
    indicators |= {row.indicator_id: row.indicator for row in rows}
    return [
        _progress(indicator, [r for r in rows if r.indicator_id == pk], targets.get(pk))
        for pk, indicator in sorted(indicators.items(), key=lambda item: item[1].name)
    ]


def _progress(
    indicator: Indicator, rows: list[Measurement], target: Target | None
) -> IndicatorProgress:
    total = _sum(counted_measurements(indicator, rows))
    aim = target.value if target else None
    return IndicatorProgress(indicator, total, aim, _percent(total, aim), rows)
