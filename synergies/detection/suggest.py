"""While somebody declares a resource: the concepts it may be, and the waste codes it may have.

A person confirms with one tap; confirmed concepts were measured to help detection more than
anything else the machine can do by itself.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from .parse import find_occurrences, parse_declaration, spelled
from .records import Declaration, Direction, Family
from .text import phrase
from .vocabulary.concepts import PRIMARY_SECTIONS, SECONDARY_SECTIONS, Concept, Vocabulary

AT_MOST = 5  # one tap chooses; a longer list is read, not tapped

# What a candidate is worth, from the surest way it was found to the loosest.
_HEAD, _NAMED, _DESCRIBED, _NARROWER, _BROADER = 8.0, 4.0, 2.0, 1.0, 0.5
_WORDS = 3.0  # times the share of an alias's weight that the text covers
_SAME_CODE = 4.0  # a concept found above carries this waste code
_KIN_CODE = 1.5  # a near concept does
_ACTIVITY = 4.0  # the company's activity typically has a waste with this code and these words
_SAME_CHAPTER = 0.5  # or some waste of the same two first digits
_TOUCHED = 0.3  # share of a name's weight from which the words are about the thing
_LEAST = 0.6  # below, a suggestion is noise


@dataclass(frozen=True, slots=True)
class WasteEntry:
    """A code of the List of Waste, "12 01 09*", and the words people look for it with."""

    code: str
    names: tuple[str, ...]


class Suggester:
    """Words of the vocabulary and of the List of Waste, indexed to complete what is being typed."""

    def __init__(self, vocabulary: Vocabulary, waste: Iterable[WasteEntry] = ()) -> None:
        self._vocabulary = vocabulary
        self._waste = tuple(waste)

    def concepts(self, declaration: Declaration, limit: int = AT_MOST) -> list[Concept]:
        """Return the concepts a declaration may be about, the likeliest first."""
        scores = self._concept_scores(declaration)
        found = sorted(scores, key=lambda code: (-scores[code], code))
        return [self._vocabulary.concepts[code] for code in found if scores[code] >= _LEAST][:limit]

    def waste_codes(
        self,
        declaration: Declaration,
        activities: Sequence[str] = (),
        limit: int = AT_MOST,
    ) -> list[str]:
        """Return the waste codes a declaration may have, "12 01 09*", the likeliest first.

        activities: concepts of what the company does; its typical wastes come first.
        """
        scores: dict[str, float] = defaultdict(float)
        self._score_codes_of_concepts(declaration, scores)
        text = self._words_of(declaration)
        for code, share in _coverage(text, self._waste_words, self._vocabulary).items():
            scores[code] += _WORDS * share
        self._score_codes_of_activities(text, activities, scores)
        found = sorted(scores, key=lambda code: (-scores[code], code))
        return [code for code in found if scores[code] >= _LEAST][:limit]

    def _concept_scores(self, declaration: Declaration) -> Mapping[str, float]:
        vocabulary = self._vocabulary
        sections = _sections(declaration.family)
        scores: dict[str, float] = defaultdict(float)
        parsed = parse_declaration(replace(declaration, waste_code="", concept=""), vocabulary)
        for place, head in enumerate(parsed.heads):
            _raise(scores, head, _HEAD - place)
            for narrow in vocabulary.descendants(head):
                _raise(scores, narrow, _NARROWER)
            for broad in vocabulary.lineage(head)[1:]:
                _raise(scores, broad, _BROADER)
        for text, worth in ((declaration.title, _NAMED), (declaration.description, _DESCRIBED)):
            for hit in find_occurrences(spelled(text, vocabulary), vocabulary, sections):
                _raise(scores, hit.concept, worth)
        allowed = frozenset(sections)
        covered = _coverage(self._words_of(declaration), self._concept_words, vocabulary)
        for code, share in covered.items():
            if vocabulary.section(code) in allowed:
                scores[code] += _WORDS * share
        return scores

    def _score_codes_of_concepts(self, declaration: Declaration, scores: dict[str, float]) -> None:
        vocabulary = self._vocabulary
        for place, concept in enumerate(self.concepts(declaration)):
            weakened = 1 / (place + 1)
            for code in concept.waste_codes:
                scores[code] += _SAME_CODE * weakened
            kin = (*vocabulary.lineage(concept.code)[1:], *vocabulary.descendants(concept.code))
            for code in {code for near in kin for code in vocabulary.concepts[near].waste_codes}:
                scores[code] += _KIN_CODE * weakened

    def _score_codes_of_activities(
        self, text: Sequence[str], activities: Sequence[str], scores: dict[str, float]
    ) -> None:
        """Prefer the codes of what the company's activity typically has, where the words fit."""
        vocabulary = self._vocabulary
        covered = _coverage(text, self._concept_words, vocabulary)
        things = {
            thing
            for activity in activities
            if activity in vocabulary
            for thing in vocabulary.has(activity)
            if thing in vocabulary
        }
        chapters = {code[:2] for one in things for code in vocabulary.concepts[one].waste_codes}
        for code in scores:
            if code[:2] in chapters:
                scores[code] += _SAME_CHAPTER
        for thing in things:
            if (share := covered.get(thing, 0.0)) >= _TOUCHED:
                for code in vocabulary.concepts[thing].waste_codes:
                    scores[code] += _ACTIVITY + _WORDS * share

    def _words_of(self, declaration: Declaration) -> tuple[str, ...]:
        texts = (declaration.title, declaration.description)
        return tuple(word.text for text in texts for word in spelled(text, self._vocabulary))

    @cached_property
    def _concept_words(self) -> "WordIndex":
        return WordIndex(
            (concept.code, concept.names()) for concept in self._vocabulary.concepts.values()
        )

    @cached_property
    def _waste_words(self) -> "WordIndex":
        return WordIndex((entry.code, entry.names) for entry in self._waste)


