"""What somebody's calendar program shows: milestones, ends of actions, votes, meetings."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from actions.models import Action, CalendarLink, Meeting, Milestone
from actions.models.action import FINISHED
from actions.schedule.icalendar import Event, calendar
from companies.models import User
from pompey_ite.journal.models import Act
from pompey_ite.journal.noting import note
from pompey_ite.outbox.calendar import local_day
from synergies.models import Round

KEPT_FOR = timedelta(days=365)  # what is longer past is of no use in a calendar
MARK = "✓"


@transaction.atomic
def make_link(*, user: User, now: datetime) -> str:
    """Return the secret part of a new address; the one the person had before opens nothing more.

    It is shown once: only its hash is kept.
    """
    User.objects.select_for_update().get(pk=user.pk)
    revoke_link(user=user, now=now)
    token = secrets.token_urlsafe(32)
    link = CalendarLink.objects.create(user=user, token_hash=_hash(token), made_at=now)
    note(Act.LINK_ISSUED, about=link)
    return token


def revoke_link(*, user: User, now: datetime) -> bool:
    """Return whether the person had an address that opened something until now."""
    rows = CalendarLink.objects.filter(user=user, revoked_at=None)
    was_there = bool(rows.update(revoked_at=now))
    if was_there:
        note(Act.LINK_REVOKED, about=user, purpose="calendar")
    return was_there


def user_of(token: str) -> User | None:
    """Return whose calendar it is; unknown, revoked and of somebody who has left look the same."""
    rows = CalendarLink.objects.standing().select_related("user")
    link = rows.filter(token_hash=_hash(token)).first()
    return link.user if link else None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def feed(*, user: User, now: datetime) -> str:
    """Return the calendar in the language of the person, in four queries."""
    with translation.override(user.language):
        name = _("Programme of the initiative")
        return calendar(_events(now), name=name, now=now)


def _events(now: datetime) -> Iterator[Event]:
    yield from _milestones(now)
    yield from _ends(now)
    yield from _rounds(now)
    yield from _meetings(now)


def _uid(kind: str, pk: int) -> str:
    host = settings.SITE_URL.partition("://")[2]
    return f"{kind}-{pk}@{host}"


def _milestones(now: datetime) -> Iterator[Event]:
    rows = Milestone.objects.filter(due_on__gte=local_day(now) - KEPT_FOR).for_list()
    for row in rows:
        mark = f"{MARK} " if row.done_on else ""
        yield Event(
            uid=_uid("milestone", row.pk),
            title=f"{mark}{row.action.code} · {row.title}",
            begins=row.due_on,
            url=f"{settings.SITE_URL}{row.action.get_absolute_url()}",
            text=row.action.title,
            is_cancelled=row.action.status == Action.Status.ABANDONED,
        )


def _ends(now: datetime) -> Iterator[Event]:
    rows = Action.objects.exclude(status__in=FINISHED)
    for row in rows.filter(due_on__gte=local_day(now) - KEPT_FOR).order_by("due_on", "pk"):
        if row.due_on:
            yield Event(
                uid=_uid("action", row.pk),
                title=_("Due: %s") % row,
                begins=row.due_on,
                url=f"{settings.SITE_URL}{row.get_absolute_url()}",
            )


def _rounds(now: datetime) -> Iterator[Event]:
    rows = Round.objects.filter(cancelled_at=None, closes_at__gte=now - KEPT_FOR)
    for row in rows.order_by("closes_at", "pk"):
        yield Event(
            uid=_uid("round", row.pk),
            title=_("“%s” closes") % row,
            begins=row.closes_at,
            url=f"{settings.SITE_URL}{row.get_absolute_url()}",
            lasts=timedelta(0),
        )


def _meetings(now: datetime) -> Iterator[Event]:
    rows = Meeting.objects.filter(starts_at__gte=now - KEPT_FOR).order_by("starts_at", "pk")
    for row in rows:
        yield Event(
            uid=_uid("meeting", row.pk),
            title=f"{row.body} · {row.title}",
            begins=row.starts_at,
            url=f"{settings.SITE_URL}{row.get_absolute_url()}",
            place=row.place,
            is_cancelled=row.status == Meeting.Status.CANCELLED,
        )
