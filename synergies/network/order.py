"""An order of companies in which those that work together stand side by side.

Pairs are taken from the strongest to the weakest. Each company begins as a row of its own; a pair
joins the two rows its companies stand in, turned so that the two come as near to each other as
they can. Rows that nothing joins follow one another, the longest first. The work is the sorting
of m pairs and, for n companies, n − 1 joins: O(m log m), and n²/2 moves at worst, which for 500
companies is less than reading them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from synergies.network.ties import Tie


def order_of(companies: Sequence[int], ties: Iterable[Tie]) -> list[int]:
    """Return the companies, each once, so that strong pairs are near each other.

    companies: in the order that decides between equals, for instance by name.
    """
    rows: dict[int, list[int]] = {company: [company] for company in companies}
    for tie in sorted(ties, key=lambda one: one.rank):
        left, right = rows[tie.a], rows[tie.b]
        if left is right:
            continue
        joined = _joined(left, tie.a, right, tie.b)
        for company in joined:
            rows[company] = joined
    first = {company: position for position, company in enumerate(companies)}
    apart = {id(row): row for row in rows.values()}.values()
    by_size = sorted(apart, key=lambda row: (-len(row), min(first[one] for one in row)))
    return [company for row in by_size for company in row]


def _joined(left: list[int], a: int, right: list[int], b: int) -> list[int]:
    """Return both rows as one: a near its end, b near its beginning."""
    from_start = left.index(a)
    if from_start < len(left) - 1 - from_start:
        left = left[::-1]
    from_start = right.index(b)
    if from_start > len(right) - 1 - from_start:
        right = right[::-1]
    return left + right
