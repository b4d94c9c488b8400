"""Deleting what is over its time: whole sealed batches, their seals stay and still chain."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from pompey_ite.journal.models import Act, Entry, Purge, Seal, SealedEntry
from pompey_ite.journal.noting import note

# The CNIL asks for six months to a year of such journals. A purge of less is a fault of the chain.
KEPT_AT_LEAST = timedelta(days=180)


def over_seals(now: datetime) -> QuerySet[Seal]:
    """Return the seals whose entries are over: since JOURNAL_DAYS, never less than 180 days.

    A tick that plays another day deletes nothing before its real time.
    """
    kept = max(timedelta(days=settings.JOURNAL_DAYS), KEPT_AT_LEAST)
    before = min(now, timezone.now()) - kept
    purged = Purge.objects.aggregate(last=Max("last_seal"))["last"] or 0
    return Seal.objects.filter(number__gt=purged, sealed_at__lt=before)


def over_entries(now: datetime) -> int:
    """Return how many entries are over their time."""
    return SealedEntry.objects.filter(seal__in=over_seals(now)).count()


@transaction.atomic
def purge_entries(*, now: datetime) -> int:
    """Return how many entries were deleted; that they were stands in the journal."""
    last = over_seals(now).order_by("-number").first()
    if last is None:
        return 0
    Purge.objects.create(last_seal=last, purged_at=timezone.now())
    held = SealedEntry.objects.filter(seal__lte=last.number)
    # The trigger looks up the seal of an entry: the entries go before their memberships.
    count = Entry.objects.filter(pk__in=held.values("entry"))._raw_delete(connection.alias)
    held._raw_delete(connection.alias)
    note(Act.JOURNAL_PURGED, last_seal=last.number, count=int(count))
    return int(count)
