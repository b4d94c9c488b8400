"""Finding the declarations worth judging without comparing all pairs.

Each declaration is posted under some keys and looks under others; two declarations can match
only if one looks where the other is posted. The same keys can be kept in a database table.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from .lexical import spelling_keys, telling_words
from .parse import Parsed
from .vocabulary.concepts import FLOW_SECTIONS, Vocabulary

Key = tuple[str, str]


def posted_keys(parsed: Parsed, vocabulary: Vocabulary) -> set[Key]:
    """Return the keys under which a declaration is found by the others.

    is: a concept it is about; under: an ancestor of one; serves: a documented use of one;
    accepts: what its description would take; letters, loose: trigrams of the words of its
    title, all of them or only those of declarations without a concept.
    """
    keys = {("accepts", code) for code in parsed.accepts}
    for head in parsed.heads:
        keys.add(("is", head))
        keys.update(("under", code) for code in vocabulary.lineage(head)[1:])
        keys.update(("serves", code) for code in vocabulary.uses(head))
    keys.update(("letters", letters) for letters in _letters(parsed))
    if not parsed.heads:
        keys.update(("loose", letters) for letters in _letters(parsed))
    return keys


def looked_up_keys(parsed: Parsed, vocabulary: Vocabulary) -> set[Key]:
    """Return the keys under which a declaration looks for others."""
    keys = {(post, code) for code in parsed.accepts for post in ("is", "under")}
    for head in parsed.heads:
        lineage = vocabulary.lineage(head)
        keys.add(("under", head))
        keys.update((post, code) for code in lineage for post in ("is", "serves", "accepts"))
        keys.update((post, use) for use in vocabulary.uses(head) for post in ("is", "under"))
        if vocabulary.section(head) in FLOW_SECTIONS:
            keys.update(("under", parent) for parent in lineage[1:2])
    post = "loose" if parsed.heads else "letters"
    keys.update((post, letters) for letters in _letters(parsed))
    return keys


class Index:
    """Declarations by the keys they are posted under."""

    def __init__(self, parsed: Iterable[Parsed], vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._posts: dict[Key, list[int]] = defaultdict(list)
        self._parsed: list[Parsed] = []
        for one in parsed:
            self.add(one)

    def add(self, parsed: Parsed) -> None:
        """Post one more declaration."""
        for key in posted_keys(parsed, self._vocabulary):
            self._posts[key].append(len(self._parsed))
        self._parsed.append(parsed)

    def candidates(self, parsed: Parsed) -> Iterator[Parsed]:
        """Yield the declarations that may match this one, each once, in the order added."""
        found: set[int] = set()
        for key in looked_up_keys(parsed, self._vocabulary):
            found.update(self._posts.get(key, ()))
        return (self._parsed[position] for position in sorted(found))


def _letters(parsed: Parsed) -> set[str]:
    return {
        letters for word in telling_words(parsed.title_words) for letters in spelling_keys(word)
    }
