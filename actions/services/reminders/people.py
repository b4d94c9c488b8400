"""Who is written to: the contacts of companies that take part, and the staff."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models.functions import Lower

from companies.models import Contact, Initiative, User
from pompey_ite.outbox.models import Stop

Person = Contact | User


@dataclass(frozen=True)
class People:
    """Everybody a reminder may go to, loaded once for a whole look at what is due."""

    contacts: dict[int, list[Contact]]  # by company
    staff: list[User]

    def of_companies(self, companies: Iterable[int]) -> list[Contact]:
        """Return the contacts who can be written to, company by company."""
        return [one for company in companies for one in self.contacts.get(company, [])]

    def of_company_or_staff(self, company: int | None) -> list[Person]:
        """Return the contacts of the company that leads; the staff when no company does."""
        return [*self.contacts.get(company, [])] if company else [*self.staff]


def people_of(initiative: Initiative) -> People:
    """Return who can be written to, in two queries.

    That is who is active, has an address that is not in error, and has not stopped reminders: who
    asked for peace is not even listed.
    """
    stopped = Stop.objects.standing().filter(group="reminders").values("address")
    rows = Contact.objects.active().filter(company__initiative=initiative, company__left_on=None)
    rows = rows.filter(email_error="").exclude(email="").alias(lower=Lower("email"))
    contacts: dict[int, list[Contact]] = {}
    for contact in rows.exclude(lower__in=stopped).order_by("last_name", "pk"):
        contacts.setdefault(contact.company_id, []).append(contact)
    staff = User.staff.who_can_be_asked().alias(lower=Lower("email"))
    return People(contacts, list(staff.exclude(lower__in=stopped)))
