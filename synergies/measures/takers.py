"""Who could take it: is the company that took a waste among those detection proposes?

For each exchange the waste is offered, and all distinct receivers of the file are candidates:
once by what they do, once by what they did with it. Companies of the same rank are counted as if
shuffled. A waste that five companies took is looked up five times.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from synergies.detection import Parsed, Relations
from synergies.detection.judge import judge

from .exchanges import Exchange
from .likeness import Likeness
from .ranking import Place, Score, Share, mean, place
from .readings import activity, needed, offered

FIRST = 10  # companies a project manager would telephone
Scorer = Callable[[str, str], Score | None]
RECEIVERS = {
    "receiver_business": activity,
    "final_use": needed,
}


@dataclass(frozen=True, slots=True)
class Search:
    """One exchange looked up: where the true receiver stands, and how many were proposed."""

    exchange: Exchange
    place: Place
    proposed: Share


@dataclass(frozen=True, slots=True)
class Finding:
    """What the searches say together; `in_first_ten` and `reciprocal_rank` are 0-1."""

    recall: Share
    in_first_ten: float
    reciprocal_rank: float
    proposed: float  # of all candidates, 0-1

    def cells(self) -> tuple[Share, float, float, float]:
        """Return the four figures in the order of the fields."""
        return self.recall, self.in_first_ten, self.reciprocal_rank, self.proposed


def by_detection(column: str, relations: Relations) -> Scorer:
    """Return the score of a waste and a receiver's text, None when they are no match."""
    vocabulary = relations.vocabulary
    read = RECEIVERS[column]

    @cache
    def giver(text: str) -> Parsed:
        return offered(text, vocabulary)

    @cache
    def taker(text: str) -> Parsed:
        return read(text, vocabulary)

    @cache
    def score(waste: str, receiver: str) -> Score | None:
        found = judge(giver(waste), taker(receiver), relations)
        return tuple(-value for value in found.order()) if found else None

    return score


def by_letters(alike: Likeness) -> Scorer:
    """Return the likeness of letters of a waste and a receiver's text; none is left out."""
    return cache(lambda waste, receiver: (alike(waste, receiver),))


def searches(exchanges: Iterable[Exchange], column: str, scorer: Scorer) -> list[Search]:
    """Return where the true receiver stands for each exchange that names a waste and a receiver."""
    known = [each for each in exchanges if each.waste and getattr(each, column)]
    candidates = sorted({getattr(each, column) for each in known})
    return [_search(each, column, candidates, scorer) for each in known]


def summed_up(found: Sequence[Search]) -> Finding:
    """Return what the searches say together."""
    places = [search.place for search in found]
    return Finding(
        recall=Share(sum(bool(one.level) for one in places), len(places)),
        in_first_ten=mean([one.chance_in_first(FIRST) for one in places]),
        reciprocal_rank=mean([one.reciprocal_rank() for one in places]),
        proposed=mean([search.proposed.ratio for search in found]),
    )


def at_random(found: Sequence[Search]) -> Finding:
    """Return what the same searches say when all candidates are proposed in any order."""
    return summed_up([_shuffled(each) for each in found])


def _shuffled(search: Search) -> Search:
    candidates = search.proposed.whole
    return Search(search.exchange, Place(0, candidates), Share(candidates, candidates))


def _search(exchange: Exchange, column: str, candidates: Sequence[str], scorer: Scorer) -> Search:
    scores = {text: scorer(exchange.waste, text) for text in candidates}
    proposed = [score for score in scores.values() if score is not None]
    own = scores[getattr(exchange, column)]
    return Search(exchange, place(own, proposed), Share(len(proposed), len(candidates)))
