"""All the vocabulary says of one concept, for a person who reviews it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from companies.models import Resource
from companies.services.waste import waste_labels
from synergies import detection
from synergies.detection.vocabulary.concepts import ACTIVITY_SECTION
from synergies.services.detection.reasons import language
from synergies.services.teaching import label_of

SECTIONS: dict[str, Promise | str] = {
    "material": Resource.Family.MATERIAL.label,
    "packaging": _("packaging"),
    "energy": Resource.Family.ENERGY.label,
    "water": Resource.Family.WATER.label,
    "equipment": Resource.Family.EQUIPMENT.label,
    "space": Resource.Family.SPACE.label,
    "logistics": Resource.Family.LOGISTICS.label,
    "service": Resource.Family.SERVICE.label,
    "skill": Resource.Family.SKILL.label,
    ACTIVITY_SECTION: _("activity"),
}


@dataclass(frozen=True, slots=True)
class Named:
    """Another concept, as it is linked.

    `via`: the label of the broader concept that says so, or "" when the concept does itself;
    `source`: where a documented use is known from.
    """

    code: str
    label: str
    via: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class ConceptSheet:
    """One concept with its relations, each as what is linked; labels in the current language."""

    concept: detection.Concept
    label: str
    section: Promise | str
    lineage: list[Named]
    children: list[Named]
    waste: list[tuple[str, str]]
    incompatible: list[Named]
    serves: list[Named]
    served_by: list[Named]
    had_by: list[Named]
    needed_by: list[Named]
    has: list[Named]
    needs: list[Named]


def concept_sheet(code: str, vocabulary: detection.Vocabulary) -> ConceptSheet:
    """Return the sheet of a concept that exists.

    What its broader concepts are incompatible with, or serve, holds for it too and says so.
    """
    concept = vocabulary.concepts[code]
    everything = vocabulary.concepts.values()

    def named(codes: Iterable[str]) -> list[Named]:
        return _named((Named(each, "") for each in codes), vocabulary)

    return ConceptSheet(
        concept=concept,
        label=label_of(code, vocabulary),
        section=SECTIONS.get(concept.section, concept.section),
        lineage=[Named(up, label_of(up, vocabulary)) for up in vocabulary.lineage(code)[:0:-1]],
        children=named(each.code for each in everything if each.parent == code),
        waste=_waste(concept),
        incompatible=_named(_kept_apart(code, vocabulary), vocabulary),
        serves=_named(_served(code, vocabulary), vocabulary),
        served_by=_named(_serving(code, vocabulary), vocabulary),
        had_by=named(each.code for each in everything if code in each.has),
        needed_by=named(each.code for each in everything if code in each.needs),
        has=named(concept.has),
        needs=named(concept.needs),
    )


def section_counts(vocabulary: detection.Vocabulary) -> list[tuple[str, Promise | str, int]]:
    """Return (section, its name, how many concepts) in the order of the families."""
    counts = dict.fromkeys(SECTIONS, 0)
    for concept in vocabulary.concepts.values():
        counts[concept.section] = counts.get(concept.section, 0) + 1
    return [(code, SECTIONS.get(code, code), count) for code, count in counts.items() if count]


def _named(found: Iterable[Named], vocabulary: detection.Vocabulary) -> list[Named]:
    """Return what the vocabulary has of the links, each once, with labels.

    Its own before those it has through a broader concept; those of one source together.
    """
    once: dict[str, Named] = {}
    for each in found:
        if each.code in vocabulary:
            via = label_of(each.via, vocabulary) if each.via else ""
            label = label_of(each.code, vocabulary)
            once.setdefault(each.code, Named(each.code, label, via, each.source))
    return sorted(
        once.values(), key=lambda each: (each.via != "", each.source, each.label.casefold())
    )


def _waste(concept: detection.Concept) -> list[tuple[str, str]]:
    labels = {label.form.rstrip("*"): label for label in waste_labels().values()}
    found = []
    for code in concept.waste_codes:
        label = labels.get(code.rstrip("*"))
        found.append((code, label.label(language()) if label else ""))
    return found


def _kept_apart(code: str, vocabulary: detection.Vocabulary) -> Iterator[Named]:
    for ancestor in vocabulary.lineage(code):
        via = "" if ancestor == code else ancestor
        for other in vocabulary.concepts[ancestor].incompatible:
            yield Named(other, "", via)
        for concept in vocabulary.concepts.values():
            if ancestor in concept.incompatible:
                yield Named(concept.code, "", via)


def _served(code: str, vocabulary: detection.Vocabulary) -> Iterator[Named]:
    for ancestor in vocabulary.lineage(code):
        concept = vocabulary.concepts[ancestor]
        for use in concept.uses:
            yield Named(use, "", "" if ancestor == code else ancestor, concept.source)


def _serving(code: str, vocabulary: detection.Vocabulary) -> Iterator[Named]:
    for ancestor in vocabulary.lineage(code):
        for concept in vocabulary.concepts.values():
            if ancestor in concept.uses:
                via = "" if ancestor == code else ancestor
                yield Named(concept.code, "", via, concept.source)
