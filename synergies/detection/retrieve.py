"""Finding the declarations worth judging without comparing all pairs.

Each declaration is posted under a few keys and looks under others; two declarations can match
only if one looks where the other is posted. The same keys are kept in a database table.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from .parse import Parsed
from .records import Tier
from .relations import Relations


def posted_keys(parsed: Parsed) -> set[str]:
    """Return the keys under which a declaration is found by the others.

    is: a concept it is about; takes: a concept its description would take; word: a word of its
    title; free: the same, of a declaration without a concept.
    """
    keys = {f"is:{head}" for head in parsed.heads}
    keys.update(f"takes:{code}" for code in parsed.accepts)
    keys.update(f"word:{word}" for word in parsed.words)
    if not parsed.heads:
        keys.update(f"free:{word}" for word in parsed.words)
    return keys


def looked_up_keys(parsed: Parsed, relations: Relations) -> set[str]:
    """Return the keys under which a declaration looks for others."""
    vocabulary = relations.vocabulary
    keys = {f"is:{other}" for head in parsed.heads for other in relations.of(head)}
    for head in parsed.heads:
        keys.update(f"takes:{code}" for code in vocabulary.lineage(head))
    for code in parsed.accepts:
        keys.update(f"is:{other}" for other in (code, *vocabulary.descendants(code)))
    post = "free" if parsed.heads else "word"
    keys.update(f"{post}:{word}" for word in parsed.words)
    return keys


def keys_by_tier(parsed: Parsed, relations: Relations) -> list[set[str]]:
    """Return the keys to look under for each tier, the strongest first; together all of them.

    What answers under the keys of a tier can be of that tier at best.
    """
    levels: list[set[str]] = [set() for _ in Tier]
    for head in parsed.heads:
        for other, related in relations.of(head).items():
            levels[related[0].tier.rank].add(f"is:{other}")
    seen = levels[0] | levels[1] | levels[2]
    levels[Tier.PROBABLE.rank].update(looked_up_keys(parsed, relations) - seen)
    return levels


class Index:
    """Declarations by the keys they are posted under."""

    def __init__(self, parsed: Iterable[Parsed], relations: Relations) -> None:
        self._relations = relations
        self._posts: dict[str, list[int]] = defaultdict(list)
        self._parsed: list[Parsed] = []
        for one in parsed:
            self.add(one)

    def __len__(self) -> int:
        return len(self._parsed)

    def add(self, parsed: Parsed) -> None:
        """Post one more declaration."""
        for key in posted_keys(parsed):
            self._posts[key].append(len(self._parsed))
        self._parsed.append(parsed)

    def candidates(self, parsed: Parsed) -> Iterator[Parsed]:
        """Yield the declarations that may match this one, each once, in the order added."""
        found: set[int] = set()
        for key in looked_up_keys(parsed, self._relations):
            found.update(self._posts.get(key, ()))
        return (self._parsed[position] for position in sorted(found))
