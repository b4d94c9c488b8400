"""What two concepts have to do with each other, worked out once for each concept.

Relations mirror each other: what `of("slag")` says of "road-base", `of("road-base")` says of "slag"
from the other side. So a declaration finds its counterparts whichever of the two came first.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from .records import Direction, Reason, Tier
from .vocabulary.concepts import ACTIVITY_SECTION, FLOW_SECTIONS, Vocabulary

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

# Within a tier, what is shown first.
ORDER = {
    code: place
    for place, code in enumerate(
        "same_concept same_heading accepted kind_of alike_words known_use same_parent"
        " activity_has activity_needs activities".split()
    )
}
Table = Mapping[str, tuple[Relation, ...]]


class Relations:
    """The relations of every concept, the closest first; built when first asked for.

    with_activities: relate things to the kinds of company that typically have or need them. It
    takes a second to prepare, for declarations of the family "activity" only.
    """

    def __init__(self, vocabulary: Vocabulary, *, with_activities: bool = False) -> None:
        self.vocabulary = vocabulary
        self._tables: dict[str, Table] = {}
        self._notes: tuple[object, dict[Any, Any]] = (None, {})
        self._users: dict[str, list[str]] = defaultdict(list)
        for concept in vocabulary.concepts.values():
            for use in filter(vocabulary.__contains__, concept.uses):
                self._users[use].append(concept.code)
        self._activities = [
            concept.code
            for concept in vocabulary.concepts.values()
            if with_activities and concept.section == ACTIVITY_SECTION
        ]
        self._given: dict[str, dict[str, str]] = {}
        self._wanted: dict[str, dict[str, str]] = {}
        self._of_activities: dict[str, list[tuple[str, Relation]]] = defaultdict(list)
        self._index_activities()

    def remembered(self, subject: object) -> dict[Any, Any]:
        """Return a place to keep what was found about a subject, until another one is asked for."""
        last, notes = self._notes
        if last != subject:
            notes = {}
            self._notes = (subject, notes)
        return notes

    def of(self, code: str) -> Table:
        """Return what is related to a concept: concept → relations, the closest first."""
        table = self._tables.get(code)
        if table is None:
            table = self._tables[code] = self._table(code)
        return table

    def _table(self, code: str) -> Table:
        found: dict[str, list[Relation]] = defaultdict(list)
        is_activity = self.vocabulary.section(code) == ACTIVITY_SECTION
        pairs = self._between_activities(code) if is_activity else self._between_things(code)
        for other, relation in (*pairs, *self._of_activities.get(code, ())):
            found[other].append(relation)
        return {
            other: tuple(sorted(relations, key=lambda one: (one.tier.rank, one.order, one.concept)))
            for other, relations in found.items()
        }

    def _between_things(self, code: str) -> Iterator[tuple[str, Relation]]:
        for other, relation in (
            *self._kinship(code),
            *self._uses(code),
            *self._siblings(code),
        ):
            if not self.vocabulary.are_incompatible(code, other):
                yield other, relation

    def _kinship(self, code: str) -> Iterator[tuple[str, Relation]]:
        vocabulary = self.vocabulary
        if vocabulary.concepts[code].is_broad:
            yield code, self._relation(Tier.PROBABLE, code, "same_heading", concept=code)
        else:
            yield code, self._relation(Tier.SURE, code, "same_concept", concept=code)
        for broad in vocabulary.lineage(code)[1:]:
            yield broad, self._relation(Tier.PROBABLE, broad, "kind_of", narrow=code, broad=broad)
        for narrow in vocabulary.descendants(code):
            yield narrow, self._relation(Tier.PROBABLE, code, "kind_of", narrow=narrow, broad=code)

    def _uses(self, code: str) -> Iterator[tuple[str, Relation]]:
        for other, is_close in self._served(code):
            yield from ((other, one) for one in self._use(code, other, is_close, is_first=True))
        for other, is_close in self._serving(code):
            yield from ((other, one) for one in self._use(other, code, is_close, is_first=False))

    def _served(self, code: str) -> Iterator[tuple[str, bool]]:
        """Yield what a concept is known to serve, and whether no heading stands in between."""
        vocabulary = self.vocabulary
        for ancestor in vocabulary.lineage(code):
            is_own = ancestor == code or not vocabulary.concepts[ancestor].is_broad
            for use in filter(vocabulary.__contains__, vocabulary.concepts[ancestor].uses):
                is_narrow = not vocabulary.concepts[use].is_broad
                for other in (use, *vocabulary.descendants(use)):
                    if other != code:
                        yield other, is_own and (is_narrow or other == use)

    def _serving(self, code: str) -> Iterator[tuple[str, bool]]:
        """Yield what is known to serve a concept: the mirror of `_served`."""
        vocabulary = self.vocabulary
        for use in vocabulary.lineage(code):
            is_narrow = use == code or not vocabulary.concepts[use].is_broad
            for user in self._users[use]:
                is_own = not vocabulary.concepts[user].is_broad
                for other in (user, *vocabulary.descendants(user)):
                    if other != code:
                        yield other, is_narrow and (is_own or other == user)

    def _use(self, giver: str, taker: str, is_close: bool, *, is_first: bool) -> Iterator[Relation]:
        """Yield the relation of a use: PROBABLE when who has it meets who wants it, else a LEAD."""
        gives_flow, takes_flow = (
            self.vocabulary.section(code) in FLOW_SECTIONS for code in (giver, taker)
        )
        meets = Sides.GIVES if is_first else Sides.TAKES
        has = Sides.HAS if is_first else Sides.OTHER_HAS
        shares = Sides.SHARES if is_first else Sides.OTHER_SHARES
        if gives_flow:
            levels = [(Tier.LEAD, meets if takes_flow else has)]
        else:  # tools and people serve whatever side has the thing
            levels = [(Tier.LEAD, Sides.ANY if is_close else shares)]
        if is_close:
            levels.append((Tier.PROBABLE, meets if gives_flow else shares))
        reason = Reason("known_use", (("concept", giver), ("use", taker)))
        for tier, sides in levels:
            yield Relation(
                tier, ORDER["known_use"], giver, reason, sides, gives_flow and takes_flow
            )

    def _siblings(self, code: str) -> Iterator[tuple[str, Relation]]:
        """Yield near things that, on the same side, could share one lorry or one contract."""
        vocabulary = self.vocabulary
        parent = vocabulary.concepts[code].parent
        if not parent or vocabulary.section(code) not in FLOW_SECTIONS:
            return
        for other in vocabulary.descendants(parent):
            if other != code and vocabulary.concepts[other].parent == parent:
                yield (
                    other,
                    self._relation(
                        Tier.LEAD, parent, "same_parent", sides=Sides.SAME, parent=parent
                    ),
                )

    def _relation(
        self, tier: Tier, concept: str, code: str, /, sides: Sides = Sides.ANY, **params: str
    ) -> Relation:
        return Relation(
            tier,
            ORDER[code],
            concept,
            Reason(code, tuple(params.items())),
            sides,
            self.vocabulary.section(concept) in HANDED_OVER,
        )

    # -- Activities: what such a company typically has and needs ----------------------------------
    def _index_activities(self) -> None:
        for activity in self._activities:
            has, needs = self.vocabulary.has(activity), self.vocabulary.needs(activity)
            self._given[activity] = self._reached(has, Direction.OFFER, Direction.NEED)
            self._wanted[activity] = self._reached(needs, Direction.NEED, Direction.OFFER)
            for other, thing in self._given[activity].items():
                self._post_activity(activity, other, thing, "activity_has", gives=True)
            for other, thing in self._wanted[activity].items():
                self._post_activity(activity, other, thing, "activity_needs", gives=False)

    def _reached(
        self, things: tuple[str, ...], mine: Direction, theirs: Direction
    ) -> dict[str, str]:
        """Return what answers one of the things, with the thing it answers, first come."""
        reached: dict[str, str] = {}
        for thing in filter(self.vocabulary.__contains__, things):
            for other, relation in self._between_things(thing):
                if relation.holds(mine, theirs) and relation.reason.code != "same_parent":
                    reached.setdefault(other, thing)
        return reached

    def _post_activity(
        self, activity: str, other: str, thing: str, code: str, *, gives: bool
    ) -> None:
        is_flow = self.vocabulary.section(thing) in FLOW_SECTIONS
        seen_from = (
            ((Sides.GIVES, Sides.TAKES) if gives else (Sides.TAKES, Sides.GIVES))
            if is_flow
            else (Sides.ANY, Sides.ANY)
        )
        params = (("activity", activity), ("concept", thing))
        for first, second, sides in (
            (activity, other, seen_from[0]),
            (other, activity, seen_from[1]),
        ):
            relation = Relation(Tier.LEAD, ORDER[code], thing, Reason(code, params), sides, is_flow)
            self._of_activities[first].append((second, relation))

    def _between_activities(self, code: str) -> Iterator[tuple[str, Relation]]:
        for other in self._activities:
            if other != code:
                yield from self._exchange(code, other, is_first=True)
                yield from self._exchange(other, code, is_first=False)

    def _exchange(
        self, giver: str, taker: str, *, is_first: bool
    ) -> Iterator[tuple[str, Relation]]:
        """Yield the relation of two activities when one typically has what the other needs."""
        given = self._given[giver]
        thing = next((need for need in self.vocabulary.needs(taker) if need in given), "")
        if thing:
            params = (("giver", giver), ("concept", given[thing]), ("taker", taker))
            yield (
                taker if is_first else giver,
                Relation(
                    Tier.LEAD,
                    ORDER["activities"],
                    given[thing],
                    Reason("activities", params),
                    Sides.GIVES if is_first else Sides.TAKES,
                    self.vocabulary.section(given[thing]) in HANDED_OVER,
                ),
            )
