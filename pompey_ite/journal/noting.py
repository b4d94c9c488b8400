"""Writing an entry: who did what to which row, in numbers and codes, never in words of people."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.http import HttpRequest

from pompey_ite.journal.models import Act, Entry
from pompey_ite.logs import number_of_request

# What may stand in the facts: a code of ours. A name has a space or capitals, an address an “@”.
CODE = re.compile(r"[a-z0-9_.:+/-]{0,80}")
MOST_OF_A_LIST = 100


@dataclass
class Visitor:
    """Who is behind the request under way; a personal link says which contact, once it is read."""

    request: HttpRequest
    contact_number: int | None = None


@dataclass(frozen=True)
class Actor:
    """Who acts, as the journal writes it."""

    who: Entry.Who
    number: int | None = None


NOBODY = Actor(Entry.Who.UNKNOWN)
_visitor: ContextVar[Visitor | None] = ContextVar("journal_visitor", default=None)


@contextmanager
def visit(request: HttpRequest) -> Iterator[Visitor]:
    """Remember whose request is under way: what is noted in it is its doing."""
    visitor = Visitor(request)
    token = _visitor.set(visitor)
    try:
        yield visitor
    finally:
        _visitor.reset(token)


def acts_as_contact(number: int | None) -> None:
    """Note that the request under way came in by the personal link of this contact."""
    visitor = _visitor.get()
    if visitor is not None:
        visitor.contact_number = number


def account(user: Any) -> Actor:
    """Return a staff account as the journal writes it; None is nobody known."""
    return Actor(Entry.Who.STAFF, user.pk) if user is not None and user.pk else NOBODY


def current_actor() -> Actor:
    """Return who is behind the request under way; outside of one it is the program."""
    visitor = _visitor.get()
    if visitor is None:
        return Actor(Entry.Who.PROGRAM)
    user = getattr(visitor.request, "user", None)
    if user is not None and user.is_authenticated:
        return account(user)
    if visitor.contact_number is not None:
        return Actor(Entry.Who.CONTACT, visitor.contact_number)
    return NOBODY


def note(act: Act, *, about: Model | None = None, by: Actor | None = None, **facts: Any) -> Entry:
    """Write one entry and return it: in the transaction of the act, so that both are or neither.

    by: who acts; else whoever is behind the request. Raises ValueError for a fact that could hold
    words of people: numbers, truth values and codes alone are facts.
    """
    actor = by or current_actor()
    return Entry.objects.create(
        act=act,
        who=actor.who,
        who_number=actor.number,
        object_kind=about._meta.label_lower if about is not None else "",
        object_number=_number(about),
        request_number=number_of_request.get(),
        facts={name: _checked(name, value) for name, value in facts.items()},
    )


def _number(about: Model | None) -> int | None:
    return about.pk if about is not None and isinstance(about.pk, int) else None


def _checked(name: str, value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_checked(name, one) for one in value[:MOST_OF_A_LIST]]
    if isinstance(value, str) and CODE.fullmatch(value):
        return str(value)
    if isinstance(value, int):
        return value
    raise ValueError(f"the fact “{name}” is no number nor code")
