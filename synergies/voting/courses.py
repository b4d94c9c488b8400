"""The course of a run: what decides each purchase. Runs of the same course buy the same.

At each purchase, the course names what is bought, which candidates could be paid, and who of their
supporters could not pay the price in full. If two runs with different shares have the same course,
so has every run with a share between them. For as long as the courses agree, every purse is a
linear function of the share; so is every price, since the same supporters are short; and the
conditions of the next purchase – who is short, which candidate can be paid, which is the cheapest,
the first of equals – are linear inequalities between them, true at both ends, so in between.

That lets a completion of a million steps jump over those that change nothing.
"""

from collections.abc import Sequence
from fractions import Fraction

from synergies.voting.purses import Market, Price, Run

# By purchase: what is bought; what could be paid, with who is short among its supporters.
Course = list[tuple[int, tuple[tuple[int, bytes], ...]]]


def course_of(
    market: Market, share: Fraction, voices: Sequence[int], *, at_most: int
) -> Course | None:
    """Return the course of the run with a share, or None when it spends more than `at_most`."""
    run = Run.start(market, share, voices)
    waiting = list(range(len(market.candidates)))
    course: Course = []
    while True:
        offers = [(rank, price) for rank in waiting if (price := run.price(rank)) is not None]
        if not offers:
            return course
        best = offers[0]
        for offer in offers[1:]:
            if run.is_before(offer, best):
                best = offer
        course.append((best[0], tuple((rank, _short(run, rank, price)) for rank, price in offers)))
        run.buy(*best)
        if run.spent > at_most:
            return None
        waiting = [rank for rank, _price in offers if rank != best[0]]


def _short(run: Run, rank: int, price: Price) -> bytes:
    """Return, for each supporter, whether it cannot pay the price of its points in full."""
    due, points = price
    one = run.market.candidates[rank]
    return bytes(
        run.money[voter] * points < due * worth
        for voter, worth in zip(one.supporters, one.worth, strict=True)
    )
