"""The state and grade a text gives of a thing: empty, coated, food grade, 316L, 80x120, -25 °C.

Qualities never make a match; two that contradict each other keep one from being SURE.
"""

import re
from collections.abc import Iterable, Sequence

from .records import Tier
from .text import Word, normalise, singular

# state → the words that give it, normalised; "non revêtu" and "uncoated" give the opposite.
_STATE_WORDS = {
    "empty": "vide vidange empty emptied",
    "filled": "plein pleine rempli remplie filled full",
    "soiled": "souille souillee contamine contaminee pollue polluee soiled contaminated polluted",
    "clean": "propre rince rincee clean rinsed",
    "new": "neuf neuve new unused",
    "used": "use usee usage usagee occasion reconditionne reconditionnee used spent secondhand",
    "coated": "laque laquee peint peinte revetu revetue galvanise galvanisee zingue zinguee chrome "
    "chromee emaille emaillee prelaque prelaquee coated painted lacquered galvanised galvanized",
    "bare": "nu nue bare uncoated unpainted",
    "food_grade": "alimentaire comestible food",
    "technical": "technique technical",
    "sorted": "trie triee sorted segregated",
    "mixed": "melange melangee mele melee mixed unsorted",
    "clear": "incolore transparent transparente clear",
    "coloured": "colore coloree coloured colored",
    "rigid": "rigide rigid",
    "flexible": "souple flexible plasticised plasticized",
    "flame_retarded": "ignifuge ignifugee rfb brome bromee retarded brominated",
    "not_flame_retarded": "nonignifuge",
    "glass_filled": "gf15 gf20 gf25 gf30 gf35 gf40 gf50 gf60 reinforced",
    "unfilled": "unfilled",
    "raw": "brut brute crude raw",
    "refined": "epure epuree raffine raffinee purifie purifiee refined purified",
    "chilled": "refrigere refrigeree frais fraiche chilled refrigerated",
    "frozen": "surgele surgelee congele congelee frozen",
}
_STATES = {singular(word): state for state, names in _STATE_WORDS.items() for word in names.split()}

# Opposites, and the best tier they leave: a full drum is no empty one; a coated offcut may do.
_OPPOSITES: tuple[tuple[str, str, Tier], ...] = (
    ("empty", "filled", Tier.LEAD),
    ("soiled", "clean", Tier.LEAD),
    ("new", "used", Tier.LEAD),
    ("flame_retarded", "not_flame_retarded", Tier.LEAD),
    ("food_grade", "technical", Tier.LEAD),
    ("chilled", "frozen", Tier.LEAD),
    ("coated", "bare", Tier.PROBABLE),
    ("sorted", "mixed", Tier.PROBABLE),
    ("clear", "coloured", Tier.PROBABLE),
    ("rigid", "flexible", Tier.PROBABLE),
    ("glass_filled", "unfilled", Tier.PROBABLE),
    ("raw", "refined", Tier.PROBABLE),
)
STATES = tuple(_STATE_WORDS)
_OPPOSITE_OF = {
    state: opposite
    for first, second, _ in _OPPOSITES
    for state, opposite in ((first, second), (second, first))
}
_NEGATIONS = frozenset("non not".split())

_SIZE = re.compile(r"\d{2,4}x\d{2,4}(?:x\d{2,4})?")
_GRADE = re.compile(
    r"3(?:04|16|21)l?|430|s(?:235|275|355)(?:jr|j0|j2)?|[1-8]0\d{2}a?|iso\d{4,5}|b\d[vt]?|h\d[vt]?"
)
_TEMPERATURE = re.compile(
    r"(?<![\d.,])(-?\d{1,4})(?:\s*(?:/|-|–|a|to|et)\s*(-?\d{1,4}))?\s*°\s*c?\b"
)
TEMPERATURE_GAP_C = 15  # two heats or colds further apart than this serve different purposes


def states(text: Sequence[Word]) -> frozenset[str]:
    """Return the states a text gives; what it refuses ("sans retardateur") gives the opposite."""
    found = set()
    for before, word, after in zip((None, *text), text, (*text[1:], None), strict=False):
        state = _STATES.get(word.text)
        if state is None or _is_noun(word, after):
            continue
        is_negated = before is not None and before.text in _NEGATIONS
        if word.is_refused or is_negated:
            if opposite := _OPPOSITE_OF.get(state):
                found.add(opposite)
        else:
            found.add(state)
    return frozenset(found)


def _is_noun(word: Word, after: Word | None) -> bool:
    """Return whether "usagé" is the noun "usage": "hors d'usage", "à usage unique"."""
    is_single_use = after is not None and after.text == "unique"
    return word.text == "usage" and (word.is_refused or is_single_use)


def is_state(word: str) -> bool:
    """Return whether a word says in which state a thing is, and not what it is."""
    return word in _STATES


def contradiction(mine: frozenset[str], theirs: frozenset[str]) -> tuple[str, str, Tier] | None:
    """Return the first pair of opposite states, mine first, and the best tier it leaves."""
    for first, second, tier in _OPPOSITES:
        if first in mine and second in theirs and second not in mine:
            return first, second, tier
        if second in mine and first in theirs and first not in mine:
            return second, first, tier
    return None


def sizes(words: Iterable[str]) -> frozenset[str]:
    """Return the sizes among normalised words: 80x120."""
    return frozenset(word for word in words if _SIZE.fullmatch(word))


def grades(words: Iterable[str]) -> frozenset[str]:
    """Return the grades and references among normalised words: 316l, s235, 6060, b2v."""
    return frozenset(word for word in words if _GRADE.fullmatch(word))


def temperature_c(*texts: str) -> tuple[int, int] | None:
    """Return the lowest and highest temperature written with a degree sign, in °C, or None."""
    found = [
        int(end)
        for text in texts
        for pair in _TEMPERATURE.findall(normalise(text))
        for end in pair
        if end
    ]
    return (min(found), max(found)) if found else None
