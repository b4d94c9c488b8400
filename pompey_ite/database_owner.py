"""Two users of one database: an owner who makes tables, and one who only reads and writes rows."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management.base import CommandError
from django.db import DEFAULT_DB_ALIAS, connections
from django.utils.translation import gettext as _


@contextmanager
def as_owner(database: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Be the user of MIGRATION_DATABASE_URL inside the block; without one nothing changes.

    Raises CommandError when that address names another database than DATABASE_URL.
    """
    owner = settings.MIGRATION_DATABASE
    if not owner or database != DEFAULT_DB_ALIAS:
        yield
        return
    connection = connections[database]
    usual = connection.settings_dict
    if owner["NAME"] != usual["NAME"]:
        raise CommandError(_("MIGRATION_DATABASE_URL and DATABASE_URL name different databases."))
    connection.close()
    connection.settings_dict = {**usual, **owner, "OPTIONS": usual["OPTIONS"]}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = usual
