"""What a programme achieved: totals, years and shares of its indicators, ready to be shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import Prefetch, Sum

from actions.impact import rollup
from actions.impact.official import Step, Track, started_in, steps
from actions.impact.rollup import Figure, Total
from actions.models import (
    Action,
    Conversion,
    Funding,
    Indicator,
    Measurement,
    Programme,
    Target,
    YearTarget,
)
from actions.services.official import official_numbers, stakes_by_synergy, tracks
from synergies.models import Synergy

DECIMALS = 3
Figures = Mapping[int, Sequence[Figure]]  # by indicator


@dataclass(frozen=True)
class YearLine:
    """One year of an indicator: what it reached, and what the contract promised (or None)."""

    year: int
    value: Decimal | None
    target: Decimal | None

    @property
    def percent(self) -> int:
        return round(100 * self.value / self.target) if self.target and self.value else 0


@dataclass(frozen=True)
class Line:
    """One indicator in all. `value` None: nothing was measured, which is not zero."""

    indicator: Indicator
    value: Decimal | None
    uncertainty_percent: Decimal | None
    by_proof: Mapping[str, Decimal]
    target: Decimal | None
    years: list[YearLine] = field(default_factory=list)
    is_computed: bool = False

    @property
    def verified(self) -> Decimal | None:
        return self.by_proof.get(Measurement.Proof.VERIFIED)

    @property
    def declared(self) -> Decimal | None:
        return self.by_proof.get(Measurement.Proof.DECLARED)

    @property
    def estimated(self) -> Decimal | None:
        return self.by_proof.get(Measurement.Proof.ESTIMATED)


@dataclass(frozen=True)
class Impact:
    """A programme's figures up to a day, with the steps of its label in the year of that day."""

    lines: list[Line]
    steps: list[Step]
    started: int
    year: int


@dataclass(frozen=True)
class Share:
    """What an area, a company or a funder has of an indicator; the shares make the total."""

    name: str | None
    value: Decimal
    uncertainty_percent: Decimal | None


def impact(programme: Programme, day: date) -> Impact:
    """Return every indicator of a programme up to a day, in a fixed number of queries."""
    figures = figures_of(programme, day)
    moved = tracks(programme.initiative)
    targets = dict(
        Target.objects.filter(action__area__programme=programme)
        .order_by()
        .values_list("indicator")
        .annotate(Sum("value"))
    )
    promised: dict[int, dict[int, Decimal]] = defaultdict(dict)
    for row in YearTarget.objects.filter(indicator__programme=programme):
        promised[row.indicator_id][row.year] = row.value
    started = started_in(moved, day.year, day)
    wanted = programme.thresholds.values_list("synergies", "label")
    lines = [
        _official(row, moved, promised[row.pk], programme, day)
        if row.is_computed
        else _line(row, figures.get(row.pk, ()), targets.get(row.pk), promised[row.pk])
        for row in sorted(programme.indicators.all(), key=lambda row: not row.is_computed)
    ]  # the official ones first, each part by name
    return Impact(lines, steps(wanted, started), started, day.year)


def figures_of(programme: Programme, day: date) -> Figures:
    """Return what counts of each indicator up to a day, in two queries.

    What was measured, and what was worked out from measurements by a factor. Where an action has
    measured a period itself, that counts and the converted figure of the period does not.
    """
    rows: dict[int, list[Figure]] = defaultdict(list)
    within = {"action__area__programme": programme, "period_end__lte": day}
    measured = Measurement.objects.counted().filter(**within).select_related("action__area")
    known = set()
    for one in measured.order_by("period_end", "pk"):
        known.add((one.indicator_id, one.action_id, one.period_end))
        rows[one.indicator_id].append(_figure(one, one.value, one.uncertainty_percent, one.pk))
    made = Conversion.objects.current().filter(
        **{f"measurement__{name}": value for name, value in within.items()}
    )
    for row in made.select_related("measurement__action__area").order_by("pk"):
        source = row.measurement
        if (row.indicator_id, source.action_id, source.period_end) not in known:
            figure = _figure(source, row.value, row.uncertainty_percent, -row.pk)
            rows[row.indicator_id].append(figure)
    return rows


