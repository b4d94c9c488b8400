"""How far the synergies of an initiative had come at the end of a month."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from actions.reports.figures import FunnelStep
from actions.services.past import Past, past_of
from synergies.models import Match, Synergy

STATUS = Synergy.Status
STEPS = (STATUS.DISCUSSION, STATUS.STUDY, STATUS.AGREED, STATUS.OPERATIONAL)


@dataclass(frozen=True)
class SynergyFigures:
    """The open synergies by status, the funnel, and what is known of each and of its past."""

    by_status: Counter[str]
    funnel: list[FunnelStep]
    rows: dict[int, Synergy]
    past: Past


def synergy_figures(initiative_id: int, end: datetime, last_day: date) -> SynergyFigures:
    """Return how far the synergies had come just before `end`, in three queries."""
    found = Synergy.objects.filter(initiative=initiative_id).only(
        "number", "title", "status", "merged_into", "is_public", "operational_since"
    )
    rows = {row.pk: row for row in found}
    past = past_of(Synergy, rows, "status", "status_reason", "merged_into_id")
    suggested = Match.objects.filter(resource_a__company__initiative=initiative_id).count()
    was_in_use = past.began_before(end)
    by_status = Counter(
        status
        for row in rows.values()
        if (status := _status_at(row, past, end, last_day, was_in_use=was_in_use))
    )
    return SynergyFigures(by_status, _funnel(by_status, suggested), rows, past)


def _status_at(row: Synergy, past: Past, end: datetime, last_day: date, *, was_in_use: bool) -> str:
    """Return the status of an open synergy at the end of the month; empty when it was not there.

    Before anything was recorded all that was recorded later counts, as it was first recorded.
    """
    known = past.at(row.pk, end)
    if known is None and was_in_use and past.first(row.pk):
        return ""
    state = known or past.first(row.pk) or vars(row)
    if state["merged_into_id"] or state["status"] == STATUS.CLOSED:
        return ""
    is_later = row.operational_since is not None and row.operational_since > last_day
    if known is None and state["status"] == STATUS.OPERATIONAL and is_later:
        return STATUS.AGREED
    return str(state["status"])


def _funnel(by_status: Counter[str], suggested: int) -> list[FunnelStep]:
    """Return how many came at least as far as each step; parked ones count as kept only."""
    further = [sum(by_status[status] for status in STEPS[i:]) for i in range(len(STEPS))]
    steps = zip(STEPS, further, strict=True)
    return [
        FunnelStep("suggested", suggested),
        FunnelStep("kept", sum(by_status.values())),
        *(FunnelStep(status.value, count) for status, count in steps),
    ]
