"""What a name may not hold."""

import pytest
from django.core.exceptions import ValidationError

from tests.factories import CompanyFactory, ContactFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("ending", ["\n", "\r", "\t", "\x0b", "\u2028", "\u2029", "\x85"])
def test_a_name_stands_on_one_line(ending):
    name = f"Forge{ending}Cliquez ici"
    contact = ContactFactory(first_name="Noa", last_name="Épée-Lorraine")
    contact.full_clean()
    contact.last_name = name

    with pytest.raises(ValidationError, match="une seule ligne"):
        contact.full_clean()
    with pytest.raises(ValidationError, match="une seule ligne"):
        CompanyFactory.build(initiative=contact.company.initiative, name=name).full_clean()
