"""The helper of all exports: nothing a person typed becomes a formula, and nothing is lost."""

import io
import tempfile
import tracemalloc
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from pompey_ite.spreadsheets import (
    LONGEST_CELL,
    Column,
    ReadMe,
    Sheet,
    Value,
    neutral,
    plain,
    write_workbook,
)
from synergies.voting.published import safe_cell

DANGEROUS = ("=1+1", "+33 3", "-5 °C", "@here", "\tx", "\rx", "=cmd|' /C calc'!A0", " =1+1", "\n=1")


def written(*values: Value) -> list[Any]:
    """Return the cells of one row as a spreadsheet reads them."""
    target = io.BytesIO()
    columns = [Column(f"c{number}", "", width=10) for number, _value in enumerate(values)]
    write_workbook(target, [Sheet("Data", columns, [values])], ReadMe("Title", "Source"))
    sheet = load_workbook(io.BytesIO(target.getvalue()))["Data"]
    return [sheet.cell(2, number) for number in range(1, len(values) + 1)]


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_text_that_begins_like_a_formula_is_written_as_text(text):
    (cell,) = written(text)

    assert cell.data_type == "s"
    assert cell.value.startswith("'")


@pytest.mark.parametrize("text", ["12 t", "a=b", "Forges", "'quoted'", "#N/A", ""])
def test_other_texts_stay_as_they_are(text):
    assert neutral(text) == text


@given(st.text())
def test_what_is_made_harmless_can_be_undone(text):
    assert plain(neutral(text)) == text


@given(st.text())
def test_nothing_harmless_begins_like_a_formula(text):
    assert neutral(text)[:1] not in {"=", "+", "-", "@", "\t", "\r"}


@pytest.mark.parametrize("text", DANGEROUS[:7])
def test_workbooks_guard_all_that_the_published_ballots_guard(text):
    assert neutral(text) == safe_cell(text)


def test_days_and_numbers_are_real_ones():
    with translation.override("fr"):
        cells = written(
            date(2018, 3, 12), Decimal("1234.5"), 7, datetime(2018, 7, 1, 22, 30, tzinfo=UTC), True
        )

    assert [cell.value for cell in cells] == [
        datetime(2018, 3, 12),  # noqa: DTZ001 – a spreadsheet knows no time zone
        1234.5,
        7,
        datetime(2018, 7, 2, 0, 30),  # noqa: DTZ001
        "oui",
    ]
    assert [cell.number_format for cell in cells[:1]] == ["dd/mm/yyyy"]


def test_what_xml_cannot_hold_is_left_out_and_a_long_text_is_cut():
    first, second, third = written("a\x00b\ud800c", "x" * 40_000, "_x0041_")

    assert first.value == "abc"
    assert (len(second.value), second.value[-1]) == (LONGEST_CELL, "…")
    assert third.value == "_x005F_x0041_"


def test_an_error_word_is_a_text():
    (cell,) = written("#N/A")

    assert (cell.data_type, cell.value) == ("s", "#N/A")


def test_each_column_is_explained_and_the_header_stays_in_sight():
    target = io.BytesIO()
    columns = [Column("Poids", "Pesé.", "t", 22), Column("Date", "Du jour.")]
    with translation.override("en"):
        write_workbook(target, [Sheet("Data", columns, [])], ReadMe("Title", "Here", ["Careful."]))
    book = load_workbook(io.BytesIO(target.getvalue()))

    assert book.sheetnames == ["Data", "Read me"]
    assert book["Data"].freeze_panes == "B2"
    assert book["Data"].column_dimensions["A"].width == 22
    rows = [row for row in book["Read me"].iter_rows(values_only=True) if any(row)]
    assert rows[0][0] == "Title"
    assert rows[2:] == [
        ("Source", "Here", None, None),
        ("Remark", "Careful.", None, None),
        ("Sheet", "Column", "Meaning", "Unit"),
        ("Data", "Poids", "Pesé.", "t"),
        ("Data", "Date", "Du jour.", None),
    ]


def peak_bytes(row_count: int) -> int:
    """Return the most memory that writing so many rows takes."""
    columns = [Column(f"c{number}", "", width=20) for number in range(12)]
    rows = ([f"text {number} {n}" for n in range(12)] for number in range(row_count))
    with tempfile.TemporaryFile() as target:
        tracemalloc.start()
        try:
            write_workbook(target, [Sheet("Data", columns, rows)], ReadMe("Title", "Source"))
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()


@pytest.mark.fault
def test_memory_does_not_grow_with_the_rows():
    peak_bytes(10)  # what is loaded once

    assert peak_bytes(2500) < 2 * peak_bytes(250)
