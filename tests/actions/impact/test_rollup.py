"""Totals and their parts against a plain recomputation, written another way."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.impact.rollup import (
    Figure,
    Stake,
    Weights,
    by_area,
    by_holder,
    by_year,
    company_weights,
    funder_weights,
    rounded,
    stake_weights,
    whole,
)

days = st.dates(date(2017, 1, 1), date(2021, 12, 31))
values = st.decimals(0, 10**6, places=3).map(Fraction)
figures = st.lists(
    st.builds(
        Figure,
        key=st.integers(1, 10**6),
        action=st.integers(1, 4),
        area=st.just(""),
        day=days,
        value=values,
        proof=st.sampled_from(["estimated", "declared", "verified"]),
        uncertainty=st.none() | st.integers(0, 50).map(Fraction),
    ).map(
        lambda one: Figure(
            *(one.key, one.action, "ABC"[one.action % 3], one.day, one.value),
            *(one.proof, one.uncertainty),
        )
    ),
    max_size=12,
    unique_by=lambda one: one.key,
)
percents = st.none() | st.decimals("0.01", 100, places=2)
stakes = st.lists(
    st.builds(
        Stake,
        company=st.integers(1, 5),
        percent=percents,
        joined_on=st.none() | days,
        left_on=st.none() | days,
    ),
    max_size=4,
    unique_by=lambda one: one.company,
)


def plain_total(rows: list[Figure], is_flow: bool) -> Fraction:
    """Walk over the actions one by one, and over their figures from the last."""
    sum_ = Fraction(0)
    for action in {row.action for row in rows}:
        own = [row for row in rows if row.action == action]
        if is_flow:
            for row in own:
                sum_ += row.value
        else:
            last = own[0]
            for row in own:
                if (row.day, row.key) > (last.day, last.key):
                    last = row
            sum_ += last.value
    return sum_


@given(figures, st.booleans())
def test_areas_make_the_whole_and_the_whole_is_the_plain_sum(rows, is_flow):
    total = whole(rows, is_flow=is_flow)
    areas = by_area(rows, is_flow=is_flow)

    assert total.value == plain_total(rows, is_flow)
    assert {area: part.value for area, part in areas.items()} == {
        area: plain_total([row for row in rows if row.area == area], is_flow)
        for area in {row.area for row in rows}
    }
    assert sum(part.value for part in areas.values()) == total.value
    assert sum(total.by_proof.values()) == total.value


@given(figures, st.booleans())
def test_each_year_is_the_plain_sum_of_what_counts_in_it(rows, is_flow):
    years = by_year(rows, is_flow=is_flow)

    for year, total in years.items():
        own = [r for r in rows if (r.day.year == year if is_flow else r.day.year <= year)]
        assert total.value == plain_total(own, is_flow)
    if is_flow:
        assert sum(total.value for total in years.values()) == plain_total(rows, is_flow)
    elif years:
        assert years[max(years)].value == plain_total(rows, is_flow)


def plain_company(
    rows: list[Figure], synergies: list[list[Stake]], company: int | None
) -> Fraction:
    """What one company has of a flow that one action measured: its part, figure by figure."""
    own = Fraction(0)
    for row in rows:
        there = [
            [
                s
                for s in synergy
                if not (s.joined_on and s.joined_on > row.day)
                and not (s.left_on and s.left_on <= row.day)
            ]
            for synergy in synergies
        ]
        filled = [synergy for synergy in there if synergy]
        for synergy in filled:
            mine = [s for s in synergy if s.company == company]
            for s in mine:
                if any(other.percent is None for other in synergy):
                    own += row.value / len(filled) / len(synergy)
                else:
                    percents = [Fraction(other.percent or 0) for other in synergy]
                    own += row.value / len(filled) * Fraction(s.percent or 0) / sum(percents)
    return own


@given(figures, st.lists(stakes, max_size=3), st.booleans())
def test_companies_make_the_whole_and_each_has_its_share(rows, synergies, is_flow):
    def weights(figure: Figure) -> Weights:
        return company_weights(synergies, [], figure.day)

    parts = by_holder(rows, weights, is_flow=is_flow)

    assert sum(part.value for part in parts.values()) == plain_total(rows, is_flow)
    if is_flow:
        for company in set(parts) - {None}:
            assert parts[company].value == plain_company(rows, synergies, company)


@given(
    figures,
    st.dictionaries(
        st.integers(1, 4),
        st.lists(st.tuples(st.integers(1, 3), st.none() | st.decimals(0, 9999, places=2))),
    ),
)
def test_funders_make_the_whole(rows, fundings):
    parts = by_holder(
        rows, lambda figure: funder_weights(fundings.get(figure.action, [])), is_flow=True
    )

    assert sum(part.value for part in parts.values()) == plain_total(rows, is_flow=True)


@given(st.dictionaries(st.integers(), values, max_size=8), st.integers(0, 3))
def test_rounded_parts_make_their_rounded_sum(parts, decimals):
    shown = rounded(parts, decimals)
    unit = Fraction(1, 10**decimals)

    assert sum(map(Fraction, shown.values())) == round(sum(parts.values()) / unit) * unit
    assert all(abs(Fraction(shown[key]) - parts[key]) < unit for key in parts)


def test_a_share_is_by_percent_by_quantity_or_the_same_for_each():
    thirds = [Stake(1, percent=Decimal(20)), Stake(2, percent=Decimal(40))]
    tonnes = [Stake(1, quantity=Decimal(3), unit="t"), Stake(2, quantity=Decimal(1), unit="t")]
    mixed = [Stake(1, quantity=Decimal(3), unit="t"), Stake(2, quantity=Decimal(1), unit="kg")]

    assert stake_weights(thirds) == {1: Fraction(1, 3), 2: Fraction(2, 3)}
    assert stake_weights(tonnes) == {1: Fraction(3, 4), 2: Fraction(1, 4)}
    assert stake_weights(mixed) == {1: Fraction(1, 2), 2: Fraction(1, 2)}


def test_what_nobody_holds_is_said():
    day = date(2018, 6, 30)

    assert company_weights([], [], day) == {None: 1}
    assert company_weights([], [7, 8], day) == {7: Fraction(1, 2), 8: Fraction(1, 2)}
    assert funder_weights([]) == {None: 1}
    assert funder_weights([(1, None), (2, Decimal(100))]) == {2: 1}
    assert funder_weights([(1, None), (2, None)]) == {1: Fraction(1, 2), 2: Fraction(1, 2)}


@pytest.mark.parametrize(
    ("second", "percent"), [(Fraction(10), Decimal("7.1")), (None, None)], ids=["known", "unknown"]
)
def test_independent_uncertainties_combine_by_the_root_of_their_squares(second, percent):
    day = date(2018, 6, 30)
    rows = [
        Figure(1, 1, "A", day, Fraction(100), "declared", Fraction(10)),
        Figure(2, 2, "A", day, Fraction(100), "declared", second),
    ]

    assert whole(rows, is_flow=True).uncertainty_percent == percent
