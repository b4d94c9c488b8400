"""The space of a company: the way in, what it declares, what matches it and why."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST, require_safe

from companies.models import Company, Contact, PersonalLink, Resource
from companies.services.links import token_of
from companies.views.companies import by_direction
from pompey_ite.http import StaffRequest
from pompey_ite.outbox.calendar import local_day
from pompey_ite.outbox.links import preferences_token
from synergies.services.company_results import counted_rounds_of
from synergies.services.declarations import confirm_declarations
from synergies.services.space import (
    PURPOSE,
    SpaceRefused,
    give_link,
    matches_of_company,
    prompt_groups,
)
from synergies.services.space_waiting import ballots_of_company, synergies_of_company
from synergies.space_parts import parts_of
from synergies.views.declarant import Declarant, declarant_of
from synergies.views.door import SeeOther, arrival_page, link_unknown, remember


@arrival_page
def arrival(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """Say whose space this is; only the button opens it (POST)."""
    by = declarant_of(link)
    if by is None:
        return link_unknown(request)
    if request.method == "POST":
        remember(request, link)
        return SeeOther(by.url("home"))
    return render(request, "synergies/declare_arrival.html", {"by": by})


@require_safe
def home(request: HttpRequest, by: Declarant) -> HttpResponse:
    """Show what waits for the company first, then its synergies, matches and declarations."""
    resources = Resource.objects.open().filter(company=by.company).select_related("waste_code")
    ballots = ballots_of_company(company=by.company, contact=by.contact, now=by.now)
    context = {
        "by": by,
        "ballots": ballots.waiting,
        "receipts": ballots.validated,
        "parts": parts_of(company=by.company, contact=by.contact, now=by.now),
        "synergies": synergies_of_company(by.company),
        "preferences": _preferences_of(by.contact),
        "to_confirm": Resource.objects.to_confirm(local_day(by.now)).filter(company=by.company),
        "directions": by_direction(resources),
        "matches": matches_of_company(by.company),
        "prompts": prompt_groups(by.company),
        "results": [
            {"round": round_, "url": by.url("result", round_.pk)}
            for round_ in counted_rounds_of(by.company)
        ],
    }
    return render(request, "synergies/declare_home.html", context)


def _preferences_of(contact: Contact | None) -> str:
    """Return the token of the mails that a contact may stop, or "" when it gets none."""
    return preferences_token(contact.email) if contact and contact.email else ""


@require_POST
def confirm(request: HttpRequest, by: Declarant, pk: int | None = None) -> HttpResponse:
    """Note that one declaration of more than a year, or all of them, are still true."""
    count = confirm_declarations(company=by.company, pk=pk, contact=by.contact, now=by.now)
    if count:
        text = ngettext(
            "Thank you: %(count)d declaration confirmed for a year.",
            "Thank you: %(count)d declarations confirmed for a year.",
            count,
        )
        messages.success(request, text % {"count": count})
    return SeeOther(by.url("home"))


# -- For the project manager: who gets in ---------------------------------------------------------
@require_GET
def links(request: StaffRequest, company_pk: int) -> HttpResponse:
    """Show the personal links to the space of a company, to give by hand."""
    company = get_object_or_404(Company, pk=company_pk)
    contacts = company.contacts.active().order_by("last_name", "first_name")
    usable = PersonalLink.objects.usable(timezone.now()).filter(purpose=PURPOSE)
    found = {link.contact_id: link for link in usable.filter(contact__company=company)}
    rows = [
        {
            "contact": contact,
            "url": _address_of(request, found.get(contact.pk)),
            "link": found.get(contact.pk),
        }
        for contact in contacts
    ]
    return render(request, "synergies/declare_links.html", {"company": company, "rows": rows})


def _address_of(request: HttpRequest, link: PersonalLink | None) -> str:
    if link is None:
        return ""
    return request.build_absolute_uri(reverse("synergies:space", args=[token_of(link)]))


@require_POST
def link_renew(request: StaffRequest, company_pk: int, contact_pk: int) -> HttpResponse:
    """Give one contact a link to the space; the one before opens nothing any more."""
    contact = get_object_or_404(
        Contact.objects.select_related("company"), pk=contact_pk, company=company_pk
    )
    try:
        give_link(contact=contact, now=timezone.now())
    except SpaceRefused as refusal:
        messages.error(request, str(refusal))
    else:
        text = _("%(contact)s has a new link. The one before opens nothing any more.")
        messages.success(request, text % {"contact": contact})
    return redirect("synergies:company_links", company_pk=company_pk)
