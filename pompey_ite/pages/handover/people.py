"""Whom to call, and who spoke with whom last."""

from __future__ import annotations

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from companies.models import Company, Contact, Initiative
from pompey_ite.pages.handover.parts import Cell, Part, cells
from synergies.models import ContactEntry


def companies_part(initiative: Initiative) -> Part:
    """Return the companies with whom to call and the last contact, in three queries."""
    people = Prefetch("contacts", Contact.objects.active().order_by("last_name", "pk"))
    companies = Company.objects.active().filter(initiative=initiative).prefetch_related(people)
    latest = _latest_entries(initiative)
    rows = []
    for company in companies.order_by("name"):
        entry = latest.get(company.pk)
        rows.append(
            cells(
                Cell(company.name, company.get_absolute_url()),
                " ; ".join(_person(contact) for contact in company.contacts.all()),
                entry.held_on if entry else None,
                _by(entry) if entry else "",
            )
        )
    return Part(
        "companies",
        _("Companies and their contacts"),
        _("Whom to call, when somebody last spoke with them, and who that was."),
        [_("Company"), _("Contacts"), _("Last contact"), _("By whom")],
        _("No company takes part yet."),
        rows,
    )


def _latest_entries(initiative: Initiative) -> dict[int | None, ContactEntry]:
    rows = ContactEntry.objects.standing().filter(initiative=initiative)
    # the last one of each company wins
    return {row.company_id: row for row in rows.select_related("user").order_by("held_on", "pk")}


def _person(contact: Contact) -> str:
    facts = (str(contact), contact.role, contact.phone, contact.email)
    return ", ".join(fact for fact in facts if fact)


def _by(entry: ContactEntry) -> str:
    who = str(entry.user) if entry.user else _("answered by a button")
    return f"{who} ({entry.get_kind_display()})"
