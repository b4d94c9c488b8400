from decimal import Decimal

import pytest
from django.utils.translation import override

from synergies.services.amounts import Amount
from synergies.templatetags.declarations import amount_text, yearly_text

MONTHLY = Amount(Decimal(300), "kg", "month")


@pytest.mark.parametrize(
    ("language", "amount", "yearly"),
    [
        ("en", "300\u00a0kg per month", "3.6\u00a0t per year"),
        ("fr", "300\u00a0kg par mois", "3,6\u00a0t par an"),
    ],
)
def test_an_amount_reads_in_the_language_of_the_page(language, amount, yearly):
    with override(language):
        assert (amount_text(MONTHLY), yearly_text(MONTHLY)) == (amount, yearly)


def test_no_amount_reads_as_nothing():
    assert (amount_text(Amount()), yearly_text(Amount())) == ("", "")
