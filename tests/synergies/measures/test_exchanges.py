"""Reading the file, and the share of its texts that are understood."""

from pathlib import Path

import pytest

from synergies.measures.coverage import coverage
from synergies.measures.exchanges import Exchange, ExchangesRefused, read_exchanges
from synergies.measures.ranking import Share


def test_exchanges_are_read_with_all_their_codes(exchanges):
    assert [each.exchange_id for each in exchanges] == ["M1", "M2", "M3", "M4", "M5", "M6", "M7"]
    assert exchanges[2] == Exchange(
        exchange_id="M3",
        donor_business="Power plant",
        receiver_business="Cement production",
        waste="Fly ash",
        waste_codes=frozenset({"100102", "100103"}),
        product_codes=frozenset(),
        final_use="Fly ash",
    )


def test_not_available_is_no_text(exchanges):
    assert [each.final_use for each in exchanges[4:6]] == ["", ""]


def test_a_file_without_the_columns_is_refused(tmp_path: Path):
    path = tmp_path / "other.csv"
    path.write_text("exchange_id,waste,ewc,cpa,treatment,final_use\n", encoding="utf-8")

    with pytest.raises(ExchangesRefused) as refusal:
        read_exchanges(path)

    assert refusal.value.missing == ["donor_business", "receiver_business"]


def test_coverage_counts_distinct_texts_by_column_and_over_all(exchanges, vocabulary):
    found = {each.column: each for each in coverage(exchanges, vocabulary)}

    assert {column: each.covered for column, each in found.items()} == {
        "waste": Share(5, 7),
        "donor_business": Share(1, 5),
        "receiver_business": Share(2, 4),
        "final_use": Share(1, 5),
        "all": Share(9, 21),
    }
    assert found["waste"].missing == ("Hot gas", "Sour serum")


def test_a_business_on_both_sides_counts_once_over_all(exchanges, vocabulary):
    circular = [
        Exchange("A", "Steelworks", "Steelworks", "", frozenset(), frozenset(), ""),
    ]

    assert [each.texts for each in coverage(circular, vocabulary)] == [0, 1, 1, 0, 1]
