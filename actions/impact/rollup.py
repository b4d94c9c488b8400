"""Totals of measurements by area, year, company and funder: the parts make the whole exactly.

A figure belongs to one action, so that no sum counts it twice. Values are fractions; only what is
shown is rounded, by largest remainder, so that a column still makes its total.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor, sqrt
from typing import TypeVar

Weights = Mapping[int | None, Fraction]
WHOLE = Fraction(1)
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured or converted value. `uncertainty`: ± percent, None when it is not known."""

    key: int
    action: int
    area: str
    day: date
    value: Fraction
    proof: str
    uncertainty: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """A sum, what of it is how surely known, and the square of its uncertainty (unit²)."""

    value: Fraction
    by_proof: Mapping[str, Fraction]
    variance: Fraction
    figures: int
    with_uncertainty: int

    @property
    def uncertainty_percent(self) -> Decimal | None:
        """± percent of the whole, one decimal; None unless every figure tells its own."""
        if not self.value or not self.figures or self.with_uncertainty < self.figures:
            return None
        share = 100 * sqrt(self.variance) / abs(float(self.value))
        return Decimal(f"{share:.1f}")


def counted(figures: Iterable[Figure], *, is_flow: bool) -> list[Figure]:
    """Return the figures that make the total: all of a flow, of a level the last of each action."""
    rows = sorted(figures, key=lambda one: (one.day, one.key))
    return rows if is_flow else list({one.action: one for one in rows}.values())


def total_of(parts: Iterable[tuple[Figure, Fraction]]) -> Total:
    """Return the sum of figures, each with the share of it that is taken (1: all of it).

    Uncertainties are taken as independent: the root of the sum of their squares (IPCC 2006
    guidelines, volume 1, chapter 3, approach 1).
    """
    value = variance = Fraction(0)
    by_proof: dict[str, Fraction] = {}
    count = known = 0
    for figure, share in parts:
        part = figure.value * share
        count += 1
        value += part
        by_proof[figure.proof] = by_proof.get(figure.proof, Fraction(0)) + part
        if figure.uncertainty is not None:
            known += 1
            variance += (part * figure.uncertainty / 100) ** 2
    return Total(value, by_proof, variance, count, known)


def whole(figures: Iterable[Figure], *, is_flow: bool) -> Total:
    """Return the total of an indicator."""
    return total_of((one, WHOLE) for one in counted(figures, is_flow=is_flow))


def by_area(figures: Iterable[Figure], *, is_flow: bool) -> dict[str, Total]:
    """Return the total of each area; together they are the whole."""
    return _grouped(counted(figures, is_flow=is_flow), lambda one: {one.area: WHOLE})


def by_year(figures: Iterable[Figure], *, is_flow: bool) -> dict[int, Total]:
    """Return the total of each year, the first first.

    A flow: what was measured within the year; the years make the whole. A level: where it stood
    on the last day of the year, carried on from the year before when it was not measured again.
    """
    rows = list(figures)
    if not rows:
        return {}
    if is_flow:
        return dict(sorted(_grouped(rows, lambda one: {one.day.year: WHOLE}).items()))
    years = range(min(one.day.year for one in rows), max(one.day.year for one in rows) + 1)
    return {year: whole([r for r in rows if r.day.year <= year], is_flow=False) for year in years}


def by_holder(
    figures: Iterable[Figure], weights: Callable[[Figure], Weights], *, is_flow: bool
) -> dict[int | None, Total]:
    """Return what each company or funder has of the total; None: what nobody holds.

    weights: of a figure's action on its day; they make 1, so that the parts make the whole.
    """
    return _grouped(counted(figures, is_flow=is_flow), weights)


def _grouped(
    figures: Iterable[Figure], weights: Callable[[Figure], Mapping[K, Fraction]]
) -> dict[K, Total]:
    parts: dict[K, list[tuple[Figure, Fraction]]] = {}
    for figure in figures:
        for key, share in weights(figure).items():
            parts.setdefault(key, []).append((figure, share))
    return {key: total_of(rows) for key, rows in parts.items()}


# -- Who holds how much of an action --------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Stake:
    """A company in a synergy, from the day it joined until the day it left."""

    company: int
    percent: Decimal | None = None
    quantity: Decimal | None = None
    unit: str = ""
    joined_on: date | None = None
    left_on: date | None = None

    def is_there(self, day: date) -> bool:
        joined = self.joined_on is None or self.joined_on <= day
        return joined and (self.left_on is None or day < self.left_on)


def stake_weights(stakes: Sequence[Stake]) -> Weights:
    """Return the part of each company of one synergy: by percent when all have one, by quantity
    when all have one in the same unit, else the same for each.
    """
    percents = [one.percent for one in stakes if one.percent is not None]
    quantities = [one.quantity for one in stakes if one.quantity is not None]
    same_unit = len({one.unit for one in stakes}) == 1
    sizes: Sequence[Decimal | int] = [1] * len(stakes)
    if len(percents) == len(stakes):
        sizes = percents
    elif len(quantities) == len(stakes) and same_unit:
        sizes = quantities
    return _normalised(
        (one.company, Fraction(size)) for one, size in zip(stakes, sizes, strict=True)
    )


def company_weights(
    synergies: Sequence[Sequence[Stake]], others: Sequence[int], day: date
) -> Weights:
    """Return the part of each company of an action on a day; the parts make 1.

    Each synergy with a company that day has the same part, split by the shares of its parties.
    Without such a synergy the companies of the sheet (`others`) have the same part each.
    """
    present = [[one for one in stakes if one.is_there(day)] for stakes in synergies]
    peopled = [stakes for stakes in present if stakes]
    if peopled:
        part = Fraction(1, len(peopled))
        return _normalised(
            (company, part * share)
            for stakes in peopled
            for company, share in stake_weights(stakes).items()
        )
    return _normalised((company, WHOLE) for company in others)


def funder_weights(amounts: Sequence[tuple[int, Decimal | None]]) -> Weights:
    """Return the part of each funder of an action: by amount, or the same for each when no amount
    is known; who has none beside others that have one pays nothing.
    """
    paid = [(funder, Fraction(amount)) for funder, amount in amounts if amount]
    return _normalised(paid or [(funder, WHOLE) for funder in dict(amounts)])


def _normalised(sizes: Iterable[tuple[int | None, Fraction]]) -> Weights:
    merged: dict[int | None, Fraction] = {}
    for key, size in sizes:
        merged[key] = merged.get(key, Fraction(0)) + size
    sum_ = sum(merged.values())
    return {key: size / sum_ for key, size in merged.items()} if sum_ else {None: WHOLE}


# -- What is shown --------------------------------------------------------------------------------
def rounded(parts: Mapping[K, Fraction], decimals: int) -> dict[K, Decimal]:
    """Return the parts rounded so that they make their rounded sum (largest remainder)."""
    scale = 10**decimals
    floors = {key: floor(part * scale) for key, part in parts.items()}
    missing = round(sum(parts.values()) * scale) - sum(floors.values())
    ranked = sorted(parts, key=lambda key: floors[key] - parts[key] * scale)
    for key in ranked[:missing]:
        floors[key] += 1
    return {key: Decimal(units).scaleb(-decimals) for key, units in floors.items()}
