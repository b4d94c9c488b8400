"""How long personal data is kept: one rule a line, looked at by every tick.

docs/privacy.md says the same for people; tests/test_personal_data.py holds both together.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from companies.emails import ERASURE_DONE
from companies.services.join_requests import forget_old_requests, old_requests
from pompey_ite.journal.models import Act
from pompey_ite.journal.noting import note
from pompey_ite.journal.purging import over_entries, purge_entries
from pompey_ite.outbox.forgetting import forget_told, told
from pompey_ite.outbox.models import Mail
from pompey_ite.outbox.services import purge_texts
from synergies.services.vote_names import forget_names_of_votes, names_to_forget

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Rule:
    """One kind of data: how many rows are over their time, and how they are forgotten."""

    label: "StrOrPromise"
    count: Callable[[datetime], int]
    forget: Callable[[datetime], int]


def over_mails(now: datetime) -> int:
    """Return how many mails still have a text that is over its time."""
    before = now - timedelta(days=settings.MAIL_TEXT_DAYS)
    return Mail.objects.with_text_before(before).count()


def sessions_over(now: datetime) -> QuerySet[Session]:
    """Return the sessions that are over: a tick that plays another day signs nobody out."""
    return Session.objects.filter(expire_date__lt=min(now, timezone.now()))


def forget_sessions(now: datetime) -> int:
    """Return how many sessions were deleted: over for a while, of people and of the team."""
    return sessions_over(now).delete()[0]


RULES = (
    Rule(_("texts of mails"), over_mails, lambda now: purge_texts(now=now)),
    Rule(
        _("requests to join that came to nothing"),
        lambda now: old_requests(now).count(),
        lambda now: forget_old_requests(now=now),
    ),
    Rule(
        _("names of those who voted"),
        names_to_forget,
        lambda now: forget_names_of_votes(now=now),
    ),
    Rule(
        _("last mails to erased people"),
        lambda now: told(kind=ERASURE_DONE).count(),
        lambda now: forget_told(kind=ERASURE_DONE, reason="", now=now),
    ),
    Rule(_("entries of the journal"), over_entries, lambda now: purge_entries(now=now)),
    Rule(_("sessions that are over"), lambda now: sessions_over(now).count(), forget_sessions),
)


def forget_what_is_over(*, now: datetime) -> dict[str, int]:
    """Forget what is over its time, by each rule; return how many rows that was, by rule."""
    counts = {str(rule.label): rule.forget(now) for rule in RULES}
    if any(counts.values()):
        note(Act.FORGOTTEN, counts=list(counts.values()))
    return counts


def what_is_over(*, now: datetime) -> dict[str, int]:
    """Return how many rows each rule would forget, forgetting nothing."""
    return {str(rule.label): rule.count(now) for rule in RULES}
