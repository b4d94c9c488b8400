"""The territory, written once in a process; each test gets back the same rows, as they were.

Writing it takes a hundred times as long, and each test of this folder looks at it.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from django.test import Client

from tests.access.asking import fingerprint
from tests.access.world import World, build_world, new_browser


@dataclass(frozen=True)
class Table:
    """The rows of a table as the database gives them, by their keys."""

    columns: tuple[str, ...]
    rows: dict[Any, tuple[Any, ...]]


@dataclass(frozen=True)
class Kept:
    world: World
    before: dict[str, Table]
    after: dict[str, Table]
    digests: dict[str, str]


_kept: list[Kept] = []


def world_as_it_was() -> World:
    """Write the territory, or its rows again; return it with browsers of this test's own."""
    if _kept:
        _put_back(_kept[0])
    else:
        before = _tables()
        world = build_world()
        _kept.append(Kept(world, before, _tables(), fingerprint()))
    world = _kept[0].world
    people = {who: _same(browser) for who, browser in world.people.items()}
    return replace(world, rows=deepcopy(world.rows), tokens=dict(world.tokens), people=people)


def _same(browser: Client) -> Client:
    other = new_browser()
    other.cookies = deepcopy(browser.cookies)
    return other


def _tables() -> dict[str, Table]:
    with connection.cursor() as cursor:
        return {name: _table(cursor, name) for name in connection.introspection.table_names(cursor)}


def _table(cursor: Any, name: str) -> Table:
    key = connection.introspection.get_primary_key_column(cursor, name)
    cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608 – our tables
    columns = tuple(column[0] for column in cursor.description)
    at = columns.index(key)
    return Table(columns, {row[at]: row for row in cursor.fetchall()})


def _put_back(kept: Kept) -> None:
    """Make the rows what they were; foreign keys are looked at when the test ends."""
    with connection.cursor() as cursor:
        for name, after in kept.after.items():
            before = kept.before[name]
            _delete(
                cursor, name, [key for key, row in before.rows.items() if _differs(after, key, row)]
            )
            _insert(
                cursor,
                name,
                after,
                [row for key, row in after.rows.items() if _differs(before, key, row)],
            )
    assert fingerprint() == kept.digests


def _differs(table: Table, key: Any, row: tuple[Any, ...]) -> bool:
    return table.rows.get(key) != row


def _delete(cursor: Any, name: str, keys: list[Any]) -> None:
    if keys:
        column = connection.introspection.get_primary_key_column(cursor, name)
        cursor.executemany(f'DELETE FROM "{name}" WHERE "{column}" = %s', [(key,) for key in keys])  # noqa: S608 – our tables


def _insert(cursor: Any, name: str, table: Table, rows: list[tuple[Any, ...]]) -> None:
    if rows:
        columns = ", ".join(f'"{column}"' for column in table.columns)
        places = ", ".join(["%s"] * len(table.columns))
        cursor.executemany(f'INSERT INTO "{name}" ({columns}) VALUES ({places})', rows)  # noqa: S608 – our tables
