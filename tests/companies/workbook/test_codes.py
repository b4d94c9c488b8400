"""Official codes: lost zeros and asterisks come back, wrong codes do not pass."""

from datetime import date

import pytest
from django.utils import translation

from companies.workbook.codes import (
    naf_codes,
    read_naf,
    read_postcode,
    read_siret,
    read_waste_code,
    waste_form,
    waste_list,
    waste_validity,
)
from tests.companies.workbook.readings import REPAIRED, SURE, TO_CONFIRM, UNREADABLE, found


def test_the_list_of_waste_is_whole():
    before = {code for code, waste in waste_list().items() if waste.valid_from is None}

    assert len(before) == 842
    assert sum(waste_list()[code].is_hazardous for code in before) == 408
    assert waste_form("120109") == "12 01 09*"


def test_the_codes_changed_on_9_november_2026_have_their_days():
    ended = {code for code, waste in waste_list().items() if waste.valid_to == date(2026, 11, 8)}
    begun = {code for code, waste in waste_list().items() if waste.valid_from == date(2026, 11, 9)}

    assert ended == {"190211", "200133", "200134"}
    assert begun == {"200142", "200143"}


def test_the_naf_is_whole():
    assert len(naf_codes()) == 732


@pytest.mark.parametrize(
    ("typed", "written", "remarks"),
    [
        ("12 01 09*", "12 01 09*", SURE),
        ("120109*", "12 01 09*", SURE),
        ("12.01.09 *", "12 01 09*", SURE),
        ("12-01-01", "12 01 01", SURE),
        (120101, "12 01 01", SURE),
        ("17 04 05 (acier)", "17 04 05", SURE),
        ("code 12 01 01 - copeaux", "12 01 01", SURE),
        ("12 01 09", "12 01 09*", REPAIRED),
        ("60204*", "06 02 04*", REPAIRED),
        (60204, "06 02 04*", REPAIRED * 2),
        ("12 01 01*", "12 01 01", TO_CONFIRM),
    ],
)
def test_a_waste_code_is_read(typed, written, remarks):
    listed, notes = found(read_waste_code(typed))

    assert (waste_form(listed.code), notes) == (written, remarks)


@pytest.mark.parametrize(
    "typed",
    [
        "99 99 99",
        "12 01",
        "bois",
        "",
        "*",
        "1201091",
        "12 01 01 ; 12 01 02",
        date(2009, 1, 12),
        "\uff11\uff12\uff10\uff11\uff10\uff11",
    ],
)
def test_what_is_no_waste_code_is_refused(typed):
    assert found(read_waste_code(typed)) == (None, UNREADABLE)


@pytest.mark.parametrize(
    ("code", "day", "remarks"),
    [
        ("200134", date(2026, 11, 8), SURE),
        ("200134", date(2026, 11, 9), TO_CONFIRM),
        ("200142", date(2026, 11, 8), TO_CONFIRM),
        ("200142", date(2026, 11, 9), SURE),
        ("120101", date(1999, 1, 1), SURE),
    ],
)
def test_a_code_is_in_force_between_its_days(code, day, remarks):
    listed = waste_list()[code]

    assert found(waste_validity(listed, day)) == (listed, remarks)


@pytest.mark.parametrize(
    ("typed", "siret", "remarks"),
    [
        ("73282932000074", "73282932000074", SURE),
        ("732 829 320 00074", "73282932000074", SURE),
        (73282932000074, "73282932000074", SURE),
        ("35600000009075", "35600000009075", SURE),  # La Poste: its digits sum to a multiple of 5
        ("SIRET : 73282932000074", "73282932000074", SURE),
        ("00000000000000", None, UNREADABLE),
        ("732 829 320 00079", None, UNREADABLE),
        ("200034528", None, UNREADABLE),
        ("7,32829E+13", None, UNREADABLE),
        ("non", None, UNREADABLE),
    ],
)
def test_a_siret_is_checked(typed, siret, remarks):
    assert found(read_siret(typed)) == (siret, remarks)


def test_a_siret_that_lost_a_digit_is_told_how_many_it_has():
    with translation.override("en"):
        (note,) = read_siret("7328293200007").notes

    assert note.message == "A SIRET has 14 digits; this one has 13."


def test_a_siret_that_lost_its_first_zeros_gets_them_back():
    assert found(read_siret(10000800010)) == ("00010000800010", REPAIRED)


@pytest.mark.parametrize(
    ("typed", "code", "remarks"),
    [
        ("25.62B", "25.62B", SURE),
        ("2562b", "25.62B", SURE),
        ("25 62 B", "25.62B", SURE),
        ("25.62B - Mécanique industrielle", "25.62B", SURE),
        ("NAF 25.62B", "25.62B", SURE),
        ("111Z", "01.11Z", REPAIRED),
        ("99.99Z", None, UNREADABLE),
        (25.62, None, UNREADABLE),
        ("Mécanique", None, UNREADABLE),
    ],
)
def test_a_naf_code_is_read(typed, code, remarks):
    assert found(read_naf(typed)) == (code, remarks)


@pytest.mark.parametrize(
    ("typed", "postcode", "remarks"),
    [
        ("54340", "54340", SURE),
        (54340, "54340", SURE),
        ("F-54340", "54340", SURE),
        ("54 340", "54340", SURE),
        (1000, "01000", REPAIRED),
        ("L-4123", "L4123", SURE),
        ("Pompey", None, UNREADABLE),
        ("543400", None, UNREADABLE),
    ],
)
def test_a_postcode_is_read(typed, postcode, remarks):
    assert found(read_postcode(typed)) == (postcode, remarks)
