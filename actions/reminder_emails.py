"""The mails of reminders and of the weekly digest: builders that return a draft and never send."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actions.models import Action, Milestone, Reminder
from companies.models import Contact, Initiative, User
from pompey_ite.outbox.rendering import Draft, render_mail
from synergies.models import Synergy

if TYPE_CHECKING:
    from actions.services.digests import DigestFigures

S_PER_QUESTION = 10


@dataclass(frozen=True)
class Question:
    """One thing a mail or a page asks about, in words."""

    reminder: Reminder
    title: str
    beside: str = ""  # the action of a milestone


def question_of(reminder: Reminder) -> Question:
    """Return a reminder as companies read it."""
    subject = reminder.subject
    if isinstance(subject, Milestone):
        return Question(reminder, subject.title, str(subject.action))
    if isinstance(subject, Synergy | Action):
        return Question(reminder, subject.title)
    return Question(reminder, str(subject))


def reminder_draft(rows: Sequence[Reminder], *, person: Contact | User | None, token: str) -> Draft:
    """Return the one mail of a kind for one person, in the person's language.

    rows: of one kind and person, with their objects loaded; token: the secret part of the
    contact's personal link, empty for the staff, who sign in.
    """
    first = rows[0]
    is_staff = first.contact is None
    path = reverse("actions:programme") if is_staff else reverse("actions:answers", args=[token])
    context = {
        "kind": first.kind,
        "questions": [question_of(row) for row in rows],
        "person": person,
        "is_staff": is_staff,
        "company": first.contact.company if first.contact else None,
        "initiative": first.initiative,
        "seconds": S_PER_QUESTION * len(rows),
        "url": f"{settings.SITE_URL}{path}",
        "button": _("See the programme") if is_staff else _("Answer now"),
    }
    return render_mail("reminder", context, language=person.language if person else "fr")


def digest_draft(figures: DigestFigures, *, initiative: Initiative, reader: User) -> Draft:
    """Return the weekly digest as a mail, in the reader's language."""
    context = {
        "figures": figures,
        "reader": reader,
        "initiative": initiative,
        "site_url": settings.SITE_URL,
        "url": f"{settings.SITE_URL}{reverse('actions:digest')}",
        "button": _("Open the digest"),
    }
    return render_mail("digest", context, language=reader.language)
