"""What a company finds in its space beside its declarations: a ballot to fill in, its synergies."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q

from companies.models import Company, Contact, PersonalLink
from companies.services.links import token_of
from synergies.models import Ballot, Synergy
from synergies.services.rounds import link_purpose


@dataclass(frozen=True)
class WaitingBallot:
    """The ballot of an open round; `token` opens it, or is "" when this person has no link."""

    ballot: Ballot
    answer_count: int
    token: str


@dataclass(frozen=True)
class OwnSynergies:
    """The synergies of a company that move, the next step first, and how many are ideas still."""

    moving: list[Synergy]
    idea_count: int


def waiting_ballots(
    *, company: Company, contact: Contact | None, now: datetime
) -> list[WaitingBallot]:
    """Return the ballots of the open rounds that the company has not validated.

    contact: whose personal link to the round is looked for; None: the project manager.
    The round that closes first comes first.
    """
    rows = Ballot.objects.filter(
        company=company,
        validated_at=None,
        round__cancelled_at=None,
        round__opens_at__lte=now,
        round__closes_at__gt=now,
    )
    answered = Count("votes", filter=Q(votes__answer__isnull=False))
    ballots = list(
        rows.select_related("round").annotate(answers=answered).order_by("round__closes_at", "pk")
    )
    purposes = [link_purpose(ballot.round) for ballot in ballots]
    links = PersonalLink.objects.usable(now).filter(contact=contact, purpose__in=purposes)
    tokens = {link.purpose: token_of(link) for link in links} if ballots and contact else {}
    return [
        WaitingBallot(ballot, ballot.answers, tokens.get(link_purpose(ballot.round), ""))
        for ballot in ballots
    ]


def synergies_of_company(company: Company) -> OwnSynergies:
    """Return the synergies in which the company takes part today, in three queries.

    Those whose next step is due first come first; what is parked comes last, closed ones not.
    """
    own = Synergy.objects.open().taken_part_in_by(company)
    moving = own.exclude(status=Synergy.Status.IDEA).with_parties()
    in_order = moving.order_by(F("next_due_on").asc(nulls_last=True), "number")
    is_parked = Synergy.Status.PARKED
    rows = sorted(in_order, key=lambda synergy: synergy.status == is_parked)
    return OwnSynergies(rows, own.filter(status=Synergy.Status.IDEA).count())
