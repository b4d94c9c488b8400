"""What synergies and votes keep of a person: they stay, of a former contact."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from companies.services.erasure import Line, Traces, register_traces
from companies.services.people import Person, replace_name
from synergies.models import Ballot, ContactEntry, Vote, VoteChange


def preview(person: Person) -> Iterator[Line]:
    """Yield the votes and the lines of the contact log of a person."""
    contact = person.contact
    becomes = _("of a “former contact” of the company")
    answered = Vote.objects.filter(answered_by=contact).count()
    changed = VoteChange.objects.filter(contact=contact).count()
    validated = Ballot.objects.filter(validated_by=contact).count()
    yield Line(_("Votes and their history"), answered + changed, becomes, stays=True)
    yield Line(_("Ballots validated"), validated, becomes, stays=True)
    entries = ContactEntry.objects.filter(contact=contact).count()
    yield Line(_("Lines of the contact log"), entries, becomes, stays=True)


def erase(person: Person, now: datetime) -> None:
    """Take the name out of the contact log of the company; the rest names the card alone."""
    if not person.is_told_apart:
        return
    company = person.contact.company_id
    for rows in (ContactEntry.objects.all(), ContactEntry.history.all()):
        replace_name(rows.filter(company=company), "text", person.name)


register_traces(Traces(preview, erase))
