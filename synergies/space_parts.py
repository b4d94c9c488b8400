"""What other apps add to the space of a company: each says its own part, the home page shows it.

An app adds parts with a module `space_parts.py` and the decorator `part`; it is found at the
start. A part costs a number of queries that does not grow with its rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any

from companies.models import Company, Contact


class Place(IntEnum):
    """Where a part stands on the home page of a company."""

    WAITS = 0  # beside the ballots: something is asked
    OWN = 1  # after the synergies: what concerns the company


@dataclass(frozen=True)
class SpacePart:
    """One part: a template, which is given `by` (the declarant) and `shown`."""

    place: Place
    template: str
    shown: Any


Source = Callable[[Company, Contact | None, datetime], SpacePart | None]
_sources: list[Source] = []


def part(function: Source) -> Source:
    """Add a source of parts; for use as a decorator. It returns None when it has nothing to show.

    It is given the company, the contact who looks (None: the project manager), and the instant.
    """
    _sources.append(function)
    return function


def parts_of(
    *, company: Company, contact: Contact | None, now: datetime
) -> dict[str, list[SpacePart]]:
    """Return the parts of a company's home page by the name of their place, in lower case."""
    found = [shown for one in _sources if (shown := one(company, contact, now))]
    return {place.name.lower(): [one for one in found if one.place == place] for place in Place}
