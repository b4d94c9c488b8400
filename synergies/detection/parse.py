"""Understanding one declaration: what it is about, in which state, how much, when.

The head noun decides. French puts it first ("huile de friture" is an oil), English last
before "of" or "for" ("drum for used oil" is a drum); the longest alias wins over a shorter one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from . import qualities
from .lexical import EMPTY_WORDS, LIGHT_NOUNS, telling_words
from .quantities import Quantity, parse_quantity
from .records import Declaration, Direction, Family
from .text import AND, FOR, OF, Word, looks_english, normalise, words
from .vocabulary.concepts import (
    CONTAINERS,
    FLOW_SECTIONS,
    PRIMARY_SECTIONS,
    SECONDARY_SECTIONS,
    Vocabulary,
)

ALL_MONTHS = (1 << 12) - 1  # bit 0 is January

_NOT_FILLED = frozenset({"empty", "soiled", "clean"})


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An alias found in a text: words[start:end]; `is_exact` unless a spelling was corrected."""

    start: int
    end: int
    concept: str
    is_english: bool
    is_exact: bool = True


@dataclass(frozen=True, slots=True)
class Parsed:
    """A declaration understood: all that judging needs, and nothing of the text but its words.

    `heads`: what it is about, the main concept first; `is_certain` is False when the main one
    is only a complement, misspelled, or comes from another family, the description or the waste
    code. `accepts` and `refuses`: what the description of a need lists, and what any text rules
    out. `months`: one bit a month. `hazard`: its waste code when that one is hazardous.
    """

    ref: str
    company: str
    direction: Direction
    family: Family
    heads: tuple[str, ...]
    is_certain: bool
    accepts: frozenset[str] = frozenset()
    refuses: frozenset[str] = frozenset()
    refused_words: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    states: frozenset[str] = frozenset()
    sizes: frozenset[str] = frozenset()
    grades: frozenset[str] = frozenset()
    temperature_c: tuple[int, int] | None = None
    quantity: Quantity | None = None
    quantity_text: str = ""
    months: int = ALL_MONTHS
    hazard: str = ""
    latitude: float | None = None
    longitude: float | None = None
    is_qualified: bool = field(init=False)

    def __post_init__(self) -> None:
        """Note whether anything here could contradict another declaration."""
        qualified = self.months != ALL_MONTHS or bool(
            self.states or self.sizes or self.grades or self.temperature_c
        )
        object.__setattr__(self, "is_qualified", qualified)  # the class is frozen


def parse_declaration(declaration: Declaration, vocabulary: Vocabulary) -> Parsed:
    """Return what the vocabulary understands of a declaration; never fails on free text."""
    title = spelled(declaration.title, vocabulary)
    description = spelled(declaration.description, vocabulary)
    primary = PRIMARY_SECTIONS[declaration.family]
    secondary = SECONDARY_SECTIONS[declaration.family]
    sections = (*primary, *secondary)
    mentioned = find_occurrences(description, vocabulary, sections) if description else []
    heads, is_certain = _heads(declaration, title, description, mentioned, vocabulary)
    refuses, refused_words = _refused((title, description), vocabulary, sections)
    every_word = (*title, *description)
    texts = {word.text for word in every_word}
    return Parsed(
        ref=declaration.ref,
        company=normalise(declaration.company).strip(),
        direction=declaration.direction,
        family=declaration.family,
        heads=heads,
        is_certain=is_certain,
        accepts=_accepted(declaration, description, mentioned, heads, vocabulary),
        refuses=refuses.difference(heads),
        refused_words=refused_words.difference(word.text for word in title),
        words=telling_words([word.text for word in title], vocabulary),
        states=qualities.states(every_word),
        sizes=qualities.sizes(texts),
        grades=qualities.grades(texts),
        temperature_c=qualities.temperature_c(declaration.title, declaration.description),
        quantity=parse_quantity(declaration.quantity, declaration.unit, declaration.period),
        quantity_text=declaration.quantity.strip(),
        months=months_between(declaration.available_from, declaration.available_to),
        hazard=declaration.waste_code.strip() if is_hazardous(declaration.waste_code) else "",
        latitude=declaration.latitude,
        longitude=declaration.longitude,
    )


