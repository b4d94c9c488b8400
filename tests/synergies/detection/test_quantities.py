from decimal import Decimal

import pytest

from synergies.detection.quantities import Quantity, parse_quantity


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (("12 t/an",), ("12", "12", "t", True)),
        (("env. 300 kg",), ("0.3", "0.3", "t", False, True)),
        (("env. 300 kg/mois",), ("3.6", "3.6", "t", True, True)),
        (("5-10 m3",), ("5", "10", "m3", False)),
        (("5 à 10 m³ par mois",), ("60", "120", "m3", True)),
        (("1,5", "t", "an"), ("1.5", "1.5", "t", True)),
        (("1.5",), ("1.5", "1.5", "", False)),
        (("3 palettes/sem.",), ("156", "156", "unit", True)),
        (("1 250,5 t", "", "an"), ("1250.5", "1250.5", "t", True)),
        (("1\u202f250 kWh", "", "an"), ("1.25", "1.25", "MWh", True)),
        (("9000", "palettes", "an"), ("9000", "9000", "unit", True)),
        (("2", "jours", "mois"), ("192", "192", "h", True)),
        (("1200", "m2", "permanent"), ("1200", "1200", "m2", False)),
        (("15 h/week",), ("780", "780", "h", True)),
        (("10", "m3/j"), ("2500", "2500", "m3", True)),
        (("~ 20 GWh/year",), ("20000", "20000", "MWh", True, True)),
        (("4", "rouleaux", "an"), ("4", "4", "rouleau", True)),
    ],
)
def test_written_quantity_is_understood(written, expected):
    low, high, *rest = expected

    assert parse_quantity(*written) == Quantity(Decimal(low), Decimal(high), *rest)


@pytest.mark.parametrize("text", ["", "beaucoup", "à la demande", "selon saison"])
def test_text_without_number_is_not_a_quantity(text):
    assert parse_quantity(text, "t", "an") is None


def test_a_lot_is_not_compared_with_an_amount_per_year():
    lot, yearly = parse_quantity("5 t"), parse_quantity("5 t/an")

    assert lot is not None
    assert yearly is not None
    assert not lot.is_comparable_with(yearly)
