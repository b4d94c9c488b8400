"""What makes the database itself refuse to change the journal: triggers, on both engines.

Entries and their memberships may go only up to a seal that a row of `Purge` names; seals and
purges never go. Nothing is ever updated.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

TABLES = ("journal_entry", "journal_seal", "journal_sealedentry", "journal_purge")
KEYS = {
    "journal_entry": "id",
    "journal_seal": "number",
    "journal_sealedentry": "entry_id",
    "journal_purge": "id",
}
REFUSAL = "the journal is append-only"
# Which rows of a table may be deleted, where any may.
MAY_GO = {
    "journal_entry": "OLD.id IN (SELECT m.entry_id FROM journal_sealedentry m WHERE"
    " m.entry_id = OLD.id AND m.seal_id <= (SELECT max(last_seal_id) FROM journal_purge))",
    "journal_sealedentry": "coalesce(OLD.seal_id <= (SELECT max(last_seal_id)"
    " FROM journal_purge), {false})",
}


def install(connection: Any) -> None:
    """Let the database refuse every change of the journal from now on."""
    _execute(connection, _statements(connection.vendor))


def remove(connection: Any) -> None:
    """Take the refusal away."""
    if connection.vendor == "postgresql":
        drops = [f"DROP FUNCTION IF EXISTS {table}_refuse() CASCADE" for table in TABLES]
    else:
        drops = [
            f"DROP TRIGGER IF EXISTS {table}_{event}"
            for table in TABLES
            for event in ("update", "delete", "replace")
        ]
    _execute(connection, drops)


@contextmanager
def lifted(connection: Any) -> Iterator[None]:
    """Let whole tables be emptied and filled, by a restore alone: all or nothing."""
    with transaction.atomic(using=connection.alias):
        remove(connection)
        yield
        install(connection)


def _execute(connection: Any, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _statements(vendor: str) -> list[str]:
    one_table = _on_postgresql if vendor == "postgresql" else _on_sqlite
    return [statement for table in TABLES for statement in one_table(table)]


def _on_sqlite(table: str) -> list[str]:
    stay = f"NOT ({MAY_GO[table].format(false=0)})" if table in MAY_GO else "1"
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    key = KEYS[table]
    # INSERT OR REPLACE deletes a row without asking the trigger of deletions.
    is_taken = f"EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"  # noqa: S608 – ours  # nosec B608
    return [
        f"CREATE TRIGGER {table}_update BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} WHEN {stay} {refuse}",
        f"CREATE TRIGGER {table}_replace BEFORE INSERT ON {table} WHEN {is_taken} {refuse}",
    ]


def _on_postgresql(table: str) -> list[str]:
    may_go = MAY_GO[table].format(false="false") if table in MAY_GO else "false"
    row = f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()"
    return [
        f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF TG_OP = 'DELETE' AND {may_go} THEN RETURN OLD; END IF;"
        f" RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';"
        " END $$",
        f"CREATE TRIGGER {table}_change BEFORE UPDATE OR DELETE ON {table} {row}",
        f"CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()",
    ]
