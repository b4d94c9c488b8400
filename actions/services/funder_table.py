"""What a funder asks for: per action and synergy what was measured, how surely, for what money."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from actions.models import Action, Funding, Indicator, Measurement, Programme
from actions.services.periods import Period
from companies.models import Resource
from synergies.models import Party, Synergy

SUREST_FIRST = (Measurement.Proof.VERIFIED, Measurement.Proof.DECLARED, Measurement.Proof.ESTIMATED)


@dataclass(frozen=True)
class MeasuredLine:
    """One indicator of one action: in the period and since the beginning, by degree of proof."""

    action: Action
    name: str
    unit: str
    in_period: Decimal | None
    so_far: Decimal
    target: Decimal | None
    by_proof: list[tuple[Measurement.Proof, Decimal | None]]  # of the period, the surest first
    sources: list[str]

    @property
    def proven(self) -> list[tuple[Measurement.Proof, Decimal]]:
        """The degrees of proof of what was measured; a measured zero has one too."""
        return [(proof, value) for proof, value in self.by_proof if value is not None]


@dataclass(frozen=True)
class FunderTotal:
    """What one funder plans and has paid, in euros before tax, for all actions of the table."""

    name: str
    planned: Decimal | None  # None: no amount is entered
    actual: Decimal | None


@dataclass(frozen=True)
class SynergyLine:
    """A synergy, how far it is, and what its actions measured in the period."""

    synergy: Synergy
    actions: list[Action]
    became_operational: bool
    measured: list[MeasuredLine]


@dataclass(frozen=True)
class FunderTable:
    """Everything the table of a period says; `hidden` actions are for the project manager alone."""

    programme: Programme
    period: Period
    actions: list[Action]
    measured: list[MeasuredLine]
    fundings: list[Funding]
    funders: list[FunderTotal]
    synergies: list[SynergyLine]
    hidden: int
    operational: int
    engaged: int

    @property
    def planned(self) -> Decimal | None:
        return total(row.planned for row in self.funders)

    @property
    def actual(self) -> Decimal | None:
        return total(row.actual for row in self.funders)

    @property
    def advanced(self) -> list[SynergyLine]:
        """The synergies that are more than an idea."""
        return [line for line in self.synergies if line.synergy.status != Synergy.Status.IDEA]

    @property
    def idea_count(self) -> int:
        return len(self.synergies) - len(self.advanced)

    @property
    def newly_operational(self) -> int:
        return sum(line.became_operational for line in self.synergies)


def funder_table(programme: Programme, period: Period) -> FunderTable:
    """Return the table of a programme and period, in a number of queries that does not grow.

    Measurements are those of periods that end in it; statuses and amounts are those of today,
    because they carry no date of their own. Operational follows ADEME's definition (eci_18), and
    engaged companies are the parties of operational synergies (eci_19), both on its last day.
    """
    rows = Action.objects.of(programme)
    outside = ~Q(visibility=Resource.Visibility.MANAGER)
    actions = list(rows.filter(outside).for_plan())
    measured = _measured(actions, period)
    by_action: dict[int, list[MeasuredLine]] = defaultdict(list)
    for line in measured:
        by_action[line.action.pk].append(line)
    fundings = [funding for action in actions for funding in action.fundings.all()]
    operational = Synergy.objects.filter(
        initiative=programme.initiative_id,
        merged_into=None,
        status=Synergy.Status.OPERATIONAL,
        operational_since__lte=period.ends_on,
    )
    engaged = Party.objects.filter(Q(left_on=None) | Q(left_on__gt=period.ends_on))
    parties = operational.filter(parties__in=engaged).values("parties__company")
    return FunderTable(
        programme=programme,
        period=period,
        actions=actions,
        measured=measured,
        fundings=fundings,
        funders=_funder_totals(fundings),
        synergies=_synergies(actions, by_action, period),
        hidden=rows.exclude(outside).count(),
        operational=operational.count(),
        engaged=parties.distinct().count(),
    )


def _measured(actions: list[Action], period: Period) -> list[MeasuredLine]:
    """Return the indicators of each action that were measured by the end, or have a target."""
    rows = Measurement.objects.counted().filter(action__in=actions, period_end__lte=period.ends_on)
    by_action: dict[int, dict[int, list[Measurement]]] = defaultdict(lambda: defaultdict(list))
    for row in rows.select_related("indicator").order_by("period_end", "pk"):
        by_action[row.action_id][row.indicator_id].append(row)
    return [line for action in actions for line in _lines_of(action, by_action[action.pk], period)]


def _lines_of(
    action: Action, rows: dict[int, list[Measurement]], period: Period
) -> list[MeasuredLine]:
    targets = {target.indicator_id: target for target in action.targets.all()}
    indicators = {pk: target.indicator for pk, target in targets.items()}
    indicators |= {pk: found[0].indicator for pk, found in rows.items()}
    lines = []
    for pk, indicator in sorted(indicators.items(), key=lambda item: item[1].name):
        target = targets.get(pk)
        inside = [row for row in rows.get(pk, []) if row.period_end >= period.starts_on]
        counted = _counted(indicator, inside)
        lines.append(
            MeasuredLine(
                action=action,
                name=indicator.name,
                unit=indicator.unit,
                in_period=_sum(counted) if inside else None,
                by_proof=[(proof, total(_of(proof, counted))) for proof in SUREST_FIRST],
                so_far=_sum(_counted(indicator, rows.get(pk, []))),
                target=target.value if target else None,
                sources=sorted({row.source for row in counted if row.source}),
            )
        )
    return lines


def _counted(indicator: Indicator, rows: list[Measurement]) -> list[Measurement]:
    """Return the measurements that make the value: all of a flow, the last of a level."""
    return rows[-1:] if indicator.aggregation == Indicator.Aggregation.LATEST else rows


def _of(proof: Measurement.Proof, rows: list[Measurement]) -> list[Decimal | None]:
    return [row.value for row in rows if row.proof == proof]


def _sum(rows: list[Measurement]) -> Decimal:
    return sum((row.value for row in rows), Decimal(0))


def _funder_totals(fundings: list[Funding]) -> list[FunderTotal]:
    by_name: dict[str, list[Funding]] = defaultdict(list)
    for row in fundings:
        by_name[row.funder.name].append(row)
    return [
        FunderTotal(
            name, total(row.planned_eur for row in rows), total(row.actual_eur for row in rows)
        )
        for name, rows in sorted(by_name.items())
    ]


def total(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """Return the sum of the amounts that are known, or None when none is."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


def _synergies(
    actions: list[Action], measured: dict[int, list[MeasuredLine]], period: Period
) -> list[SynergyLine]:
    """Return the synergies of the actions, by number, each once."""
    found: dict[int, Synergy] = {}
    owners: dict[int, list[Action]] = defaultdict(list)
    for action in actions:
        for synergy in action.synergies.all():
            found[synergy.pk] = synergy
            owners[synergy.pk].append(action)
    return [
        SynergyLine(
            synergy=synergy,
            actions=owners[synergy.pk],
            became_operational=_became_operational(synergy, period),
            measured=[line for action in owners[synergy.pk] for line in measured[action.pk]],
        )
        for synergy in sorted(found.values(), key=lambda synergy: synergy.number)
    ]


def _became_operational(synergy: Synergy, period: Period) -> bool:
    since = synergy.operational_since
    if since is None or synergy.status != Synergy.Status.OPERATIONAL:
        return False
    return period.starts_on <= since <= period.ends_on
