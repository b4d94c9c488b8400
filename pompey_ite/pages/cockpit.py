"""The first thing the project manager sees: how far, who answered, what is late, what is next."""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from actions.models import Action, Milestone, Programme
from actions.services.reminders.approval import waiting_counts
from companies.models import Company, Initiative, Resource
from pompey_ite.outbox.calendar import local_day
from pompey_ite.outbox.models import Mail
from pompey_ite.pages.health import is_tick_late, tick_age_s
from synergies.models import Round, Synergy, VocabularyChange
from synergies.services.suggested_groups import suggestions

HORIZON = timedelta(days=90)
SHOWN = 8  # rows of each list; the rest is one click away


def cockpit() -> dict[str, Any]:
    """Return the context of the cockpit, in a number of queries that does not grow."""
    now = timezone.now()
    today = local_day(now)
    programme = Programme.objects.current()
    milestones = Milestone.objects.filter(action__area__programme=programme).for_list()
    age_s = tick_age_s()
    late = milestones.late_on(today)
    return {
        "programme": programme,
        "funnel": _funnel(),
        "turnout": _turnout(now),
        "late": [_late_row(milestone, today) for milestone in late[:SHOWN]],
        "late_count": late.count(),
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
        "reminders_waiting": _reminders_waiting(),
        "mails_in_error": Mail.objects.in_error().count(),
        "figures": _figures(programme, today),
    }


def _figures(programme: Programme | None, today: date) -> dict[str, int]:
    actions = Action.objects.filter(area__programme=programme)
    initiative = Initiative.objects.current()
    return {
        "companies": Company.objects.active().count(),
        "actions": actions.count(),
        "actions_done": actions.filter(status=Action.Status.DONE).count(),
        "actions_late": actions.late_on(today).count(),
        "suggestions": len(suggestions(initiative)) if initiative else 0,
        "proposals": VocabularyChange.objects.proposed().count(),
    }


def _reminders_waiting() -> int:
    initiative = Initiative.objects.current()
    return sum(waiting_counts(initiative).values()) if initiative else 0


def _funnel() -> list[tuple[str, int]]:
    """Return how many of each there are, from what was declared to what works."""
    status = Synergy.Status
    open_rows = Synergy.objects.open()
    talked = [status.DISCUSSION, status.STUDY, status.AGREED, status.OPERATIONAL]
    return [
        (_("Resources declared"), Resource.objects.open().count()),
        (_("Potential synergies"), open_rows.count()),
        (_("In an action of the programme"), open_rows.exclude(actions=None).distinct().count()),
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


def _late_row(milestone: Milestone, today: date) -> dict[str, Any]:
    return {
        "title": str(milestone),
        "action": str(milestone.action),
        "url": milestone.action.get_absolute_url(),
        "days": (today - milestone.due_on).days,
    }
