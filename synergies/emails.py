"""The mails of a round: builders that return a draft and never send."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from companies.models import Contact
from pompey_ite.outbox.rendering import Draft, render_mail
from synergies.models import Answer, Ballot, Vote

INVITATION, REMINDER, RECEIPT = "round_invitation", "round_reminder", "ballot_receipt"
TEST = "round_test"  # a sample, for the project manager
WANTED = (Answer.PRIORITY, Answer.YES)
SEE, GO_ON = _("See the ballot"), _("Go on with the ballot")
S_PER_PROPOSAL = 7  # as on the arrival page of the ballot


@dataclass(frozen=True)
class BallotFacts:
    """What a mail says of one ballot: how far it is, and three of what is left."""

    ballot: Ballot
    answered: int
    concerned_answered: int
    examples: list[str] = field(default_factory=list)
    colleagues: int = 0  # other contacts with the same ballot

    @property
    def concerned(self) -> int:
        return self.ballot.concerned_count

    @property
    def left(self) -> int:
        return max(self.concerned - self.concerned_answered, 0)

    @property
    def minutes(self) -> int:
        """How long what is left takes, rounded up."""
        return max(1, -(-self.left * S_PER_PROPOSAL // 60))


def round_draft(
    name: str, facts: BallotFacts, *, contact: Contact, token: str, now: datetime
) -> Draft:
    """Return the invitation or the reminder for one contact, in the contact's language.

    name: INVITATION or REMINDER; token: the secret part of the contact's personal link.
    """
    round_ = facts.ballot.round
    context = {
        "facts": facts,
        "round": round_,
        "is_planned": round_.opens_at > now,
        "company": facts.ballot.company,
        "contact": contact,
        "initiative": round_.initiative,
        "url": f"{settings.SITE_URL}{reverse('synergies:vote', args=[token])}",
        "button": GO_ON if facts.answered else SEE,
    }
    return render_mail(name, context, language=contact.language)


def receipt_draft(
    ballot: Ballot, votes: Sequence[Vote], *, contact: Contact, token: str | None
) -> Draft:
    """Return the copy of the receipt for one contact, in the contact's language.

    votes: all answers of the ballot, by number; token: of the contact's personal link, if any.
    """
    round_ = ballot.round
    context = {
        "ballot": ballot,
        "round": round_,
        "company": ballot.company,
        "contact": contact,
        "initiative": round_.initiative,
        "answers": [(answer, [v for v in votes if v.answer == answer]) for answer in WANTED],
        "others": sum(vote.answer not in WANTED for vote in votes),
        "answered": len(votes),
        "url": f"{settings.SITE_URL}{reverse('synergies:vote', args=[token])}" if token else "",
        "button": SEE,
    }
    return render_mail(RECEIPT, context, language=contact.language)
