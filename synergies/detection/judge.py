"""Deciding whether two understood declarations are a match, how sure, and why."""

from collections.abc import Iterator
from dataclasses import dataclass

from .facts import coverage, distance_km, facts, limits
from .lexical import LEAD_LIKENESS, PROBABLE_LIKENESS, likeness
from .parse import Parsed
from .records import Direction, Family, Kind, Match, Reason, Tier
from .relations import HANDED_OVER, HAS, ORDER, Relation, Relations, Sides
from .vocabulary.concepts import PRIMARY_SECTIONS

_HANDED_OVER_FAMILIES = frozenset(
    {Family.MATERIAL, Family.WASTE, Family.ENERGY, Family.WATER, Family.LOGISTICS, Family.ANY}
)
_SUBSTITUTION = frozenset(
    pair
    for first, second in (
        (Direction.OFFER, Direction.NEED),
        (Direction.OFFER, Direction.ANY),
        (Direction.NEED, Direction.ANY),
    )
    for pair in ((first, second), (second, first))
)
_GIVING = {
    direction: place
    for place, direction in enumerate(
        (Direction.OFFER, Direction.SHARE, Direction.ANY, Direction.NEED)
    )
}
FAR_KM = 1e9  # stands for an unknown distance when matches are put in order


@dataclass(frozen=True, slots=True)
class Judgement:
    """A match before its facts are put together; `one` is the provider of a substitution."""

    one: Parsed
    other: Parsed
    kind: Kind
    tier: Tier
    relation: Relation

    def order(self) -> tuple[float, ...]:
        """Return what to sort by: tier, relation, share of the need covered, distance in km."""
        share, distance = coverage(self.one, self.other), distance_km(self.one, self.other)
        return (
            self.tier.rank,
            self.relation.order,
            1.0 if share is None else 1.0 - float(share),
            FAR_KM if distance is None else round(distance, 3),
        )

    def match(self) -> Match:
        """Return the match with everything there is to say of it."""
        return Match(
            ref_a=self.one.ref,
            ref_b=self.other.ref,
            kind=self.kind,
            tier=self.tier,
            concept=self.relation.concept,
            reasons=(self.relation.reason, *facts(self.one, self.other, self.kind)),
        )


def judge(first: Parsed, second: Parsed, relations: Relations) -> Judgement | None:
    """Return what to think of two declarations, or None; the order of the two does not matter."""
    if first.company == second.company:
        return None
    one, other = (first, second) if first.ref < second.ref else (second, first)
    if (one.refuses or other.refuses) and _is_refused(one, other, relations):
        return None
    relation = _relation(one, other, relations)
    if relation is None:
        return None
    tier = relation.tier
    if tier is Tier.SURE and not (one.is_certain and other.is_certain):
        tier = Tier.PROBABLE
    for limit, _reason in limits(one, other):
        tier = tier.at_most(limit)
    directions = (one.direction, other.direction)
    if relation.sides in (Sides.GIVES, Sides.TAKES):
        gives_second = relation.sides is Sides.TAKES
    else:
        gives_second = _GIVING[other.direction] < _GIVING[one.direction]
    is_substitution = relation.is_handed_over and (
        directions in _SUBSTITUTION or relation.sides in (Sides.GIVES, Sides.TAKES)
    )
    if is_substitution and gives_second:
        one, other = other, one
    kind = Kind.SUBSTITUTION if is_substitution else Kind.POOLING
    return Judgement(one, other, kind, tier, relation)


def _is_refused(one: Parsed, other: Parsed, relations: Relations) -> bool:
    """Return whether a text rules out what the other is about: "no process water"."""
    return any(
        theirs.heads and not mine.refuses.isdisjoint(relations.vocabulary.lineage(theirs.heads[0]))
        for mine, theirs in ((one, other), (other, one))
    )


def _relation(one: Parsed, other: Parsed, relations: Relations) -> Relation | None:
    """Return the closest relation that holds between the two."""
    found = list(_relations(one, other, relations))
    if not found:
        return None
    return min(found, key=lambda each: (each.tier.rank, each.order, each.concept))


def _relations(one: Parsed, other: Parsed, relations: Relations) -> Iterator[Relation]:
    for mine_at, mine in enumerate(one.heads):
        related = relations.of(mine)
        for theirs_at, theirs in enumerate(other.heads):
            for relation in related.get(theirs, ()):
                if relation.holds(one.direction, other.direction):
                    is_main = mine_at == theirs_at == 0
                    yield relation if is_main else relation.secondary()
                    break
    if one.accepts or other.accepts:
        yield from _accepted(one, other, relations)
        yield from _accepted(other, one, relations)
    if not (one.heads and other.heads):
        yield from _alike(one, other, relations)


def _accepted(need: Parsed, provider: Parsed, relations: Relations) -> Iterator[Relation]:
    if provider.direction not in HAS or not need.accepts:
        return
    for head in provider.heads:
        for accepted in relations.vocabulary.lineage(head):
            if accepted in need.accepts:
                yield Relation(
                    Tier.PROBABLE,
                    ORDER["accepted"],
                    head,
                    Reason("accepted", (("concept", head), ("accepted", accepted))),
                    Sides.ANY,
                    relations.vocabulary.section(head) in HANDED_OVER,
                )


def _alike(one: Parsed, other: Parsed, relations: Relations) -> Iterator[Relation]:
    """Yield the likeness of words of two declarations of which one has no concept yet."""
    shared = set(one.words).intersection(other.words)
    if not shared or not _are_related_families(one, other):
        return
    score = likeness(one.words, other.words, relations.vocabulary)
    if score >= LEAD_LIKENESS:
        tier = Tier.PROBABLE if score >= PROBABLE_LIKENESS else Tier.LEAD
        reason = Reason("alike_words", (("words", ", ".join(sorted(shared))),))
        is_handed_over = {one.family, other.family} <= _HANDED_OVER_FAMILIES
        yield Relation(tier, ORDER["alike_words"], "", reason, Sides.ANY, is_handed_over)


def _are_related_families(one: Parsed, other: Parsed) -> bool:
    mine = PRIMARY_SECTIONS[one.family]
    return not set(mine).isdisjoint(PRIMARY_SECTIONS[other.family])
