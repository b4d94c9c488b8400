"""Forgetting a person: what goes, what stays without the name, and the act itself.

Each app says what it keeps of a contact in a module `personal_traces.py`, with `register_traces`.
Votes, mails and measurements are history (they stay, of a “former contact”); name, address, phone
and the words of mails are not.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from companies.emails import (
    ERASURE_DONE,
    ERASURE_REFUSED,
    erasure_done_draft,
    erasure_refused_draft,
)
from companies.models import Contact, ErasureRequest, User
from companies.services.people import FIELDS_OF_A_PERSON, Person, person_of
from pompey_ite.journal.models import Act, Entry
from pompey_ite.journal.noting import Actor, account, note
from pompey_ite.outbox.models import Mail
from pompey_ite.outbox.services import Letter, queue_mails


class ErasureRefused(Exception):
    """A person that cannot be erased now, or an answer given twice; its text may be shown."""


@dataclass(frozen=True)
class Line:
    """One line of the preview: what is kept of the person, how often, and what becomes of it."""

    label: str
    count: int
    becomes: str
    stays: bool = False


@dataclass(frozen=True)
class Traces:
    """What one app keeps of a person. `erase` is called in a transaction, before the card goes."""

    preview: Callable[[Person], Iterable[Line]]
    erase: Callable[[Person, datetime], None]


_traces: list[Traces] = []


def register_traces(traces: Traces) -> None:
    """Make known what an app keeps of a person."""
    _traces.append(traces)


def preview_of(contact: Contact) -> list[Line]:
    """Return what goes of a person, then what stays; what is not there is left out."""
    person = person_of(contact)
    lines = [line for one in _traces for line in one.preview(person) if line.count]
    return sorted(lines, key=lambda line: line.stays)


@transaction.atomic
def ask_erasure(*, contact: Contact, now: datetime) -> ErasureRequest:
    """Return the request of a contact; asked twice, the one that waits."""
    asked, is_new = ErasureRequest.objects.waiting().get_or_create(
        contact=contact, defaults={"asked_at": now}
    )
    if is_new:
        note(Act.ERASURE_ASKED, about=contact, by=Actor(Entry.Who.CONTACT, contact.pk))
    return asked


@transaction.atomic
def erase_contact(*, asked: ErasureRequest, user: User, now: datetime) -> None:
    """Erase the person for good, answer the request, and tell the person a last time.

    Raises ErasureRefused when somebody has answered, or while a mail is leaving to the person.
    """
    _claim(asked)
    contact = Contact.objects.select_for_update().get(pk=asked.contact_id)
    person = person_of(contact)
    if Mail.objects.filter(recipient=person.email, status=Mail.Status.SENDING).exists():
        raise ErasureRefused(
            _("A mail is leaving to this person at this very moment: try again in five minutes.")
        )
    draft = erasure_done_draft(contact)
    for one in _traces:
        one.erase(person, now)
    _blank(contact, now)
    _answer(asked, ErasureRequest.Status.ERASED, user, now)
    if person.email:
        key = f"erasure:{asked.pk}"
        queue_mails([Letter(ERASURE_DONE, person.email, key, draft, contact.language)], now=now)


@transaction.atomic
def refuse_erasure(*, asked: ErasureRequest, reason: str, user: User, now: datetime) -> None:
    """Answer a request with why not, and tell the contact.

    Raises ErasureRefused when somebody has answered already.
    """
    _claim(asked)
    _answer(asked, ErasureRequest.Status.REFUSED, user, now, reason)
    contact = asked.contact
    if contact.email:
        draft = erasure_refused_draft(contact, reason=reason)
        letter = Letter(
            ERASURE_REFUSED, contact.email, f"erasure:{asked.pk}", draft, contact.language
        )
        queue_mails([letter], now=now)


def _claim(asked: ErasureRequest) -> None:
    rows = ErasureRequest.objects.select_for_update().waiting().filter(pk=asked.pk)
    if not rows.exists():
        raise ErasureRefused(_("Somebody has answered this request already."))


def _answer(
    asked: ErasureRequest, status: str, user: User, now: datetime, reason: str = ""
) -> None:
    asked.status, asked.decided_at, asked.decided_by, asked.reason = status, now, user, reason
    asked.save()
    act = Act.ERASED if status == ErasureRequest.Status.ERASED else Act.ERASURE_REFUSED
    note(act, about=asked.contact, by=account(user))


def _blank(contact: Contact, now: datetime) -> None:
    """Empty the card and each of its earlier versions."""
    nothing = dict.fromkeys(FIELDS_OF_A_PERSON, "")
    for name in FIELDS_OF_A_PERSON:
        setattr(contact, name, "")
    contact.is_active, contact.erased_at = False, now
    contact.save()
    contact.history.update(**nothing, email_error="", history_change_reason="")
