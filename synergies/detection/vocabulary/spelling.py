"""Misspelled words: the one known word that is a single slip of the keyboard away."""

from collections.abc import Collection, Iterator

# A slip in a short word makes another word: "cire" and "cidre", "bois" and "bols".
SHORTEST_MISSPELLED = 6


class Spelling:
    """Known words by what is left of them when one letter is dropped."""

    def __init__(self, words: Collection[str]) -> None:
        self._by_rest: dict[str, set[str]] = {}
        for word in words:
            if len(word) >= SHORTEST_MISSPELLED and word.isalpha():
                for rest in _rests(word):
                    self._by_rest.setdefault(rest, set()).add(word)

    def corrected(self, word: str) -> str:
        """Return the only known word one slip away, or the word itself when none or several are.

        A slip is a letter too many, too few, wrong, or two neighbours swapped; the first letter
        is trusted.
        """
        if len(word) < SHORTEST_MISSPELLED:
            return word
        found = {known for rest in _rests(word) for known in self._by_rest.get(rest, ())}
        close = {known for known in found if known[0] == word[0] and _is_one_slip(word, known)}
        return close.pop() if len(close) == 1 else word


def _rests(word: str) -> Iterator[str]:
    yield word
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]


def _is_one_slip(first: str, second: str) -> bool:
    start = next(
        (n for n, pair in enumerate(zip(first, second, strict=False)) if len({*pair}) > 1), -1
    )
    if start < 0:
        return abs(len(first) - len(second)) == 1
    mine, theirs = first[start:], second[start:]
    return (
        mine[1:] == theirs[1:]
        or mine[1:] == theirs
        or mine == theirs[1:]
        or (mine[1::-1] + mine[2:] == theirs)
    )
