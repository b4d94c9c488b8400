"""Answers and validation: one ballot per company, shared by its contacts."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from companies.models import Contact, User
from synergies.models import Answer, Ballot, Channel, Round, RoundOption, Vote, VoteChange

# No 0, O, 1, I: a receipt is read aloud on the phone. 32 symbols, so 40 bits for eight.
RECEIPT_SYMBOLS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class BallotRefused(Exception):
    """An answer or a validation that cannot be taken; its text may be shown."""


@dataclass(frozen=True)
class SavedAnswer:
    """The vote as it stands. In conflict, nothing was written: it is somebody else's answer."""

    vote: Vote
    is_conflict: bool


@transaction.atomic
def save_answer(
    *,
    ballot: Ballot,
    option: RoundOption,
    answer: Answer,
    version: int,
    channel: Channel,
    now: datetime,
    contact: Contact | None = None,
    user: User | None = None,
    note: str = "",
) -> SavedAnswer:
    """Return the vote of `ballot` on `option`, with this answer unless somebody else was faster.

    version: the version of the vote the person saw, 0 for none. When another version stands with
    another answer, nothing is written and the conflict is returned. The same answer sent again
    changes nothing. Raises BallotRefused unless the round is open.
    """
    ballot = _open_ballot(ballot, now)
    if option.round_id != ballot.round_id:
        raise BallotRefused(_("This proposal belongs to another round."))
    vote = Vote.objects.filter(ballot=ballot, option=option).select_related("answered_by").first()
    if vote and (vote.answer, vote.note) == (answer, note):
        return SavedAnswer(vote, is_conflict=False)
    if vote and vote.version != version:
        return SavedAnswer(vote, is_conflict=True)
    before = vote.answer if vote else ""
    vote = vote or Vote(ballot=ballot, option=option, version=0)
    vote.answer, vote.note, vote.version = answer, note, vote.version + 1
    vote.answered_at, vote.answered_by, vote.channel = now, contact, channel
    vote.save()
    _record_change(vote, before, user)
    return SavedAnswer(vote, is_conflict=False)


def _record_change(vote: Vote, before: str, user: User | None) -> None:
    VoteChange.objects.create(
        ballot=vote.ballot,
        option=vote.option,
        before=before,
        after=vote.answer,
        changed_at=vote.answered_at,
        contact=vote.answered_by,
        user=user,
        channel=vote.channel,
    )


@transaction.atomic
def validate_ballot(*, ballot: Ballot, contact: Contact | None, now: datetime) -> Ballot:
    """Return the ballot, validated at `now`; its receipt code is made once and stays.

    Validating stops the reminders; answers may still change until the close.
    Raises BallotRefused unless the round is open, or when nothing is answered.
    """
    ballot = _open_ballot(ballot, now)
    if not ballot.votes.exists():
        raise BallotRefused(_("Answer at least one proposal before you validate."))
    ballot.validated_at, ballot.validated_by = now, contact
    ballot.receipt_code = ballot.receipt_code or new_receipt_code()
    ballot.save(update_fields=["validated_at", "validated_by", "receipt_code"])
    return ballot


def new_receipt_code() -> str:
    """Return a code such as POM-7K3F-92QD."""
    symbols = "".join(secrets.choice(RECEIPT_SYMBOLS) for _place in range(8))
    return f"POM-{symbols[:4]}-{symbols[4:]}"


def _open_ballot(ballot: Ballot, now: datetime) -> Ballot:
    """Return the ballot, locked until the end of the transaction, if its round takes answers.

    A round that closes early, or is counted, locks its ballots too. So the lock comes first and
    the round is read by a later statement, which sees what was committed while this one waited.
    """
    ballot = Ballot.objects.select_for_update().get(pk=ballot.pk)
    ballot.round = Round.objects.get(pk=ballot.round_id)
    # The count may have passed a request that began before the close.
    if ballot.round.state_at(now) != Round.State.OPEN or ballot.round.tallies.exists():
        raise BallotRefused(_("This round takes no answers now."))
    return ballot
