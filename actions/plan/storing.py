"""Write the proposals that are accepted, with their history."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from actions.imports.action_links import replace_links
from actions.models import Action, Funder, Funding, Programme
from actions.plan.proposal import Proposal
from companies.imports.sync import BATCH_ROWS, REASON, Wanted, create_rows, write
from companies.workbook.report import ImportReport
from companies.workbook.words import plain


def store(
    programme: Programme,
    report: ImportReport,
    actions: list[Proposal],
    milestones: list[Proposal],
) -> list[Proposal]:
    """Write what is new or differs and count it in the report; return the proposals kept."""
    kept = _write("actions", report, actions)
    links = [(one.action, one.partner_ids) for one in kept if one.partner_ids is not None]
    replace_links(Action.partners.through, "company_id", links)
    _write_fundings(programme, [one for one in kept if one.fundings])
    for one in milestones:
        if one.milestone:
            one.milestone.action = one.action
        if not one.action.pk:
            one.reader.error("title", _("The row of its action was refused: correct it first."))
    return kept + _write("milestones", report, milestones)


def _write(kind: str, report: ImportReport, proposals: list[Proposal]) -> list[Proposal]:
    by_wanted = {}
    for one in proposals:
        if one.reader.is_refused:
            continue
        one.was_new = one.is_new
        wanted: Wanted[Action] = Wanted(one.reader, one.instance, one.values)  # type: ignore[arg-type]
        wanted.is_touched = one.partner_ids is not None or bool(one.fundings)
        by_wanted[id(wanted)] = (wanted, one)
    kept = write(report, kind, [wanted for wanted, _one in by_wanted.values()])
    return [by_wanted[id(wanted)][1] for wanted in kept]


def _write_fundings(programme: Programme, proposals: list[Proposal]) -> None:
    funders = _funders(programme, {name for one in proposals for name in one.fundings})
    actions = [one.action.pk for one in proposals]
    rows = Funding.objects.filter(action__in=actions).select_related("funder")
    standing = {(row.action_id, row.funder_id): row for row in rows}
    new: list[Funding] = []
    changed: list[Funding] = []
    for one in proposals:
        for name, amount in one.fundings.items():
            funder = funders[plain(name)]
            row = standing.get((one.action.pk, funder.pk))
            if row is None:
                row = Funding(action=one.action, funder=funder, planned_eur=amount)
                standing[one.action.pk, funder.pk] = row
                new.append(row)
            elif amount is not None:
                row.planned_eur = Decimal(amount)
                changed.append(row)
    create_rows(new)
    saved = [row for row in changed if row.pk is not None]
    if saved:
        bulk_update_with_history(
            saved, Funding, ["planned_eur"], batch_size=BATCH_ROWS, default_change_reason=REASON
        )


def _funders(programme: Programme, names: set[str]) -> dict[str, Funder]:
    """Return the funders by plain name, making those that are missing."""
    initiative = programme.initiative
    known = {plain(row.name): row for row in initiative.funders.all()}
    new = {
        plain(name): Funder(initiative=initiative, name=name)
        for name in sorted(names)
        if plain(name) not in known
    }
    create_rows(list(new.values()))
    return known | new
