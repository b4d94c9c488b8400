"""The Method of Equal Shares on yes votes, one place per option (Peters and Skowron, 2020).

Each voting company holds the same share of the places. An option costs one place, paid by the
companies that want it, equally, except that nobody pays more than it has left. The option that is
cheapest for each is bought first, until nothing can be paid any more.

Version 1 fixes what variants leave open. Completion (Add1): the count is run again with shares
1 % larger each time, and the last run before one that keeps too many options stands. Places still
empty are filled by points. Ties: more companies, then more points, then the lower number.

While there are at least as many places as voting companies, each holds one place or more: a
company that wants a supported option and paid nothing could buy it alone, so the rule would not
have stopped. No such company is left with nothing.
"""

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, gcd

from synergies.voting.ballots import Ballot, Option, supported_options, voting
from synergies.voting.counts import Count, Parameters, Retained

RULE = "equal-shares"
VERSION = "1"
STEP = Fraction(1, 100)  # of the starting share, added by each run of the completion

# Prices are kept in the heap as whole multiples of 2^-64 place, rounded down: a true lower bound,
# whatever happens later, since a price only rises. Decisions compare the exact prices.
BOUND_BITS = 64


@dataclass(slots=True)
class _Purchase:
    option: Option
    parts: dict[str, int]  # what each company paid …
    place: int  # … where this many parts make one place

    def retained(self) -> Retained:
        payments = {company: Fraction(part, self.place) for company, part in self.parts.items()}
        return Retained(self.option.number, self.option.supporters, payments)


