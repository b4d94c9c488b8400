"""Who wants to be forgotten: what goes, what stays, and the answer of the project manager."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from companies.forms import EraseForm, RefuseForm
from companies.models import ErasureRequest
from companies.services.erasure import (
    ErasureRefused,
    erase_contact,
    preview_of,
    refuse_erasure,
)
from pompey_ite.http import StaffRequest


@require_GET
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    """Show a request with what would go and what would stay."""
    asked = _asked(pk)
    return _page(request, asked)


def _page(
    request: StaffRequest,
    asked: ErasureRequest,
    erase_form: EraseForm | None = None,
    refuse_form: RefuseForm | None = None,
) -> HttpResponse:
    context = {
        "asked": asked,
        "lines": preview_of(asked.contact) if asked.is_waiting else [],
        "erase_form": erase_form or EraseForm(person=str(asked.contact)),
        "refuse_form": refuse_form or RefuseForm(),
    }
    return render(request, "companies/erasure.html", context)


@require_POST
def erase(request: StaffRequest, pk: int) -> HttpResponse:
    """Erase the person for good, once it is confirmed."""
    asked = _asked(pk)
    form = EraseForm(request.POST, person=str(asked.contact))
    if asked.is_waiting and not form.is_valid():
        return _page(request, asked, erase_form=form)
    try:
        erase_contact(asked=asked, user=request.user, now=timezone.now())
    except ErasureRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The person is erased, and told a last time."))
    return redirect(asked)


@require_POST
def refuse(request: StaffRequest, pk: int) -> HttpResponse:
    """Refuse a request with its reason, which is told to the contact."""
    asked = _asked(pk)
    form = RefuseForm(request.POST)
    if not form.is_valid():
        return _page(request, asked, refuse_form=form)
    try:
        refuse_erasure(asked=asked, user=request.user, now=timezone.now(), **form.cleaned_data)
    except ErasureRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The request is refused; its reason is on its way."))
    return redirect(asked)


def _asked(pk: int) -> ErasureRequest:
    return get_object_or_404(ErasureRequest.objects.with_person(), pk=pk)
