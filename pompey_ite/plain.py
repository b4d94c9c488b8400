"""Letters without accents nor capitals, in Python and in both databases: “ecrou” finds “Écrou”.

SQLite has no such function: ours is given to each connection. PostgreSQL has `translate`, which
needs no extension.
"""

from __future__ import annotations

import unicodedata
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func, TextField

LIGATURES = {"œ": "oe", "æ": "ae"}
ACCENTED = "àáâäãåçèéêëìíîïñòóôöõùúûüýÿ"
BARE = "aaaaaaceeeeiiiinooooouuuuyy"


def plain(text: str) -> str:
    """Return the text in small letters without accents, spaces as they are, ’ as '."""
    small = text.casefold().replace("’", "'")
    for ligature, letters in LIGATURES.items():
        small = small.replace(ligature, letters)
    decomposed = unicodedata.normalize("NFD", small)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


class Plain(Func):
    """A column in plain letters; compare it with `plain(words)`."""

    function = "POMPEY_PLAIN"
    arity = 1
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = (
            "TRANSLATE(REPLACE(REPLACE(REPLACE(LOWER(%(expressions)s), 'œ', 'oe'), 'æ', 'ae'),"
            f" '’', ''''), '{ACCENTED}', '{BARE}')"
        )
        return self.as_sql(compiler, connection, template=template, **context)


def give_to(*, connection: BaseDatabaseWrapper, **_kwargs: Any) -> None:
    """Give a new connection of SQLite the function that `Plain` calls."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(
            "POMPEY_PLAIN",
            1,
            lambda text: None if text is None else plain(str(text)),
            deterministic=True,
        )
