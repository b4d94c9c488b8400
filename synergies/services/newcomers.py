"""A company met on the road: its name, who was there and what was said, in one go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from companies.models import Company, Contact, Initiative, User
from synergies.models import ContactEntry
from synergies.services.contact_log import TEXT_LENGTH


class NewcomerRefused(Exception):
    """A company that cannot be added so; `errors` has the sentences of each field."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__(" ".join(text for texts in errors.values() for text in texts))
        self.errors = errors


@dataclass(frozen=True)
class Person:
    """Who was met; without a last name nobody is written down."""

    first_name: str = ""
    last_name: str = ""
    role: str = ""
    email: str = ""
    phone: str = ""


@transaction.atomic
def meet_company(
    *,
    initiative: Initiative,
    name: str,
    municipality: str,
    person: Person,
    kind: str,
    said: str,
    day: date,
    user: User,
) -> Company:
    """Return the new company, with its first contact and the line of the contact log.

    Raises NewcomerRefused when a company of this name takes part already, or a value is not valid.
    """
    company = Company(
        initiative=initiative, name=name.strip(), municipality=municipality.strip(), joined_on=day
    )
    _checked(company, {"__all__": "name"})
    company.save()
    contact = None
    if person.last_name:
        contact = Contact(company=company, **vars(person))
        _checked(contact, {"__all__": "email"})
        contact.save()
    ContactEntry.objects.create(
        initiative=initiative,
        kind=kind,
        held_on=day,
        user=user,
        company=company,
        contact=contact,
        text=said.strip()[:TEXT_LENGTH],
    )
    return company


def _checked(row: Company | Contact, names: dict[str, str]) -> None:
    try:
        row.full_clean()
    except ValidationError as error:
        errors = {names.get(key, key): texts for key, texts in error.message_dict.items()}
        raise NewcomerRefused(errors) from error
