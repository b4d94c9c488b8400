"""What is shown beside a match: how much, when, how far, how safe, and what is not known.

Limits are facts that also bound the tier: no common month, opposite states, other sizes.
"""

from collections.abc import Iterator
from decimal import Decimal
from math import asin, cos, radians, sin, sqrt

from .parse import ALL_MONTHS, Parsed, month_numbers
from .qualities import TEMPERATURE_GAP_C, contradiction
from .quantities import Quantity
from .records import Direction, Family, Kind, Reason, Tier

EARTH_RADIUS_KM = 6371.0

Limit = tuple[Tier, Reason]


def limits(one: Parsed, other: Parsed) -> list[Limit]:
    """Return what keeps the two from being SURE: the best tier each limit leaves, and why."""
    found: list[Limit] = []
    if not one.months & other.months:
        found.append(_seasons_apart(one, other))
    if one.states and other.states and (opposite := contradiction(one.states, other.states)):
        first, second, tier = opposite
        found.append((tier, _reason("states_differ", state_a=first, state_b=second)))
    if one.sizes and other.sizes and one.sizes.isdisjoint(other.sizes):
        found.append((Tier.PROBABLE, _unlike("sizes_differ", one.sizes, other.sizes)))
    if one.grades and other.grades and one.grades.isdisjoint(other.grades):
        found.append((Tier.PROBABLE, _unlike("grades_differ", one.grades, other.grades)))
    if one.temperature_c and other.temperature_c:
        found.extend(_temperatures(one.temperature_c, other.temperature_c))
    for refusing, refused in ((one, other), (other, one)):
        if words := refusing.refused_words.intersection(refused.words):
            reason = _reason("word_refused", ref=refusing.ref, words=", ".join(sorted(words)))
            found.append((Tier.LEAD, reason))
    return found


def facts(one: Parsed, other: Parsed, kind: Kind) -> Iterator[Reason]:
    """Yield the facts of a pair as reasons, in reading order; the limits among them."""
    if Family.ACTIVITY not in (one.family, other.family):
        yield from _quantity(one, other, kind)
    common = one.months & other.months
    if common == ALL_MONTHS:
        yield _reason("all_year")
    elif common:
        yield _reason("common_months", months=" ".join(map(str, month_numbers(common))))
    for _tier, reason in limits(one, other):
        yield reason
    yield _distance(one, other)
    for side in (one, other):
        if side.hazard:
            yield _reason("hazardous", ref=side.ref, code=side.hazard)
    for side in (one, other):
        if side.direction == Direction.ANY and side.family is not Family.ACTIVITY:
            yield _reason("direction_unknown", ref=side.ref)


def distance_km(one: Parsed, other: Parsed) -> float | None:
    """Return the distance as the crow flies, in kilometres, or None without coordinates."""
    if (
        one.latitude is None
        or one.longitude is None
        or other.latitude is None
        or other.longitude is None
    ):
        return None
    return crow_km((one.latitude, one.longitude), (other.latitude, other.longitude))


def crow_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the distance as the crow flies between two (latitude, longitude), in kilometres."""
    (lat_1, lon_1), (lat_2, lon_2) = (map(radians, one), map(radians, other))
    half = sin((lat_2 - lat_1) / 2) ** 2
    half += cos(lat_1) * cos(lat_2) * sin((lon_2 - lon_1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(half)))


def coverage(one: Parsed, other: Parsed) -> Decimal | None:
    """Return how much of the need the offer covers, 0-1, or None when that cannot be said."""
    mine, theirs = one.quantity, other.quantity
    if mine is None or theirs is None or not mine.is_comparable_with(theirs):
        return None
    return min(mine.middle / theirs.middle, Decimal(1))


def _reason(code: str, /, **params: str) -> Reason:
    return Reason(code, tuple(params.items()))


def _unlike(code: str, mine: frozenset[str], theirs: frozenset[str]) -> Reason:
    return _reason(code, first=", ".join(sorted(mine)), second=", ".join(sorted(theirs)))


def _seasons_apart(one: Parsed, other: Parsed) -> Limit:
    if one.direction == other.direction == Direction.NEED:
        return Tier.SURE, _reason("seasons_follow")
    return Tier.LEAD, _reason("no_common_month")


def _temperatures(mine: tuple[int, int], theirs: tuple[int, int]) -> Iterator[Limit]:
    gap = max(mine[0], theirs[0]) - min(mine[1], theirs[1])
    if gap >= TEMPERATURE_GAP_C:
        first, second = (_degrees(ends) for ends in (mine, theirs))
        yield Tier.PROBABLE, _reason("temperatures_differ", first=first, second=second)


def _degrees(ends: tuple[int, int]) -> str:
    return "/".join(str(end) for end in dict.fromkeys(ends))


def _quantity(one: Parsed, other: Parsed, kind: Kind) -> Iterator[Reason]:
    mine, theirs = one.quantity, other.quantity
    if mine is None or theirs is None:
        for side in (one, other):
            if side.quantity is None:
                code = "quantity_unread" if side.quantity_text else "quantity_missing"
                yield _reason(code, ref=side.ref, text=side.quantity_text)
        return
    share = coverage(one, other)
    if kind is Kind.SUBSTITUTION and share is None:
        yield _reason("units_differ", amount_a=_written(mine), amount_b=_written(theirs))
    elif kind is Kind.SUBSTITUTION and share is not None:
        percent = f"{share * 100:.0f}"
        yield _reason("covers", offered=_written(mine), needed=_written(theirs), percent=percent)
    elif one.direction == other.direction and mine.is_comparable_with(theirs):
        total = Quantity(mine.low + theirs.low, mine.high + theirs.high, mine.unit, mine.is_annual)
        yield _reason("adds_up", total=_written(total))


def _distance(one: Parsed, other: Parsed) -> Reason:
    distance = distance_km(one, other)
    return (
        _reason("distance_unknown")
        if distance is None
        else _reason("distance", km=f"{distance:.1f}")
    )


def _written(quantity: Quantity) -> str:
    """Return an amount as `explain` reads it: "5-10 t/year", "300 unit"."""
    ends = dict.fromkeys(
        f"{end:.3f}".rstrip("0").rstrip(".") for end in (quantity.low, quantity.high)
    )
    per_year = "/year" if quantity.is_annual else ""
    return f"{'-'.join(ends)} {quantity.unit}{per_year}".strip()
