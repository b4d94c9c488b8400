"""A company with a contact, a silent synergy, and days to look at them."""

from datetime import UTC, date, datetime

import pytest

from synergies.models import Synergy
from tests.factories import ContactFactory, PartyFactory, SynergyFactory

NOW = datetime(2019, 7, 2, 9, 0, tzinfo=UTC)  # a Tuesday
LAST_NEWS = date(2019, 5, 21)  # six weeks before


@pytest.fixture
def contact():
    return ContactFactory(company__name="Forge", phone="03 00 00 00 01")


@pytest.fixture
def synergy(contact):
    row = SynergyFactory(status=Synergy.Status.STUDY, last_contact_on=LAST_NEWS, title="Palettes")
    PartyFactory(synergy=row, company=contact.company)
    return row
