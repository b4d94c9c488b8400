"""One way in which two concepts belong together, and the directions it asks for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from .records import Direction, Reason, Tier
from .vocabulary.concepts import FLOW_SECTIONS

# Passed on from one company to another, not used together.
HANDED_OVER = FLOW_SECTIONS | {"logistics"}


class Sides(Enum):
    """Which directions a relation asks for, seen from the first concept."""

    ANY = "any"
    GIVES = "the first has, the second wants"
    TAKES = "the first wants, the second has"
    HAS = "the first has, whatever the second"
    OTHER_HAS = "the second has, whatever the first"
    SHARES = "the first would share, or has what the second wants"
    OTHER_SHARES = "the second would share, or has what the first wants"
    SAME = "both on the same side"


@dataclass(frozen=True, slots=True)
class Relation:
    """One way in which a concept belongs with another; `concept` names the match."""

    tier: Tier
    order: int
    concept: str
    reason: Reason
    sides: Sides
    is_handed_over: bool

    def secondary(self) -> "Relation":
        """Return the same relation between things that are not the main ones of both sides."""
        return replace(self, tier=self.tier.at_most(Tier.PROBABLE))

    def holds(self, first: Direction, second: Direction) -> bool:
        """Return whether declarations of these directions stand in this relation."""
        return _HOLDS[self.sides](first, second)


HAS = (Direction.OFFER, Direction.SHARE, Direction.ANY)
WANTS = (Direction.NEED, Direction.ANY)


def _gives(first: Direction, second: Direction) -> bool:
    return first in HAS and second in WANTS


def _shares(first: Direction, second: Direction) -> bool:
    return first is Direction.SHARE or _gives(first, second)


_HOLDS: dict[Sides, Callable[[Direction, Direction], bool]] = {
    Sides.ANY: lambda first, second: True,
    Sides.GIVES: _gives,
    Sides.TAKES: lambda first, second: _gives(second, first),
    Sides.HAS: lambda first, second: first in HAS,
    Sides.OTHER_HAS: lambda first, second: second in HAS,
    Sides.SHARES: _shares,
    Sides.OTHER_SHARES: lambda first, second: _shares(second, first),
    Sides.SAME: lambda first, second: first == second,
}

# Within a tier, what is shown first; the room between is for degrees of one relation.
ORDER = {
    code: place * 10
    for place, code in enumerate(
        "same_concept same_heading accepted kind_of alike_words known_use same_parent"
        " activity_has activity_needs activities".split()
    )
}
Table = Mapping[str, tuple[Relation, ...]]


def closeness(relation: Relation) -> tuple[int, int, str]:
    """Return what relations are sorted by, the closest first."""
    return relation.tier.rank, relation.order, relation.concept