def is_hazardous(waste_code: str) -> bool:
    """Return whether a List-of-Waste code carries the asterisk of hazardous waste."""
    return waste_code.rstrip().endswith("*")


def spelled(text: str, vocabulary: Vocabulary) -> list[Word]:
    """Return the meaningful words of a text, slips of the keyboard mended and marked as such."""
    mended = []
    for word in words(text):
        known = word.text if _is_ordinary(word.text) else vocabulary.corrected(word.text)
        is_exact = known == word.text
        mended.append(word if is_exact else replace(word, text=known, is_exact=False))
    return mended


def find_occurrences(
    text: Sequence[Word], vocabulary: Vocabulary, sections: Sequence[str]
) -> list[Occurrence]:
    """Return the aliases found in a text, the longest first served, in reading order."""
    hits = list(_hits(text, vocabulary, sections))
    if len(hits) < 2:  # noqa: PLR2004 - nothing to choose between
        return hits
    hits.sort(key=lambda hit: (hit.start - hit.end, hit.start))
    taken: set[int] = set()
    chosen: list[Occurrence] = []
    for hit in hits:
        if taken.isdisjoint(range(hit.start, hit.end)):
            taken.update(range(hit.start, hit.end))
            chosen.append(hit)
    return sorted(chosen, key=lambda hit: hit.start)


def months_between(start: date | None, end: date | None) -> int:
    """Return the months of the year in which the resource can be had, one bit each.

    With one date missing there is no season: all twelve.
    """
    if start is None or end is None or end < start:
        return ALL_MONTHS
    length = (end.year - start.year) * 12 + end.month - start.month + 1
    months = 0
    for step in range(min(length, 12)):
        months |= 1 << (start.month - 1 + step) % 12
    return months


def month_numbers(months: int) -> list[int]:
    """Return the months (1-12) whose bits are set."""
    return [month for month in range(1, 13) if months >> (month - 1) & 1]


def _hits(
    text: Sequence[Word], vocabulary: Vocabulary, sections: Sequence[str]
) -> Iterator[Occurrence]:
    for start, first in enumerate(text):
        node = vocabulary.phrase_tree
        for end in range(start, len(text)):
            word = text[end]
            if first.is_refused and not word.is_refused:
                break
            following = node.following.get(word.text if first.is_refused else word.spoken)
            if following is None or word.clause != first.clause:
                break
            node = following
            if not node.meanings:
                continue
            for section in sections:
                if meaning := node.meanings.get(section):
                    is_exact = all(one.is_exact for one in text[start : end + 1])
                    yield Occurrence(start, end + 1, meaning.concept, meaning.is_english, is_exact)
                    break


def _heads(
    declaration: Declaration,
    title: Sequence[Word],
    description: Sequence[Word],
    mentioned: Sequence[Occurrence],
    vocabulary: Vocabulary,
) -> tuple[tuple[str, ...], bool]:
    """Return what a declaration is about, and whether its main concept is certain."""
    if declaration.concept and declaration.concept in vocabulary:
        return (declaration.concept,), True
    for sections, is_own_family in (
        (PRIMARY_SECTIONS[declaration.family], True),
        (SECONDARY_SECTIONS[declaration.family], False),
    ):
        found = [
            hit
            for hit in find_occurrences(title, vocabulary, sections)
            if not title[hit.start].is_refused
        ]
        if found:
            english = looks_english(declaration.title) or all(hit.is_english for hit in found)
            named = _without_containers(title, found, vocabulary)
            heads, is_certain = _choose_heads(title, named, is_english=english)
            return heads, is_certain and is_own_family
    return _fallback_heads(declaration, description, mentioned, vocabulary), False


