"""Ask for every address as one person, once: the tests read what was answered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from django.apps import apps
from django.db import connection
from django.http import HttpResponseBase
from django.template.backends.django import DjangoTemplates

from tests.access.addresses import Address, address_of, addresses
from tests.access.world import World

SIGN_IN = "sign in"
# Asked for last: these end a session that has no second factor to give.
ENDS_SESSIONS = ("pages:entrance_", "admin:logout")
# Of the session itself, of what the machine notes beside the people, and the journal, which says
# who took a file away.
NOT_COUNTED = {"django_session", "outbox_heartbeat", "journal_entry"}


# Whose answers are asked for their status alone.
REFUSED_EVERYWHERE = {"stranger", "staff"}
PAGES_OF_REFUSALS = {"403.html", "403_csrf.html"}


@dataclass(frozen=True)
class Got:
    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def outcome(self) -> int | str:
        """The status, or “sign in” where the answer leads to the door."""
        leads_to_door = "/admin/login/" in self.headers.get("Location", "")
        return SIGN_IN if self.status == 302 and leads_to_door else self.status


@dataclass(frozen=True)
class Walk:
    """What one person got at each address, and which tables have changed meanwhile."""

    got: dict[str, Got]
    changed: set[str]


_walks: dict[str, Walk] = {}


def walk(world: World, who: str) -> Walk:
    """Return the walk of one person; it is made once for all tests of a process."""
    if who not in _walks:
        before = fingerprint()
        in_order = sorted(addresses(), key=lambda one: one.name.startswith(ENDS_SESSIONS))
        with short_refusals() if who in REFUSED_EVERYWHERE else nullcontext():
            got = {one.name: ask(world, who, one) for one in in_order}
        _walks[who] = Walk(got, changed(before))
    return _walks[who]


@contextmanager
def short_refusals() -> Iterator[None]:
    """Refuse with a word inside the block: where only the status counts, no page is drawn."""
    real = DjangoTemplates.get_template

    def get_template(engine: DjangoTemplates, name: str) -> Any:
        return engine.from_string("refused") if name in PAGES_OF_REFUSALS else real(engine, name)

    with patch.object(DjangoTemplates, "get_template", get_template):
        yield


def ask(world: World, who: str, one: Address) -> Got:
    """Return what a person gets at an address now."""
    response = world.people[who].get(address_of(one, world))
    content = b"".join(response) if response.streaming else response.content
    close_file(response)
    return Got(response.status_code, dict(response.headers), content)


def close_file(response: HttpResponseBase) -> None:
    """Close a file that is sent; closing the response itself would end the connection as well."""
    for close in response._resource_closers:  # type: ignore[attr-defined]
        close()


def fingerprint() -> dict[str, str]:
    """Return a digest of the rows of each table."""
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    digests = {}
    with connection.cursor() as cursor:
        for table in sorted(tables - NOT_COUNTED):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 – our tables
            rows = sorted(repr(tuple(map(_bytes, row))) for row in cursor.fetchall())
            digests[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return digests


def _bytes(value: Any) -> Any:
    """Return the content of what PostgreSQL gives as a place in memory."""
    return bytes(value) if isinstance(value, memoryview) else value


def changed(before: dict[str, str]) -> set[str]:
    """Return the tables whose rows are not those of an earlier fingerprint."""
    after = fingerprint()
    return {table for table, digest in before.items() if after[table] != digest}
