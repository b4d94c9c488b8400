"""Meetings of the committee: their agenda in order, who came, what was said."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from actions.models import Attendance, Meeting
from actions.services.agenda import Point, agenda_points

MOST_POINTS = 60


class MeetingRefused(Exception):
    """An act that a meeting does not allow any more; its text may be shown."""


def is_kept(point: Point) -> bool:
    """Return whether a point was not dropped by the manager."""
    return not point.get("is_dropped", False)


@transaction.atomic
def refresh_agenda(*, meeting: Meeting, now: datetime) -> Meeting:
    """Return the meeting with the points that are due today, in its agenda.

    Points that stand keep their place, what was dropped stays dropped, what was added by hand
    stays; points whose reason has gone leave. Raises MeetingRefused when the agenda is fixed.
    """
    meeting = _open(meeting)
    due = {point["key"]: point for point in agenda_points(meeting, now)}
    kept = [
        due.pop(point["key"]) | {"is_dropped": point.get("is_dropped", False)}
        if point["key"] in due
        else point
        for point in meeting.agenda
        if point["key"] in due or point["kind"] == "added"
    ]
    meeting.agenda = [*kept, *due.values()]
    meeting.save(update_fields=["agenda"])
    return meeting


@transaction.atomic
def add_point(*, meeting: Meeting, text: str) -> Meeting:
    """Return the meeting with one more point, in the manager's words.

    Raises MeetingRefused when the agenda is fixed, or has no room left.
    """
    meeting = _open(meeting)
    if len(meeting.agenda) >= MOST_POINTS:
        raise MeetingRefused(_("The agenda is full: drop a point first."))
    numbers = [int(p["key"].split(":")[1]) for p in meeting.agenda if p["kind"] == "added"]
    point = {"key": f"added:{max(numbers, default=0) + 1}", "kind": "added", "text": text.strip()}
    meeting.agenda = [*meeting.agenda, point]
    meeting.save(update_fields=["agenda"])
    return meeting


@transaction.atomic
def change_point(*, meeting: Meeting, key: str, act: str) -> Meeting:
    """Return the meeting with a point moved “up” or “down”, dropped or restored.

    Raises MeetingRefused when the agenda is fixed, LookupError for an unknown point or act.
    """
    meeting = _open(meeting)
    points: list[Point] = [*meeting.agenda]
    place = next((i for i, point in enumerate(points) if point["key"] == key), None)
    if place is None or act not in {"up", "down", "drop", "restore"}:
        raise LookupError(key)
    if act in {"up", "down"}:
        points.insert(max(place + (-1 if act == "up" else 1), 0), points.pop(place))
    else:
        points[place] = points[place] | {"is_dropped": act == "drop"}
    meeting.agenda = points
    meeting.save(update_fields=["agenda"])
    return meeting


@transaction.atomic
def freeze_agenda(*, meeting: Meeting, now: datetime | None) -> Meeting:
    """Return the meeting with its agenda fixed, as the pack says it; None opens it again.

    Raises MeetingRefused when the meeting was held or cancelled.
    """
    meeting = _locked(meeting)
    if meeting.status != Meeting.Status.PLANNED:
        raise MeetingRefused(_("This meeting is over: its agenda stays as it was."))
    meeting.frozen_at = now
    meeting.save(update_fields=["frozen_at"])
    return meeting


@transaction.atomic
def end_meeting(*, meeting: Meeting, status: str, now: datetime, reason: str = "") -> Meeting:
    """Return the meeting held, or cancelled with its reason.

    Raises MeetingRefused when it is over already, is held before it begins, or is cancelled
    without a reason.
    """
    meeting = _locked(meeting)
    if meeting.status != Meeting.Status.PLANNED:
        raise MeetingRefused(_("This meeting is over already."))
    if status == Meeting.Status.HELD and now < meeting.starts_at:
        raise MeetingRefused(_("This meeting has not begun yet."))
    if status == Meeting.Status.CANCELLED and not reason.strip():
        raise MeetingRefused(_("Say why the meeting is cancelled."))
    meeting.status, meeting.status_reason = status, reason.strip()
    meeting.save(update_fields=["status", "status_reason"])
    return meeting


def invite_last(*, meeting: Meeting) -> list[Attendance]:
    """Return the people of the body's last meeting, now expected at this one.

    Nobody is invited twice; the list is empty when the body meets for the first time.
    """
    earlier = Meeting.objects.filter(programme=meeting.programme, body=meeting.body)
    last = earlier.filter(starts_at__lt=meeting.starts_at).order_by("-starts_at").first()
    known = set(meeting.attendances.values_list("name", "organisation"))
    people: Iterable[Any] = last.attendances.all() if last else ()
    rows = [
        Attendance(meeting=meeting, name=person.name, organisation=person.organisation)
        for person in people
        if (person.name, person.organisation) not in known
    ]
    for row in rows:
        row.save()  # one by one: bulk_create leaves no history
    return rows


def mark(*, attendance: Attendance, state: str) -> Attendance:
    """Return the attendance with its state. Raises LookupError for an unknown state."""
    if state not in Attendance.State.values:
        raise LookupError(state)
    attendance.state = state
    attendance.save(update_fields=["state"])
    return attendance


def _open(meeting: Meeting) -> Meeting:
    meeting = _locked(meeting)
    if not meeting.is_open:
        raise MeetingRefused(_("The agenda is fixed. Open it again to change it."))
    return meeting


def _locked(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_for_update().select_related("programme").get(pk=meeting.pk)
