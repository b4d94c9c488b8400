"""What the initiative keeps of a company and of its contact: read, corrected, taken away."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from companies.forms import OwnContactForm
from companies.models import ErasureRequest
from companies.own_data import as_json, read_me_of, sheets_of
from companies.services.erasure import ask_erasure
from companies.services.own_contact import (
    AddressRefused,
    ask_new_address,
    asked_address,
    confirm_address,
    save_contact,
)
from pompey_ite.outbox.calendar import local_day
from pompey_ite.spreadsheets import download
from synergies.views.declarant import Declarant
from synergies.views.door import SeeOther, link_unknown, private_page, slowed


@require_http_methods(["GET", "HEAD", "POST"])
def data(request: HttpRequest, by: Declarant) -> HttpResponse:
    """Show who the contact is to us; take what it corrects."""
    form = OwnContactForm(request.POST or None, instance=by.contact)
    if request.method == "POST" and form.is_valid() and _take(request, by, form):
        return SeeOther(by.url("data"))
    waiting = ErasureRequest.objects.waiting().filter(contact=by.contact).first()
    context = {"by": by, "form": form, "erasure": waiting}
    return render(request, "synergies/declare_data.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def erasure(request: HttpRequest, by: Declarant) -> HttpResponse:
    """Say what being erased means; the button asks the project manager for it (POST)."""
    if request.method == "POST" and by.contact:
        ask_erasure(contact=by.contact, now=by.now)
        messages.success(request, _("Your request is with the project manager."))
        return SeeOther(by.url("data"))
    return render(request, "synergies/declare_erasure.html", {"by": by})


def _take(request: HttpRequest, by: Declarant, form: OwnContactForm) -> bool:
    """Return whether everything was taken: a new address waits for its own confirmation."""
    contact, email = form.instance, form.wished_email
    if email:
        try:
            ask_new_address(contact=contact, email=email, now=by.now)
        except AddressRefused as refusal:
            form.add_error("new_email", str(refusal))
            return False
    save_contact(contact)
    hour = timezone.localtime(by.now).strftime("%H:%M")
    messages.success(request, _("Saved at %(hour)s. Thank you!") % {"hour": hour})
    if email:
        text = _(
            "A mail is on its way to %(email)s: the address changes when you confirm it there."
        )
        messages.info(request, text % {"email": email})
    return True


@require_safe
def export_json(request: HttpRequest, by: Declarant) -> JsonResponse:
    """Answer everything about the company, for a program."""
    response = JsonResponse(as_json(by.company), json_dumps_params={"indent": 1})
    name = f"{_file_name()}-{local_day(by.now):%Y-%m-%d}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def export_workbook(request: HttpRequest, by: Declarant) -> HttpResponse:
    """Answer the same as a workbook."""
    return download(  # type: ignore[return-value]  # a file is an answer as well
        _file_name(), sheets_of(by.company), read_me_of(by.company)
    )


def _file_name() -> str:
    return _("our-data")


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def address(request: HttpRequest, token: str) -> HttpResponse:
    """Ask to confirm a new address; only the button changes it (POST)."""
    found = asked_address(token)
    if found is None:
        return slowed(request, link_unknown(request))
    contact, email = found
    context: dict[str, Any] = {"contact": contact, "email": email}
    if request.method == "POST":
        try:
            confirm_address(contact=contact, email=email, now=timezone.now())
            context["is_done"] = True
        except AddressRefused as refusal:
            context["refusal"] = str(refusal)
    return render(request, "synergies/space_address.html", context)
