from decimal import Decimal

import pytest
from django.utils.translation import override

from companies.models import Resource
from synergies.services.amounts import (
    Amount,
    amount_of,
    join_description,
    per_year,
    read_amount,
    split_description,
)


def columns(text):
    amount = read_amount(text)
    return amount.number, amount.unit, amount.period


@pytest.mark.parametrize(
    ("text", "number", "unit", "period"),
    [
        ("12 t/an", 12, "t", "year"),
        ("env. 300 kg/mois", 300, "kg", "month"),
        ("1,5", "1.5", "", ""),
        ("3 palettes/sem.", 3, "palettes", "week"),
        ("1 250,5 kg par mois", "1250.5", "kg", "month"),
        ("1.250,5 kg per month", "1250.5", "kg", "month"),
        ("12 t une fois", 12, "t", "once"),
        ("2 jours par semaine", 2, "jours", "week"),
        ("10 000 m²", 10000, "m2", ""),
        ("12 big-bags/mois", 12, "big-bags", "month"),
        ("12 bennes de 30 m3 par an", 12, "bennes de 30 m3", "year"),
        ("20 000", 20000, "", ""),
    ],
)
def test_a_quantity_in_words_fills_the_columns(text, number, unit, period):
    assert columns(text) == (Decimal(number), unit, period)
    assert read_amount(text).words == ""


@pytest.mark.parametrize(
    ("text", "middle", "unit", "period"),
    [
        ("5-10 m3", "7.5", "m3", ""),
        ("entre 5 et 10 t/an", "7.5", "t", "year"),
        ("5 t à 10 t par an", "7.5", "t", "year"),
        ("env. 5 à 10 kg/j", "7.5", "kg", "day"),
        ("0-10 t", 5, "t", ""),
        ("2,5 à 3 t", "2.75", "t", ""),
    ],
)
def test_a_range_keeps_its_middle_and_its_words(text, middle, unit, period):
    assert columns(text) == (Decimal(middle), unit, period)
    assert (read_amount(text).words, read_amount(text).remark) == (text, "")


def test_a_limit_is_a_number_that_stays_in_words():
    assert read_amount("max 12 t") == Amount(Decimal(12), "t", words="max 12 t")


@pytest.mark.parametrize(
    "text",
    [
        "une dizaine de bennes",
        "2 x 20 t",
        "1/2 benne",
        "-5 t",
        "10-2 t",
        "t",
        "9" * 16,
        "12 de temps en temps quand il y en a",
    ],
)
def test_what_is_not_understood_is_kept_in_words_and_said(text):
    amount = read_amount(text)

    assert (amount.number, amount.words) == (None, text)
    assert amount.remark != ""


def test_thousands_or_decimals_is_asked_not_guessed():
    with override("fr"):
        remark = read_amount("1,250 t").remark

    assert "milliers" in remark
    assert read_amount("1,250 t").number is None


def test_what_follows_a_unit_and_is_not_understood_is_kept_and_said():
    with override("en"):
        amount = read_amount("12 t in good years")

    assert (amount.number, amount.unit, amount.words) == (Decimal(12), "t", "12 t in good years")
    assert "in good years" in amount.remark


@pytest.mark.parametrize("text", ["", "   "])
def test_no_quantity_says_nothing(text):
    assert read_amount(text) == Amount()


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("300 kg/mois", "3.6", "t"),
        ("3 palettes/sem.", 156, "palettes"),
        ("2 jours par semaine", 832, "h"),
        ("100 kWh/jour", 25, "MWh"),
    ],
)
def test_the_same_is_said_per_year(text, number, unit):
    yearly = per_year(read_amount(text))

    assert yearly == Amount(Decimal(number), unit, Resource.Period.YEAR)


@pytest.mark.parametrize("text", ["", "12 t/an", "5-10 m3", "12 t une fois", "n'importe"])
def test_nothing_more_is_said_per_year_when_it_is_the_same_or_unknown(text):
    assert per_year(read_amount(text)) is None


@pytest.mark.parametrize("written_in", ["fr", "en"])
@pytest.mark.parametrize("read_in", ["fr", "en"])
def test_words_kept_in_a_description_are_found_in_any_language(written_in, read_in):
    with override(written_in):
        description = join_description("Sorted.\nDry.", "5-10 m3")
    with override(read_in):
        assert split_description(description) == ("Sorted.\nDry.", "5-10 m3")


def test_a_description_without_words_stays_as_it_is():
    assert join_description("Sorted.", "") == "Sorted."
    assert split_description("Sorted.") == ("Sorted.", "")
    assert split_description("") == ("", "")


def test_the_amount_of_a_declaration_is_its_columns_and_its_words():
    description = join_description("Dry.", "5-10 m3")
    resource = Resource(quantity=Decimal("7.5"), unit="m3", period="", description=description)

    assert amount_of(resource) == Amount(Decimal("7.5"), "m3", "", "5-10 m3")
