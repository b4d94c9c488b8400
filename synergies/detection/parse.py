"""Understanding one declaration: what it is about, in which state, how much, when.

The head noun decides. French puts it first ("huile de friture" is an oil), English last
before "of" or "for" ("drum for used oil" is a drum); the longest alias wins over a shorter one.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from .quantities import Quantity, parse_quantity
from .records import Declaration, Direction
from .text import AND, FOR, OF, Word, looks_english, normalise, singular, words
from .vocabulary.concepts import (
    FLOW_SECTIONS,
    PRIMARY_SECTIONS,
    SECONDARY_SECTIONS,
    Vocabulary,
)

ALL_MONTHS = frozenset(range(1, 13))

# Nouns that measure or present the thing named after them: "lots de palettes" are pallets.
_LIGHT_NOUNS = frozenset(
    singular(word)
    for word in "lot surplus stock solde excedent chute reste dechet rebut rognure balle vrac "
    "besoin achat vente recherche fourniture contrat offre don reprise collecte location pret mise "
    "disposition conteneur benne sac caisse fut residu gisement creneau session cours appui".split()
)

_STATES: dict[str, str] = {
    **dict.fromkeys("vide empty".split(), "empty"),
    **dict.fromkeys("plein pleine rempli remplie filled full".split(), "filled"),
    **dict.fromkeys("souille souillee contamine contaminee soiled contaminated".split(), "soiled"),
    **dict.fromkeys("propre rince rincee clean rinsed".split(), "clean"),
    **dict.fromkeys("neuf neuve new".split(), "new"),
    **dict.fromkeys("use usee usage usagee occasion reconditionne used spent".split(), "used"),
}
_OPPOSITE_STATES = (("empty", "filled"), ("soiled", "clean"), ("new", "used"))

_SIZE = re.compile(r"\d{2,4}x\d{2,4}(?:x\d{2,4})?")
_GRADE = re.compile(r"3(?:04|16)l?|s(?:235|275|355)|r\d{3}|[2567]0\d{2}a?|iso\d{4,5}")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An alias found in a text: words[start:end]."""

    start: int
    end: int
    concept: str
    is_english: bool


@dataclass(frozen=True, slots=True)
class Parsed:
    """A declaration understood.

    `heads`: what it is about, the main concept first; `is_certain` is False when the main one
    is only a complement, or comes from the description or the waste code. `accepts` and
    `refuses`: what the description of a need lists, and what any text rules out.
    """

    declaration: Declaration
    company: str
    heads: tuple[str, ...]
    is_certain: bool
    accepts: frozenset[str]
    refuses: frozenset[str]
    states: frozenset[str]
    sizes: frozenset[str]
    grades: frozenset[str]
    quantity: Quantity | None
    months: frozenset[int]
    title_words: tuple[str, ...]

    def contradicts(self, other: "Parsed") -> tuple[str, str] | None:
        """Return the first pair of opposite states, this one's first: ("empty", "filled")."""
        for pair in _OPPOSITE_STATES:
            for mine, theirs in (pair, pair[::-1]):
                if mine in self.states and theirs in other.states:
                    return mine, theirs
        return None


def parse_declaration(declaration: Declaration, vocabulary: Vocabulary) -> Parsed:
    """Return what the vocabulary understands of a declaration; never fails on free text."""
    title = words(declaration.title)
    description = words(declaration.description)
    primary = PRIMARY_SECTIONS[declaration.family]
    secondary = SECONDARY_SECTIONS[declaration.family]
    heads, is_certain = _title_heads(declaration.title, title, vocabulary, (primary, secondary))
    mentioned = find_occurrences(description, vocabulary, (*primary, *secondary))
    if not heads:
        heads = _fallback_heads(declaration, description, mentioned, vocabulary)
    every_word = (*title, *description)
    texts = frozenset(word.text for word in every_word)
    return Parsed(
        declaration=declaration,
        company=normalise(declaration.company).strip(),
        heads=heads,
        is_certain=is_certain,
        accepts=_accepted(declaration, description, mentioned, heads, vocabulary),
        refuses=_refused(title, description, vocabulary, (*primary, *secondary)) - set(heads),
        states=_states(every_word),
        sizes=frozenset(text for text in texts if _SIZE.fullmatch(text)),
        grades=frozenset(text for text in texts if _GRADE.fullmatch(text)),
        quantity=parse_quantity(declaration.quantity, declaration.unit, declaration.period),
        months=months_between(declaration.available_from, declaration.available_to),
        title_words=tuple(dict.fromkeys(word.text for word in title)),
    )


