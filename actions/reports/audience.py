"""What each reader of a report may see: confidentiality by row and by section (law 8)."""

from __future__ import annotations

from dataclasses import replace

from actions.models import Audience
from actions.reports.figures import MovementFigures, ReportFigures
from companies.models import Resource

VISIBILITY = Resource.Visibility
OPEN = frozenset({VISIBILITY.PUBLIC, VISIBILITY.PARTICIPANTS})
SEEN: dict[str, frozenset[str]] = {
    Audience.MANAGER: frozenset(VISIBILITY.values),
    Audience.COMMITTEE: OPEN | {VISIBILITY.PARTIES},
    Audience.FUNDERS: OPEN,
    Audience.COMPANIES: OPEN,
}
SEE_BUDGET = frozenset({Audience.MANAGER, Audience.COMMITTEE, Audience.FUNDERS})
SEE_DECISIONS = frozenset({Audience.MANAGER, Audience.COMMITTEE})


def for_audience(figures: ReportFigures, audience: str) -> ReportFigures:
    """Return the figures with what an audience may see, and nothing else.

    Counts are of everything; a row (action, milestone, movement) is named only to those who may
    see it. Amounts go to committee and funders, questions to the committee. What the project
    manager wrote for the follow-up (notes, reasons of a status) stays with the project manager.
    """
    seen = SEEN[audience]
    is_manager = audience == Audience.MANAGER
    sees_budget, sees_decisions = audience in SEE_BUDGET, audience in SEE_DECISIONS
    return replace(
        figures,
        audience=str(audience),
        budget_eur=figures.budget_eur if sees_budget else None,
        funders=figures.funders if sees_budget else [],
        decisions=figures.decisions if sees_decisions else [],
        actions=[row for row in figures.actions if row.visibility in seen],
        reached=[row for row in figures.reached if row.visibility in seen],
        late=[row for row in figures.late if row.visibility in seen],
        coming=[row for row in figures.coming if row.visibility in seen],
        moved=[
            row if is_manager else _without_reason(row)
            for row in figures.moved
            if row.visibility in seen
        ],
    )


def _without_reason(movement: MovementFigures) -> MovementFigures:
    return replace(movement, reason="")
