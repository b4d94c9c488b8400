"""The copy of a receipt, for everybody in the company who has a link to the ballot."""

from datetime import datetime

from companies.models import Contact, PersonalLink
from companies.services.links import token_of
from pompey_ite.outbox.services import queue_mail
from synergies.emails import RECEIPT, receipt_draft
from synergies.models import Ballot
from synergies.services.rounds import link_purpose


def queue_receipts(*, ballot: Ballot, now: datetime) -> int:
    """Return how many copies of the receipt were queued: one for each active contact with a mail.

    Call it in the transaction that validates. The key holds how many changes the ballot has seen:
    the same ballot is written about once, a changed one again. Receipts always come, whatever
    somebody has said about reminders: a colleague sees at once what was answered in the name of
    the company.
    """
    votes = list(ballot.votes.select_related("option").order_by("option__number"))
    tokens = _tokens_of(ballot, now)
    period = f"change-{ballot.validated_changes}"
    return sum(
        queue_mail(
            kind=RECEIPT,
            recipient=contact.email,
            recipient_name=str(contact),
            object_key=f"round:{ballot.round_id}:ballot:{ballot.pk}",
            period=period,
            draft=receipt_draft(ballot, votes, contact=contact, token=tokens.get(contact.pk)),
            language=contact.language,
            now=now,
        )
        for contact in readers_of(ballot)
    )


def readers_of(ballot: Ballot) -> list[Contact]:
    """Return the contacts who get the copy, by name."""
    contacts = Contact.objects.active().filter(company=ballot.company_id)
    return list(contacts.exclude(email=""))


def _tokens_of(ballot: Ballot, now: datetime) -> dict[int, str]:
    links = PersonalLink.objects.usable(now).filter(
        purpose=link_purpose(ballot.round), contact__company=ballot.company_id
    )
    return {link.contact_id: token_of(link) for link in links}
