"""Who pressed the button is nobody's business a year after the programme: the company stays."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from pompey_ite.outbox.calendar import local_day
from synergies.models import Ballot, Round, Vote, VoteChange


def rounds_to_forget(now: datetime) -> QuerySet[Round]:
    """Return the rounds whose programme began more than VOTE_NAMES_DAYS ago."""
    before = local_day(now) - timedelta(days=settings.VOTE_NAMES_DAYS)
    return Round.objects.filter(programme__starts_on__lt=before)


def names_to_forget(now: datetime) -> int:
    """Return how many answers, changes and validations still say which person made them."""
    return sum(rows.count() for rows in _named(rounds_to_forget(now)))


@transaction.atomic
def forget_names_of_votes(*, now: datetime) -> int:
    """Return how many lost the person; answers, instants, channels and the company stay."""
    votes, changes, ballots = _named(rounds_to_forget(now))
    return (
        votes.update(answered_by=None)
        + changes.update(contact=None, user=None)
        + ballots.update(validated_by=None)
    )


def _named(
    rounds: QuerySet[Round],
) -> tuple[QuerySet[Vote], QuerySet[VoteChange], QuerySet[Ballot]]:
    of_round = {"ballot__round__in": rounds}
    somebody = Q(contact__isnull=False) | Q(user__isnull=False)
    return (
        Vote.objects.filter(**of_round, answered_by__isnull=False),
        VoteChange.objects.filter(somebody, **of_round),
        Ballot.objects.filter(round__in=rounds, validated_by__isnull=False),
    )
