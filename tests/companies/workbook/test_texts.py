"""Texts are cleaned where it is certain, and left alone where it is not."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companies.workbook.texts import closest_name, read_list, read_name, read_text
from companies.workbook.words import company_key
from tests.companies.workbook.readings import REPAIRED, SURE, TO_CONFIRM, UNREADABLE, found


@pytest.mark.parametrize(
    ("typed", "text", "remarks"),
    [
        ("  Forges \u00a0 du\u202fVal ", "Forges du Val", SURE),
        ("Forges\ndu Val", "Forges du Val", SURE),
        ("Tre\u0301filerie", "Tréfilerie", SURE),
        (12, "12", SURE),
        (12.0, "12", SURE),
        (date(2017, 1, 2), "2017-01-02", SURE),
        ("Tr\u00c3\u00a9filerie", "Tréfilerie", REPAIRED),
        ("l\u00e2\u20ac\u2122atelier", "l’atelier", REPAIRED),
        ("c\u00c5\u201cur", "cœur", REPAIRED),
        ("c\x9cur de l\x92\xe9t\xe9", "cœur de l’été", REPAIRED),
        ("Brass_x0000_erie", "Brasserie", REPAIRED),
        ("Brass\u200berie\u202e", "Brasserie", REPAIRED),
        ("ligne_x000D_\nsuivante", "ligne suivante", SURE),
        ("perdu\ufffd", "perdu\ufffd", TO_CONFIRM),
        ("   ", None, SURE),
        ("SANTÉ»", "SANTÉ»", SURE),
        ("LIBERTÉ® à l’Île", "LIBERTÉ® à l’Île", SURE),
    ],
)
def test_a_text_is_cleaned(typed, text, remarks):
    assert found(read_text(typed)) == (text, remarks)


def test_lines_are_kept_where_they_are_wanted():
    assert read_text(" une \r\n\r\n deux \n", lines=True).value == "une\n\ndeux"


def test_a_long_text_is_cut_and_to_be_confirmed():
    assert found(read_text("x" * 12, max_length=10)) == ("x" * 9 + "…", TO_CONFIRM)


@pytest.mark.parametrize("typed", ["y" * 151, "---", 12, "12 34"])
def test_a_name_is_never_cut_nor_only_signs(typed):
    assert found(read_name(typed, 150)) == (None, UNREADABLE)


@given(st.text(alphabet=st.characters(), max_size=60))
def test_a_cleaned_text_is_fit_for_the_database_and_clean_already(text):
    cleaned = read_text(text, lines=True).value or ""

    assert not {unicodedata.category(char) for char in cleaned.replace("\n", "")} & {"Cc", "Cs"}
    assert unicodedata.is_normalized("NFC", cleaned)
    cleaned.encode("utf-8")


def test_a_list_is_cut_at_semicolons_lines_and_bars():
    assert read_list("VAL-01 ; VAL-02;\nVAL-03 | VAL-04 ;") == [
        "VAL-01",
        "VAL-02",
        "VAL-03",
        "VAL-04",
    ]


@pytest.mark.parametrize(
    ("name", "closest"),
    [
        ("Usinages Valmoreux", "Usinages Valmorieux"),
        ("Usinage Valmorieu", "Usinages Valmorieux"),
        ("usinages valmorieux SARL", None),  # the same, not close
        ("Fonderie Val-Cendreux", None),
        ("Usin", None),
    ],
)
def test_the_closest_name_is_a_misspelling_not_another_company(name, closest):
    known = {company_key(each): each for each in ("Usinages Valmorieux", "Zinguerie du Nord")}

    assert closest_name(name, known) == closest
