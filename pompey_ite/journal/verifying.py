"""Is the chain whole? Every seal and every entry is hashed again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Max, Min

from pompey_ite.journal.models import Entry, Purge, Seal, SealedEntry
from pompey_ite.journal.purging import KEPT_AT_LEAST
from pompey_ite.journal.sealing import FIRST, content_hash, seal_hash


@dataclass(frozen=True)
class Chain:
    """What the journal holds: since when, how much, and the hash to note elsewhere."""

    since: datetime | None
    entries: int
    seals: int
    head: str
    faults: list[str]


def chain() -> Chain:
    """Return what the journal holds, and everything that is wrong with it."""
    last = Seal.objects.order_by("-number").first()
    return Chain(
        since=Entry.objects.aggregate(first=Min("at"))["first"],
        entries=Entry.objects.count(),
        seals=Seal.objects.count(),
        head=last.hash if last else "",
        faults=list(faults()),
    )


def faults() -> Iterator[str]:
    """Yield what is wrong with the chain, one line each: altered, missing or added by somebody."""
    purged_to = Purge.objects.aggregate(last=Max("last_seal"))["last"] or 0
    yield from _wrong_purges()
    held = _held_entries()
    following, entries = next(held, (0, []))
    number, previous = 0, FIRST
    for seal in Seal.objects.order_by("number").iterator():
        number += 1
        if (seal.number, seal.previous) != (number, previous) or seal.hash != seal_hash(seal):
            yield f"journal: seal {seal.number} is not what was written, or one before is missing"
        number, previous = seal.number, seal.hash
        found: list[Entry] = []
        if following == seal.number:
            found = entries
            following, entries = next(held, (0, []))
        if seal.number > purged_to and not _is_held(seal, found):
            yield f"journal: the entries of seal {seal.number} are not those that were sealed"
        if seal.number <= purged_to and found:
            yield f"journal: seal {seal.number} was purged and holds entries again"


def _held_entries() -> Iterator[tuple[int, list[Entry]]]:
    rows = SealedEntry.objects.select_related("entry").order_by("seal_id", "entry_id")
    for number, members in groupby(rows.iterator(), key=lambda row: row.seal_id):
        yield number, [member.entry for member in members]


def _is_held(seal: Seal, entries: list[Entry]) -> bool:
    return len(entries) == seal.count and content_hash(entries) == seal.content


def _wrong_purges() -> Iterator[str]:
    for purge in Purge.objects.select_related("last_seal").order_by("pk"):
        if purge.purged_at - purge.last_seal.sealed_at < KEPT_AT_LEAST:
            yield f"journal: seal {purge.last_seal_id} was purged before its time"
