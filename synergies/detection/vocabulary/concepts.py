"""The controlled vocabulary in memory: concepts, their relations, and who an alias means."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import log

from synergies.detection.records import Family
from synergies.detection.text import phrase

from .spelling import Spelling

# The flows: what is used up or handed over. The other sections are shared.
FLOW_SECTIONS = frozenset({"material", "packaging", "energy", "water"})

# Packaging that is named for what it holds: "fûts d'acide" are acid, unless they are empty.
CONTAINERS = frozenset(
    "drum ibc big-bag jerrycan pail keg flexitank gas-cylinder bag-paper bag-plastic bag-woven"
    " bag-jute".split()
)

# What a company does, with what it typically has and needs.
ACTIVITY_SECTION = "activity"

_PEOPLE_AND_SERVICES = ("service", "skill", "logistics", "equipment", "space")

# Which sections are read first for a family, and which when those say nothing.
PRIMARY_SECTIONS: dict[Family, tuple[str, ...]] = {
    Family.MATERIAL: ("material", "packaging"),
    Family.WASTE: ("material", "packaging"),
    Family.ENERGY: ("energy",),
    Family.WATER: ("water",),
    Family.EQUIPMENT: ("equipment",),
    Family.SPACE: ("space",),
    Family.LOGISTICS: ("logistics",),
    Family.SERVICE: ("service",),
    Family.SKILL: ("skill",),
    Family.ACTIVITY: (ACTIVITY_SECTION,),
    Family.ANY: ("material", "packaging", "energy", "water", *_PEOPLE_AND_SERVICES),
}
SECONDARY_SECTIONS: dict[Family, tuple[str, ...]] = {
    Family.MATERIAL: ("energy", "water"),
    Family.WASTE: ("energy", "water", "service"),
    Family.ENERGY: ("material", "water"),
    Family.WATER: ("energy", "material"),
    Family.EQUIPMENT: ("space", "logistics", "service", "skill", "packaging"),
    Family.SPACE: ("equipment", "logistics"),
    Family.LOGISTICS: ("service", "space", "equipment"),
    Family.SERVICE: ("skill", "logistics", "equipment"),
    Family.SKILL: ("service", "equipment"),
    Family.ACTIVITY: (),
    Family.ANY: (),
}


@dataclass(frozen=True, slots=True)
class Concept:
    """One entry: what it is called, what it belongs to, what it must not be taken for.

    `is_broad`: a heading ("plastics"): two companies that say only this are not sure to mean
    the same thing. `has` and `needs`, of an activity: concepts it typically has or wants;
    `naf`: the beginnings of its NAF rév. 2 codes.
    """

    code: str
    section: str
    parent: str
    label_fr: str
    label_en: str
    is_broad: bool = False
    aliases_fr: tuple[str, ...] = ()
    aliases_en: tuple[str, ...] = ()
    waste_codes: tuple[str, ...] = ()
    incompatible: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    source: str = ""
    naf: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()

    def with_alias(self, language: str, words: str) -> "Concept":
        """Return the concept with one more alias in "fr" or "en"."""
        if language == "en":
            return replace(self, aliases_en=(*self.aliases_en, words))
        return replace(self, aliases_fr=(*self.aliases_fr, words))

    def names(self) -> Iterator[str]:
        """Return the labels and the aliases, French before English."""
        yield from (self.label_fr, *self.aliases_fr, self.label_en, *self.aliases_en)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an alias stands for; `is_english` when no French label or alias reads the same."""

    concept: str
    is_english: bool


@dataclass(slots=True)
class PhraseTree:
    """The aliases that begin with some words: what follows, and what they mean by themselves."""

    following: dict[str, "PhraseTree"] = field(default_factory=dict)
    meanings: dict[str, Meaning] = field(default_factory=dict)


