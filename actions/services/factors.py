"""Versions of factors, and figures worked out with them: only when somebody asks for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from math import sqrt

from django.db import transaction
from django.utils.translation import gettext as _

from actions.impact.units import ratio
from actions.models import Conversion, Factor, Indicator, Measurement
from companies.models import User

DIGITS = Decimal("0.000001")


class ConversionRefused(Exception):
    """Why nothing was worked out, in the language being used."""


@dataclass(frozen=True)
class Proposal:
    """What a factor would make of a measurement: the figure of now (or None), the new one."""

    measurement: Measurement
    current: Conversion | None
    value: Decimal
    uncertainty_percent: Decimal | None

    @property
    def token(self) -> str:
        """What was looked at: the measurement, its value, and the figure it would replace."""
        current = self.current.pk if self.current else 0
        return f"{self.measurement.pk}:{self.measurement.value}:{current}"


@transaction.atomic
def add_version(*, factor: Factor, by: User, now: datetime) -> Factor:
    """Write a new factor, or the next version of one that has its code.

    Figures worked out with an earlier version stay what they were.
    """
    newest = Factor.objects.filter(code=factor.code).order_by("-version").first()
    factor.version = newest.version + 1 if newest else 1
    factor.made_by, factor.made_at = by, now
    factor.save()
    return factor


def can_convert(factor: Factor, source: Indicator, to: Indicator) -> bool:
    """Return whether the units fit, and both indicators add up over time and are measured."""
    return (
        source.pk != to.pk
        and source.programme_id == to.programme_id
        and source.is_flow
        and to.is_flow
        and not (source.is_computed or to.is_computed)
        and ratio(source.unit, factor.unit_from) is not None
        and ratio(factor.unit_to, to.unit) is not None
    )


def proposals(*, factor: Factor, source: Indicator, to: Indicator) -> list[Proposal]:
    """Return what the factor would make of each measurement, in two queries; nothing is written.

    Measurements of before the factor applies are left out. Raises ConversionRefused when the units
    do not fit.
    """
    if not can_convert(factor, source, to):
        raise ConversionRefused(_("This factor does not lead from the one unit to the other."))
    rows = Measurement.objects.counted().filter(indicator=source, period_end__gte=factor.valid_from)
    made = Conversion.objects.current().filter(indicator=to, measurement__indicator=source)
    current = {row.measurement_id: row for row in made.select_related("factor")}
    return [
        Proposal(
            measurement=row,
            current=current.get(row.pk),
            value=converted(row.value, factor, source.unit, to.unit),
            uncertainty_percent=_together(row.uncertainty_percent, factor.uncertainty_percent),
        )
        for row in rows.select_related("action").order_by("action__code", "period_end", "pk")
    ]


def converted(value: Decimal, factor: Factor, unit: str, other: str) -> Decimal:
    """Return value × factor in the unit `other`, six decimals. The units are comparable."""
    into, out = ratio(unit, factor.unit_from), ratio(factor.unit_to, other)
    if into is None or out is None:
        raise ConversionRefused(_("This factor does not lead from the one unit to the other."))
    return (value * into * factor.value * out).quantize(DIGITS)


@transaction.atomic
def work_out(
    *,
    factor: Factor,
    source: Indicator,
    to: Indicator,
    tokens: Iterable[str],
    by: User,
    now: datetime,
) -> int:
    """Write the proposals that were looked at and return how many; what they replace is kept.

    Raises ConversionRefused, with nothing written, when one of them is no longer what was shown.
    """
    wanted = set(tokens)
    list(Measurement.objects.select_for_update().filter(indicator=source).values_list("pk"))
    found = [one for one in proposals(factor=factor, source=source, to=to) if one.token in wanted]
    if not wanted or len(found) != len(wanted):
        raise ConversionRefused(
            _("Nothing was worked out: choose figures, and look at them as they are now.")
        )
    reason = _("worked out again with %(factor)s") % {"factor": factor}
    for one in found:
        if one.current:
            replaced = Conversion.objects.filter(pk=one.current.pk)
            replaced.update(ended_at=now, ended_reason=reason[:250])
        Conversion.objects.create(
            measurement=one.measurement,
            factor=factor,
            indicator=to,
            measured=one.measurement.value,
            value=one.value,
            uncertainty_percent=one.uncertainty_percent,
            made_at=now,
            made_by=by,
        )
    return len(found)


def _together(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    if one is None or other is None:
        return None
    return Decimal(f"{sqrt(one**2 + other**2):.2f}")
