"""From a typed sentence to comparable words: no accents, no plurals, no small words.

No stemmer: it would merge "électrique" with "électricité".
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

OF, AND, FOR = "of", "and", "for"

_LINKS = {
    **dict.fromkeys("de d du des of".split(), OF),
    **dict.fromkeys("et ou and or & + / , ; .".split(), AND),
    **dict.fromkeys(
        "pour avec par sur dans avant apres chez entre sous depuis ( : "
        "contenant containing for with from on in by to before after between under".split(),
        FOR,
    ),
}
_CLAUSE_ENDS = frozenset(", ; . ( )".split())
_SMALL_WORDS = frozenset(
    "le la les l un une a au aux en nos notre s n ne qu que se the an our its )".split()
)
_REFUSAL_BEFORE = frozenset(
    "sans ni hors pas sauf jamais aucun aucune exclure separer interdit interdite "
    "without no not except excluding never".split()
)
_REFUSAL_AFTER = frozenset(
    "refusee exclu exclue interdit interdite refused excluded prohibited".split()
)
_FRENCH = frozenset("de d du des le la les l et ou pour avec sans sur en aux au un une".split())
_ENGLISH = frozenset("of the and or for with without from in on an to wants".split())
_IRREGULAR = {"tuyaux": "tuyau", "noyaux": "noyau", "boyaux": "boyau"}
_SHORTEST_PLURAL = 4  # "gas", "bus", "pvc" and other short words keep their last letter

_SYMBOLS = str.maketrans({"œ": "oe", "æ": "ae", "×": "x", "’": "'", "²": "2", "³": "3", "−": "-"})
_DIGIT = re.compile(r"\d")
_SIZE = re.compile(r"(?<=\d)\s*[x*]\s*(?=\d)")
_BY_PRODUCT = re.compile(r"\bby[- ]?product")  # one word, or "by" would end the name
_REFUSED = re.compile(r"refusée?s?\b")  # with its accent: "refuse" is English for waste
_VOWEL = re.compile(r"[aeiouy]")
_TOKEN = re.compile(r"[a-z0-9]+(?:[.,]\d+(?![a-z]))?|[&+/,;.():]")


@dataclass(frozen=True, slots=True)
class Word:
    """One meaningful word; `link` says what stood just before it, `clause` where it stands.

    `is_exact` is False when its spelling was corrected.
    """

    text: str
    link: str
    clause: int
    is_refused: bool
    is_exact: bool = True

    @property
    def spoken(self) -> str:
        """Return the word as aliases are compared: "sans plomb" is "!plomb", never "plomb"."""
        return f"!{self.text}" if self.is_refused else self.text


def normalise(text: str) -> str:
    """Return the text in lower case without accents, sizes written 80x120."""
    plain = _REFUSED.sub("refusee", text.lower())
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain.translate(_SYMBOLS))
        plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    if "product" in plain:
        plain = _BY_PRODUCT.sub("byproduct", plain)
    return _SIZE.sub("x", plain) if _DIGIT.search(plain) else plain


@lru_cache(maxsize=65_536)
def singular(word: str) -> str:
    """Return the word without the mark of its plural: chutes, métaux, eaux."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < _SHORTEST_PLURAL or not word.isalpha():
        return word
    if word.endswith("aux") and not word.endswith("eaux"):
        return word[:-2] + "l"
    if word.endswith(("eaux", "eux", "oux")):
        return word[:-1]
    if word.endswith("s") and not word.endswith("ss") and _VOWEL.search(word):
        return word[:-1]  # without a vowel it is an abbreviation: CMMS is not several CMM
    return word


def words(text: str) -> tuple[Word, ...]:
    """Return the meaningful words of a text, each with its link and whether it is refused."""
    found: list[Word] = []
    for clause, tokens in enumerate(_clauses(text)):
        found.extend(_words_of_clause(tokens, clause))
    return tuple(found)


@lru_cache(maxsize=65_536)  # the aliases of a vocabulary are asked for again and again
def phrase(text: str) -> tuple[str, ...]:
    """Return the words of an alias, as they are compared with those of a declaration."""
    return tuple(word.spoken for word in words(text))


def looks_english(text: str) -> bool:
    """Return whether the small words of the text are rather English than French."""
    tokens = _TOKEN.findall(normalise(text))
    english = sum(token in _ENGLISH for token in tokens)
    return english > sum(token in _FRENCH for token in tokens)


def _clauses(text: str) -> Iterator[list[str]]:
    clause: list[str] = []
    for token in _TOKEN.findall(normalise(text)):
        if token in _CLAUSE_ENDS:
            yield clause
            clause = []
        clause.append(token)
    yield clause


def _words_of_clause(tokens: list[str], clause: int) -> Iterator[Word]:
    closes_refused = any(token in _REFUSAL_AFTER for token in map(singular, tokens))
    link, is_refused = "", False
    for token in tokens:
        if token in _REFUSAL_BEFORE:
            link, is_refused = FOR, True
        elif token in _LINKS:
            link = FOR if link == FOR else _LINKS[token]
        elif token not in _SMALL_WORDS:
            yield Word(singular(token), link, clause, is_refused or closes_refused)
            link = ""
