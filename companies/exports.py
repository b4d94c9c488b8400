"""Companies, contacts and resources as tidy sheets.

What is private stays here, notes always, outlets and costs but in the sheet of their own company.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from companies.models import Company, Contact, Resource
from pompey_ite.spreadsheets import Column, Sheet, Value


def companies_sheet(company: Company | None = None) -> Sheet:
    """Return one row for each company, by name, with the number of its open resources.

    company: only this one.
    """
    columns = (
        Column(_("Company"), _("Name under which it takes part."), width=32),
        Column(_("SIRET"), _("National number of the establishment, 14 digits.")),
        Column(_("NAF code"), _("Code of its main activity.")),
        Column(_("Sector"), _("Main activity in words."), width=28),
        Column(_("Headcount"), _("People employed on the site."), _("people")),
        Column(_("Address"), _("Street and number."), width=28),
        Column(_("Postcode"), _("Postcode of the site.")),
        Column(_("Municipality"), _("Municipality of the site."), width=22),
        Column(_("Latitude"), _("North of the equator, WGS 84."), _("degrees")),
        Column(_("Longitude"), _("East of Greenwich, WGS 84."), _("degrees")),
        Column(_("Member"), _("Member of the association of companies; empty: not known.")),
        Column(_("Takes part since"), _("First day in the initiative.")),
        Column(_("Left on"), _("Last day in the initiative; empty: takes part.")),
        Column(_("Why it left"), _("Reason given."), width=28),
        Column(_("Offers"), _("Open resources that it offers."), _("resources")),
        Column(_("Needs"), _("Open resources that it needs."), _("resources")),
        Column(_("Shares"), _("Open resources that it would share."), _("resources")),
    )
    return Sheet(_("Companies"), columns, _company_rows(company))


def _company_rows(company: Company | None) -> Iterator[tuple[Value, ...]]:
    rows = Company.objects.for_export()
    for one in rows.filter(pk=company.pk) if company else rows:
        yield (
            *(one.name, one.siret, one.naf_code, one.sector, one.headcount),
            *(one.address, one.postcode, one.municipality, one.latitude, one.longitude),
            *(one.is_member, one.joined_on, one.left_on, one.left_reason),
            *(one.offer_count, one.need_count, one.share_count),
        )


def contacts_sheet(company: Company) -> Sheet:
    """Return one row for each contact of a company."""
    columns = (
        Column(_("First name"), _("First name of the contact."), width=20),
        Column(_("Last name"), _("Last name of the contact."), width=24),
        Column(_("Function"), _("What the contact does in the company."), width=28),
        Column(_("E-mail address"), _("Where we write to."), width=32),
        Column(_("Phone"), _("Where we call.")),
        Column(_("Language"), _("Language we write in.")),
        Column(_("Active"), _("Whether we write to the contact.")),
    )
    return Sheet(_("Contacts"), columns, _contact_rows(company))


def _contact_rows(company: Company) -> Iterator[tuple[Value, ...]]:
    rows = Contact.objects.known().filter(company=company)
    for one in rows.order_by("last_name", "first_name", "pk"):
        yield (
            *(one.first_name, one.last_name, one.role, one.email, one.phone),
            *(one.get_language_display(), one.is_active),
        )


def resources_sheet(company: Company | None = None) -> Sheet:
    """Return one row for each resource, by company and reference, closed ones included.

    company: only its own, with what it keeps private: the current outlet and its cost.
    """
    columns = (
        Column(_("Reference"), _("Reference of the resource in its company.")),
        Column(_("Company"), _("Who has or needs it."), width=32),
        Column(_("Direction"), _("Offer, need, or share.")),
        Column(_("Family"), _("Material, waste, energy, water, equipment, space, service, skill…")),
        Column(_("Title"), _("What it is."), width=36),
        Column(_("Description"), _("As the company describes it."), width=48),
        Column(_("Quantity"), _("How much, in the unit and per the period beside it.")),
        Column(_("Unit"), _("Unit of the quantity.")),
        Column(_("Period"), _("What the quantity is counted over.")),
        Column(_("Confidence"), _("Whether the quantity is estimated or measured.")),
        Column(_("Available from"), _("First day.")),
        Column(_("Available until"), _("Last day.")),
        Column(_("Waste code"), _("European List of Waste; * means hazardous.")),
        Column(_("Concept"), _("Entry of the vocabulary that a person confirmed."), width=22),
        Column(_("Site"), _("Where it is, if not at the company’s address."), width=22),
        Column(_("Packaging and quality"), _("How it is packed, and its quality."), width=28),
        Column(_("Seen by"), _("Who may see it in the workbench.")),
        Column(_("Closed on"), _("Day on which it was closed; empty: open.")),
        Column(_("Why it was closed"), _("Reason given."), width=28),
    )
    private = (
        Column(_("Current outlet"), _("Where it goes today; seen by nobody else."), width=28),
        Column(_("Cost of the outlet"), _("What the current outlet costs."), _("€ per year")),
    )
    shown = (*columns, *private) if company else columns
    return Sheet(_("Resources"), shown, _resource_rows(company))


def _resource_rows(company: Company | None) -> Iterator[tuple[Value, ...]]:
    rows = Resource.objects.for_export()
    for one in rows.filter(company=company) if company else rows:
        private = (one.outlet, one.outlet_cost_eur_per_year) if company else ()
        yield (
            *(one.reference, one.company.name, one.get_direction_display()),
            *(one.get_family_display(), one.title, one.description, one.quantity, one.unit),
            *(one.get_period_display(), one.get_confidence_display()),
            *(one.available_from, one.available_to),
            *(str(one.waste_code or ""), one.concept, one.site, one.packaging),
            *(one.get_visibility_display(), one.closed_at, one.closed_reason),
            *private,
        )
