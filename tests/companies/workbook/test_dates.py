"""Dates as people type them."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companies.workbook.dates import read_date
from tests.companies.workbook.readings import REPAIRED, SURE, UNREADABLE, found

EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001 – the other epoch of spreadsheets


@pytest.mark.parametrize(
    "typed",
    [
        date(2017, 1, 2),
        datetime(2017, 1, 2, 14, 30),  # noqa: DTZ001 – as openpyxl gives it
        "2017-01-02",
        "2017-01-02T00:00:00",
        "2017-01-02 14:30",
        "2017/1/2",
        "20170102",
        "02/01/2017",
        "2/1/2017",
        "02-01-2017",
        "02.01.2017",
        "2 janvier 2017",
        "2 janv. 2017",
        "lundi 2 janvier 2017",
        "2 January 2017",
        "January 2, 2017",
        "2nd January 2017",
    ],
)
def test_a_date_is_read(typed):
    assert found(read_date(typed)) == (date(2017, 1, 2), SURE)


def test_the_first_of_a_month_is_read():
    assert read_date("1er août 2018").value == date(2018, 8, 1)


@pytest.mark.parametrize("typed", ["02/01/17", "2.1.17", "2 janvier 17", 42737, "42737", 42737.5])
def test_a_short_year_and_a_serial_number_are_read_and_said(typed):
    assert found(read_date(typed)) == (date(2017, 1, 2), REPAIRED)


def test_serial_numbers_follow_the_epoch_of_the_workbook():
    assert read_date(41275, epoch=EPOCH_1904).value == date(2017, 1, 2)


@pytest.mark.parametrize(
    "typed",
    [
        "31/02/2017",
        "04/25/2017",
        "2017-13-01",
        "janvier 2017",
        "01/2017",
        2017,
        12,
        "demain",
        "",
        "T1 2017",
        True,
        date(1817, 1, 2),
        "02/01/2217",
        "2 brumaire 2017",
        float("nan"),
        10**12,
    ],
)
def test_what_is_no_date_is_refused(typed):
    assert found(read_date(typed)) == (None, UNREADABLE)


@given(st.text(max_size=30))
def test_no_text_breaks_the_parser_of_dates(text):
    read_date(text)


@given(st.dates(date(1950, 1, 1), date(2100, 12, 31)))
def test_a_date_written_in_french_is_read_back(day):
    assert read_date(day.strftime("%d/%m/%Y")).value == day
