"""Numbers, quantities and percentages as people type them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companies.workbook.numbers import (
    Quantity,
    read_decimal,
    read_percent,
    read_quantity,
    read_whole_number,
)
from tests.companies.workbook.readings import REPAIRED, SURE, TO_CONFIRM, UNREADABLE, found


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("160", "160"),
        (160, "160"),
        (1.8, "1.8"),
        ("1,8", "1.8"),
        ("1.8", "1.8"),
        ("0,250", "0.25"),
        ("1 250,5", "1250.5"),
        ("18\u202f000", "18000"),
        ("4\u00a0100", "4100"),
        ("1'250", "1250"),
        ("1\u2019250", "1250"),
        ("2.400,75", "2400.75"),
        ("2,400.75", "2400.75"),
        ("1.250.000", "1250000"),
        ("1,250,000", "1250000"),
        ("-12,5", "-12.5"),
        ("−3", "-3"),
        (" 12 ", "12"),
    ],
)
def test_a_number_is_read(typed, number):
    assert found(read_decimal(typed)) == (Decimal(number), SURE)


@pytest.mark.parametrize(
    "typed",
    [
        "1,250",
        "1.250",
        "12 50",
        "douze",
        "",
        "1,2,3",
        "--4",
        "1e5",
        True,
        date(2017, 1, 2),
        1e300,
        float("inf"),
        float("nan"),
        "9" * 20,
    ],
)
def test_a_number_that_is_none_or_two_is_refused(typed):
    assert found(read_decimal(typed)) == (None, UNREADABLE)


def test_more_than_three_decimals_are_rounded_and_said():
    assert found(read_decimal("0,12345")) == (Decimal("0.123"), REPAIRED)


def test_the_noise_of_binary_fractions_is_not_worth_saying():
    assert found(read_decimal(0.1 + 0.2)) == (Decimal("0.3"), SURE)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_a_number_written_in_french_is_read_back(number):
    written = f"{number:,}".replace(",", "\u202f").replace(".", ",")

    assert read_decimal(written).value == number


@given(st.text(max_size=30))
def test_no_text_breaks_the_parsers_of_numbers(text):
    read_decimal(text)
    read_quantity(text)
    read_percent(text)
    read_whole_number(text)


@pytest.mark.parametrize(
    ("typed", "quantity", "remarks"),
    [
        (28, Quantity(Decimal(28)), SURE),
        ("28", Quantity(Decimal(28)), SURE),
        ("12 t/an", Quantity(Decimal(12), "t", "year"), REPAIRED),
        ("12 tonnes par an", Quantity(Decimal(12), "t", "year"), REPAIRED),
        ("450 MWh annuels", Quantity(Decimal(450), "MWh", "year"), REPAIRED),
        ("3 000 m³", Quantity(Decimal(3000), "m3"), REPAIRED),
        ("20 palettes/semaine", Quantity(Decimal(20), "palettes", "week"), REPAIRED),
        ("2 h par jour", Quantity(Decimal(2), "h", "day"), REPAIRED),
        ("18 k€", Quantity(Decimal(18000)), SURE),
        ("env. 300 kg", Quantity(Decimal(300), "kg"), REPAIRED * 2),
        ("~ 300", Quantity(Decimal(300)), REPAIRED),
        ("environ 1 200", Quantity(Decimal(1200)), REPAIRED),
        ("< 20", Quantity(Decimal(20)), REPAIRED),
        ("au moins 5 t", Quantity(Decimal(5), "t"), REPAIRED * 2),
        ("5-10", Quantity(Decimal(5)), TO_CONFIRM),
        ("5 à 10 t", Quantity(Decimal(5), "t"), TO_CONFIRM + REPAIRED),
        ("entre 5 et 10", Quantity(Decimal(5)), TO_CONFIRM),
        ("4 bennes", Quantity(Decimal(4), tail="bennes"), TO_CONFIRM),
        ("12 t/an (env.)", Quantity(Decimal(12), "t", "year"), REPAIRED * 2),
        ("2 x 20 t", None, UNREADABLE),
        ("1e3", None, UNREADABLE),
        ("10-5", None, UNREADABLE),
        ("une dizaine", None, UNREADABLE),
        ("1,250 t", None, UNREADABLE),
    ],
)
def test_a_quantity_is_read_with_what_stands_beside_it(typed, quantity, remarks):
    assert found(read_quantity(typed)) == (quantity, remarks)


@pytest.mark.parametrize(
    ("typed", "is_percent", "percent", "remarks"),
    [
        (60, False, 60, SURE),
        ("60 %", False, 60, SURE),
        ("60%", True, 60, SURE),
        (0.6, True, 60, SURE),
        (1, True, 100, SURE),
        (1, False, 1, SURE),
        (0.6, False, 60, REPAIRED),
        ("0,6", False, 60, REPAIRED),
        ("0,6 %", False, 1, REPAIRED),
        (99.5, False, 100, REPAIRED),
        (0, False, 0, SURE),
        (140, False, None, UNREADABLE),
        (-1, False, None, UNREADABLE),
        ("presque", False, None, UNREADABLE),
    ],
)
def test_a_percentage_is_read_as_shown(typed, is_percent, percent, remarks):
    assert found(read_percent(typed, is_percent=is_percent)) == (percent, remarks)


@pytest.mark.parametrize(
    ("typed", "number", "remarks"),
    [
        (48, 48, SURE),
        (48.0, 48, SURE),
        ("48", 48, SURE),
        (12.5, None, UNREADABLE),
        (-1, None, UNREADABLE),
        (2**31, None, UNREADABLE),
    ],
)
def test_a_whole_number_is_whole(typed, number, remarks):
    assert found(read_whole_number(typed)) == (number, remarks)
