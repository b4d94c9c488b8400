"""`python3 manage.py migrate`, one at a time: two deployments at once wait for each other."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.commands import migrate
from django.db import connections

from pompey_ite.database_owner import as_owner

LOCK = "migrate.lock"
ADVISORY_LOCK = 0x706F6D706579  # any number of ours; PostgreSQL keeps one such lock per database


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, once nobody else does: the second finds everything done."""
        with as_owner(options["database"]), alone(options["database"]):
            super().handle(*args, **options)


@contextmanager
def alone(database: str) -> Iterator[None]:
    """Hold the right to migrate a database; a process that is killed gives it back."""
    connection = connections[database]
    if connection.vendor != "postgresql":
        with (settings.DATA_DIR / LOCK).open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ADVISORY_LOCK])
    try:
        yield
    finally:
        if connection.is_usable():  # else the server has taken the lock back already
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY_LOCK])
