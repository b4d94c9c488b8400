"""What is shown beside a match: how much, when, how far, how safe, and what is not known.

Some facts also bound the tier: no common month, opposite states and other sizes forbid SURE.
"""

from collections.abc import Iterator
from decimal import Decimal
from math import asin, cos, radians, sin, sqrt

from .parse import ALL_MONTHS, Parsed
from .quantities import Quantity
from .records import Declaration, Direction, Kind, Reason, Tier

EARTH_RADIUS_KM = 6371.0

Fact = tuple[Tier, Reason]


def facts(one: Parsed, other: Parsed, kind: Kind) -> tuple[Tier, tuple[Reason, ...]]:
    """Return the best tier the facts allow, and the facts as reasons, in reading order."""
    found = [
        *_quantity(one, other, kind),
        *_seasons(one, other),
        *_states(one, other),
        *_sizes_and_grades(one, other),
        *_distance(one.declaration, other.declaration),
        *_hazard(one.declaration, other.declaration),
        *_direction(one.declaration, other.declaration),
    ]
    cap = max((tier for tier, _ in found), key=lambda tier: tier.rank, default=Tier.SURE)
    return cap, tuple(reason for _, reason in found)


def distance_km(one: Declaration, other: Declaration) -> float | None:
    """Return the distance as the crow flies, in kilometres, or None without coordinates."""
    if None in (one.latitude, one.longitude, other.latitude, other.longitude):
        return None
    lat_1, lon_1 = radians(one.latitude or 0), radians(one.longitude or 0)
    lat_2, lon_2 = radians(other.latitude or 0), radians(other.longitude or 0)
    half = sin((lat_2 - lat_1) / 2) ** 2
    half += cos(lat_1) * cos(lat_2) * sin((lon_2 - lon_1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(half))


def is_hazardous(waste_code: str) -> bool:
    """Return whether a List-of-Waste code carries the asterisk of hazardous waste."""
    return waste_code.strip().endswith("*")


def _fact(code: str, cap: Tier = Tier.SURE, /, **params: str) -> Fact:
    return cap, Reason(code, tuple(params.items()))


def _quantity(one: Parsed, other: Parsed, kind: Kind) -> Iterator[Fact]:
    mine, theirs = one.quantity, other.quantity
    if mine is None or theirs is None:
        for side in (one, other):
            if side.quantity is None:
                given = side.declaration.quantity.strip()
                code = "quantity_unread" if given else "quantity_missing"
                yield _fact(code, ref=side.declaration.ref, text=given)
    elif kind is Kind.SUBSTITUTION and not mine.is_comparable_with(theirs):
        yield _fact("units_differ", amount_a=_written(mine), amount_b=_written(theirs))
    elif kind is Kind.SUBSTITUTION:
        share = min(mine.middle / theirs.middle, Decimal(1))
        yield _fact(
            "covers", offered=_written(mine), needed=_written(theirs), percent=f"{share * 100:.0f}"
        )
    elif one.declaration.direction == other.declaration.direction and mine.is_comparable_with(
        theirs
    ):
        total = Quantity(mine.low + theirs.low, mine.high + theirs.high, mine.unit, mine.is_annual)
        yield _fact("adds_up", total=_written(total))


def _seasons(one: Parsed, other: Parsed) -> Iterator[Fact]:
    common = one.months & other.months
    if not common:
        both_need = {one.declaration.direction, other.declaration.direction} == {Direction.NEED}
        code = "seasons_follow" if both_need else "no_common_month"
        yield _fact(code, Tier.SURE if both_need else Tier.LEAD)
    elif common == ALL_MONTHS:
        yield _fact("all_year")
    else:
        yield _fact("common_months", months=" ".join(map(str, sorted(common))))


def _states(one: Parsed, other: Parsed) -> Iterator[Fact]:
    if opposite := one.contradicts(other):
        yield _fact("states_differ", Tier.LEAD, state_a=opposite[0], state_b=opposite[1])


def _sizes_and_grades(one: Parsed, other: Parsed) -> Iterator[Fact]:
    for code, mine, theirs in (
        ("sizes_differ", one.sizes, other.sizes),
        ("grades_differ", one.grades, other.grades),
    ):
        if mine and theirs and mine.isdisjoint(theirs):
            first, second = (", ".join(sorted(values)) for values in (mine, theirs))
            yield _fact(code, Tier.PROBABLE, first=first, second=second)


def _distance(one: Declaration, other: Declaration) -> Iterator[Fact]:
    distance = distance_km(one, other)
    if distance is None:
        yield _fact("distance_unknown")
    else:
        yield _fact("distance", km=f"{distance:.1f}")


def _hazard(one: Declaration, other: Declaration) -> Iterator[Fact]:
    for side in (one, other):
        if is_hazardous(side.waste_code):
            yield _fact("hazardous", ref=side.ref, code=side.waste_code.strip())


def _direction(one: Declaration, other: Declaration) -> Iterator[Fact]:
    for side in (one, other):
        if side.direction == Direction.ANY:
            yield _fact("direction_unknown", ref=side.ref)


def _written(quantity: Quantity) -> str:
    """Return an amount as `explain` reads it: "5-10 t/year", "300 unit"."""
    ends = dict.fromkeys(
        f"{end:.3f}".rstrip("0").rstrip(".") for end in (quantity.low, quantity.high)
    )
    per_year = "/year" if quantity.is_annual else ""
    return f"{'-'.join(ends)} {quantity.unit}{per_year}".strip()
