from decimal import Decimal

import pytest
from django.utils.translation import override

from companies.models import Resource
from companies.templatetags.resources import quantity_text


@pytest.mark.parametrize(
    ("language", "quantity", "text"),
    [
        ("en", Decimal("160.000"), "160\u00a0t per year"),
        ("en", Decimal("1250.500"), "1,250.5\u00a0t per year"),
        ("en", Decimal("0.020"), "0.02\u00a0t per year"),
        ("en", None, ""),
    ],
)
def test_quantity_reads_as_written_by_a_person(language, quantity, text):
    resource = Resource(quantity=quantity, unit="t", period="year")

    with override(language):
        assert quantity_text(resource) == text


def test_french_has_its_own_decimal_comma_and_thousands():
    resource = Resource(quantity=Decimal("1250.500"), unit="t")

    with override("fr"):
        assert quantity_text(resource) == "1\u202f250,5\u00a0t"


def test_quantity_without_unit_or_period_is_the_number_alone():
    with override("en"):
        assert quantity_text(Resource(quantity=Decimal(3))) == "3"


def test_cubic_metres_have_their_sign():
    with override("en"):
        assert quantity_text(Resource(quantity=Decimal(12), unit="m3")) == "12\u00a0m³"
