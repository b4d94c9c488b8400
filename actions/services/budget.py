"""Who pays: planned and actual amounts by funder at an instant."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from actions.models import Funding, Programme
from actions.reports.figures import FunderFigures, sum_of_known
from actions.services.past import past_of


def funder_figures(programme: Programme, end: datetime) -> list[FunderFigures]:
    """Return what each funder had promised and paid just before `end`, in euros before tax.

    Amounts that were recorded later are taken as they are now.
    """
    rows = list(Funding.objects.filter(action__area__programme=programme).select_related("funder"))
    past = past_of(Funding, [row.pk for row in rows], "planned_eur", "actual_eur")
    amounts: dict[str, list[tuple[Decimal | None, Decimal | None]]] = {}
    for row in rows:
        state = past.at(row.pk, end) or vars(row)
        pair = (state["planned_eur"], state["actual_eur"])
        amounts.setdefault(row.funder.name, []).append(pair)
    return [
        FunderFigures(
            name,
            sum_of_known(planned for planned, _ in pairs),
            sum_of_known(actual for _, actual in pairs),
        )
        for name, pairs in sorted(amounts.items())
    ]
