"""The result of a count as JSON keeps it: keys that do not change, amounts as exact fractions."""

from collections.abc import Mapping
from fractions import Fraction


def winner(
    *,
    rank: int,
    identifier: str,
    name: str,
    cost: Fraction,
    supporters: Fraction,
    points: Fraction,
    price: Fraction | None,
    score: Fraction | None,
    is_fill_up: bool,
    payments: Mapping[str, Fraction],
) -> dict[str, object]:
    """Return one retained candidate.

    rank: from 1, in the order of the count. id, name. cost: in units of money, or 1 place.
    supporters: voters that want it, by weight. points: given to it by all. price: what one point
    of one voter paid unless it had less left, null without payments. score: what it came in by,
    null for equal shares. is_fill_up: whether it took what the shares could not spend.
    payments: by voter. All amounts are text such as "3/8", so that nothing is rounded.
    """
    return {
        "rank": rank,
        "id": identifier,
        "name": name,
        "cost": str(cost),
        "supporters": str(supporters),
        "points": str(points),
        "price": None if price is None else str(price),
        "score": None if score is None else str(score),
        "is_fill_up": is_fill_up,
        "payments": {voter: str(part) for voter, part in payments.items()},
    }
