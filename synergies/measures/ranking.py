"""Judging an order: how high the right ones stand, equal scores counted without favour."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Score = tuple[float, ...]  # compared from left to right; a larger one stands higher


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @property
    def ratio(self) -> float:
        """Return the share, 0-1; 0 when there is nothing to have a part of."""
        return self.part / self.whole if self.whole else 0.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where one right answer stands in an order: so many above it, so many level with it.

    `level` counts the answer itself; 0 when it is not in the order at all.
    """

    above: int
    level: int

    def reciprocal_rank(self) -> float:
        """Return 1 / rank, averaged over the ways to order what is level; 0 when absent."""
        ranks = range(self.above + 1, self.above + self.level + 1)
        return sum(1 / rank for rank in ranks) / self.level if self.level else 0.0

    def chance_in_first(self, limit: int) -> float:
        """Return how likely it is among the first `limit`, 0-1, what is level being shuffled."""
        if not self.level:
            return 0.0
        return min(max(limit - self.above, 0) / self.level, 1.0)


def place(own: Score | None, scores: Iterable[Score]) -> Place:
    """Return where the score `own`, one of `scores`, stands among them; None is in no order."""
    if own is None:
        return Place(0, 0)
    known = list(scores)
    return Place(sum(score > own for score in known), sum(score == own for score in known))


def average_precision(scored: Iterable[tuple[Score, bool]]) -> float:
    """Return the mean precision at each right pair (0-1), equal scores taken as one step."""
    steps: dict[Score, list[int]] = defaultdict(lambda: [0, 0])
    for score, is_right in scored:
        steps[score][0] += is_right
        steps[score][1] += 1
    seen = right = 0
    total = 0.0
    for score in sorted(steps, reverse=True):
        new, size = steps[score]
        right, seen = right + new, seen + size
        total += new * right / seen
    return total / right if right else 0.0


def precision(chosen: Sequence[bool]) -> Share:
    """Return how many of those chosen are right."""
    return Share(sum(chosen), len(chosen))


def recall(chosen: Sequence[bool], right: int) -> Share:
    """Return how many of the `right` ones are among those chosen."""
    return Share(sum(chosen), right)


def mean(values: Sequence[float]) -> float:
    """Return the mean, 0 of nothing."""
    return sum(values) / len(values) if values else 0.0
