"""The funder's table of a period as sheets: the same figures as its page."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actions.exports.tables import SEPARATOR
from actions.services.funder_table import FunderTable
from pompey_ite.spreadsheets import Column, ReadMe, Sheet, Value


def funder_sheets(table: FunderTable) -> list[Sheet]:
    """Return the sheets of the table: summary, actions, results, money, synergies."""
    return [
        _summary(table),
        _actions(table),
        _results(table),
        _money(table),
        _synergies(table),
    ]


def funder_read_me(table: FunderTable) -> ReadMe:
    """Return what a reader must know: the period, what counts, what is left out."""
    days = {
        "start": date_format(table.period.starts_on, "DATE_FORMAT"),
        "end": date_format(table.period.ends_on, "DATE_FORMAT"),
    }
    remarks = [
        _("Period: from %(start)s to %(end)s, both included.") % days,
        _("A value counts in the period in which its own period ends."),
        _("Statuses and amounts are those of the day of this file: they carry no date."),
        _("Operational: at least one exchange of material done, or a pooled service used by two."),
    ]
    if table.hidden:
        text = ngettext(
            "%d action is for the project manager alone, and is not in this table.",
            "%d actions are for the project manager alone, and are not in this table.",
            table.hidden,
        )
        remarks.append(text % table.hidden)
    return ReadMe(
        title=_("Table of the funders – %s") % table.programme.title,
        source=_("The workbench of the initiative: sheets, measurements and fundings."),
        remarks=remarks,
    )


def _summary(table: FunderTable) -> Sheet:
    columns = (
        Column(_("Figure"), _("What is counted."), width=52),
        Column(_("Value"), _("On the last day of the period, or in it."), width=16),
        Column(_("Unit"), _("Unit of the value."), width=16),
    )
    euros, synergies = _("€ before tax"), _("synergies")
    rows: list[tuple[Value, ...]] = [
        (_("Operational synergies at the end (eci_18)"), table.operational, synergies),
        (_("Of which became operational in the period"), table.newly_operational, synergies),
        (_("Companies engaged in them (eci_19)"), table.engaged, _("companies")),
        (_("Actions of the programme"), len(table.actions), _("actions")),
        (_("Planned funding"), table.planned, euros),
        (_("Actual funding"), table.actual, euros),
    ]
    return Sheet(_("Summary"), columns, rows)


def _actions(table: FunderTable) -> Sheet:
    euros = _("€ before tax")
    columns = (
        Column(_("Code"), _("Code of the action in its programme."), width=8),
        Column(_("Title"), _("Title of the action sheet."), width=48),
        Column(_("Area"), _("Area of the programme."), width=28),
        Column(_("Stage"), _("Status of the action.")),
        Column(_("Progress"), _("As estimated by who leads."), "%"),
        Column(_("Due on"), _("Last day planned.")),
        Column(_("Milestones reached"), _("How many are reached."), _("milestones")),
        Column(_("Milestones"), _("How many steps it has."), _("milestones")),
        Column(_("Planned budget"), _("Budget of the sheet."), euros),
        Column(_("Synergies"), _("Numbers of its synergies, between semicolons.")),
    )
    return Sheet(_("Actions"), columns, _action_rows(table))


def _action_rows(table: FunderTable) -> Iterator[tuple[Value, ...]]:
    for one in table.actions:
        milestones = one.milestones.all()
        yield (
            *(one.code, one.title, one.area.title, one.get_status_display()),
            *(one.progress_percent, one.due_on),
            *(sum(row.done_on is not None for row in milestones), len(milestones)),
            *(one.budget_eur, SEPARATOR.join(str(row.number) for row in one.synergies.all())),
        )


def _results(table: FunderTable) -> Sheet:
    columns = (
        Column(_("Code"), _("Code of the action in its programme."), width=8),
        Column(_("Indicator"), _("What is measured."), width=44),
        Column(_("In the period"), _("What was measured in it; empty: nothing.")),
        Column(_("Of which verified"), _("Part of it that a document proves.")),
        Column(_("Of which declared"), _("Part of it that a company says.")),
        Column(_("Of which estimated"), _("Part of it that is worked out.")),
        Column(_("So far"), _("From the beginning to the last day of the period.")),
        Column(_("Target"), _("What the action aims at in all; empty: none.")),
        Column(_("Unit"), _("Unit of the values."), width=10),
        Column(_("Source of the value"), _("Where the value comes from."), width=44),
    )
    rows: list[tuple[Value, ...]] = [
        (
            *(line.action.code, line.name, line.in_period),
            *(value for _proof, value in line.by_proof),
            *(line.so_far, line.target, line.unit, SEPARATOR.join(line.sources)),
        )
        for line in table.measured
    ]
    return Sheet(_("Results"), columns, rows)


def _money(table: FunderTable) -> Sheet:
    euros = _("€ before tax")
    columns = (
        Column(_("Code"), _("Code of the action in its programme."), width=8),
        Column(_("Funder"), _("Who pays."), width=36),
        Column(_("Nature"), _("Investment or operation.")),
        Column(_("Planned"), _("Amount planned."), euros),
        Column(_("Actual"), _("Amount paid."), euros),
    )
    rows: list[tuple[Value, ...]] = [
        (
            *(row.action.code, row.funder.name, row.get_nature_display()),
            *(row.planned_eur, row.actual_eur),
        )
        for row in table.fundings
    ]
    return Sheet(_("Fundings"), columns, rows)


def _synergies(table: FunderTable) -> Sheet:
    columns = (
        Column(_("Number"), _("Number of the synergy in the initiative.")),
        Column(_("Title"), _("What could be done together."), width=48),
        Column(_("Stage"), _("From idea to operational (ADEME’s definition).")),
        Column(_("Operational since"), _("First day on which the definition was met.")),
        Column(_("In this period"), _("Whether that day lies in the period.")),
        Column(_("Actions"), _("Codes of the actions it belongs to, between semicolons.")),
        Column(_("Measured by its actions"), _("What they measured in the period."), width=52),
    )
    return Sheet(_("Synergies"), columns, _synergy_rows(table))


def _synergy_rows(table: FunderTable) -> Iterator[tuple[Value, ...]]:
    for line in table.synergies:
        yield (
            *(line.synergy.number, line.synergy.title, line.synergy.get_status_display()),
            *(line.synergy.operational_since, line.became_operational),
            SEPARATOR.join(action.code for action in line.actions),
            SEPARATOR.join(
                f"{one.action.code} {one.name} = {_figure(value)} {one.unit} ({proof.label})"
                for one in line.measured
                for proof, value in one.proven
            ),
        )


def _figure(value: Decimal) -> str:
    return str(number_format(Decimal(f"{value.normalize():f}")))
