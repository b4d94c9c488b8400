"""The contact log: one tap writes a line; what it says and whom it is about comes afterwards."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from companies.models import Company, Contact, Initiative, User
from synergies.models import ContactEntry, ContactLink, Synergy

TEXT_LENGTH = 250  # as the column


class ContactRefused(Exception):
    """A line of the log that cannot be written so; its text may be shown."""


@transaction.atomic
def log_contact(
    *,
    initiative: Initiative,
    kind: str,
    day: date,
    user: User,
    company: Company | None = None,
    synergies: Collection[Synergy] = (),
) -> ContactEntry:
    """Return the line of a contact that took place; its synergies were last spoken about then.

    The same line without words on the same day is the same tap: it is returned, not doubled.
    """
    _lock(initiative)
    said = {"kind": kind, "held_on": day, "user": user, "company": company}
    same = initiative.contact_entries.standing().filter(text="", **said).first()
    if same and {one.pk for one in same.synergies.all()} == {one.pk for one in synergies}:
        return same
    entry = ContactEntry.objects.create(initiative=initiative, **said)
    for synergy in synergies:
        _link(entry, synergy)
    return entry


@transaction.atomic
def log_answer(*, contact: Contact, synergy: Synergy, text: str, day: date) -> ContactEntry:
    """Return the line of what a contact answered to a mail by a button: nobody of us was there."""
    _lock(synergy.initiative)
    entry = ContactEntry.objects.create(
        initiative=synergy.initiative,
        kind=ContactEntry.Kind.MAIL,
        held_on=day,
        company=contact.company,
        contact=contact,
        text=text[:TEXT_LENGTH],
    )
    _link(entry, synergy)
    return entry


@transaction.atomic
def complete_contact(
    *,
    entry: ContactEntry,
    day: date,
    text: str,
    company: Company | None,
    contact: Contact | None,
    synergies: Collection[Synergy],
) -> ContactEntry:
    """Return the line with what was said, by whom and about which synergies.

    Raises ContactRefused when the contact is of another company, or the line was undone.
    """
    _lock(entry.initiative)
    entry.refresh_from_db()
    if entry.undone_at:
        raise ContactRefused(_("This line was undone."))
    if contact and (company is None or contact.company_id != company.pk):
        raise ContactRefused(_("This contact is not of that company."))
    _unlink_all(entry)
    entry.held_on, entry.text, entry.company, entry.contact = day, text.strip(), company, contact
    entry.save()
    for synergy in synergies:
        _link(entry, synergy)
    return entry


@transaction.atomic
def undo_contact(*, entry: ContactEntry, now: datetime) -> ContactEntry:
    """Return the line, taken back: its synergies have the last contact they had without it."""
    _lock(entry.initiative)
    entry.refresh_from_db()
    if entry.undone_at is None:
        entry.undone_at = now
        entry.save(update_fields=["undone_at"])
        for link in entry.links.select_related("synergy"):
            _restore(link)
    return entry


def _lock(initiative: Initiative) -> None:
    """Let one person at a time write; it ends with the transaction."""
    Initiative.objects.select_for_update().get(pk=initiative.pk)


def _link(entry: ContactEntry, synergy: Synergy) -> None:
    synergy.refresh_from_db(fields=["last_contact_on"])
    standing = synergy.contact_links.filter(entry__undone_at=None).first()
    outside_on = standing.outside_on if standing else synergy.last_contact_on
    ContactLink.objects.create(entry=entry, synergy=synergy, outside_on=outside_on)
    _set_last_contact(synergy, _latest(synergy.last_contact_on, entry.held_on))


def _unlink_all(entry: ContactEntry) -> None:
    for link in entry.links.select_related("synergy"):
        _restore(link)
        link.delete()


def _restore(link: ContactLink) -> None:
    """Give a synergy the last contact it has without the line, unless it was written since."""
    synergy, entry = link.synergy, link.entry
    if synergy.last_contact_on != entry.held_on:
        return
    others = synergy.contact_entries.standing().exclude(pk=entry.pk)
    logged = others.aggregate(latest=Max("held_on"))["latest"]
    _set_last_contact(synergy, _latest(link.outside_on, logged))


def _latest(*days: date | None) -> date | None:
    return max((day for day in days if day), default=None)


def _set_last_contact(synergy: Synergy, day: date | None) -> None:
    if synergy.last_contact_on != day:
        synergy.last_contact_on = day
        synergy.save(update_fields=["last_contact_on"])
