"""E-mail addresses and phone numbers: only certain slips are repaired."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companies.workbook.addresses import read_email, read_phone
from tests.companies.workbook.readings import REPAIRED, SURE, TO_CONFIRM, UNREADABLE, found


@pytest.mark.parametrize(
    ("typed", "address", "remarks"),
    [
        ("lou@forges.example", "lou@forges.example", SURE),
        (" Lou@Forges.example ", "lou@forges.example", SURE),
        ("lou@forges.example.", "lou@forges.example", REPAIRED),
        ("lou@forges.example;", "lou@forges.example", REPAIRED),
        ("lou @ forges.example", "lou@forges.example", REPAIRED),
        ("lou@@forges.example", "lou@forges.example", REPAIRED),
        ("lou(at)forges.example", "lou@forges.example", REPAIRED),
        ("lou [at] forges [dot] example", "lou@forges.example", REPAIRED),
        ("lou@forges,example", "lou@forges.example", REPAIRED),
        ("lou@forges..example", "lou@forges.example", REPAIRED),
        ("mailto:lou@forges.example", "lou@forges.example", REPAIRED),
        ("Lou <lou@forges.example>", "lou@forges.example", REPAIRED),
        ("lou@forges.example, noa@forges.example", "lou@forges.example", TO_CONFIRM),
        ("'lou@forges.example", "lou@forges.example", SURE),
        ("lou@gmial.com", None, UNREADABLE),
        ("lou@gmail.con", None, UNREADABLE),
        ("lou@forges.con", None, UNREADABLE),
        ("lou.forges.example", None, UNREADABLE),
        ("lou@forges", None, UNREADABLE),
        ("loué@forges.example", None, UNREADABLE),
        ("@forges.example", None, UNREADABLE),
        ("non", None, UNREADABLE),
        (12, None, UNREADABLE),
        ("a@b.example\nBcc: x@y.example", "a@b.example", TO_CONFIRM),
    ],
)
def test_an_address_is_read_or_refused(typed, address, remarks):
    assert found(read_email(typed)) == (address, remarks)


@pytest.mark.parametrize(
    ("typed", "number", "remarks"),
    [
        ("03 53 01 20 11", "03 53 01 20 11", SURE),
        ("0353012011", "03 53 01 20 11", SURE),
        ("03.53.01.20.11", "03 53 01 20 11", SURE),
        ("+33 3 53 01 20 11", "03 53 01 20 11", SURE),
        ("0033 353012011", "03 53 01 20 11", SURE),
        ("+33 (0)3 53 01 20 11", "03 53 01 20 11", SURE),
        (353012011, "03 53 01 20 11", REPAIRED),
        ("+352 621 123 456", "+352621123456", SURE),
        ("03 53 01 20 11 / 06 00 00 00 00", "03 53 01 20 11", TO_CONFIRM),
        ("Tél. : 03 53 01 20 11", "03 53 01 20 11", SURE),
        ("06 00 00 00 00 (portable)", "06 00 00 00 00", SURE),
        (33353012011, "03 53 01 20 11", SURE),
        ("03 53", None, UNREADABLE),
        ("poste 12", None, UNREADABLE),
    ],
)
def test_a_phone_number_is_read_or_refused(typed, number, remarks):
    assert found(read_phone(typed)) == (number, remarks)


@given(st.text(max_size=40))
def test_no_text_breaks_the_parsers_of_addresses(text):
    read_email(text)
    read_phone(text)
