"""The tables of a workshop: one QR code and one short code for each, for one day.

The secrets are those of the room of a round (`room.py`): derived from the row, kept as hashes.
"""

import secrets
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pompey_ite.outbox.calendar import local_day
from synergies.models import TableAccess, Workshop
from synergies.services.room import (
    code_hash_of,
    code_hashes_of,
    room_code,
    room_token,
    token_hash_of,
)

MOST_TABLES = 30


class TablesRefused(Exception):
    """Tables that cannot be opened; its text may be shown."""


@transaction.atomic
def open_tables(*, workshop: Workshop, day: date, tables: int, now: datetime) -> int:
    """Return how many accesses were made for `day`: the tables, and one for all companies.

    Tables that have one keep it. Raises TablesRefused for a day that is over, or too many tables.
    """
    if day < local_day(now):
        raise TablesRefused(_("This day is over."))
    if not 1 <= tables <= MOST_TABLES:
        raise TablesRefused(_("From 1 to %d tables.") % MOST_TABLES)
    Workshop.objects.select_for_update().get(pk=workshop.pk)
    alive = TableAccess.objects.usable_on(day).filter(workshop=workshop)
    served = set(alive.values_list("table_number", flat=True))
    wanted = [number for number in range(tables + 1) if number not in served]
    made = [_new_access(workshop, number, day, now) for number in wanted]
    return len(TableAccess.objects.bulk_create(made))


def close_tables(*, workshop: Workshop, now: datetime) -> int:
    """Return how many accesses were withdrawn: from now on they open nothing. Slips stay."""
    return workshop.table_accesses.filter(revoked_at=None).update(revoked_at=now)


def revoke_table(*, access: TableAccess, now: datetime) -> bool:
    """Return whether this call withdrew the code of one table: it opens nothing. Slips stay."""
    alive = TableAccess.objects.filter(pk=access.pk, revoked_at=None)
    return bool(alive.update(revoked_at=now))


def _new_access(workshop: Workshop, number: int, day: date, now: datetime) -> TableAccess:
    nonce = secrets.token_urlsafe(32)
    access = TableAccess(
        workshop=workshop, table_number=number, valid_on=day, nonce=nonce, issued_at=now
    )
    access.token_hash = token_hash_of(room_token(access))
    access.code_hash = code_hash_of(room_code(access), day)
    return access


def table_by_token(*, token: str, now: datetime) -> TableAccess | None:
    """Return the access of a QR code on its day, or None: unknown, past, revoked look the same."""
    rows = TableAccess.objects.usable_on(local_day(now)).select_related("workshop")
    return rows.filter(token_hash=token_hash_of(token)).first()


def table_by_code(*, code: str, now: datetime) -> TableAccess | None:
    """Return the access of a typed code on its day, or None: all refusals look the same."""
    day = local_day(now)
    rows = TableAccess.objects.usable_on(day).select_related("workshop")
    return rows.filter(code_hash__in=code_hashes_of(code, day)).first()
