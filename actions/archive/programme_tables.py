"""Programmes, actions, their follow-up, figures and decisions of the archive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import Q, QuerySet, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actions.archive.past import Year, stood_at_the_end
from actions.archive.table import DAY, INTEGER, NUMBER, TEXT, WORDS, YES_NO, Column, Table, Value
from actions.models import (
    Action,
    Attendance,
    Audience,
    Decision,
    Funding,
    Measurement,
    Meeting,
    Milestone,
    Note,
    Programme,
)
from actions.reports.audience import SEEN
from actions.services.indicators import indicator_figures

SEPARATOR = " ; "
KEPT = SEEN[Audience.COMMITTEE]  # what the project manager alone sees stays in the workbench
Rows = Iterator[Sequence[Value]]


def _programmes(year: Year) -> QuerySet[Programme]:
    """Return the programmes that ran on at least one day of the year."""
    rows = Programme.objects.filter(starts_on__lte=year.last_day, ends_on__gte=year.first_day)
    return rows.order_by("starts_on", "pk")


def programme_rows(year: Year) -> Rows:
    """Yield each programme of the year, area by area."""
    for one in _programmes(year).prefetch_related("areas"):
        for area in one.areas.all():
            yield (one.title, one.starts_on, one.ends_on, area.code, area.title)


def stood_actions(year: Year) -> list[Action]:
    """Return the actions of these programmes as they stood, in the order of their sheets."""
    programmes = {one.pk for one in _programmes(year)}
    rows = stood_at_the_end(Action.objects.all(), year)
    prefetch_related_objects(rows, "area__programme", "pilot_company", "partners", "synergies")
    mine = [one for one in rows if one.area.programme_id in programmes]
    return sorted(mine, key=_by_sheet)


def _by_sheet(one: Action) -> tuple[object, ...]:
    return one.area.programme.starts_on, one.area.programme_id, one.area.code, one.position, one.pk


def hidden_count(year: Year) -> int:
    """Return how many actions are left out because the project manager alone sees them."""
    return sum(one.visibility not in KEPT for one in stood_actions(year))


def _kept_actions(year: Year) -> list[Action]:
    return [one for one in stood_actions(year) if one.visibility in KEPT]


def action_rows(year: Year) -> Rows:
    """Yield each action as it stood at the end of the year."""
    for one in _kept_actions(year):
        partners = [*sorted(row.name for row in one.partners.all()), one.other_partners]
        yield (
            *(one.area.programme.title, one.area.code, one.code, one.title, one.description),
            *(one.objectives, one.expected_results, one.pilot, one.elected_referent),
            SEPARATOR.join(filter(None, partners)),
            SEPARATOR.join(str(row.number) for row in one.synergies.all()),
            *(one.get_status_display(), one.status_reason, one.is_late_on(year.last_day)),
            *(one.get_priority_display(), one.starts_on, one.due_on, one.progress_percent),
            *(one.effort_days, one.budget_eur, one.spent_investment_eur, one.spent_operation_eur),
        )


def milestone_rows(year: Year) -> Rows:
    """Yield each milestone of these actions as it stood, by action and date."""
    steps: dict[int, list[Milestone]] = {}
    rows = stood_at_the_end(Milestone.objects.all(), year)
    for step in sorted(rows, key=lambda step: (step.due_on, step.pk)):
        steps.setdefault(step.action_id, []).append(step)
    for one in _kept_actions(year):
        for step in steps.get(one.pk, []):
            yield (one.area.programme.title, one.code, step.title, step.due_on, step.done_on)


def funding_rows(year: Year) -> Rows:
    """Yield what each funder planned and had paid for each of these actions."""
    amounts: dict[int, list[Funding]] = {}
    rows = stood_at_the_end(Funding.objects.all(), year)
    prefetch_related_objects(rows, "funder")
    for amount in sorted(rows, key=lambda row: (row.funder.name, row.nature, row.pk)):
        amounts.setdefault(amount.action_id, []).append(amount)
    for one in _kept_actions(year):
        for amount in amounts.get(one.pk, []):
            yield (
                *(one.area.programme.title, one.code, amount.funder.name),
                *(amount.get_nature_display(), amount.planned_eur, amount.actual_eur),
            )


def note_rows(year: Year) -> Rows:
    """Yield the follow-up notes of the year on these actions; who wrote them is not said."""
    kept = {one.pk: one for one in _kept_actions(year)}
    rows = Note.objects.filter(action__in=kept, written_on__range=year.days)
    for row in rows.order_by("written_on", "pk"):
        one = kept[row.action_id]
        yield one.area.programme.title, one.code, row.written_on, row.text


def meeting_rows(year: Year) -> Rows:
    """Yield the meetings of the year with their minutes; of who came, the number alone."""
    rows = Meeting.objects.filter(year.instants("starts_at")).select_related("programme")
    for one in rows.order_by("starts_at", "pk"):
        there = one.attendances.filter(state__in=Attendance.THERE).count()
        yield (
            *(one.programme.title, one.title, one.body, timezone.localdate(one.starts_at)),
            *(one.get_status_display(), one.status_reason, there, one.minutes),
        )


def decision_rows(year: Year) -> Rows:
    """Yield what was asked or decided in the year, but of actions that are left out."""
    of_year = Q(asked_on__range=year.days) | Q(taken_on__range=year.days)
    seen = Q(action=None) | Q(action__visibility__in=KEPT)
    rows = Decision.objects.filter(of_year & seen).select_related("programme", "action", "meeting")
    for one in rows.order_by("asked_on", "pk"):
        yield (
            *(one.programme.title, one.action.code if one.action else ""),
            *(one.meeting.title if one.meeting else "", one.asked_on, one.question, one.body),
            *(one.taken_on, one.outcome, one.follow_up),
        )


def indicator_rows(year: Year) -> Rows:
    """Yield what each indicator measured in the year and had reached at its end."""
    for programme in _programmes(year):
        for one in indicator_figures(programme, year.first_day, year.last_day):
            yield (
                *(programme.title, one.name, one.official_code, one.unit, one.month),
                *(one.total, one.target, one.estimated, one.declared, one.verified),
            )


def measurement_rows(year: Year) -> Rows:
    """Yield each value of a period that ended in the year, also those that do not count."""
    rows = Measurement.objects.for_export().filter(
        period_end__range=year.days, action__visibility__in=KEPT
    )
    for one in rows:
        indicator = one.indicator
        yield (
            *(one.action.area.programme.title, one.action.code, indicator.name, one.period_end),
            *(one.value, indicator.unit, indicator.get_aggregation_display()),
            *(one.get_proof_display(), one.source, one.uncertainty_percent, one.closed_reason),
        )


PROGRAMME = Column("programme", WORDS, _("Title of the programme"))
CODE = Column("action", TEXT, _("Code of the action in its programme."))
EUROS = _("In euros before tax")
PROGRAMMES = Table(
    "programmes",
    _("Programmes that ran during the year, by area"),
    (
        PROGRAMME,
        Column("debut", DAY, _("First day.")),
        Column("fin", DAY, _("Last day planned.")),
        Column("volet_code", TEXT, _("Letter of the area: A, B or C")),
        Column("volet", WORDS, _("Title of the area")),
    ),
    programme_rows,
)
ACTIONS = Table(
    "actions",
    _("Actions as they stood on 31 December"),
    (
        PROGRAMME,
        Column("volet_code", TEXT, _("Letter of the area: A, B or C")),
        CODE,
        Column("titre", WORDS, _("Title of the action sheet.")),
        Column("description", WORDS, _("What is to be done.")),
        Column("objectifs", WORDS, _("What it is for.")),
        Column("resultats_attendus", WORDS, _("What should come out.")),
        Column("pilote", TEXT, _("Company, body or person that leads; named on purpose")),
        Column("elu_referent", TEXT, _("Elected official who follows it; named on purpose")),
        Column("partenaires", TEXT, _("Companies and other bodies, between semicolons.")),
        Column("synergies", TEXT, _("Numbers of its synergies, between semicolons.")),
        Column("etat", TEXT, _("Status of the action.")),
        Column("raison", WORDS, _("Reason of the status")),
        Column("en_retard", YES_NO, _("Past its end date on 31 December, and not finished")),
        Column("priorite", TEXT, _("High, medium or low.")),
        Column("debut", DAY, _("First day planned")),
        Column("fin", DAY, _("Last day planned")),
        Column("avancement_pct", INTEGER, _("Progress, from 0 to 100")),
        Column("jours", NUMBER, _("Working days planned.")),
        Column("budget_eur", NUMBER, EUROS),
        Column("investissement_depense_eur", NUMBER, EUROS),
        Column("fonctionnement_depense_eur", NUMBER, EUROS),
    ),
    action_rows,
)
MILESTONES = Table(
    "jalons",
    _("Milestones as they stood on 31 December"),
    (
        PROGRAMME,
        CODE,
        Column("jalon", WORDS, _("What is to be reached.")),
        Column("prevu_le", DAY, _("Day planned.")),
        Column("atteint_le", DAY, _("Day on which it was; empty: not yet.")),
    ),
    milestone_rows,
)
FUNDINGS = Table(
    "financements",
    _("Money as it stood on 31 December"),
    (
        PROGRAMME,
        CODE,
        Column("financeur", TEXT, _("Who pays.")),
        Column("nature", TEXT, _("Investment or operation.")),
        Column("prevu_eur", NUMBER, EUROS),
        Column("verse_eur", NUMBER, EUROS),
    ),
    funding_rows,
)
NOTES = Table(
    "suivi",
    _("Follow-up notes of the year"),
    (
        PROGRAMME,
        CODE,
        Column("date", DAY, _("Day of the note")),
        Column("note", WORDS, _("What was written; its author is not named")),
    ),
    note_rows,
)
MEETINGS = Table(
    "seances",
    _("Meetings of the year"),
    (
        PROGRAMME,
        Column("seance", WORDS, _("Title of the meeting")),
        Column("instance", WORDS, _("Body that met")),
        Column("date", DAY, _("Day of the meeting")),
        Column("etat", TEXT, _("Planned, held or cancelled")),
        Column("raison", WORDS, _("Why it was cancelled")),
        Column("presents", INTEGER, _("People present or represented; none is named")),
        Column("compte_rendu", WORDS, _("Minutes, as they were written")),
    ),
    meeting_rows,
)
DECISIONS = Table(
    "decisions",
    _("Decisions asked for or taken during the year"),
    (
        PROGRAMME,
        CODE,
        Column("seance", WORDS, _("Title of the meeting")),
        Column("demandee_le", DAY, _("Day on which it was asked for")),
        Column("question", WORDS, _("What was to be decided")),
        Column("instance", WORDS, _("Body that decides")),
        Column("prise_le", DAY, _("Day of the decision; empty: not yet")),
        Column("decision", WORDS, _("What was decided")),
        Column("suite", WORDS, _("What follows from it")),
    ),
    decision_rows,
)
INDICATORS = Table(
    "indicateurs",
    _("Indicators: the year, and what was reached on 31 December"),
    (
        PROGRAMME,
        Column("indicateur", WORDS, _("Name of the indicator")),
        Column("code_officiel", TEXT, _("Code of the national framework, if any")),
        Column("unite", TEXT, _("Unit of the value")),
        Column("annee", NUMBER, _("Measured in the year; empty: nothing")),
        Column("total", NUMBER, _("Reached since the beginning")),
        Column("cible", NUMBER, _("Sum of the targets; empty: none")),
        Column("dont_estime", NUMBER, _("Part of the total that is estimated")),
        Column("dont_declare", NUMBER, _("Part of the total that is declared")),
        Column("dont_verifie", NUMBER, _("Part of the total that is verified")),
    ),
    indicator_rows,
)
MEASUREMENTS = Table(
    "mesures",
    _("Measured values of the year"),
    (
        PROGRAMME,
        CODE,
        Column("indicateur", WORDS, _("Name of the indicator")),
        Column("fin_de_periode", DAY, _("The value is that of the period that ends then.")),
        Column("valeur", NUMBER, _("Value, in the unit")),
        Column("unite", TEXT, _("Unit of the value")),
        Column("cumul", TEXT, _("Whether values add up, or the last one counts.")),
        Column("preuve", TEXT, _("Estimated, declared or verified.")),
        Column("source", WORDS, _("Where the value comes from.")),
        Column("incertitude_pct", NUMBER, _("± around the value; empty: not known.")),
        Column("ne_compte_pas_car", WORDS, _("Reason of the closing; empty: it counts.")),
    ),
    measurement_rows,
)
TABLES = (
    *(PROGRAMMES, ACTIONS, MILESTONES, FUNDINGS, NOTES, MEETINGS, DECISIONS),
    *(INDICATORS, MEASUREMENTS),
)
