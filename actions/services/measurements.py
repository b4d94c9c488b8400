"""Enter, correct and close measurements: what stood before stays readable."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from simple_history.utils import update_change_reason

from actions.models import Measurement


class MeasurementRefused(Exception):
    """Why a measurement cannot be changed so, in the language being used."""


def save_measurement(*, measurement: Measurement, reason: str = "") -> Measurement:
    """Write a measurement; a correction (`reason`) keeps the values of before in its history.

    Figures worked out from it stay as they are until they are worked out again.
    Raises MeasurementRefused for a closed one, and for an indicator that is computed.
    """
    if measurement.closed_at:
        raise MeasurementRefused(_("This measurement is closed."))
    if measurement.indicator.is_computed:
        raise MeasurementRefused(_("This indicator is counted from the synergies, not typed."))
    with transaction.atomic():
        measurement.save()
        if reason:
            update_change_reason(measurement, reason[:100])
    return measurement


def close_measurement(*, measurement: Measurement, reason: str, now: datetime) -> None:
    """Let a measurement count no more, with the reason; it stays with its converted figures.

    Raises MeasurementRefused when it is closed already.
    """
    with transaction.atomic():
        rows = Measurement.objects.select_for_update().filter(pk=measurement.pk, closed_at=None)
        row = rows.first()
        if row is None:
            raise MeasurementRefused(_("This measurement is closed."))
        row.closed_at, row.closed_reason = now, reason
        row.save(update_fields=["closed_at", "closed_reason"])


def earlier_values(measurements: Iterable[Measurement]) -> dict[int, list[str]]:
    """Return what each measurement was before its corrections, the latest first, in one query."""
    found: dict[int, list[str]] = defaultdict(list)
    current = {row.pk: (row.value, row.proof) for row in measurements}
    rows = Measurement.history.filter(id__in=list(current)).order_by("-history_date")
    last = dict(current)
    for row in rows:
        state = (row.value, row.proof)
        if state != last[row.id]:
            found[row.id].append(f"{row.value.normalize():f} · {row.get_proof_display()}")
            last[row.id] = state
    return found
