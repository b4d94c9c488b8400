"""What a vocabulary must satisfy before detection relies on it."""

import re
from collections.abc import Container, Iterator

from synergies.detection.records import Family
from synergies.detection.text import phrase

from .concepts import ACTIVITY_SECTION, PRIMARY_SECTIONS, Concept, Vocabulary

_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_WASTE_CODE = re.compile(r"\d\d \d\d \d\d\*?")
_NAF = re.compile(r"\d\d(?:\.\d\d?[A-Z]?)?")


def check_vocabulary(
    vocabulary: Vocabulary, listed_codes: Container[str] | None = None
) -> list[str]:
    """Return the faults as sentences, empty when there is none.

    No alias with two meanings inside a family, no orphan, no circle of parents, both labels,
    well-formed codes, known relations, and a source for each documented use.
    listed_codes: the List of Waste, "12 01 09*"; with it, a code outside the list is a fault.
    """
    faults = [
        f"{concept.code}: {fault}"
        for concept in vocabulary.concepts.values()
        for fault in (
            *_faults_of(concept, vocabulary),
            *_faults_of_codes(concept, listed_codes),
            *_faults_of_activity(concept, vocabulary),
        )
    ]
    return [*faults, *_ambiguous_aliases(vocabulary)]


def _faults_of(concept: Concept, vocabulary: Vocabulary) -> Iterator[str]:
    if not _CODE.fullmatch(concept.code):
        yield "the code is not lower-case words joined by hyphens"
    if not (concept.label_fr and concept.label_en):
        yield "a label is missing"
    if any(not phrase(name) for name in (*concept.aliases_fr, *concept.aliases_en)):
        yield "an alias has no meaningful word"
    if concept.uses and not concept.source:
        yield "a use has no source"
    yield from _unknown_relations(concept, vocabulary)


def _faults_of_codes(concept: Concept, listed_codes: Container[str] | None) -> Iterator[str]:
    for code in concept.waste_codes:
        if not _WASTE_CODE.fullmatch(code):
            yield f"malformed waste code {code!r}"
        elif listed_codes is not None and code not in listed_codes:
            yield f"{code!r} is not in the List of Waste"
    for code in concept.naf:
        if not _NAF.fullmatch(code):
            yield f"malformed NAF code {code!r}"


def _faults_of_activity(concept: Concept, vocabulary: Vocabulary) -> Iterator[str]:
    for relation in ("has", "needs"):
        for code in getattr(concept, relation):
            if code not in vocabulary or vocabulary.section(code) == ACTIVITY_SECTION:
                yield f"{relation} names {code!r}"
    if (concept.has or concept.needs) and not concept.source:
        yield "what it has and needs has no source"


def _unknown_relations(concept: Concept, vocabulary: Vocabulary) -> Iterator[str]:
    if concept.parent and concept.parent not in vocabulary:
        yield f"unknown parent {concept.parent!r}"
    elif concept.parent and vocabulary.concepts[vocabulary.lineage(concept.code)[-1]].parent:
        yield "its parents turn in a circle"
    for relation in ("incompatible", "uses"):
        for code in getattr(concept, relation):
            if code not in vocabulary or code == concept.code:
                yield f"{relation} names {code!r}"
    for code in concept.uses:
        if code in vocabulary and vocabulary.are_incompatible(concept.code, code):
            yield f"serves {code!r}, which it is incompatible with"
    for code in vocabulary.lineage(concept.code)[1:]:
        if code in concept.incompatible:
            yield f"incompatible with its own ancestor {code!r}"


def _ambiguous_aliases(vocabulary: Vocabulary) -> list[str]:
    # A family each for material and waste, and so on: what reads the same is looked at once.
    read = {PRIMARY_SECTIONS[family] for family in Family if family is not Family.ANY}
    faults = {
        f"{' '.join(words)}: means {' and '.join(meanings)} in one family"
        for sections in read
        for words, meanings in _meanings(vocabulary, sections).items()
        if len(meanings) > 1
    }
    return sorted(faults)


def _meanings(
    vocabulary: Vocabulary, sections: tuple[str, ...]
) -> dict[tuple[str, ...], list[str]]:
    table: dict[tuple[str, ...], list[str]] = {}
    for concept in vocabulary.concepts.values():
        if concept.section in sections:
            for words in {phrase(name) for name in concept.names()}:
                table.setdefault(words, []).append(concept.code)
    return table
