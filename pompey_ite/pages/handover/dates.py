"""What comes next, by day, and where things are."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from actions.models import Milestone, Programme
from companies.models import Initiative
from pompey_ite.outbox.calendar import local_day, next_month
from pompey_ite.pages.handover.parts import Cell, Part, cells
from synergies.models import Round

HORIZON = timedelta(days=180)
Row = tuple[date, Cell, str]


def dates_part(initiative: Initiative, programme: Programme | None, now: datetime) -> Part:
    """Return what falls in the next half year: milestones, rounds, the next report."""
    today = local_day(now)
    rows = [*_milestones(programme, today), *_rounds(initiative, now), *_report(programme, today)]
    rows.sort(key=lambda row: (row[0], row[1].text))
    return Part(
        "dates",
        _("The next dates"),
        _("Half a year: milestones, rounds, the next monthly report."),
        [_("Day"), _("What"), _("Kind")],
        _("No date is set for the next half year."),
        [cells(*row) for row in rows],
    )


def _milestones(programme: Programme | None, today: date) -> list[Row]:
    rows = Milestone.objects.filter(action__area__programme=programme).for_list()
    return [
        (one.due_on, Cell(f"{one.action.code} · {one}", one.action.get_absolute_url()), kind)
        for kind, found in (
            (_("late milestone"), rows.late_on(today)),
            (_("milestone"), rows.coming(today, today + HORIZON)),
        )
        for one in found
    ]


def _rounds(initiative: Initiative, now: datetime) -> list[Row]:
    rounds = Round.objects.filter(initiative=initiative, cancelled_at=None, closes_at__gt=now)
    found = []
    for one in rounds.order_by("closes_at"):
        cell = Cell(one.title, one.get_absolute_url())
        if one.opens_at > now:
            found.append((local_day(one.opens_at), cell, _("a round opens")))
        found.append((local_day(one.closes_at), cell, _("a round closes")))
    return found


def _report(programme: Programme | None, today: date) -> list[Row]:
    if programme is None:
        return []
    cell = Cell(_("The report of the month is drawn up"), reverse("actions:reports"))
    return [(next_month(today.replace(day=1)), cell, _("report"))]


def places_part() -> Part:
    """Return where a successor finds what, in the workbench and in its files."""
    places = (
        (_("What needs you today"), Cell(_("Cockpit"), reverse("admin:index"))),
        (_("What changed, and who changed it"), Cell(_("History"), reverse("pages:history"))),
        (_("Who works with whom"), Cell(_("Network"), reverse("synergies:network"))),
        (_("Every table as a workbook"), Cell(_("Exports"), reverse("actions:exports"))),
        (_("Mails sent, waiting, in error"), Cell(_("Mails"), reverse("outbox:list"))),
        (
            _("Who is reminded of what, and when"),
            Cell(_("Reminders"), reverse("actions:reminders")),
        ),
        (_("Is the clock running?"), Cell("/health/ready", reverse("pages:health_ready"))),
        (_("Install, back up, restore"), Cell("docs/runbook.md")),
        (_("How votes are counted"), Cell("docs/voting.md")),
        (_("How matches are found"), Cell("docs/detection.md")),
        (_("Words of the field and names in the code"), Cell("docs/glossary.md")),
    )
    return Part(
        "places",
        _("Where things are"),
        _("Files named docs/… come with the program."),
        [_("What"), _("Where")],
        "",
        [cells(*place) for place in places],
    )
