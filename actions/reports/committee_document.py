"""The pack of a meeting and its minutes, on paper."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actions.models import Action, Attendance, Meeting
from actions.reports.figures import sum_of_known
from actions.reports.paper import LEFT, RIGHT, Block, paper, section, set_paper, steps, table
from actions.reports.paper import text as words_of
from actions.reports.words import action_status, amount_eur, quantity, short_date
from actions.services.agenda import TITLES, Point
from actions.services.budget import funder_figures
from actions.services.indicators import indicator_figures
from actions.services.meetings import is_kept

MOST_REACHED = 15


def pack_pdf(meeting: Meeting, today: date) -> bytes:
    """Return what the committee receives before it meets, in the current language."""
    return set_paper(pack_document(meeting, today))


def minutes_pdf(meeting: Meeting, today: date) -> bytes:
    """Return what was said and decided, in the current language."""
    return set_paper(minutes_document(meeting, today))


def pack_document(meeting: Meeting, today: date) -> dict[str, Any]:
    """Return the agenda, one line for each action by area, and the money."""
    actions = list(Action.objects.of(meeting.programme).for_list(today))
    return paper(
        title=meeting.title,
        programme=meeting.programme,
        under_title=_where(meeting),
        edited_on=today,
        sections=[
            section(_("Agenda"), steps(agenda_lines(meeting)) or words_of(_("No point yet."))),
            _figures(actions),
            *_areas(actions),
            _reached(meeting),
            _indicators(meeting, today),
            _money(meeting),
        ],
    )


def minutes_document(meeting: Meeting, today: date) -> dict[str, Any]:
    """Return who was there, what was said, what was decided and what follows."""
    people = list(meeting.attendances.all())
    decisions = list(meeting.decisions.select_related("action", "synergy", "milestone"))
    rows = [
        [d.question, d.outcome, d.follow_up or "–", short_date(_due_on(d))]
        for d in sorted(decisions, key=lambda decision: decision.pk)
    ]
    head = [_("Question"), _("Decision"), _("What follows"), _("By when")]
    return paper(
        title=_("Minutes – %(title)s") % {"title": meeting.title},
        programme=meeting.programme,
        under_title=_where(meeting),
        edited_on=today,
        sections=[
            _people(people),
            section(_("Agenda"), steps(agenda_lines(meeting))),
            section(_("Minutes"), words_of(meeting.minutes)),
            section(_("Decisions"), table(head, rows, [LEFT, LEFT, LEFT, RIGHT])),
        ],
    )


def agenda_lines(meeting: Meeting) -> list[str]:
    """Return the points of the agenda in order, in the words of the current language."""
    return [point_words(point) for point in meeting.agenda if is_kept(point)]


def point_words(point: Point) -> str:
    """Return one point: what it is about, its subject, its day or reason."""
    title = TITLES.get(point["kind"], TITLES["added"])
    if lines := point.get("lines"):
        return f"{title} ({len(lines)})"
    said = point["text"] if point["kind"] == "added" else f"{title} – {point['text']}"
    detail = point_detail(point)
    return f"{said} ({detail})" if detail else str(said)


def point_detail(point: Point) -> str:
    """Return the day or the reason of a point, a day in the form of the current language."""
    detail = str(point.get("detail", ""))
    try:
        day = parse_date(detail)
    except ValueError:
        day = None
    return short_date(day) if day else detail


def _where(meeting: Meeting) -> str:
    when = date_format(timezone.localtime(meeting.starts_at), "DATETIME_FORMAT")
    return " · ".join(filter(None, (meeting.body, when, meeting.place)))


def _due_on(decision: Any) -> date | None:
    if decision.milestone:
        return decision.milestone.due_on  # type: ignore[no-any-return]
    return decision.synergy.next_due_on if decision.synergy else None


def _people(people: Iterable[Attendance]) -> Block:
    """Return who was there, represented, excused or absent; nobody noted is left out."""
    noted = [person for person in people if person.state != Attendance.State.EXPECTED]
    rows = [[p.name, p.organisation or "–", p.get_state_display()] for p in noted]
    head = [_("Name"), _("Organisation and role"), _("Attendance")]
    return section(_("Attendance"), table(head, rows, [LEFT, LEFT, RIGHT]))


def _figures(actions: list[Action]) -> Block:
    done = sum(action.status == Action.Status.DONE for action in actions)
    late = sum(action.is_late for action in actions)
    blocked = sum(action.status == Action.Status.BLOCKED for action in actions)
    numbers = [
        [str(len(actions)), _("actions")],
        [str(done), _("actions done")],
        [str(late), _("actions late")],
        [str(blocked), _("actions blocked")],
    ]
    return section(_("Where we are"), {"kind": "numbers", "numbers": numbers} if actions else None)


def _areas(actions: list[Action]) -> list[Block]:
    head = [_("Action"), _("Leads"), _("Status"), _("Due"), _("Progress")]
    return [
        section(
            str(area),
            table(head, [_line(action) for action in rows], [LEFT, LEFT, LEFT, LEFT, RIGHT]),
        )
        for area, rows in groupby(actions, key=lambda action: action.area)
    ]


def _reached(meeting: Meeting) -> Block:
    """Return the milestones of the agenda; beyond the latest ones only how many more there are."""
    points = [p for p in meeting.agenda if p["kind"] == "reached" and is_kept(p)]
    lines = points[0]["lines"] if points else []
    rows = [[words, short_date(parse_date(day))] for words, day in lines[:MOST_REACHED]]
    more = len(lines) - len(rows)
    words = ngettext("And %(n)d more before them.", "And %(n)d more before them.", more)
    return section(
        str(TITLES["reached"]),
        table([_("Milestone"), _("Reached on")], rows, [LEFT, RIGHT]),
        words_of(words % {"n": more}) if more else None,
    )


def _line(action: Action) -> list[str]:
    return [
        str(action),
        action.pilot or "–",
        action_status(action.status, is_late=action.is_late),
        short_date(action.due_on),
        f"{action.progress_percent} %",
    ]


def _indicators(meeting: Meeting, today: date) -> Block:
    """Return what each indicator has reached, and its target."""
    figures = indicator_figures(meeting.programme, today.replace(day=1), today)
    rows = [
        [f.name, quantity(f.total, f.unit), quantity(f.target, f.unit) if f.target else "–"]
        for f in figures
    ]
    head = [_("Indicator"), _("So far"), _("Target")]
    return section(_("Results against targets"), table(head, rows, [LEFT, RIGHT, RIGHT]))


def _money(meeting: Meeting) -> Block:
    """Return what each funder has promised and paid by now, and the sums."""
    funders = funder_figures(meeting.programme, timezone.now())
    rows = [[f.name, amount_eur(f.planned_eur), amount_eur(f.actual_eur)] for f in funders]
    total = [
        _("Together"),
        amount_eur(sum_of_known(f.planned_eur for f in funders)),
        amount_eur(sum_of_known(f.actual_eur for f in funders)),
    ]
    head = [_("Funder"), _("Planned"), _("Paid")]
    return section(_("Money"), table(head, [*rows, total] if rows else [], [LEFT, RIGHT, RIGHT]))
