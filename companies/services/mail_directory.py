"""What the outbox asks of the companies: whose an address is, and when nobody is there."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q
from django.db.models.functions import Lower

from companies.models import Contact, User
from companies.models.company import ContactQuerySet
from pompey_ite.outbox.directory import Directory, Owner, register_directory
from pompey_ite.outbox.kinds import register_absences


def register() -> None:
    """Make our look-ups known to the outbox."""
    register_directory(Directory(owners, addresses, address_changed))
    register_absences(absences)


def owners(addresses: Collection[str]) -> dict[str, Owner]:
    """Return the contacts and members of staff with these addresses, in two queries."""
    users = User.objects.alias(address=Lower("email")).filter(address__in=addresses)
    known = {user.email.lower(): Owner(str(user), phone=user.phone) for user in users}
    contacts = _contacts_at(addresses).select_related("company").order_by("is_active", "-pk")
    for contact in contacts:  # the one that counts comes last: active, and known for longest
        company = contact.company
        owner = Owner(str(contact), company.name, company.get_absolute_url(), contact.phone)
        known[contact.email.lower()] = owner
    return known


def _contacts_at(addresses: Collection[str]) -> ContactQuerySet:
    return Contact.objects.alias(address=Lower("email")).filter(address__in=addresses)


def addresses(words: str) -> set[str]:
    """Return the addresses of the contacts whose name, or whose company's, holds the words."""
    found = Contact.objects.exclude(email="").filter(
        Q(company__name__icontains=words)
        | Q(first_name__icontains=words)
        | Q(last_name__icontains=words)
    )
    return set(found.values_list(Lower("email"), flat=True))


def address_changed(address: str, reason: str) -> None:
    """Show beside the contacts with this address what is wrong with it, or nothing."""
    limit = Contact._meta.get_field("email_error").max_length
    Contact.objects.filter(email__iexact=address).update(email_error=reason[:limit])


def absences(addresses: Collection[str], day: date) -> dict[str, date]:
    """Return the last closed day of the addresses whose company is closed on `day`."""
    closed = {"starts_on__lte": day, "ends_on__gte": day}
    during = Q(**{f"company__closing_periods__{name}": value for name, value in closed.items()})
    contacts = _contacts_at(addresses).active().filter(during)
    last_days = contacts.values_list(Lower("email"), "company__closing_periods__ends_on")
    return dict(last_days.order_by("company__closing_periods__ends_on"))  # the latest one counts
