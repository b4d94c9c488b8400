"""Sealing: the entries no seal holds yet are hashed together with the seal before.

No row is shared by those who write entries; one tick a minute seals. On PostgreSQL a transaction
that began early may end late, with a number below those sealed already: which entries a seal
holds is therefore written down, and what came late goes into the next one.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from pompey_ite.journal.models import Entry, Seal, SealedEntry

FIRST = "0" * 64  # what the first seal names as the one before
MOST_AT_ONCE = 2000


def seal_entries() -> int:
    """Return how many entries were sealed: all that are committed, in seals of at most 2,000."""
    count = 0
    while Entry.objects.unsealed().exists():
        try:
            sealed = _seal_once()
        except IntegrityError:  # two ticks at once: the other one has written the same seal
            break
        if not sealed:
            break
        count += sealed
    return count


@transaction.atomic
def _seal_once() -> int:
    entries = list(Entry.objects.unsealed()[:MOST_AT_ONCE])
    if not entries:
        return 0
    last = _last_seal()
    seal = Seal(
        number=last.number + 1 if last else 1,
        sealed_at=timezone.now(),
        previous=last.hash if last else FIRST,
        count=len(entries),
        first_entry=entries[0].pk,
        last_entry=entries[-1].pk,
        content=content_hash(entries),
    )
    seal.hash = seal_hash(seal)
    seal.save(force_insert=True)
    SealedEntry.objects.bulk_create(SealedEntry(entry=entry, seal=seal) for entry in entries)
    return len(entries)


def _last_seal() -> Seal | None:
    return Seal.objects.order_by("-number").first()


def content_hash(entries: Iterable[Entry]) -> str:
    """Return the SHA-256 of the entries, in the order of their numbers; the same on any engine."""
    digest = hashlib.sha256()
    for entry in entries:
        digest.update(_canonical(_values(entry)))
    return digest.hexdigest()


def seal_hash(seal: Seal) -> str:
    """Return the SHA-256 of everything a seal says, the hash of the one before included."""
    names = ("number", "previous", "count", "first_entry", "last_entry", "content")
    values = {name: getattr(seal, name) for name in names}
    return hashlib.sha256(_canonical({**values, "sealed_at": _utc(seal.sealed_at)})).hexdigest()


def _values(entry: Entry) -> dict[str, Any]:
    names = [field.attname for field in Entry._meta.concrete_fields if field.name != "at"]
    return {**{name: getattr(entry, name) for name in names}, "at": _utc(entry.at)}


def _utc(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def _canonical(values: dict[str, Any]) -> bytes:
    text = json.dumps(values, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return f"{text}\n".encode()
