"""Synergies and votes as tidy sheets; of the votes only sums, and only once they are counted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from pompey_ite.spreadsheets import Column, Sheet, Value
from synergies.models import Synergy, TallyLine, Workshop

LEAST_ANSWERS = 3  # below, a sum says what one company answered


def synergies_sheet(workshop: Workshop | None = None) -> Sheet:
    """Return one row for each synergy, by number, merged and closed ones included.

    workshop: only those that come from it.
    """
    columns = (
        Column(_("Number"), _("Number of the synergy in the initiative.")),
        Column(_("Title"), _("What could be done together."), width=44),
        Column(_("Area"), _("Equipment, resources or skills.")),
        Column(_("Kind"), _("Substitution, or pooling.")),
        Column(_("Status"), _("From idea to operational (ADEME’s definition).")),
        Column(_("Reason of the status"), _("Why it is parked or closed."), width=28),
        Column(_("Companies"), _("Parties with their roles, between semicolons."), width=52),
        Column(_("Number of companies"), _("How many parties."), _("companies")),
        Column(_("Comment"), _("What was noted at the workshop or since."), width=40),
        Column(_("Origin"), _("Workshop, detection, by hand, or merge.")),
        Column(_("Table"), _("Table of the workshop.")),
        Column(_("Merged into"), _("Number of the synergy that stands for it.")),
        Column(_("Operational since"), _("First day on which the definition was met.")),
        Column(_("Evidence"), _("What proves it, since when, and where it is written."), width=40),
        Column(_("Next step"), _("What is to be done next."), width=32),
        Column(_("Next step due on"), _("By when.")),
        Column(_("Last contact"), _("Last day on which its companies were spoken to.")),
    )
    return Sheet(_("Synergies"), columns, _synergy_rows(workshop))


def _synergy_rows(workshop: Workshop | None) -> Iterator[tuple[Value, ...]]:
    rows = Synergy.objects.for_export()
    for one in rows.filter(workshop=workshop) if workshop else rows:
        parties = [f"{p.company.name} ({p.get_role_display()})" for p in one.parties.all()]
        yield (
            *(one.number, one.title, one.get_area_display(), one.get_kind_display()),
            *(one.get_status_display(), one.status_reason, " ; ".join(parties), len(parties)),
            *(one.comment, one.get_origin_display(), one.table_number),
            one.merged_into.number if one.merged_into else None,
            *(one.operational_since, one.evidence),
            *(one.next_step, one.next_due_on, one.last_contact_on),
        )


def participants_sheet(workshop: Workshop) -> Sheet:
    """Return what everybody in the room may take home: one row for each synergy still in play.

    No comment, no evidence, no step: those are for the parties and the project manager.
    """
    columns = (
        Column(_("Number"), _("Number of the synergy in the initiative.")),
        Column(_("Title"), _("What could be done together."), width=44),
        Column(_("Area"), _("Equipment, resources or skills.")),
        Column(_("Kind"), _("Substitution, or pooling.")),
        Column(_("Companies"), _("Parties with their roles, between semicolons."), width=52),
    )
    rows = Synergy.objects.of_workshop(workshop).for_export()
    return Sheet(_("Synergies"), columns, (_participants_row(one) for one in rows))


def _participants_row(one: Synergy) -> tuple[Value, ...]:
    parties = [f"{p.company.name} ({p.get_role_display()})" for p in one.parties.all()]
    named = " ; ".join(parties)
    return one.number, one.title, one.get_area_display(), one.get_kind_display(), named


def votes_sheet(now: datetime) -> Sheet:
    """Return one row for each proposal of the rounds that are closed and counted at `now`.

    No company is named. Where fewer than LEAST_ANSWERS companies answered, no sum is given.
    """
    companies = _("companies")
    columns = (
        Column(_("Round"), _("The round the proposal was put to."), width=32),
        Column(_("Closed on"), _("When the round closed.")),
        Column(_("Number"), _("Number of the synergy.")),
        Column(_("Title"), _("The proposal as it stood when the round opened."), width=44),
        Column(_("Area"), _("Equipment, resources or skills.")),
        Column(_("Result"), _("What the count says of it."), width=24),
        Column(_("Answers"), _("Companies that answered; “<” where they are too few."), companies),
        Column(_("No"), _("Companies that said no."), companies),
        Column(_("Maybe"), _("Companies that said maybe."), companies),
        Column(_("Yes"), _("Companies that said yes."), companies),
        Column(_("Priority"), _("Companies that made it a priority."), companies),
        Column(_("Not concerned"), _("Companies it does not concern."), companies),
        Column(_("Silent"), _("Companies named in it that gave no answer."), companies),
    )
    return Sheet(_("Votes"), columns, _vote_rows(now))


def _vote_rows(now: datetime) -> Iterator[tuple[Value, ...]]:
    for line in TallyLine.objects.published_at(now):
        option, round_ = line.option, line.tally.round
        counts: tuple[Value, ...] = (
            *(line.no_count, line.maybe_count, line.yes_count, line.priority_count),
            *(line.not_concerned_count, line.silent_count),
        )
        answers: Value = line.answer_count
        if line.answer_count < LEAST_ANSWERS:
            answers, counts = f"< {LEAST_ANSWERS}", (None,) * len(counts)
        yield (
            *(round_.title, round_.closes_at, option.number, option.title),
            *(option.get_area_display(), line.get_band_display(), answers, *counts),
        )
