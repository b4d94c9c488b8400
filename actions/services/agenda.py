"""What a meeting has to speak about, read from the data of the day.

A point is a small dict that is kept as JSON: `key` (unique in its agenda), `kind`, `text` (the
words of the thing itself, in the language they were entered) and `detail` (a day, a reason), and
the number of what it is about (`action`, `synergy`, `decision`). Milestones that were reached are
one point with their `lines`: pairs of words and day, the latest first.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from actions.models import Action, Decision, Meeting, Milestone
from pompey_ite.outbox.calendar import local_day
from synergies.models import BlockingPoint, Synergy

Point = dict[str, Any]
TITLES = {
    "decision": _("Decision awaited"),
    "late": _("Late action"),
    "blocked": _("Blocked action"),
    "synergy": _("Blocked synergy"),
    "reached": _("Milestones reached since the last meeting"),
    "added": _("Other point"),
}


def agenda_points(meeting: Meeting, now: datetime) -> list[Point]:
    """Return the points that are due: what awaits a decision first, what went well last."""
    today = local_day(now)
    return [
        *_decisions(meeting),
        *_late(meeting, today),
        *_blocked(meeting),
        *_synergies(meeting),
        *_reached(meeting, today),
    ]


def last_meeting_day(meeting: Meeting) -> date:
    """Return the day of the body's meeting before this one, else that the programme began."""
    held = Meeting.objects.filter(programme=meeting.programme, status=Meeting.Status.HELD)
    before = held.filter(body=meeting.body, starts_at__lt=meeting.starts_at)
    last = before.order_by("-starts_at").first()
    return local_day(last.starts_at) if last else meeting.programme.starts_on


def _point(kind: str, pk: int, text: str, detail: str = "", **about: Any) -> Point:
    return {"key": f"{kind}:{pk}", "kind": kind, "text": text, "detail": detail, **about}


def _decisions(meeting: Meeting) -> list[Point]:
    rows = Decision.objects.filter(programme=meeting.programme, taken_on=None)
    return [
        _point("decision", d.pk, d.question, d.asked_on.isoformat(), decision=d.pk)
        for d in rows.order_by("asked_on", "pk")
    ]


def _late(meeting: Meeting, today: date) -> list[Point]:
    rows = Action.objects.of(meeting.programme).late_on(today).exclude(status="blocked")
    return [
        _point("late", a.pk, str(a), a.due_on.isoformat() if a.due_on else "", action=a.pk)
        for a in rows.order_by("due_on", "pk")
    ]


def _blocked(meeting: Meeting) -> list[Point]:
    rows = Action.objects.of(meeting.programme).filter(status=Action.Status.BLOCKED)
    return [
        _point("blocked", a.pk, str(a), a.status_reason, action=a.pk)
        for a in rows.order_by("area__code", "position", "pk")
    ]


def _synergies(meeting: Meeting) -> list[Point]:
    """Return the open synergies of the programme's actions with their blocking points, if any."""
    points = BlockingPoint.objects.filter(state=BlockingPoint.State.OPEN)
    mine = Synergy.objects.filter(actions__area__programme=meeting.programme, merged_into=None)
    rows = points.filter(synergy__in=mine.exclude(status=Synergy.Status.CLOSED))
    reasons: dict[Synergy, list[str]] = {}
    for point in rows.select_related("synergy").order_by("synergy__number", "pk"):
        reasons.setdefault(point.synergy, []).append(point.sentence)
    return [
        _point("synergy", s.pk, str(s), " ; ".join(filter(None, said)), synergy=s.pk)
        for s, said in reasons.items()
    ]


def _reached(meeting: Meeting, today: date) -> list[Point]:
    """Return one point for all milestones, however many: the pack has their table."""
    rows = Milestone.objects.filter(
        action__area__programme=meeting.programme,
        done_on__gte=last_meeting_day(meeting),
        done_on__lte=today,
    ).select_related("action")
    lines = [
        [f"{m.action.code} · {m.title}", m.done_on.isoformat() if m.done_on else ""]
        for m in rows.order_by("-done_on", "-pk")
    ]
    return [{"key": "reached:all", "kind": "reached", "text": "", "lines": lines}] if lines else []
