"""The first thing the project manager sees: what waits, how far, the money, what is next."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actions.models import Action, Funding, Meeting, Milestone, Programme
from actions.services.agenda import agenda_points
from companies.models import Company, Resource
from pompey_ite.matters import matters_at
from pompey_ite.outbox.calendar import local_day
from pompey_ite.pages.health import is_tick_late, tick_age_s
from synergies.models import Round, Synergy

HORIZON = timedelta(days=90)
SHOWN = 8  # rows of each list; the rest is one click away
MATTERS_OPEN = 8  # lines of what waits that stand open; the others are behind one press


def cockpit() -> dict[str, Any]:
    """Return the context of the cockpit, in a number of queries that does not grow."""
    now = timezone.now()
    today = local_day(now)
    programme = Programme.objects.current()
    milestones = Milestone.objects.filter(action__area__programme=programme).for_list()
    age_s = tick_age_s()
    matters = matters_at(now)
    return {
        "programme": programme,
        "matters": matters[:MATTERS_OPEN],
        "more_matters": matters[MATTERS_OPEN:],
        "matter_count": len(matters),
        "funnel": _funnel(),
        "turnout": _turnout(now),
        "late_count": milestones.late_on(today).count(),
        "next_steps": [
            {
                "title": str(m),
                "action": str(m.action),
                "url": m.action.get_absolute_url(),
                "due": m.due_on,
            }
            for m in milestones.coming(today, today + HORIZON)[:SHOWN]
        ],
        "heartbeat": {
            "age_minutes": None if age_s is None else age_s // 60,
            "is_late": is_tick_late(age_s),
        },
        "mails_stay_inside": settings.MAILS_STAY_INSIDE,
        "figures": _figures(programme, today),
        "late_actions": _late_actions(programme, today),
        "money": _money(programme),
        "meeting": _meeting(programme, now),
    }


def _figures(programme: Programme | None, today: date) -> dict[str, int]:
    actions = Action.objects.filter(area__programme=programme)
    return {
        "companies": Company.objects.active().count(),
        "actions": actions.count(),
        "actions_done": actions.filter(status=Action.Status.DONE).count(),
        "actions_late": actions.late_on(today).count(),
    }


def _late_actions(programme: Programme | None, today: date) -> list[dict[str, Any]]:
    """Return the actions past their date, those that have waited longest first."""
    late = Action.objects.filter(area__programme=programme).late_on(today).order_by("due_on", "pk")
    return [
        {
            "title": str(action),
            "url": action.get_absolute_url(),
            "days": (today - action.due_on).days if action.due_on else 0,
        }
        for action in late[:SHOWN]
    ]


def _funnel() -> list[tuple[str, int]]:
    """Return how many of each there are, from what was declared to what works."""
    status = Synergy.Status
    open_rows = Synergy.objects.open()
    in_actions = Action.synergies.through.objects.values("synergy")
    talked = [status.DISCUSSION, status.STUDY, status.AGREED, status.OPERATIONAL]
    return [
        (_("Resources declared"), Resource.objects.open().count()),
        (_("Potential synergies"), open_rows.count()),
        (_("In an action of the programme"), open_rows.filter(pk__in=in_actions).count()),
        (_("Discussed or further"), open_rows.filter(status__in=talked).count()),
        (_("Operational"), open_rows.filter(status=status.OPERATIONAL).count()),
    ]


def _turnout(now: datetime) -> dict[str, Any] | None:
    """Return who has voted in the round that closes next, or None when none is open."""
    round_ = Round.objects.open_at(now).with_turnout().order_by("closes_at").first()
    if round_ is None:
        return None
    return {
        "title": round_.title,
        "voted": round_.voter_count,
        "total": round_.ballot_count,
        "closes_at": round_.closes_at,
        "url": round_.get_absolute_url(),
    }


def _money(programme: Programme | None) -> dict[str, Any] | None:
    """Return what each funder planned and paid, in euros before tax, or None without funding."""
    rows = Funding.objects.filter(action__area__programme=programme).order_by()
    sums = rows.values("funder", "funder__name").annotate(
        planned=Sum("planned_eur"), actual=Sum("actual_eur")
    )
    funders = [
        {
            "name": row["funder__name"],
            "planned": row["planned"],
            "actual": row["actual"],
        }
        for row in sums.order_by("funder__name")
    ]
    if not funders or programme is None:
        return None
    return {
        "funders": funders,
        "url": reverse("actions:export_funder", args=[programme.pk]),
        "planned": sum((one["planned"] or Decimal(0) for one in funders), Decimal(0)),
        "actual": sum((one["actual"] or Decimal(0) for one in funders), Decimal(0)),
    }


def _meeting(programme: Programme | None, now: datetime) -> dict[str, Any] | None:
    """Return the next meeting of the committee with what is left to prepare, or None."""
    planned = Meeting.objects.filter(programme=programme, status=Meeting.Status.PLANNED)
    coming = planned.filter(starts_at__gte=now).select_related("programme").order_by("starts_at")
    meeting = coming.first()
    if meeting is None:
        return None
    points = agenda_points(meeting, now) if meeting.frozen_at is None else meeting.agenda
    decisions = sum(point["kind"] == "decision" for point in points)
    return {
        "title": meeting.title,
        "url": meeting.get_absolute_url(),
        "starts_at": meeting.starts_at,
        "place": meeting.place,
        "point_count": len(points),
        "to_prepare": _to_prepare(meeting, decisions),
    }


def _to_prepare(meeting: Meeting, decisions: int) -> list[str]:
    lacks = []
    if meeting.frozen_at is None:
        lacks.append(_("Fix the agenda."))
    if not meeting.attendances.exists():
        lacks.append(_("Say who is expected."))
    if not meeting.place:
        lacks.append(_("Name the place."))
    if decisions:
        text = ngettext("Prepare %(count)d decision.", "Prepare %(count)d decisions.", decisions)
        lacks.append(text % {"count": decisions})
    return lacks
