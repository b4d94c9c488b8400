"""Actions, milestones, fundings and measurements as tidy sheets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from actions.models import Action, Conversion, Funding, Measurement, Milestone
from actions.services.funder_table import total
from pompey_ite.spreadsheets import Column, Sheet, Value

SEPARATOR = " ; "  # between the entries of a cell that holds several


def action_columns() -> tuple[Column, ...]:
    """Return the two columns by which every sheet names an action."""
    return (
        Column(_("Programme"), _("Programme the action belongs to."), width=28),
        Column(_("Code"), _("Code of the action in its programme."), width=8),
    )


def actions_sheet(today: date) -> Sheet:
    """Return one row for each action of all programmes, in their order."""
    euros = _("€ before tax")
    columns = (
        *action_columns(),
        Column(_("Title"), _("Title of the action sheet."), width=44),
        Column(_("Area"), _("Area of the programme."), width=28),
        Column(_("Status"), _("As it is kept on the sheet.")),
        Column(_("Reason of the status"), _("Why it is abandoned."), width=28),
        Column(_("Late"), _("Past its end date on the day of this file, and not finished.")),
        Column(_("Priority of the action"), _("High, medium or low.")),
        Column(_("Starts on"), _("First day.")),
        Column(_("Due on"), _("Last day planned.")),
        Column(_("Leads"), _("Company, or person, that leads."), width=28),
        Column(_("Elected referent"), _("Elected official who follows it."), width=22),
        Column(_("Partners"), _("Companies and other bodies, between semicolons."), width=44),
        Column(_("Synergies"), _("Numbers of its synergies, between semicolons.")),
        Column(_("Description"), _("What is to be done."), width=52),
        Column(_("Objectives"), _("What it is for."), width=40),
        Column(_("Expected results"), _("What should come out."), width=40),
        Column(_("Effort"), _("Working days planned."), _("days")),
        Column(_("Planned budget"), _("Budget of the sheet."), euros),
        Column(_("Planned funding"), _("Sum of what its funders plan."), euros),
        Column(_("Actual funding"), _("Sum of what its funders paid."), euros),
        Column(_("Progress"), _("As estimated by who leads."), "%"),
        Column(_("Milestones"), _("How many steps it has."), _("milestones")),
        Column(_("Milestones reached"), _("How many are reached."), _("milestones")),
        Column(_("Seen by"), _("Who may see it in the workbench.")),
    )
    return Sheet(_("Actions"), columns, _action_rows(today))


def _action_rows(today: date) -> Iterator[tuple[Value, ...]]:
    for one in Action.objects.for_export():
        partners = [*(row.name for row in one.partners.all()), one.other_partners]
        fundings = one.fundings.all()
        milestones = one.milestones.all()
        yield (
            *(one.area.programme.title, one.code, one.title, one.area.title),
            *(one.get_status_display(), one.status_reason, one.is_late_on(today)),
            *(one.get_priority_display(), one.starts_on, one.due_on, one.pilot),
            *(one.elected_referent, SEPARATOR.join(filter(None, partners))),
            SEPARATOR.join(str(row.number) for row in one.synergies.all()),
            *(one.description, one.objectives, one.expected_results, one.effort_days),
            *(one.budget_eur, total(row.planned_eur for row in fundings)),
            *(total(row.actual_eur for row in fundings), one.progress_percent),
            *(len(milestones), sum(row.done_on is not None for row in milestones)),
            one.get_visibility_display(),
        )


def milestones_sheet() -> Sheet:
    """Return one row for each milestone, by action and date."""
    columns = (
        *action_columns(),
        Column(_("Milestone"), _("What is to be reached."), width=48),
        Column(_("Due on"), _("Day planned.")),
        Column(_("Reached on"), _("Day on which it was; empty: not yet.")),
    )
    rows = (
        (one.action.area.programme.title, one.action.code, one.title, one.due_on, one.done_on)
        for one in Milestone.objects.for_export()
    )
    return Sheet(_("Milestones"), columns, rows)


def fundings_sheet() -> Sheet:
    """Return one row for each funder and nature of each action."""
    euros = _("€ before tax")
    columns = (
        *action_columns(),
        Column(_("Funder"), _("Who pays."), width=32),
        Column(_("Nature"), _("Investment or operation.")),
        Column(_("Planned"), _("Amount planned."), euros),
        Column(_("Actual"), _("Amount paid."), euros),
    )
    rows = (
        (
            *(one.action.area.programme.title, one.action.code, one.funder.name),
            *(one.get_nature_display(), one.planned_eur, one.actual_eur),
        )
        for one in Funding.objects.for_export()
    )
    return Sheet(_("Fundings"), columns, rows)


def measurements_sheet() -> Sheet:
    """Return one row for each measurement, by action, indicator and period."""
    columns = (
        *action_columns(),
        Column(_("Indicator"), _("What is measured."), width=40),
        Column(_("End of the period"), _("The value is that of the period that ends then.")),
        Column(_("Value"), _("In the unit beside it.")),
        Column(_("Unit"), _("Unit of the value.")),
        Column(_("Over time"), _("Whether values add up, or the last one counts.")),
        Column(_("Proof"), _("Estimated, declared or verified.")),
        Column(_("Source of the value"), _("Where the value comes from."), width=40),
        Column(_("Official code"), _("Code of the indicator in the national list.")),
        Column(_("Uncertainty"), _("± around the value; empty: not known."), "%"),
        Column(
            _("Does not count because"), _("Reason of the closing; empty: it counts."), width=32
        ),
        Column(_("Converted"), _("What was worked out from it, with its factor."), width=48),
    )
    return Sheet(_("Measurements"), columns, _measurement_rows())


def _measurement_rows() -> Iterator[tuple[Value, ...]]:
    made = Prefetch(
        "conversions", Conversion.objects.filter(ended_at=None).select_related("factor")
    )
    for one in Measurement.objects.for_export().prefetch_related(made):
        indicator = one.indicator
        yield (
            *(one.action.area.programme.title, one.action.code, indicator.name),
            *(one.period_end, one.value, indicator.unit, indicator.get_aggregation_display()),
            *(one.get_proof_display(), one.source, indicator.official_code),
            *(one.uncertainty_percent, one.closed_reason),
            SEPARATOR.join(
                f"{row.value.normalize():f} {row.factor.unit_to} ({row.factor})"
                for row in one.conversions.all()
            ),
        )
