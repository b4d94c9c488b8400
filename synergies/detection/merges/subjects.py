"""What a synergy is about: the anchors that another synergy must share to be grouped with it.

At a workshop people write down who meets whom, not which declaration matters. Of a pooling, what
the title names counts; else what two parties declare; else what the first party brings. The
others are there because they would use it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from synergies.detection.lexical import EMPTY_WORDS
from synergies.detection.parse import find_occurrences, spelled
from synergies.detection.records import Direction, Kind
from synergies.detection.text import FOR, Word
from synergies.detection.vocabulary.concepts import Vocabulary

from .records import Bond, LinkedResource, MergeRecord
from .themes import themes_by_concept

Anchor = tuple[str, str]  # "resource", "title", "concept" or "theme", and which

# Which sections of the vocabulary can be the subject of a synergy of an area.
AREA_SECTIONS = {
    "equipment": ("equipment", "space", "logistics"),
    "resources": ("material", "packaging", "energy", "water", "service", "logistics", "space"),
    "skills": ("skill", "service"),
}
TOOL_SECTIONS = frozenset({"equipment", "space", "service", "skill"})
MOST_KINDS = 30  # what has more kinds in the vocabulary is as wide as a heading: “heat”


@dataclass(frozen=True, slots=True)
class Subject:
    """What could hold a synergy in a group, each with how tightly; and its main concepts."""

    bonds: dict[Anchor, Bond]
    concepts: frozenset[str]


def subject_of(record: MergeRecord, vocabulary: Vocabulary) -> Subject:
    """Return what a synergy is about, from its title and its declarations."""
    title = spelled(record.title, vocabulary)
    named = _named(title, record.area, vocabulary)
    about = resources_about(record, named, vocabulary)
    bonds: dict[Anchor, Bond] = {}
    for anchor, bond in _anchors(title, named, about, vocabulary):
        bonds[anchor] = min(bond, bonds.get(anchor, bond))
    return Subject(bonds, frozenset(code for one in about for code in one.heads[:1]))


def resources_about(
    record: MergeRecord, named: Sequence[str], vocabulary: Vocabulary
) -> list[LinkedResource]:
    """Return the declarations the synergy is about, in the order of its parties.

    named: the concepts its title names, in reading order. A substitution is about all of its
    declarations.
    """
    resources = list(record.resources)
    if record.kind is Kind.SUBSTITUTION:
        return resources
    sections = {*AREA_SECTIONS[record.area], ""}  # what nobody understands may be anything
    fitting = [one for one in resources if _section(one, vocabulary) in sections]
    shared = _declared_twice(fitting, vocabulary)
    about = _named_first(fitting, named, vocabulary)
    if not about and record.area == "resources":
        about = shared
    about = about or [one for one in resources[:1] if one in fitting]
    chosen = about + [one for one in shared if _is_kin_of_any(one, about, vocabulary)]
    if record.area == "resources":
        chosen += [one for one in fitting if _is_service(one, vocabulary)]
    return [one for one in resources if one in chosen] or fitting[:1]


def _named_first(
    resources: Sequence[LinkedResource], named: Iterable[str], vocabulary: Vocabulary
) -> list[LinkedResource]:
    """Return the declarations of the first thing a title names that one of them is about."""
    for code in named:
        if found := [one for one in resources if _is_kin(one, code, vocabulary)]:
            return found
    return []


def _anchors(
    title: Sequence[Word],
    named: Iterable[str],
    about: Sequence[LinkedResource],
    vocabulary: Vocabulary,
) -> Iterator[tuple[Anchor, Bond]]:
    if telling := " ".join(sorted({word.text for word in title} - EMPTY_WORDS)):
        yield ("title", telling), Bond.TITLE
    for resource in about:
        yield ("resource", resource.key), Bond.RESOURCE
    codes = [code for resource in about for code in resource.heads[:1]]
    for code in codes or named:  # a title says what a synergy is about when nobody declared it
        yield from _of_concept(code, vocabulary)


def _of_concept(code: str, vocabulary: Vocabulary) -> Iterator[tuple[Anchor, Bond]]:
    """Yield the concept, what it is a kind of, and the themes it belongs to."""
    for distance, ancestor in enumerate(_lineage(code, vocabulary)):
        bond = _bond(ancestor, distance, vocabulary)
        if bond is not None:
            yield ("concept", ancestor), bond
        for theme in themes_by_concept().get(ancestor, ()):
            yield ("theme", theme), Bond.THEME


def _bond(ancestor: str, distance: int, vocabulary: Vocabulary) -> Bond | None:
    """Return how tightly a concept so far above it holds a synergy; None for a far broad one."""
    is_near = distance <= 1
    if _is_narrow(ancestor, vocabulary) and len(vocabulary.descendants(ancestor)) <= MOST_KINDS:
        return Bond.CONCEPT if is_near else Bond.HEADING
    return Bond.HEADING if is_near else None


def _named(title: Sequence[Word], area: str, vocabulary: Vocabulary) -> list[str]:
    """Return the concepts a title names before it says what for, in reading order."""
    zone = next((place for place, word in enumerate(title) if place and word.link == FOR), None)
    hits = find_occurrences(title[:zone], vocabulary, AREA_SECTIONS[area])
    return [hit.concept for hit in hits]


def _declared_twice(
    resources: list[LinkedResource], vocabulary: Vocabulary
) -> list[LinkedResource]:
    """Return the declarations that share a concept that is no broad word with another one."""
    codes = {
        one.key: {code for head in one.heads for code in _narrow(head, vocabulary)}
        for one in resources
    }
    count = Counter(code for found in codes.values() for code in found)
    return [one for one in resources if any(count[code] > 1 for code in codes[one.key])]


def _narrow(head: str, vocabulary: Vocabulary) -> Iterator[str]:
    return (code for code in _lineage(head, vocabulary) if _is_narrow(code, vocabulary))


def _is_narrow(code: str, vocabulary: Vocabulary) -> bool:
    return code not in vocabulary or not vocabulary.concepts[code].is_broad


def _lineage(code: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    return vocabulary.lineage(code) if code in vocabulary else (code,)


def _section(resource: LinkedResource, vocabulary: Vocabulary) -> str:
    head = resource.heads[0] if resource.heads else ""
    return vocabulary.section(head) if head in vocabulary else ""


def _is_kin(resource: LinkedResource, code: str, vocabulary: Vocabulary) -> bool:
    """Return whether a declaration is about a concept, something more general or a kind of it."""
    return any(
        code in _lineage(head, vocabulary) or head in _lineage(code, vocabulary)
        for head in resource.heads
    )


def _is_kin_of_any(
    resource: LinkedResource, others: Iterable[LinkedResource], vocabulary: Vocabulary
) -> bool:
    return any(_is_kin(resource, head, vocabulary) for other in others for head in other.heads)


def is_tool(resource: LinkedResource, vocabulary: Vocabulary) -> bool:
    """Return whether a declaration is used together, not passed on: a machine, a room, a skill."""
    return _is_given(resource) and _section(resource, vocabulary) in TOOL_SECTIONS


def _is_service(resource: LinkedResource, vocabulary: Vocabulary) -> bool:
    return _is_given(resource) and _section(resource, vocabulary) == "service"


def _is_given(resource: LinkedResource) -> bool:
    return resource.direction is not Direction.NEED
