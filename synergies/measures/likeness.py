"""How alike two texts are by their letters alone: what detection is compared with."""

import importlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from math import log, sqrt

from synergies.detection.text import normalise

Likeness = Callable[[str, str], float]

SHORTEST_GRAM, LONGEST_GRAM = 3, 5  # letters


def token_set_ratio() -> Likeness | None:
    """Return rapidfuzz's token_set_ratio (0-100), accents and capitals put aside.

    None where the library is not installed: only the tests and the measures want it.
    """
    if find_spec("rapidfuzz") is None:
        return None
    ratio: Likeness = importlib.import_module("rapidfuzz.fuzz").token_set_ratio
    return lambda first, second: ratio(normalise(first), normalise(second))


class TfIdf:
    """Cosine (0-1) of words and of character 3- to 5-grams, the rarer the heavier."""

    def __init__(self, texts: Iterable[str]) -> None:
        features = {text: Counter(_features(text)) for text in texts}
        counts = Counter(feature for found in features.values() for feature in found)
        self._vectors = {
            text: _unit({name: n * _rarity(counts[name], len(features)) for name, n in own.items()})
            for text, own in features.items()
        }

    def __call__(self, first: str, second: str) -> float:
        """Return how alike two of the texts are."""
        mine, theirs = self._vectors[first], self._vectors[second]
        return sum(weight * theirs.get(feature, 0.0) for feature, weight in mine.items())


def _features(text: str) -> Iterator[str]:
    for word in normalise(text).split():
        yield word
        marked = f" {word} "
        for length in range(SHORTEST_GRAM, LONGEST_GRAM + 1):
            for start in range(len(marked) - length + 1):
                yield marked[start : start + length]


def _rarity(texts_with_it: int, all_texts: int) -> float:
    return log((1 + all_texts) / (1 + texts_with_it)) + 1


def _unit(vector: dict[str, float]) -> dict[str, float]:
    length = sqrt(sum(weight * weight for weight in vector.values()))
    return {name: weight / length for name, weight in vector.items()}
