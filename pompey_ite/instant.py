"""Reading many tables as they were at one instant."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_instant() -> Iterator[None]:
    """Read everything in the block as it was when the block began, whatever others write."""
    is_first = not connection.in_atomic_block  # PostgreSQL takes it before the first query only
    with transaction.atomic():
        # SQLite's transaction sees one instant by itself.
        if connection.vendor == "postgresql" and is_first:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield
