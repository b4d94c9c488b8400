"""Likeness of words, for declarations the vocabulary does not understand yet."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from .text import singular
from .vocabulary.concepts import Vocabulary

# Measured on the titles of the demonstration workbook, pairs of two companies; a pair counts as
# right when it was recorded at the workshop or shares its concept: 19 of 22 from 0.66 up,
# 31 of 46 from 0.5 to 0.66, one third from 0.3 to 0.4. Never SURE: stainless and plain steel
# turnings reach 0.78.
PROBABLE_LIKENESS = 0.66
LEAD_LIKENESS = 0.5
COMMON_FROM = 30  # concepts that a word names: with more, it tells nothing of the thing
SPELLING_LIKENESS = 0.6  # share of common trigrams from which two words are spellings of one

# Nouns that measure or present the thing named after them: "lots de palettes" are pallets.
LIGHT_NOUNS = frozenset(
    singular(word)
    for word in "lot surplus stock solde excedent chute reste dechet rebut rognure balle vrac "
    "besoin achat vente recherche fourniture contrat offre don reprise collecte location pret mise "
    "disposition conteneur benne sac caisse fut residu gisement creneau session cours appui "
    "grand grande petit petite gros grosse vieux vieille ancien ancienne bon bonne divers "
    "capacite heure journee demande partage mutualisation groupement equipe prestation prestataire "
    "service societe entreprise tournee recyclage stage formateur animateur deux trois quatre "
    "contract training trainer hire rental supply spare surplus scrap kva kw mw cv hp bar mm cm "
    "volt ampere tonne litre metre bidon jerrican jerrycan grv ibc cubitainer seau bonbonne drum "
    "tote bouteille".split()
)
# Words that say nothing of the thing: they would make any two declarations look alike.
EMPTY_WORDS = frozenset(
    singular(word)
    for word in "besoin offre partage libre disponible site local locale petit petite grand "
    "grande divers diverse an mois semaine jour type mise place poste usage service demande "
    "annuel mensuel need offer wanted available spare small large various per year month "
    "week day fois time chercher emporter".split()
)


def telling_words(title_words: Iterable[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the words of a title worth comparing: no number, no word many concepts share."""
    return tuple(
        word
        for word in dict.fromkeys(title_words)
        if word not in EMPTY_WORDS
        and word not in LIGHT_NOUNS
        and not word[0].isdigit()
        and vocabulary.frequency(word) <= COMMON_FROM
    )


def likeness(first: Sequence[str], second: Sequence[str], vocabulary: Vocabulary) -> float:
    """Return how alike two titles are, 0-1: shared words weighted by how much each tells.

    A word counts for its best counterpart: 1 when equal, its share of common trigrams when
    it is nearly the same spelling. Symmetric.
    """
    mine, my_total = _covered(first, second, vocabulary)
    theirs, their_total = _covered(second, first, vocabulary)
    total = my_total + their_total
    return (mine + theirs) / total if total else 0.0


def _covered(
    words: Sequence[str], others: Sequence[str], vocabulary: Vocabulary
) -> tuple[float, float]:
    covered = total = 0.0
    for word in words:
        weight = vocabulary.weight(word)
        total += weight
        covered += weight * max((_same_word(word, other) for other in others), default=0.0)
    return covered, total


@lru_cache(maxsize=65_536)
def _same_word(first: str, second: str) -> float:
    if first == second:
        return 1.0
    mine, theirs = _trigrams(first), _trigrams(second)
    common = 2 * len(mine & theirs) / (len(mine) + len(theirs))
    return common if common >= SPELLING_LIKENESS else 0.0


@lru_cache(maxsize=65_536)
def _trigrams(word: str) -> frozenset[str]:
    marked = f"^{word}$"
    return frozenset(marked[start : start + 3] for start in range(len(marked) - 2))