def _choose_heads(
    title: Sequence[Word], found: Sequence[Occurrence], *, is_english: bool
) -> tuple[tuple[str, ...], bool]:
    """Return one head per coordinated part of the title, and whether the first is certain."""
    zone = next((n for n, word in enumerate(title) if n and word.link == FOR), len(title))
    in_zone = [hit for hit in found if hit.start < zone]
    if not in_zone:
        return (found[0].concept,), False
    parts: dict[int, list[Occurrence]] = {}
    for hit in in_zone:
        part = sum(word.link == AND for word in title[: hit.start + 1])
        parts.setdefault(part, []).append(hit)
    pick = _last_before_of if is_english else _first
    chosen = [pick(title, hits) for hits in parts.values()]
    main = chosen[0]
    around = title[main.end : zone] if is_english else title[: main.start]
    is_certain = main.is_exact and not _modifies(around, is_english=is_english)
    return tuple(dict.fromkeys(hit.concept for hit in chosen)), is_certain


def _without_containers(
    title: Sequence[Word], found: list[Occurrence], vocabulary: Vocabulary
) -> list[Occurrence]:
    """Leave out full containers: "fûts d'acide" are acid, "fûts vides d'acide" are drums."""
    if _NOT_FILLED & qualities.states(title):
        return found
    filled = {
        hit
        for hit, content in pairwise(found)
        if not CONTAINERS.isdisjoint(vocabulary.lineage(hit.concept))
        and content.start == hit.end
        and title[content.start].link == OF
        and vocabulary.section(content.concept) == "material"
    }
    return [hit for hit in found if hit not in filled]


def _first(_title: Sequence[Word], hits: Sequence[Occurrence]) -> Occurrence:
    return hits[0]


def _last_before_of(title: Sequence[Word], hits: Sequence[Occurrence]) -> Occurrence:
    before_of = [hit for hit in hits if hit is hits[0] or title[hit.start].link != OF]
    return before_of[-1]


def _modifies(around: Sequence[Word], *, is_english: bool) -> bool:
    """Return whether the words before (French) or after (English) hold the real head noun."""
    if is_english:
        first = next(iter(around), None)
        around = around if first is not None and not first.link else ()
    return any(word.text.isalpha() and not _is_ordinary(word.text) for word in around)


def _is_ordinary(word: str) -> bool:
    """Return whether a word presents or qualifies a thing without naming one."""
    return word in LIGHT_NOUNS or word in EMPTY_WORDS or qualities.is_state(word)


def _fallback_heads(
    declaration: Declaration,
    description: Sequence[Word],
    mentioned: Sequence[Occurrence],
    vocabulary: Vocabulary,
) -> tuple[str, ...]:
    by_code = vocabulary.concept_of_waste_code(declaration.waste_code)
    stated = [hit.concept for hit in mentioned if not description[hit.start].is_refused]
    return tuple([code for code in (*stated, by_code) if code][:1])


def _accepted(
    declaration: Declaration,
    description: Sequence[Word],
    mentioned: Sequence[Occurrence],
    heads: Sequence[str],
    vocabulary: Vocabulary,
) -> frozenset[str]:
    """Return what the description of a need for a flow says it would take."""
    if declaration.direction not in (Direction.NEED, Direction.ANY):
        return frozenset()
    return frozenset(
        hit.concept
        for hit in mentioned
        if vocabulary.section(hit.concept) in FLOW_SECTIONS
        and not description[hit.start].is_refused
        and not _follows_for(description, hit.start)
        and hit.concept not in heads
    )


def _follows_for(text: Sequence[Word], start: int) -> bool:
    """Return whether the words before in the clause say what it is for: "to ship cardboard"."""
    clause = [word for word in text[: start + 1] if word.clause == text[start].clause]
    opens_bracket = clause[:1] if text[0] is not clause[0] else []
    return any(word.link == FOR for word in clause[len(opens_bracket) :])


def _refused(
    texts: Iterable[Sequence[Word]], vocabulary: Vocabulary, sections: Sequence[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the concepts that texts rule out, and the words they rule out beside those."""
    concepts: set[str] = set()
    alone: set[str] = set()
    for text in texts:
        if not any(word.is_refused for word in text):
            continue
        named: set[int] = set()
        for hit in find_occurrences(text, vocabulary, sections):
            if text[hit.start].is_refused:
                concepts.add(hit.concept)
                named.update(range(hit.start, hit.end))
        alone.update(
            word.text
            for place, word in enumerate(text)
            if word.is_refused and place not in named and word.text.isalpha()
        )
    return frozenset(concepts), frozenset(word for word in alone if not _is_ordinary(word))
