from dataclasses import replace
from decimal import Decimal

import pytest

from synergies.detection import Direction, Family, Parsed
from synergies.detection.quantities import Quantity
from synergies.services.group_facts import amount_text, group_facts
from synergies.services.vocabulary import base

pytestmark = pytest.mark.usefixtures("english")
NAMES = {"1": "Aa", "2": "Bb", "3": "Cc"}
NBSP = "\u00a0"
DISTANCES_UNKNOWN = "Distances unknown."
SOMEWHERE = {"latitude": 48.77, "longitude": 6.12}
SUMMER, JUNE_ON = 0b000111100000, 0b111111100000


def declared(ref, **fields):
    one = Parsed(ref, ref, Direction.NEED, Family.MATERIAL, ("epal-pallet",), True)
    return replace(one, **fields)


def amount(low, high=None, unit="t", is_annual=True):
    return Quantity(Decimal(low), Decimal(high or low), unit, is_annual)


def facts(*declarations):
    return group_facts(declarations, "epal-pallet", NAMES, base())


def test_nothing_declared_says_nothing():
    assert facts() == []


def test_amounts_of_one_unit_are_added_up():
    said = facts(declared("1", quantity=amount(10, 12)), declared("2", quantity=amount(5)))

    assert said == [
        "Available all year.",
        f"Needed together: 15–17{NBSP}t per year.",
        DISTANCES_UNKNOWN,
    ]


def test_amounts_of_two_units_or_two_directions_are_not_added_up():
    said = facts(
        declared("1", quantity=amount(10)),
        declared("2", quantity=amount(5, unit="unit")),
        declared("3", quantity=amount(7), direction=Direction.OFFER),
    )

    assert said == ["Available all year.", DISTANCES_UNKNOWN]


def test_how_many_say_how_much_is_told():
    said = facts(
        declared("1", quantity=amount(10)), declared("2", quantity=amount(5)), declared("3")
    )

    assert said[1:3] == [
        f"Needed together: 15{NBSP}t per year.",
        "How much: said in 2 of 3 declarations.",
    ]


def test_amounts_of_what_the_thing_serves_are_not_added_to_it():
    said = facts(
        declared("1", quantity=amount(10)),
        declared("2", quantity=amount(5)),
        declared("3", quantity=amount(900), heads=("weighbridge",)),
    )

    assert said[1] == f"Needed together: 15{NBSP}t per year."


@pytest.mark.parametrize(
    ("months", "direction", "sentence"),
    [
        ((SUMMER, JUNE_ON), Direction.OFFER, "Months in common: June, July, August, September."),
        ((0b1, 0b10), Direction.OFFER, "No month in common to all."),
        (
            (0b1, 0b10),
            Direction.NEED,
            "The needs follow each other over the year: sharing is possible.",
        ),
    ],
)
def test_months_are_those_of_all(months, direction, sentence):
    said = facts(
        declared("1", months=months[0], direction=direction),
        declared("2", months=months[1], direction=direction),
    )

    assert said[0] == sentence


def test_two_companies_are_so_far_apart():
    said = facts(declared("1", **SOMEWHERE), declared("2", latitude=48.78, longitude=6.12))

    assert said == ["Available all year.", "1.1 km apart."]


def test_of_several_companies_the_nearest_and_the_farthest_are_named():
    said = facts(
        declared("1", **SOMEWHERE),
        declared("2", latitude=48.78, longitude=6.12),
        declared("3", latitude=48.87, longitude=6.12),
    )

    assert said[1:] == ["Nearest: 1.1 km (Aa – Bb).", "Farthest: 11.1 km (Aa – Cc)."]


def test_dangers_are_told_for_each_company():
    said = facts(declared("1", hazard="13 02 05*"), declared("2"))

    assert said[-1] == (
        "Hazardous waste (Aa, code 13 02 05*): transport and tracking are regulated."
    )


@pytest.mark.parametrize(
    ("quantity", "text"),
    [
        (amount("1250.5"), f"1,250.5{NBSP}t per year"),
        (amount("3", unit="m3", is_annual=False), f"3{NBSP}m³"),
        (amount("1", unit="unit", is_annual=False), "1 unit"),
        (amount("2", unit="person", is_annual=False), "2 people"),
        (amount("7", unit="", is_annual=False), "7"),
    ],
)
def test_amounts_read_as_people_write_them(quantity, text):
    assert amount_text(quantity) == text