class Vocabulary:
    """The concepts and the questions detection asks of them.

    base: the vocabulary this one extends. What is counted over all words (how much a word
    tells, which spellings are known) stays that of the base, so that one more alias changes
    only the declarations that contain it.
    """

    def __init__(self, concepts: Iterable[Concept], base: "Vocabulary | None" = None) -> None:
        self.concepts = {concept.code: concept for concept in concepts}
        self._base = base
        self._lineages = {code: tuple(self._climb(code)) for code in self.concepts}

    def __contains__(self, code: str) -> bool:
        return code in self.concepts

    def section(self, code: str) -> str:
        """Return the section (the folder) of a concept."""
        return self.concepts[code].section

    def label(self, code: str, language: str) -> str:
        """Return the label in "fr" or "en"."""
        concept = self.concepts[code]
        return concept.label_en if language == "en" else concept.label_fr

    def lineage(self, code: str) -> tuple[str, ...]:
        """Return the concept, its parent, and so on to the most general."""
        return self._lineages[code]

    def descendants(self, code: str) -> tuple[str, ...]:
        """Return the concepts below this one, at any depth."""
        return self._descendants.get(code, ())

    def uses(self, code: str) -> tuple[str, ...]:
        """Return the concepts this one is known to serve, its own before its parents'."""
        return tuple(
            use
            for ancestor in self.lineage(code)
            for use in self.concepts[ancestor].uses
            if use in self.concepts
        )

    def has(self, activity: str) -> tuple[str, ...]:
        """Return what a company of this activity typically has, its own before its parents'."""
        lineage = self.lineage(activity)
        return tuple(dict.fromkeys(x for code in lineage for x in self.concepts[code].has))

    def needs(self, activity: str) -> tuple[str, ...]:
        """Return what a company of this activity typically needs, its own before its parents'."""
        lineage = self.lineage(activity)
        return tuple(dict.fromkeys(x for code in lineage for x in self.concepts[code].needs))

    def are_incompatible(self, first: str, second: str) -> bool:
        """Return whether one must not be taken for the other; children inherit it."""
        return self._excludes(first, second) or self._excludes(second, first)

    def meaning(self, words: Sequence[str], sections: Sequence[str]) -> Meaning | None:
        """Return what these words mean in the first of the sections that knows them."""
        by_section = self.phrases.get(tuple(words), {})
        return next((by_section[name] for name in sections if name in by_section), None)

    def activities_of_naf(self, naf_code: str) -> tuple[str, ...]:
        """Return the activities that name a NAF rév. 2 code ("24.51Z") most closely."""
        fits: dict[int, list[str]] = {}
        for concept in self.concepts.values():
            for beginning in concept.naf:
                if naf_code.startswith(beginning):
                    fits.setdefault(len(beginning), []).append(concept.code)
        return tuple(dict.fromkeys(fits[max(fits)])) if fits else ()

    def concept_of_waste_code(self, code: str) -> str:
        """Return the only concept with this List-of-Waste code, or ""."""
        found = self.concepts_of_waste_code(code)
        return found[0] if len(found) == 1 else ""

    def concepts_of_waste_code(self, code: str) -> tuple[str, ...]:
        """Return the concepts with this List-of-Waste code, with or without its asterisk."""
        return self._by_waste_code.get(code.rstrip("*"), ())

    def extended(
        self,
        *,
        concepts: Iterable[Concept] = (),
        aliases: Iterable[tuple[str, str, str]] = (),
        incompatible: Iterable[tuple[str, str]] = (),
    ) -> "Vocabulary":
        """Return this vocabulary with what a territory added to it.

        aliases: (concept, "fr" or "en", the words); incompatible: pairs of concepts. What names
        a concept that does not exist is passed over: a file may have been changed since.
        """
        merged = {**self.concepts, **{concept.code: concept for concept in concepts}}
        for code, language, words in aliases:
            if code in merged:
                merged[code] = merged[code].with_alias(language, words)
        for first, second in incompatible:
            if first in merged and second in merged:
                known = merged[first].incompatible
                merged[first] = replace(merged[first], incompatible=(*known, second))
        return Vocabulary(merged.values(), base=self._base or self)

    def weight(self, word: str) -> float:
        """Return how much a word tells: rare in the vocabulary is much, frequent is little.

        Counted over the vocabulary and not over the declarations, so that saving one
        declaration never changes the matches of two others.
        """
        if self._base:
            return self._base.weight(word)
        return log((len(self.concepts) + 1) / (self.frequency(word) + 1)) + 1

    def frequency(self, word: str) -> int:
        """Return how many concepts of the base have the word in a label or alias."""
        return self._base.frequency(word) if self._base else self._word_counts.get(word, 0)

    def corrected(self, word: str) -> str:
        """Return the one known word that a misspelled one must mean, else the word itself."""
        if self._base:
            return self._base.corrected(word)
        if word in self._word_counts or not word.isalpha():
            return word
        return self._spelling.corrected(word)

    def spoken(self, name: str) -> tuple[str, ...]:
        """Return the words of a name as those of a declaration are compared with them.

        Spelled like a declaration, else a word added by a territory that looks like a slip of a
        known one would never be found.
        """
        return tuple(map(self.corrected, phrase(name)))

    @cached_property
    def phrases(self) -> dict[tuple[str, ...], dict[str, Meaning]]:
        """Return the meanings of each normalised alias, by section."""
        table: dict[tuple[str, ...], dict[str, Meaning]] = {}
        spoken = self._spoken_names
        for concept in self.concepts.values():
            french = {spoken[name] for name in (concept.label_fr, *concept.aliases_fr)}
            for words in {spoken[name]: None for name in concept.names()}:
                meaning = Meaning(concept.code, words not in french)
                table.setdefault(words, {}).setdefault(concept.section, meaning)
        return table

    @cached_property
    def _spoken_names(self) -> dict[str, tuple[str, ...]]:
        """How each name is compared: a territory reads only its own, the base has the others."""
        known = self._base._spoken_names if self._base else {}
        return {
            name: known[name] if name in known else self.spoken(name)
            for concept in self.concepts.values()
            for name in concept.names()
        }

    @cached_property
    def phrase_tree(self) -> PhraseTree:
        """Return the aliases word by word: one step of the tree a word, meanings at its ends."""
        root = PhraseTree()
        for words, meanings in self.phrases.items():
            node = root
            for word in words:
                node = node.following.setdefault(word, PhraseTree())
            node.meanings = meanings
        return root

    @cached_property
    def _descendants(self) -> dict[str, tuple[str, ...]]:
        table: dict[str, list[str]] = {}
        for code in self.concepts:
            for ancestor in self.lineage(code)[1:]:
                table.setdefault(ancestor, []).append(code)
        return {code: tuple(below) for code, below in table.items()}

    @cached_property
    def _word_counts(self) -> dict[str, int]:
        counts: dict[str, int] = {}
        for concept in self.concepts.values():
            for word in {word for name in concept.names() for word in phrase(name)}:
                counts[word] = counts.get(word, 0) + 1
        return counts

    @cached_property
    def _spelling(self) -> Spelling:
        return Spelling(self._word_counts)

    @cached_property
    def _by_waste_code(self) -> dict[str, tuple[str, ...]]:
        table: dict[str, list[str]] = {}
        for concept in self.concepts.values():
            for code in concept.waste_codes:
                table.setdefault(code.rstrip("*"), []).append(concept.code)
        return {code: tuple(found) for code, found in table.items()}

    def _climb(self, code: str) -> Iterator[str]:
        seen: set[str] = set()
        while code in self.concepts and code not in seen:
            yield code
            seen.add(code)
            code = self.concepts[code].parent

    def _excludes(self, first: str, second: str) -> bool:
        others = set(self.lineage(second))
        return any(
            not others.isdisjoint(self.concepts[code].incompatible) for code in self.lineage(first)
        )