@dataclass(slots=True)
class _Options:
    """The options in the order of the tie-break. Those wanted by the same companies cost the same,
    so that only the first of them has to be priced: `next_alike` leads from each to the next."""

    ranked: Sequence[Option]
    next_alike: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        last: dict[tuple[str, ...], int] = {}
        for rank, option in enumerate(self.ranked):
            if option.supporters in last:
                self.next_alike[last[option.supporters]] = rank
            last[option.supporters] = rank

    def first_bounds(self) -> list[tuple[int, int]]:
        """Return a heap of (lower bound of the price, rank): one place shared by all supporters."""
        later = set(self.next_alike.values())
        heap = [
            ((1 << BOUND_BITS) // len(option.supporters), rank)
            for rank, option in enumerate(self.ranked)
            if rank not in later
        ]
        heapq.heapify(heap)
        return heap

    def push_next_alike(self, heap: list[tuple[int, int]], bound: int, rank: int) -> None:
        if rank in self.next_alike:
            heapq.heappush(heap, (bound, self.next_alike[rank]))


@dataclass(slots=True)
class _Run:
    """One run of the rule. Money is counted in whole parts of a place: exact, and fast.

    place: how many parts make one place; it grows when a price does not fall on a whole part.
    """

    place: int
    money: dict[str, int]
    purchases: list[_Purchase] = field(default_factory=list)

    @classmethod
    def start(cls, share: Fraction, companies: Iterable[str]) -> "_Run":
        return cls(share.denominator, dict.fromkeys(companies, share.numerator))

    def price(self, option: Option) -> tuple[int, int] | None:
        """Return the exact price per company as (parts, divisor), or None: it cannot be paid."""
        purses = sorted([self.money[company] for company in option.supporters])
        due, payers = self.place, len(purses)
        if sum(purses) < due:
            return None
        for purse in purses:
            if purse * payers >= due:
                break
            due -= purse
            payers -= 1
        return due, payers

    def buy(self, option: Option, parts: int, divisor: int) -> None:
        """Take the price parts/divisor, or what is left, from each company that wants it."""
        scale = divisor // gcd(parts, divisor)
        if scale > 1:
            self.place *= scale
            self.money = {company: purse * scale for company, purse in self.money.items()}
        price = parts * scale // divisor
        paid = {company: min(self.money[company], price) for company in option.supporters}
        for company, part in paid.items():
            self.money[company] -= part
        payers = {company: part for company, part in paid.items() if part}
        self.purchases.append(_Purchase(option, payers, self.place))

    def spend(self, options: "_Options", *, at_most: int) -> None:
        """Buy the cheapest option for each company again and again; stop beyond `at_most`."""
        heap = options.first_bounds()
        while len(self.purchases) <= at_most:
            best = self._cheapest(options, heap)
            if best is None:
                return
            rank, parts, divisor = best
            self.buy(options.ranked[rank], parts, divisor)

    def _cheapest(
        self, options: "_Options", heap: list[tuple[int, int]]
    ) -> tuple[int, int, int] | None:
        """Take from the heap the cheapest option; return its rank and exact price.

        Options that cannot be paid any more leave the heap for good.
        """
        best: tuple[int, int, int] | None = None
        best_bound = 0
        seen = []
        while heap and (best is None or heap[0][0] <= best_bound):
            rank = heapq.heappop(heap)[1]
            price = self.price(options.ranked[rank])
            if price is None:
                continue
            bound = (price[0] << BOUND_BITS) // (price[1] * self.place)
            seen.append((bound, rank))
            if best is None or _is_before((rank, *price), best):
                best, best_bound = (rank, *price), bound
        for bound, rank in seen:
            if best and rank == best[0]:
                options.push_next_alike(heap, bound, rank)
            else:
                heapq.heappush(heap, (bound, rank))
        return best


def _is_before(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    """Compare two (rank, parts, divisor) by exact price, then by rank."""
    difference = one[1] * other[2] - other[1] * one[2]
    return difference < 0 or (difference == 0 and one[0] < other[0])


def _certain_steps(options: Sequence[Option], start: Fraction, places: int) -> int:
    """Return how many steps of the completion need no run: money is too short to end it.

    The completion ends when a run keeps more options than places, or all of them; each costs one
    place, so it cannot before the companies that want something hold that much together.
    """
    spenders = {company for option in options for company in option.supporters}
    if not spenders:
        return 0
    enough = min(places + 1, len(options))
    return max(0, ceil((enough / (len(spenders) * start) - 1) / STEP) - 1)


def _last_run_that_fits(
    options: Sequence[Option], companies: Sequence[str], places: int
) -> tuple[Fraction, _Run]:
    """Return the share and the run kept by the completion."""
    start = Fraction(places, len(companies))
    share = start * (1 + STEP * _certain_steps(options, start, places))
    priced = _Options(options)
    kept = _Run.start(share, companies)
    kept.spend(priced, at_most=places)
    while len(kept.purchases) < len(options):
        larger = share + start * STEP
        run = _Run.start(larger, companies)
        run.spend(priced, at_most=places)
        if len(run.purchases) > places:
            break
        share, kept = larger, run
    return share, kept


def _fill_up(options: Sequence[Option], run: _Run, places: int) -> list[Retained]:
    """Return the options that take the places left: most points first, then the tie-break."""
    bought = {purchase.option.number for purchase in run.purchases}
    others = [option for option in options if option.number not in bought]
    others.sort(key=lambda option: (-option.points, option.precedence))
    free = places - len(run.purchases)
    return [Retained(option.number, option.supporters, {}) for option in others[:free]]


def equal_shares(ballots: Iterable[Ballot], parameters: Parameters) -> Count:
    """Return what the companies' equal shares buy, in places; exact, and the same for ever.

    Ballots without any answer take no part. Raises ValueError when a company has two ballots.
    """
    voters = voting(ballots)
    companies = [ballot.company for ballot in voters]
    if not companies:
        return Count(RULE, VERSION, parameters, (), Fraction(0), {})
    options = supported_options(voters, minimum_supporters=parameters.minimum_supporters)
    share, run = _last_run_that_fits(options, companies, parameters.places)
    retained = [purchase.retained() for purchase in run.purchases]
    retained += _fill_up(options, run, parameters.places)
    remaining = {company: Fraction(purse, run.place) for company, purse in run.money.items()}
    return Count(RULE, VERSION, parameters, tuple(retained), share, remaining)
