"""What a vocabulary must satisfy before detection relies on it."""

import re
from collections.abc import Iterator

from synergies.detection.records import Family
from synergies.detection.text import phrase

from .concepts import PRIMARY_SECTIONS, Concept, Vocabulary

_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_WASTE_CODE = re.compile(r"\d\d \d\d \d\d\*?")


def check_vocabulary(vocabulary: Vocabulary) -> list[str]:
    """Return the faults as sentences, empty when there is none.

    No alias with two meanings inside a family, no orphan, no circle of parents, both labels,
    well-formed codes, known relations, and a source for each documented use.
    """
    faults = [
        f"{concept.code}: {fault}"
        for concept in vocabulary.concepts.values()
        for fault in _faults_of(concept, vocabulary)
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
    for code in concept.waste_codes:
        if not _WASTE_CODE.fullmatch(code):
            yield f"malformed waste code {code!r}"
    yield from _unknown_relations(concept, vocabulary)


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
    families = [family for family in Family if family is not Family.ANY]
    faults = {
        f"{' '.join(words)}: means {' and '.join(meanings)} in one family"
        for family in families
        for words, meanings in _meanings(vocabulary, PRIMARY_SECTIONS[family]).items()
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
