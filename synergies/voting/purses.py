"""One run of the Method of Equal Shares: exact, in whole parts of money, with nothing rounded.

A voter's money is a whole number of parts; the parts grow finer when a payment does not fall on a
whole one. A price only rises while money is spent, so that candidates wait in a heap by their last
price, as a lower bound, and are priced again only when they could be the cheapest.
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd

from synergies.voting.election import Candidate, Election, Progress, Utility, Win

# Prices are kept in the heap as whole multiples of 2^-64, rounded down: a true lower bound,
# whatever happens later. Decisions compare the exact prices.
BOUND_BITS = 64

Price = tuple[int, int]  # money per point: so many parts, divided by so many points


@dataclass(slots=True)
class Market:
    """The candidates that somebody wants, as the runs of one count see them.

    Those of the same cost with the same supporters and points cost the same, so that only the
    first of them has to be priced: `next_alike` leads from each to the next.
    """

    candidates: Sequence[Candidate]
    utility: Utility
    per_point: list[int] = field(init=False)  # the worth of a point
    equal: list[int] = field(init=False)  # the points that all supporters give, or 0
    next_alike: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        by_cost = self.utility is Utility.COST
        self.per_point = [max(1, one.cost) if by_cost else 1 for one in self.candidates]
        self.equal = [one.worth[0] if len(set(one.worth)) == 1 else 0 for one in self.candidates]
        last: dict[tuple[int, tuple[int, ...], tuple[int, ...]], int] = {}
        for rank, one in enumerate(self.candidates):
            alike = (one.cost, one.supporters, one.worth)
            if alike in last:
                self.next_alike[last[alike]] = rank
            last[alike] = rank

    def first_bounds(self) -> list[tuple[int, int]]:
        """Return a heap of (lower bound of the price, rank): the cost shared by all supporters."""
        later = set(self.next_alike.values())
        heap = [
            ((one.cost << BOUND_BITS) // (sum(one.worth) * self.per_point[rank]), rank)
            for rank, one in enumerate(self.candidates)
            if rank not in later
        ]
        heapq.heapify(heap)
        return heap


@dataclass(slots=True)
class Purchase:
    """One candidate bought: what each supporter paid, in parts, where `parts` make one unit."""

    rank: int
    price: Price
    paid: list[int]
    parts: int


@dataclass(slots=True)
class Run:
    """One run of the rule on a market.

    parts: how many make one whole part of the election; money: by voter.
    """

    market: Market
    parts: int
    money: list[int]
    spent: int = 0  # in whole parts of the election
    bought: list[int] = field(default_factory=list)
    purchases: list[Purchase] | None = None

    @classmethod
    def start(cls, market: Market, share: Fraction, voices: Sequence[int]) -> "Run":
        """Return a run in which each voice holds `share` parts of the election's money."""
        return cls(market, share.denominator, [share.numerator * voice for voice in voices])

    def price(self, rank: int) -> Price | None:
        """Return the exact price of a point, or None when the candidate cannot be paid.

        Those who cannot pay the price give all they have, and the others share the rest.
        """
        one = self.market.candidates[rank]
        due = one.cost * self.parts
        purses = list(map(self.money.__getitem__, one.supporters))
        if sum(purses) < due:
            return None
        if points := self.market.equal[rank]:
            due, payers = _shared_equally(due, purses)
            return due, payers * points
        return _shared_by_points(due, purses, one.worth)

    def buy(self, rank: int, price: Price) -> None:
        """Take the price of its points, or what is left, from each supporter."""
        due, points = price
        one = self.market.candidates[rank]
        scale = points // gcd(due, points)
        if scale > 1:
            self.parts *= scale
            self.money = [purse * scale for purse in self.money]
        rate = due * scale // points
        money = self.money
        paid = [
            min(money[voter], rate * worth)
            for voter, worth in zip(one.supporters, one.worth, strict=True)
        ]
        for voter, part in zip(one.supporters, paid, strict=True):
            money[voter] -= part
        self.spent += one.cost
        self.bought.append(rank)
        if self.purchases is not None:
            self.purchases.append(Purchase(rank, (rate, self.parts), paid, self.parts))

    def spend(self, *, at_most: int, progress: Progress | None = None) -> None:
        """Buy the cheapest candidate for its supporters again and again; stop beyond `at_most`."""
        heap = self.market.first_bounds()
        while self.spent <= at_most:
            best = self._cheapest(heap)
            if best is None:
                return
            self.buy(*best)
            if progress:
                progress(min(1.0, self.spent / max(1, at_most)))

    def _cheapest(self, heap: list[tuple[int, int]]) -> tuple[int, Price] | None:
        """Take from the heap the cheapest candidate; return its rank and exact price.

        Candidates that cannot be paid any more leave the heap for good.
        """
        best: tuple[int, Price] | None = None
        best_bound = 0
        seen = []
        while heap and (best is None or heap[0][0] <= best_bound):
            rank = heapq.heappop(heap)[1]
            price = self.price(rank)
            if price is None:
                continue
            divisor = price[1] * self.market.per_point[rank]
            bound = (price[0] << BOUND_BITS) // (divisor * self.parts)
            seen.append((bound, rank))
            if best is None or self.is_before((rank, price), best):
                best, best_bound = (rank, price), bound
        for bound, rank in seen:
            if best is None or rank != best[0]:
                heapq.heappush(heap, (bound, rank))
            elif rank in self.market.next_alike:
                heapq.heappush(heap, (bound, self.market.next_alike[rank]))
        return best

    def is_before(self, one: tuple[int, Price], other: tuple[int, Price]) -> bool:
        """Return whether one (rank, price) is cheaper for its worth, or as cheap and first."""
        worth = self.market.per_point
        left = one[1][0] * other[1][1] * worth[other[0]]
        right = other[1][0] * one[1][1] * worth[one[0]]
        return left < right or (left == right and one[0] < other[0])


def _shared_equally(due: int, purses: list[int]) -> Price:
    """Return (rest, payers): those who cannot pay rest ÷ payers give all; together they can pay."""
    while True:
        least = -(-due // len(purses))
        poor = [purse for purse in purses if purse < least]
        if not poor:
            return due, len(purses)
        due -= sum(poor)
        purses = [purse for purse in purses if purse >= least]


def _shared_by_points(due: int, purses: Sequence[int], points: Sequence[int]) -> Price:
    """Return (rest, points): those who cannot pay their points give all; together they can pay."""
    rich = list(zip(purses, points, strict=True))
    while True:
        total = sum(point for _purse, point in rich)
        poor = sum(purse for purse, point in rich if purse * total < due * point)
        left = [(purse, point) for purse, point in rich if purse * total >= due * point]
        if len(left) == len(rich):
            return due, total
        due -= poor
        rich = left


def wins_of(run: Run, election: Election) -> list[Win]:
    """Return what a run bought, with the payments in units of money; it must have kept them.

    The candidates of its market are the first of the election's.
    """
    known: dict[Price, Fraction] = {}

    def units(part: int, parts: int) -> Fraction:
        if (part, parts) not in known:
            known[part, parts] = Fraction(part, parts * election.parts)
        return known[part, parts]

    wins = []
    for purchase in run.purchases or []:
        supporters = run.market.candidates[purchase.rank].supporters
        payments = {
            voter: units(part, purchase.parts)
            for voter, part in zip(supporters, purchase.paid, strict=True)
            if part
        }
        price = units(*purchase.price) * election.point_parts
        wins.append(Win(purchase.rank, payments, price))
    return wins