class WordIndex:
    """Names by their words: who has a name with this word, or one that begins so."""

    def __init__(self, named: Iterable[tuple[str, Iterable[str]]]) -> None:
        self.phrases: list[tuple[str, tuple[str, ...]]] = []
        self.by_word: dict[str, list[int]] = defaultdict(list)
        for code, names in named:
            for words in {phrase(name) for name in names}:
                for word in set(words):
                    self.by_word[word].append(len(self.phrases))
                self.phrases.append((code, words))

    def beginning(self, start: str) -> list[str]:
        """Return the known words that begin so: the last word may still be being typed."""
        if start in self.by_word or len(start) < SHORTEST_START:
            return [start]
        return [word for word in self.by_word if word.startswith(start)]


SHORTEST_START = 3  # letters from which a word being typed is completed


def _coverage(text: Sequence[str], index: WordIndex, vocabulary: Vocabulary) -> dict[str, float]:
    """Return, for each code, the largest share (0-1) of a name's weight that the text covers."""
    spoken = set(text[:-1])
    spoken.update(index.beginning(text[-1]) if text else ())
    touched: dict[int, float] = defaultdict(float)
    for word in spoken:
        for number in index.by_word.get(word, ()):
            touched[number] += vocabulary.weight(word)
    best: dict[str, float] = {}
    for number, weight in touched.items():
        code, words = index.phrases[number]
        share = weight / sum(map(vocabulary.weight, set(words)))
        best[code] = max(best.get(code, 0.0), share)
    return best


def _raise(scores: dict[str, float], code: str, worth: float) -> None:
    scores[code] = max(scores[code], worth)


def _sections(family: Family) -> tuple[str, ...]:
    return (*PRIMARY_SECTIONS[family], *SECONDARY_SECTIONS[family])


def typed(title: str, description: str, family: Family, direction: Direction) -> Declaration:
    """Return a declaration of what has been typed so far."""
    return Declaration(
        ref="",
        company="",
        direction=direction,
        family=family,
        title=title,
        description=description,
    )
