"""Who declares for which company: a contact by personal link, or the project manager."""

from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from companies.models import Company, Contact, PersonalLink
from pompey_ite.http import StaffRequest
from synergies.services.space import PURPOSE
from synergies.views.door import View, link_unknown, private_page, remembered_link


@dataclass(frozen=True)
class Declarant:
    """Who acts for which company, when; `contact` is None for the project manager."""

    company: Company
    contact: Contact | None
    now: datetime

    @property
    def frame(self) -> str:
        """Return the template that the pages extend: nothing around them, or the staff's rail."""
        return "synergies/declare_frame.html" if self.contact else "synergies/declare_staff.html"

    def url(self, page: str, *args: int) -> str:
        """Return the address of one of these pages: home, declare, resource, edit, close, …"""
        if self.contact:
            return reverse(f"synergies:space_{page}", args=args)
        return reverse(f"synergies:company_{page}", args=[self.company.pk, *args])


def company_page(view: View) -> View:
    """Give the view the contact of the session's link, or show the page of unknown links."""

    @private_page
    @wraps(view)
    def wrapped(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        link = remembered_link(request, PURPOSE)
        by = declarant_of(link) if link else None
        return view(request, by, **kwargs) if by else link_unknown(request)

    return wrapped


def staff_page(view: View) -> View:
    """Give the view the company of the address; the middleware has let staff alone pass."""

    @wraps(view)
    def wrapped(request: StaffRequest, company_pk: int, **kwargs: Any) -> HttpResponse:
        company = get_object_or_404(Company.objects.active(), pk=company_pk)
        return view(request, Declarant(company, None, timezone.now()), **kwargs)

    return wrapped


def declarant_of(link: PersonalLink) -> Declarant | None:
    """Return who comes in by a link, or None when it is for something else or its company left."""
    company = link.contact.company
    if link.purpose != PURPOSE or company.left_on:
        return None
    return Declarant(company, link.contact, timezone.now())
