"""Choosing among the “yes” of a company those that come first: five at most."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from companies.models import Contact
from synergies.models import Answer, Ballot, Channel, Vote
from synergies.services.ballots import open_ballot, save_answer

WANTED = (Answer.YES, Answer.PRIORITY)


@transaction.atomic
def set_priorities(
    *,
    ballot: Ballot,
    chosen: Collection[int],
    seen: Mapping[int, int],
    channel: Channel,
    contact: Contact | None,
    now: datetime,
) -> list[Vote]:
    """Return the answers that somebody has changed meanwhile: they stay as they are.

    chosen: numbers of the options that come first; seen: the version of each answer that was
    shown, by number; what was shown and not chosen becomes “yes”. Notes stay. Raises
    BallotRefused unless the round is open, PriorityLimit when more than five would come first.
    """
    ballot = open_ballot(ballot, now)
    votes = ballot.votes.filter(option__number__in=seen).select_related("option", "answered_by")
    wanted = {
        vote: Answer.PRIORITY if vote.option.number in chosen else Answer.YES for vote in votes
    }
    moved = [vote for vote in votes if vote.answer != wanted[vote]]
    conflicts = []
    for vote in sorted(moved, key=lambda vote: wanted[vote] == Answer.PRIORITY):  # make room first
        if vote.version != seen[vote.option.number] or vote.answer not in WANTED:
            conflicts.append(vote)
            continue
        save_answer(
            ballot=ballot,
            option=vote.option,
            answer=wanted[vote],
            version=vote.version,
            channel=channel,
            now=now,
            contact=contact,
            note=vote.note,
            brings=vote.brings,
        )
    return conflicts
