"""What suggesting merges reads and answers: plain, frozen records."""

from dataclasses import dataclass
from enum import IntEnum

from synergies.detection.records import Direction, Kind, Reason


class Bond(IntEnum):
    """What holds a group together, the tightest first."""

    RESOURCE = 0  # one and the same declaration
    TITLE = 1  # titles that say the same
    CONCEPT = 2  # the same thing, declared by several companies
    HEADING = 3  # kinds of one heading of the vocabulary
    THEME = 4  # one theme of a programme


@dataclass(frozen=True, slots=True)
class LinkedResource:
    """A declaration a synergy rests on; `heads`: what it is about, the main concept first."""

    key: str
    title: str
    heads: tuple[str, ...]
    direction: Direction = Direction.ANY


@dataclass(frozen=True, slots=True)
class MergeRecord:
    """One synergy that could be grouped.

    `area`: "equipment", "resources" or "skills"; companies and resources in the order of the
    parties, so that the first provides or leads.
    """

    key: str
    number: int
    title: str
    kind: Kind
    area: str
    companies: tuple[str, ...]
    resources: tuple[LinkedResource, ...]


@dataclass(frozen=True, slots=True)
class MergeGroup:
    """Synergies to vote on as one: their keys by number, the one to name it after, and why.

    `name`: what could be its title: ("title", words), ("concept", code) or ("theme", code).
    """

    keys: tuple[str, ...]
    lead: str
    area: str
    kind: Kind
    bond: Bond
    name: tuple[str, str]
    reasons: tuple[Reason, ...]
