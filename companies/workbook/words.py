"""Comparing words as people write them: case, accents, punctuation and plurals apart."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

NOT_A_WORD = re.compile(r"[^\w]+")
IN_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]")
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "’": "'", "°": " "})
ARTICLES = frozenset("d de des l la le les".split())
LONGEST_INVARIABLE = 3  # letters: “bus” and “gaz” are no plurals
LEGAL_FORMS = frozenset(
    "sa sas sasu sarl eurl snc sci scop scic gie ets etablissement etablissements ste societe"
    " earl gaec ei eirl se gmbh ltd inc bv ag".split()
)


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """Return the words of a text, lower case, without accents or punctuation, one space between."""
    decomposed = unicodedata.normalize("NFD", text.casefold().translate(LIGATURES))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return NOT_A_WORD.sub(" ", bare.replace("_", " ")).strip()


@lru_cache(maxsize=20_000)
def singular(text: str) -> str:
    """Return the plain words, each without its plural s or x."""
    return " ".join(
        word[:-1] if len(word) > LONGEST_INVARIABLE and word[-1] in "sx" else word
        for word in plain(text).split()
    )


@lru_cache(maxsize=20_000)
def header_key(text: str) -> str:
    """Return what a header is recognised by: its words in any order, without the brackets."""
    words = singular(IN_BRACKETS.sub(" ", text)) or singular(text)
    return " ".join(sorted(set(words.split()) - ARTICLES) or words.split())


@lru_cache(maxsize=20_000)
def company_key(name: str) -> str:
    """Return what makes two spellings the same company: no case, accent, sign or legal form.

    A name made of nothing else than legal forms keeps them.
    """
    # S.A.R.L. is four words for `plain`, so its dots go first
    words = plain(re.sub(r"(?<=\b\w)\.(?=\w\b)|(?<=\b\w)\.(?=\s|$)", "", name)).split()
    words = ["et" if word == "and" else word for word in words]
    kept = [word for word in words if word not in LEGAL_FORMS and word != "et"]
    return " ".join(kept or words)
