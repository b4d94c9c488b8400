"""What two concepts have to do with each other, worked out once for each concept.

Relations mirror each other: what `of("slag")` says of "road-base", `of("road-base")` says of "slag"
from the other side. So a declaration finds its counterparts whichever of the two came first.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from .activities import related_activities
from .records import Reason, Tier
from .relation import HANDED_OVER, ORDER, Relation, Sides, Table, closeness
from .vocabulary.concepts import ACTIVITY_SECTION, FLOW_SECTIONS, Vocabulary


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
        self._of_activities: dict[str, list[tuple[str, Relation]]] = {}
        if with_activities:
            self._of_activities = related_activities(vocabulary, self._between_things)

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
        pairs = () if is_activity else self._between_things(code)
        for other, relation in (*pairs, *self._of_activities.get(code, ())):
            found[other].append(relation)
        return {other: tuple(sorted(many, key=closeness)) for other, many in found.items()}

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
