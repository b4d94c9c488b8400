"""What a database does by itself after a while, done at once for rows just written."""

from django.db import connection


def settle() -> None:
    """Let the database count its rows: without, PostgreSQL takes full tables for empty ones.

    PostgreSQL does so by itself within a minute; SQLite never does.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