def find_occurrences(
    text: Sequence[Word], vocabulary: Vocabulary, sections: Sequence[str]
) -> list[Occurrence]:
    """Return the aliases found in a text, the longest first served, in reading order."""
    hits = sorted(
        _hits(text, vocabulary, sections), key=lambda hit: (hit.start - hit.end, hit.start)
    )
    taken: set[int] = set()
    chosen: list[Occurrence] = []
    for hit in hits:
        if taken.isdisjoint(range(hit.start, hit.end)):
            taken.update(range(hit.start, hit.end))
            chosen.append(hit)
    return sorted(chosen, key=lambda hit: hit.start)


def months_between(start: date | None, end: date | None) -> frozenset[int]:
    """Return the months of the year (1-12) in which the resource can be had.

    With one date missing there is no season: all twelve.
    """
    if start is None or end is None or end < start:
        return ALL_MONTHS
    length = (end.year - start.year) * 12 + end.month - start.month + 1
    return frozenset((start.month - 1 + step) % 12 + 1 for step in range(min(length, 12)))


def _hits(
    text: Sequence[Word], vocabulary: Vocabulary, sections: Sequence[str]
) -> Iterable[Occurrence]:
    for start, first in enumerate(text):
        run: list[str] = []
        for word in text[start : start + vocabulary.longest_phrase]:
            if word.clause != first.clause:
                break
            run.append(word.text)
            if meaning := vocabulary.meaning(run, sections):
                yield Occurrence(start, start + len(run), meaning.concept, meaning.is_english)


def _title_heads(
    raw: str, title: Sequence[Word], vocabulary: Vocabulary, section_groups: Sequence[Sequence[str]]
) -> tuple[tuple[str, ...], bool]:
    for sections in section_groups:
        found = [
            hit
            for hit in find_occurrences(title, vocabulary, sections)
            if not title[hit.start].is_refused
        ]
        if found:
            english = looks_english(raw) or all(hit.is_english for hit in found)
            return _choose_heads(title, found, is_english=english)
    return (), False


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
    linked = not is_english and title[main.start].link == OF
    is_certain = not _modifies(around, linked=linked, is_english=is_english)
    return tuple(dict.fromkeys(hit.concept for hit in chosen)), is_certain


def _first(_title: Sequence[Word], hits: Sequence[Occurrence]) -> Occurrence:
    return hits[0]


def _last_before_of(title: Sequence[Word], hits: Sequence[Occurrence]) -> Occurrence:
    before_of = [hit for hit in hits if hit is hits[0] or title[hit.start].link != OF]
    return before_of[-1]


def _modifies(around: Sequence[Word], *, linked: bool, is_english: bool) -> bool:
    """Return whether the words before (French) or after (English) hold the real head noun."""
    if is_english:
        first = next(iter(around), None)
        around = around if first is not None and not first.link else ()
    elif not linked:
        return False
    return any(
        word.text.isalpha() and word.text not in _LIGHT_NOUNS and word.text not in _STATES
        for word in around
    )


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
    title: Sequence[Word],
    description: Sequence[Word],
    vocabulary: Vocabulary,
    sections: Sequence[str],
) -> frozenset[str]:
    return frozenset(
        hit.concept
        for text in (title, description)
        for hit in find_occurrences(text, vocabulary, sections)
        if text[hit.start].is_refused
    )


def _states(text: Iterable[Word]) -> frozenset[str]:
    return frozenset(
        _STATES[word.text] for word in text if word.text in _STATES and not word.is_refused
    )