def _figure(one: Measurement, value: Decimal, uncertainty: Decimal | None, key: int) -> Figure:
    return Figure(
        key=key,
        action=one.action_id,
        area=one.action.area.title,
        day=one.period_end,
        value=Fraction(value),
        proof=one.proof,
        uncertainty=None if uncertainty is None else Fraction(uncertainty),
    )


def _line(
    row: Indicator,
    figures: Sequence[Figure],
    target: Decimal | None,
    promised: Mapping[int, Decimal],
) -> Line:
    total = rollup.whole(figures, is_flow=row.is_flow)
    years = rollup.by_year(figures, is_flow=row.is_flow)
    shown = [
        YearLine(year, _decimal(years[year]) if year in years else None, promised.get(year))
        for year in sorted({*years, *promised})
    ]
    return Line(
        indicator=row,
        value=_decimal(total) if figures else None,
        uncertainty_percent=total.uncertainty_percent,
        by_proof=rollup.rounded(total.by_proof, DECIMALS),
        target=target,
        years=shown,
    )


def _official(
    row: Indicator,
    moved: list[Track],
    promised: Mapping[int, Decimal],
    programme: Programme,
    day: date,
) -> Line:
    last = min(day.year, programme.ends_on.year)
    years = [
        YearLine(year, _number(row, moved, min(day, date(year, 12, 31))), promised.get(year))
        for year in range(programme.starts_on.year, last + 1)
    ]
    value = _number(row, moved, day)
    return Line(row, value, None, {}, None, years, is_computed=True)


def _number(row: Indicator, moved: list[Track], day: date) -> Decimal:
    return Decimal(official_numbers(moved, day)[row.official_code])


def _decimal(total: Total) -> Decimal:
    return rollup.rounded({None: total.value}, DECIMALS)[None]


# -- Shares ---------------------------------------------------------------------------------------
def shares(programme: Programme, indicator: Indicator, by: str, day: date) -> list[Share]:
    """Return who has how much of an indicator, the largest first: by area, company or funder.

    Rounded so that they make the total that the page shows. Cost: a fixed number of queries.
    """
    figures = figures_of(programme, day).get(indicator.pk, ())
    if by == "area":
        areas = rollup.by_area(figures, is_flow=indicator.is_flow)
        return _shares(areas, {area: area for area in areas})
    actions = _actions(programme)
    names: dict[int | None, str] = {}
    weights: dict[int, rollup.Weights] = {}
    if by == "funder":
        for pk, action in actions.items():
            fundings = list(action.fundings.all())
            names |= {row.funder_id: row.funder.name for row in fundings}
            weights[pk] = rollup.funder_weights(
                [(row.funder_id, row.actual_eur or row.planned_eur) for row in fundings]
            )
        paid = rollup.by_holder(figures, lambda f: weights[f.action], is_flow=indicator.is_flow)
        return _shares(paid, names)
    stakes = stakes_by_synergy(programme.initiative)
    held = {pk: [stakes.get(s.pk, []) for s in a.synergies.all()] for pk, a in actions.items()}
    others = {pk: _companies(action) for pk, action in actions.items()}
    parts = rollup.by_holder(
        figures,
        lambda f: rollup.company_weights(held[f.action], others[f.action], f.day),
        is_flow=indicator.is_flow,
    )
    companies = programme.initiative.companies.values_list("pk", "name")
    called: dict[int | None, str] = dict(companies)
    return _shares(parts, called)


def _actions(programme: Programme) -> dict[int, Action]:
    rows = Action.objects.filter(area__programme=programme).prefetch_related(
        Prefetch("synergies", Synergy.objects.only("pk")),
        Prefetch("fundings", Funding.objects.select_related("funder").order_by("pk")),
        "partners",
    )
    return {row.pk: row for row in rows}


def _companies(action: Action) -> list[int]:
    partners = [row.pk for row in action.partners.all()]
    return list(dict.fromkeys([*filter(None, [action.pilot_company_id]), *partners]))


def _shares(parts: Mapping[rollup.K, Total], names: Mapping[rollup.K, str]) -> list[Share]:
    shown = rollup.rounded({key: total.value for key, total in parts.items()}, DECIMALS)
    rows = [Share(names.get(k), shown[k], t.uncertainty_percent) for k, t in parts.items()]
    return sorted(rows, key=lambda row: (-row.value, row.name or ""))
