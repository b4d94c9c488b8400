"""Mails of a round that wait and have lost their reason: dropped, so that nobody gets them."""

from datetime import datetime

from django.utils.translation import gettext as _

from pompey_ite.outbox.models import Mail
from synergies.emails import INVITATION, REMINDER
from synergies.models import Ballot


def drop_needless_mails(*, now: datetime) -> int:
    """Return how many waiting mails were dropped: the round is over, or the company has validated.

    Asked of the database at each tick, just before what is due leaves.
    """
    waiting = Mail.objects.filter(
        kind__in=(INVITATION, REMINDER), status__in=(Mail.Status.QUEUED, Mail.Status.RETRY)
    )
    keys = {key: _ballot_pk(key) for key in waiting.values_list("object_key", flat=True)}
    if not keys:
        return 0
    ballots = Ballot.objects.filter(pk__in=keys.values()).select_related("round")
    found = {ballot.pk: ballot for ballot in ballots}
    over = [key for key, pk in keys.items() if pk not in found or _is_over(found[pk], now)]
    done = [key for key, pk in keys.items() if pk in found and found[pk].validated_at]
    dropped = waiting.filter(object_key__in=over).update(
        status=Mail.Status.DROPPED, reason=_("the round is over")
    )
    reminders = waiting.filter(kind=REMINDER, object_key__in=done)
    return dropped + reminders.update(
        status=Mail.Status.DROPPED, reason=_("the company has validated")
    )


def _ballot_pk(key: str) -> int:
    pk = key.rpartition(":")[2]
    return int(pk) if pk.isdecimal() else 0


def _is_over(ballot: Ballot, now: datetime) -> bool:
    return ballot.round.cancelled_at is not None or ballot.round.closes_at <= now
