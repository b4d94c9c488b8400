"""The mails of rounds and workshops for the outbox: who may stop them, when they are needless."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from companies.models import Contact
from pompey_ite.outbox.kinds import MailKind, register
from pompey_ite.outbox.models import Mail
from synergies.emails import INVITATION, RECEIPT, REMINDER, TEST
from synergies.models import Ballot
from synergies.workshop_mails import THANKS, needless_thanks


def register_kinds() -> None:
    """Tell the outbox of the mails of a round, and of that after a workshop."""
    register(
        MailKind(
            THANKS,
            gettext_lazy("Thanks after a workshop"),
            group="workshops",
            reasons_to_drop=needless_thanks,
        )
    )
    register(
        MailKind(
            INVITATION,
            gettext_lazy("Invitation to a round"),
            group="ballots",
            reasons_to_drop=needless_invitations,
        )
    )
    register(
        MailKind(
            REMINDER,
            gettext_lazy("Reminder of a round"),
            group="reminders",
            reasons_to_drop=needless_reminders,
        )
    )
    register(MailKind(RECEIPT, gettext_lazy("Receipt of a vote"), is_urgent=True))
    register(MailKind(TEST, gettext_lazy("Test of a mail"), is_urgent=True))


def needless_invitations(mails: Sequence[Mail], now: datetime) -> Mapping[int, str]:
    """Return by key why invitations must no longer leave: the round is over, the person gone."""
    return _needless(mails, now, stops_when_validated=False)


def needless_reminders(mails: Sequence[Mail], now: datetime) -> Mapping[int, str]:
    """Return by key why reminders must no longer leave: as invitations, or the vote is in."""
    return _needless(mails, now, stops_when_validated=True)


def _needless(
    mails: Sequence[Mail], now: datetime, *, stops_when_validated: bool
) -> Mapping[int, str]:
    """Look at the ballots and the contacts of all the mails, in two queries."""
    ballots = Ballot.objects.select_related("round").in_bulk({_ballot_pk(mail) for mail in mails})
    companies = {ballot.company_id for ballot in ballots.values()}
    contacts = Contact.objects.active().filter(company__in=companies).exclude(email="")
    people = {
        (company, email.lower()) for company, email in contacts.values_list("company", "email")
    }
    reasons = {}
    for mail in mails:
        ballot = ballots.get(_ballot_pk(mail))
        if ballot is None or _is_over(ballot, now):
            reasons[mail.pk] = _("the round is over")
        elif stops_when_validated and ballot.validated_at:
            reasons[mail.pk] = _("the company has validated")
        elif (ballot.company_id, mail.recipient) not in people:
            reasons[mail.pk] = _("no longer a contact of the company")
    return reasons


def _is_over(ballot: Ballot, now: datetime) -> bool:
    return ballot.round.cancelled_at is not None or ballot.round.closes_at <= now


def _ballot_pk(mail: Mail) -> int:
    pk = mail.object_key.rpartition(":")[2]
    return int(pk) if pk.isdecimal() else 0
