"""Answers and validation: one ballot per company, shared by its contacts."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef, QuerySet
from django.utils.translation import gettext as _

from companies.models import Contact, User
from synergies.models import (
    Answer,
    Ballot,
    Channel,
    Round,
    RoundOption,
    Tally,
    Vote,
    VoteChange,
)
from synergies.services.ballot_order import MOST_PRIORITIES, order_of
from synergies.services.ballot_receipts import queue_receipts

# No 0, O, 1, I: a receipt is read aloud on the phone. 32 symbols, so 40 bits for eight.
RECEIPT_SYMBOLS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class BallotRefused(Exception):
    """An answer or a validation that cannot be taken; its text may be shown."""


class PriorityLimit(BallotRefused):
    """One priority more than a ballot has."""


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
    brings: Sequence[str] = (),
) -> SavedAnswer:
    """Return the vote of `ballot` on `option`, with this answer unless somebody else was faster.

    version: the version of the vote the person saw, 0 for none. When another version stands with
    another answer, nothing is written and the conflict is returned. The same answer sent again
    changes nothing. Raises BallotRefused unless the round is open, PriorityLimit at a sixth
    priority.
    """
    ballot = open_ballot(ballot, now)
    if option.round_id != ballot.round_id:
        raise BallotRefused(_("This proposal belongs to another round."))
    vote = _vote_of(ballot, option)
    said = (answer, note, list(brings))
    if vote and (vote.answer, vote.note, vote.brings) == said:
        return SavedAnswer(vote, is_conflict=False)
    if vote and vote.version != version:
        return SavedAnswer(vote, is_conflict=True)
    _store_order(ballot, now)
    vote = vote or Vote(ballot=ballot, option=option)
    vote.answered_by, vote.channel = contact, channel
    _write(vote, *said, user=user, now=now)
    return SavedAnswer(vote, is_conflict=False)


@transaction.atomic
def undo_answer(
    *,
    ballot: Ballot,
    option: RoundOption,
    version: int,
    channel: Channel,
    contact: Contact | None,
    now: datetime,
) -> bool:
    """Return whether the answer of this version was taken back, for the one that stood before it.

    The history keeps both and the taking back. An answer that is no longer the one the person saw
    stays. Raises BallotRefused unless the round is open.
    """
    ballot = open_ballot(ballot, now)
    vote = _vote_of(ballot, option)
    if vote is None or vote.version != version:
        return False
    latest, earlier = [*_changes_of(vote).order_by("-pk")[:2], None, None][:2]
    vote.answered_by, vote.channel = contact, channel
    before = latest.before if latest else ""
    if before:
        note, brings = (earlier.note, earlier.brings) if earlier else ("", [])
        _write(vote, Answer(before), note, brings, user=None, now=now)
    else:
        happened_at = _not_before(latest.changed_at if latest else None, now)
        _record_change(vote, vote.answer, "", now=happened_at)
        vote.delete()
    return True


def _vote_of(ballot: Ballot, option: RoundOption) -> Vote | None:
    return Vote.objects.filter(ballot=ballot, option=option).order_by().first()


def _changes_of(vote: Vote) -> QuerySet[VoteChange]:
    return VoteChange.objects.filter(ballot=vote.ballot_id, option=vote.option_id)


def _write(
    vote: Vote, answer: Answer, note: str, brings: list[str], *, user: User | None, now: datetime
) -> None:
    """Write one answer and its line of history; its version was never used before."""
    if answer == Answer.PRIORITY:
        _refuse_one_more_priority(vote)
    before = vote.answer
    last, latest = (vote.version, vote.answered_at) if vote.pk else _latest_of(vote)
    now = _not_before(latest, now)
    vote.answer, vote.note, vote.brings, vote.answered_at = answer, note, brings, now
    vote.version = last + 1
    vote.save()
    _record_change(vote, before, answer, now=now, user=user)


def _latest_of(vote: Vote) -> tuple[int, datetime | None]:
    """Return how many changes an answer that is not there has behind it, and when the latest was.

    Taken back and given again, it must not look like the one that was there before.
    """
    past = _changes_of(vote).aggregate(count=Count("pk"), latest=Max("changed_at"))
    return past["count"], past["latest"]


def _not_before(latest: datetime | None, now: datetime) -> datetime:
    """Return `now`, or the instant of the latest change if that one began later and was faster.

    The history is read in the order of its instants; it must be the order of what happened.
    """
    return max(now, latest or now)


def _refuse_one_more_priority(vote: Vote) -> None:
    others = Vote.objects.filter(ballot=vote.ballot_id, answer=Answer.PRIORITY)
    if others.exclude(option=vote.option_id).count() >= MOST_PRIORITIES:
        raise PriorityLimit(
            _("Five priorities are the most. Make one of them a “yes” first, then choose this one.")
        )


def _store_order(ballot: Ballot, now: datetime) -> None:
    if not ballot.order:
        ballot.order = order_of(ballot, now=now)
        ballot.save(update_fields=["order"])


def _record_change(
    vote: Vote, before: str, after: str, *, now: datetime, user: User | None = None
) -> None:
    VoteChange.objects.create(
        ballot_id=vote.ballot_id,
        option_id=vote.option_id,
        before=before,
        after=after,
        note=vote.note if after else "",
        brings=vote.brings if after else [],
        changed_at=now,
        contact_id=vote.answered_by_id,
        user=user,
        channel=vote.channel,
    )


@transaction.atomic
def validate_ballot(*, ballot: Ballot, contact: Contact | None, now: datetime) -> Ballot:
    """Return the ballot, validated at `now`; its receipt code is made once and stays.

    Validating stops the reminders and queues a copy of the receipt for the company's contacts;
    answers may still change until the close. Pressed twice, nothing more happens.
    Raises BallotRefused unless the round is open, or when nothing is answered.
    """
    ballot = open_ballot(ballot, now)
    if not ballot.votes.exists():
        raise BallotRefused(_("Answer at least one proposal before you validate."))
    if changed_since_validated(ballot):
        ballot.validated_at, ballot.validated_by = now, contact
        ballot.validated_changes = ballot.changes.count()
        ballot.receipt_code = ballot.receipt_code or new_receipt_code()
        ballot.save()
        queue_receipts(ballot=ballot, now=now)
    return ballot


def changed_since_validated(ballot: Ballot) -> bool:
    """Return whether the ballot says something else than when it was validated, or never was."""
    if ballot.validated_at is None:
        return True
    return ballot.changes.count() != ballot.validated_changes


def new_receipt_code() -> str:
    """Return a code such as POM-7K3F-92QD."""
    symbols = "".join(secrets.choice(RECEIPT_SYMBOLS) for _place in range(8))
    return f"POM-{symbols[:4]}-{symbols[4:]}"


def open_ballot(ballot: Ballot, now: datetime) -> Ballot:
    """Return the ballot, locked until the end of the transaction, if its round takes answers.

    A round that closes early, or is counted, locks its ballots too. So the lock comes first and
    the round is read by a later statement, which sees what was committed while this one waited.
    """
    ballot = Ballot.objects.select_for_update().get(pk=ballot.pk)
    is_counted = Exists(Tally.objects.filter(round=OuterRef("pk")))
    round_ = Round.objects.annotate(is_counted=is_counted).get(pk=ballot.round_id)
    ballot.round = round_
    # The count may have passed a request that began before the close.
    if round_.state_at(now) != Round.State.OPEN or round_.is_counted:
        raise BallotRefused(_("This round takes no answers now."))
    return ballot
