"""Deciding whether two understood declarations are a match, how sure, and why."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .facts import coverage, distance_km, facts, limits
from .lexical import LEAD_LIKENESS, PROBABLE_LIKENESS, likeness
from .parse import Parsed
from .records import Direction, Family, Kind, Match, Reason, Tier
from .relation import HANDED_OVER, HAS, ORDER, Relation, Sides, closeness
from .relations import Relations
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
_Subject = tuple[tuple[str, ...], Direction]
FAR_KM = 1e9  # stands for an unknown distance when matches are put in order


@dataclass(slots=True)
class Bond:
    """The closest relation of two declarations, whatever their facts."""

    relation: Relation
    kind: Kind
    first_gives: bool


@dataclass(slots=True)
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


def judged(
    first: Parsed, candidates: Iterable[Parsed], relations: Relations
) -> Iterator[Judgement]:
    """Yield what to think of a declaration with each candidate that belongs to it.

    Declarations about the same thing, asked one after the other, share their look-ups.
    """
    bonds: dict[_Subject, Bond | None] = relations.remembered((first.heads, first.direction))
    for second in candidates:
        if first.company == second.company:
            continue
        if first.accepts or second.accepts or not second.heads or not first.heads:
            bond = _bond(first, second, relations)
        else:  # all that counts of the candidate is what it is about, so ask once for each
            subject = (second.heads, second.direction)
            if subject not in bonds:
                bonds[subject] = _bond(first, second, relations)
            bond = bonds[subject]
        if bond is None:
            continue
        if not (first.refuses or second.refuses) or not _is_refused(first, second, relations):
            yield _judgement(first, second, bond)


def judge(first: Parsed, second: Parsed, relations: Relations) -> Judgement | None:
    """Return what to think of two declarations, or None; the order of the two does not matter."""
    return next(judged(first, (second,), relations), None)


def _bond(first: Parsed, second: Parsed, relations: Relations) -> Bond | None:
    """Return the closest relation that holds between the two, and what it makes of them."""
    found = list(_relations(first, second, relations))
    if not found:
        return None
    relation = min(found, key=closeness)
    if relation.sides in (Sides.GIVES, Sides.TAKES):
        passes_on, first_gives = True, relation.sides is Sides.GIVES
    else:
        passes_on = (first.direction, second.direction) in _SUBSTITUTION
        first_gives = _GIVING[first.direction] < _GIVING[second.direction]
    is_substitution = relation.is_handed_over and passes_on
    kind = Kind.SUBSTITUTION if is_substitution else Kind.POOLING
    return Bond(relation, kind, first_gives)


def _judgement(first: Parsed, second: Parsed, bond: Bond) -> Judgement:
    tier = bond.relation.tier
    if tier is Tier.SURE and not (first.is_certain and second.is_certain):
        tier = Tier.PROBABLE
    if (first.is_qualified and second.is_qualified) or first.refused_words or second.refused_words:
        for limit, _reason in limits(first, second):
            tier = tier.at_most(limit)
    is_substitution = bond.kind is Kind.SUBSTITUTION
    first_leads = bond.first_gives if is_substitution else first.ref < second.ref
    one, other = (first, second) if first_leads else (second, first)
    return Judgement(one, other, bond.kind, tier, bond.relation)


def _is_refused(first: Parsed, second: Parsed, relations: Relations) -> bool:
    """Return whether a text rules out what the other is about: "no process water"."""
    return any(
        theirs.heads and not mine.refuses.isdisjoint(relations.vocabulary.lineage(theirs.heads[0]))
        for mine, theirs in ((first, second), (second, first))
    )


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
