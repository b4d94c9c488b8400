"""Deciding whether two understood declarations are a match, how sure, and why."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .facts import facts
from .lexical import LEAD_LIKENESS, PROBABLE_LIKENESS, likeness, telling_words
from .parse import Parsed
from .records import Direction, Family, Kind, Match, Reason, Tier
from .vocabulary.concepts import FLOW_SECTIONS, PRIMARY_SECTIONS, Vocabulary

# Passed on from one company to another, not used together.
_HANDED_OVER = FLOW_SECTIONS | {"logistics"}
_HANDED_OVER_FAMILIES = frozenset(
    {Family.MATERIAL, Family.WASTE, Family.ENERGY, Family.WATER, Family.LOGISTICS, Family.ANY}
)
_HAS = (Direction.OFFER, Direction.SHARE, Direction.ANY)
_WANTS = (Direction.NEED, Direction.ANY)


@dataclass(frozen=True, slots=True)
class Link:
    """Why two declarations belong together, before quantities, seasons and states are looked at."""

    tier: Tier
    concept: str
    reason: Reason
    is_handed_over: bool


def judge(first: Parsed, second: Parsed, vocabulary: Vocabulary) -> Match | None:
    """Return the match of two declarations, or None; the order of the two does not matter."""
    one, other = sorted((first, second), key=lambda parsed: parsed.declaration.ref)
    if one.company == other.company:
        return None
    if _refuses(one, other, vocabulary) or _refuses(other, one, vocabulary):
        return None
    links = (*_links(one, other, vocabulary), *_lexical_links(one, other, vocabulary))
    link = min(links, key=lambda link: (link.tier.rank, link.concept), default=None)
    if link is None:
        return None
    kind = _kind(one, other, link)
    if kind is Kind.SUBSTITUTION and _gives_more(other, one):
        one, other = other, one
    cap, checks = facts(one, other, kind)
    return Match(
        ref_a=one.declaration.ref,
        ref_b=other.declaration.ref,
        kind=kind,
        tier=link.tier.at_most(cap),
        concept=link.concept,
        reasons=(link.reason, *checks),
    )


def _refuses(one: Parsed, other: Parsed, vocabulary: Vocabulary) -> bool:
    """Return whether a text rules out what the other is about: "no process water"."""
    return bool(other.heads) and not one.refuses.isdisjoint(vocabulary.lineage(other.heads[0]))


def _links(one: Parsed, other: Parsed, vocabulary: Vocabulary) -> Iterator[Link]:
    for mine in one.heads:
        for theirs in other.heads:
            if vocabulary.are_incompatible(mine, theirs):
                continue
            if mine == theirs:
                is_main = mine == one.heads[0] and theirs == other.heads[0]
                is_sure = is_main and one.is_certain and other.is_certain
                tier = Tier.SURE if is_sure else Tier.PROBABLE
                yield _link(tier, mine, vocabulary, "same_concept", concept=mine)
            else:
                yield from _related(one, mine, other, theirs, vocabulary)
                yield from _related(other, theirs, one, mine, vocabulary)
    yield from _accepted(one, other, vocabulary)
    yield from _accepted(other, one, vocabulary)


def _related(
    one: Parsed, mine: str, other: Parsed, theirs: str, vocabulary: Vocabulary
) -> Iterator[Link]:
    """Yield the links that point from the first concept to the second."""
    lineage = vocabulary.lineage(theirs)
    if mine in lineage:
        yield _link(Tier.PROBABLE, mine, vocabulary, "kind_of", narrow=theirs, broad=mine)
    for use in vocabulary.uses(mine):
        if use in lineage and _may_serve(one, mine, other, theirs, vocabulary):
            yield _use_link(mine, theirs, vocabulary)
            break
    if one.declaration.ref < other.declaration.ref and _are_collected_together(
        one, mine, other, theirs, vocabulary
    ):
        parent = lineage[1]
        yield _link(Tier.LEAD, parent, vocabulary, "same_parent", parent=parent)


def _link(tier: Tier, concept: str, vocabulary: Vocabulary, code: str, /, **params: str) -> Link:
    is_handed_over = vocabulary.section(concept) in _HANDED_OVER
    return Link(tier, concept, Reason(code, tuple(params.items())), is_handed_over)


def _use_link(mine: str, theirs: str, vocabulary: Vocabulary) -> Link:
    both_flow = {vocabulary.section(mine), vocabulary.section(theirs)} <= FLOW_SECTIONS
    reason = Reason("known_use", (("concept", mine), ("use", theirs)))
    return Link(Tier.LEAD, mine, reason, both_flow)


def _may_serve(one: Parsed, mine: str, other: Parsed, theirs: str, vocabulary: Vocabulary) -> bool:
    """Return whether the first side has what the second could use; tools serve any side."""
    if vocabulary.section(mine) not in FLOW_SECTIONS:
        return True
    if one.declaration.direction not in _HAS:
        return False
    is_flow = vocabulary.section(theirs) in FLOW_SECTIONS
    return not is_flow or other.declaration.direction in _WANTS


def _are_collected_together(
    one: Parsed, mine: str, other: Parsed, theirs: str, vocabulary: Vocabulary
) -> bool:
    """Return whether two near things, on the same side, could share one lorry or one contract."""
    mine_up, theirs_up = vocabulary.lineage(mine)[1:2], vocabulary.lineage(theirs)[1:2]
    return (
        bool(mine_up)
        and mine_up == theirs_up
        and one.declaration.direction == other.declaration.direction
        and vocabulary.section(mine) in FLOW_SECTIONS
    )


def _accepted(need: Parsed, provider: Parsed, vocabulary: Vocabulary) -> Iterator[Link]:
    if provider.declaration.direction not in _HAS:
        return
    for head in provider.heads:
        for accepted in vocabulary.lineage(head):
            if accepted in need.accepts:
                params = {"concept": head, "accepted": accepted}
                yield _link(Tier.PROBABLE, head, vocabulary, "accepted", **params)


def _lexical_links(one: Parsed, other: Parsed, vocabulary: Vocabulary) -> Iterator[Link]:
    if (one.heads and other.heads) or not _are_related_families(one, other):
        return
    mine, theirs = telling_words(one.title_words), telling_words(other.title_words)
    score = likeness(mine, theirs, vocabulary)
    if score < LEAD_LIKENESS:
        return
    tier = Tier.PROBABLE if score >= PROBABLE_LIKENESS else Tier.LEAD
    shared = ", ".join(sorted(set(mine) & set(theirs)))
    families = {one.declaration.family, other.declaration.family}
    yield Link(
        tier, "", Reason("alike_words", (("words", shared),)), families <= _HANDED_OVER_FAMILIES
    )


def _are_related_families(one: Parsed, other: Parsed) -> bool:
    mine = PRIMARY_SECTIONS[one.declaration.family]
    return not set(mine).isdisjoint(PRIMARY_SECTIONS[other.declaration.family])


def _kind(one: Parsed, other: Parsed, link: Link) -> Kind:
    directions = {one.declaration.direction, other.declaration.direction}
    passes_on = _passes_on(directions)
    return Kind.SUBSTITUTION if link.is_handed_over and passes_on else Kind.POOLING


def _passes_on(directions: Iterable[Direction]) -> bool:
    """Return whether one side has and the other wants; an unsaid direction is the missing one."""
    said = set(directions)
    return said in (
        {Direction.OFFER, Direction.NEED},
        {Direction.OFFER, Direction.ANY},
        {Direction.NEED, Direction.ANY},
    )


def _gives_more(one: Parsed, other: Parsed) -> bool:
    """Return whether the first is the provider of the two."""
    order = (Direction.OFFER, Direction.SHARE, Direction.ANY, Direction.NEED)
    return order.index(one.declaration.direction) < order.index(other.declaration.direction)
