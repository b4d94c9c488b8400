"""What a company finds in its space beside its declarations: a ballot to fill in, its synergies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q

from companies.models import Company, Contact, PersonalLink
from companies.services.links import token_of
from synergies.models import Ballot, Synergy
from synergies.services.rounds import link_purpose


@dataclass(frozen=True)
class WaitingBallot:
    """A ballot and how much is answered; `token` opens it, "" when this person has no link."""

    ballot: Ballot
    answer_count: int
    token: str


@dataclass(frozen=True)
class OwnSynergies:
    """The synergies of a company that move, the next step first, and how many are ideas still."""

    moving: list[Synergy]
    idea_count: int


@dataclass(frozen=True)
class OwnBallots:
    """The ballots that wait for the company, and those it validated, the latest first."""

    waiting: list[WaitingBallot]
    validated: list[WaitingBallot]


def ballots_of_company(*, company: Company, contact: Contact | None, now: datetime) -> OwnBallots:
    """Return the ballots of the company that are open and not validated, and its receipts.

    contact: whose personal link to an open round is looked for; None: the project manager.
    The round that closes first comes first.
    """
    is_open = Q(round__opens_at__lte=now, round__closes_at__gt=now)
    rows = Ballot.objects.filter(
        is_open | Q(validated_at__isnull=False), company=company, round__cancelled_at=None
    )
    answered = Count("votes", filter=Q(votes__answer__isnull=False))
    ballots = list(
        rows.select_related("round").annotate(answers=answered).order_by("round__closes_at", "pk")
    )
    tokens = _tokens(ballots, contact, now)
    own = [
        WaitingBallot(ballot, ballot.answers, tokens.get(link_purpose(ballot.round), ""))
        for ballot in ballots
    ]
    validated = [one for one in own if one.ballot.validated_at]
    return OwnBallots([one for one in own if one not in validated], validated[::-1])


def _tokens(ballots: Sequence[Ballot], contact: Contact | None, now: datetime) -> dict[str, str]:
    """Return the secrets of the contact's links by purpose, in one query when there is a ballot."""
    if not ballots or contact is None:
        return {}
    purposes = [link_purpose(ballot.round) for ballot in ballots]
    links = PersonalLink.objects.usable(now).filter(contact=contact, purpose__in=purposes)
    return {link.purpose: token_of(link) for link in links}


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
