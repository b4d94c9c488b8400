"""A person as we know it: by name and address, in texts and in mails as well as on its card."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from companies.models import Contact, User

FIELDS_OF_A_PERSON = ("first_name", "last_name", "role", "email", "phone")
FEWEST_WORDS = 2  # of a name that is looked for in texts: one word alone is also a place, a street


@dataclass(frozen=True)
class Person:
    """A contact as it stood before anything was erased.

    name: as it stands in texts; email: in lower case, "" for none.
    shares_email: whether somebody else is written to at the same address.
    """

    contact: Contact
    name: str
    email: str
    shares_email: bool

    @property
    def is_told_apart(self) -> bool:
        """Whether the name has words enough to be looked for in texts."""
        return len(self.name.split()) >= FEWEST_WORDS


def person_of(contact: Contact) -> Person:
    """Return a contact as a person, in two queries."""
    email = contact.email.lower()
    others = Contact.objects.filter(email__iexact=email).exclude(pk=contact.pk)
    staff = User.objects.filter(email__iexact=email)
    return Person(contact, str(contact), email, bool(email) and (others.exists() or staff.exists()))


def replace_name(rows: QuerySet[Any], field: str, old: str) -> None:
    """Write “former contact” for `old` in a text field of the rows, nothing else changed.

    Their histories are left to the caller: a row is not saved, so that it leaves no new version
    that tells the name was there.
    """
    for row in found_in(rows, field, old):
        text = getattr(row, field).replace(old, former())
        limit = getattr(row._meta.get_field(field), "max_length", None)
        type(row)._default_manager.filter(pk=row.pk).update(**{field: text[:limit]})


def found_in(rows: QuerySet[Any], field: str, words: str) -> QuerySet[Model]:
    """Return the rows whose text holds the words."""
    return rows.filter(**{f"{field}__contains": words})


def former() -> str:
    """Return what stands for the name of a person that was erased."""
    return _("former contact")
