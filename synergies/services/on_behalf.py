"""Answers a company gave on paper or by phone, entered by the project manager and labelled so."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from companies.models import Contact, User
from synergies.models import Answer, Ballot, Channel, Party, RoundOption, Vote
from synergies.services.ballots import save_answer, validate_ballot

CHANNELS = (Channel.PAPER, Channel.PHONE)
OWN_CHANNELS = (*CHANNELS, Channel.MANAGER)


@dataclass(frozen=True)
class Line:
    """One proposal of the form: what was entered before, never what the company answered itself."""

    option: RoundOption
    is_concerned: bool
    is_answered: bool
    entered: str

    @property
    def name(self) -> str:
        """The name of its field."""
        return f"answer_{self.option.pk}"


@dataclass(frozen=True)
class Entered:
    """What became of the answers of one paper."""

    saved: int
    kept: int  # answered by the company itself, left as they are


def lines_of(ballot: Ballot) -> list[Line]:
    """Return the proposals of a ballot, those that name the company first, in three queries."""
    votes = {vote.option_id: vote for vote in ballot.votes.all()}
    options = ballot.round.options.order_by("number")
    present = Party.objects.present().filter(company=ballot.company_id)
    named = set(options.filter(synergy__parties__in=present).values_list("pk", flat=True))
    lines = [
        Line(option, option.pk in named, option.pk in votes, _entered(votes.get(option.pk)))
        for option in options
    ]
    return sorted(lines, key=lambda line: not line.is_concerned)


def _entered(vote: Vote | None) -> str:
    return vote.answer if vote and vote.channel in OWN_CHANNELS else ""


@transaction.atomic
def enter_answers(
    *,
    ballot: Ballot,
    answers: Mapping[int, Answer],
    channel: Channel,
    contact: Contact | None,
    user: User,
    now: datetime,
    replaces: bool = False,
    is_complete: bool = False,
) -> Entered:
    """Return how many answers were written, by the key of their option.

    What the company answered itself stays, unless `replaces` says that it asked for the change.
    is_complete: the ballot is validated as well. Raises BallotRefused unless the round is open.
    """
    votes = {vote.option_id: vote for vote in ballot.votes.all()}
    options = ballot.round.options.in_bulk(list(answers))
    saved = kept = 0
    for pk, option in options.items():
        vote = votes.get(pk)
        if vote and vote.channel not in OWN_CHANNELS and not replaces:
            kept += 1
            continue
        if vote and vote.answer == answers[pk]:
            continue
        result = save_answer(
            ballot=ballot,
            option=option,
            answer=answers[pk],
            version=vote.version if vote else 0,
            channel=channel,
            now=now,
            contact=contact,
            user=user,
            note=vote.note if vote else "",
            brings=vote.brings if vote else (),
        )
        saved, kept = saved + (not result.is_conflict), kept + result.is_conflict
    if is_complete:
        validate_ballot(ballot=ballot, contact=contact, now=now)
    return Entered(saved, kept)
