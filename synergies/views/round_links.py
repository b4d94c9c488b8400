"""The personal links of a round, for the project manager: show, replace, withdraw."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from companies.models import Contact, PersonalLink
from companies.services.links import token_of
from pompey_ite.http import StaffRequest
from synergies.models import Round
from synergies.services.rounds import RoundRefused, link_purpose, renew_link, withdraw_link


@require_GET
def round_links(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the personal links of a round, to give by hand where no mail arrives."""
    round_ = get_object_or_404(Round, pk=pk)
    asked = Contact.objects.active().filter(company__ballots__round=round_)
    links = PersonalLink.objects.usable(timezone.now()).filter(purpose=link_purpose(round_))
    addresses = {link.contact_id: request.build_absolute_uri(_address_of(link)) for link in links}
    rows = [
        {"contact": contact, "url": addresses.get(contact.pk, "")}
        for contact in asked.select_related("company").order_by("company__name", "last_name")
    ]
    context = {"round": round_, "state": round_.state, "rows": rows}
    return render(request, "synergies/round_links.html", context)


def _address_of(link: PersonalLink) -> str:
    return reverse("synergies:vote", args=[token_of(link)])


@require_POST
def round_link_renew(request: StaffRequest, pk: int, contact_pk: int) -> HttpResponse:
    """Give one contact a new link; the one before opens nothing any more."""
    round_ = get_object_or_404(Round, pk=pk)
    contact = get_object_or_404(Contact, pk=contact_pk)
    try:
        renew_link(round_=round_, contact=contact, now=timezone.now())
    except RoundRefused as refusal:
        messages.error(request, str(refusal))
    else:
        text = _("%(contact)s has a new link. The one before opens nothing any more.")
        messages.success(request, text % {"contact": contact})
    return redirect("synergies:round_links", pk=round_.pk)


@require_POST
def round_link_withdraw(request: StaffRequest, pk: int, contact_pk: int) -> HttpResponse:
    """Let the link of one contact open nothing any more, without giving another."""
    round_ = get_object_or_404(Round, pk=pk)
    contact = get_object_or_404(Contact, pk=contact_pk)
    if withdraw_link(round_=round_, contact=contact, now=timezone.now()):
        text = _("The link of %(contact)s opens nothing any more. The answers given are kept.")
        messages.success(request, text % {"contact": contact})
    return redirect("synergies:round_links", pk=round_.pk)
