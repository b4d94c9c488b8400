"""A contact corrects what we keep of it: name, function, phone; the address once it is proved."""

from datetime import datetime

from django.core import signing
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from companies.emails import (
    ADDRESS_CHANGED,
    ADDRESS_CHECK,
    address_changed_draft,
    address_check_draft,
)
from companies.models import Contact
from pompey_ite.journal.models import Act, Entry
from pompey_ite.journal.noting import Actor, note
from pompey_ite.outbox.calendar import local_day
from pompey_ite.outbox.services import queue_mail

SALT = "companies.address"
VALID_S = 7 * 24 * 3600


class AddressRefused(Exception):
    """A new address that cannot be taken; its text may be shown."""


@transaction.atomic
def save_contact(contact: Contact) -> None:
    """Save what a contact corrected, with who did it in the history."""
    words = _("by %(contact)s, through the personal link") % {"contact": contact}
    contact._change_reason = words[:100]  # type: ignore[attr-defined]
    contact.save()
    note(Act.CORRECTED, about=contact, by=Actor(Entry.Who.CONTACT, contact.pk))


@transaction.atomic
def ask_new_address(*, contact: Contact, email: str, now: datetime) -> bool:
    """Return whether a mail was queued to a new address, which counts once it is confirmed there.

    The same address is written to once a day. Raises AddressRefused when a colleague has it.
    """
    _refuse_taken(contact, email)
    token = signing.dumps([contact.pk, contact.email, email], salt=SALT, compress=True)
    return queue_mail(
        kind=ADDRESS_CHECK,
        recipient=email,
        recipient_name=str(contact),
        object_key=f"contact:{contact.pk}",
        period=f"{local_day(now):%Y-%m-%d}",
        draft=address_check_draft(contact, email=email, token=token),
        language=contact.language,
        now=now,
    )


def asked_address(token: str) -> tuple[Contact, str] | None:
    """Return the contact and the new address that a link stands for.

    None when we did not sign it, when it is a week old, or when the address has changed since.
    """
    try:
        pk, before, email = signing.loads(token, salt=SALT, max_age=VALID_S)
    except signing.BadSignature:
        return None
    rows = Contact.objects.active().select_related("company__initiative")
    contact = rows.filter(pk=pk, email=before).first()
    return (contact, email) if contact else None


@transaction.atomic
def confirm_address(*, contact: Contact, email: str, now: datetime) -> None:
    """Make a proved address the one we write to, and tell the former one.

    Raises AddressRefused when a colleague has it meanwhile.
    """
    _refuse_taken(contact, email)
    before, contact.email = contact.email, email
    try:
        with transaction.atomic():
            save_contact(contact)
    except IntegrityError as error:
        raise AddressRefused(_taken()) from error
    if before:
        queue_mail(
            kind=ADDRESS_CHANGED,
            recipient=before,
            recipient_name=str(contact),
            object_key=f"contact:{contact.pk}",
            period=now.isoformat(timespec="seconds"),
            draft=address_changed_draft(contact, email=email),
            language=contact.language,
            now=now,
        )


def _refuse_taken(contact: Contact, email: str) -> None:
    others = Contact.objects.filter(company=contact.company_id, email__iexact=email)
    if others.exclude(pk=contact.pk).exists():
        raise AddressRefused(_taken())


def _taken() -> str:
    return _("This company already has a contact with this address.")
