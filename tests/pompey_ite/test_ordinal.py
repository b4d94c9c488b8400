"""The first of a month in French."""

from datetime import date

import pytest
from django.utils import translation
from django.utils.formats import date_format


@pytest.mark.parametrize(
    ("language", "day", "written"),
    [
        ("fr", date(2026, 7, 1), "1er juillet 2026"),
        ("fr", date(2026, 7, 11), "11 juillet 2026"),
        ("en", date(2026, 7, 1), "1 July 2026"),
    ],
)
def test_the_first_of_a_month_is_ordinal_in_french(language, day, written):
    with translation.override(language):
        assert date_format(day, "DATE_FORMAT") == written
