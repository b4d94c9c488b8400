"""A unit after its number."""

from decimal import Decimal

import pytest
from django.utils import translation

from companies.units import unit_text


@pytest.mark.parametrize(
    ("language", "number", "unit", "written"),
    [
        ("fr", Decimal(1), "personnes en permanence", "personne en permanence"),
        ("fr", Decimal(0), "unités", "unité"),
        ("fr", Decimal("1.5"), "jours", "jour"),
        ("fr", Decimal(2), "jours", "jours"),
        ("fr", Decimal(1), "mois", "mois"),
        ("fr", Decimal(1), "EUR", "€"),
        ("fr", None, "m3", "m³"),
        ("en", Decimal(0), "units", "units"),
        ("en", Decimal(1), "companies", "company"),
    ],
)
def test_a_unit_agrees_with_its_number(language, number, unit, written):
    with translation.override(language):
        assert unit_text(unit, number) == written
