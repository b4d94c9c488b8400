"""Addresses that do not exist, and people who want no more of some mails."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from pompey_ite.http import StaffRequest
from pompey_ite.listing import page_of
from pompey_ite.outbox.addresses import clear_address_error
from pompey_ite.outbox.directory import owners_of
from pompey_ite.outbox.forms import ReasonForm
from pompey_ite.outbox.kinds import GROUPS
from pompey_ite.outbox.models import AddressError, Mail, Stop

ADDRESSES_PER_PAGE = 50


@require_GET
def address_list(request: StaffRequest) -> HttpResponse:
    """List the addresses in error with their companies, and who has stopped what."""
    page = page_of(request, AddressError.objects.standing(), ADDRESSES_PER_PAGE)
    stops = list(Stop.objects.standing())
    owners = owners_of({row.address for row in page} | {stop.address for stop in stops})
    context = {
        "counts": Mail.objects.count_by_tab(),
        "page": page,
        "rows": [(error, owners.get(error.address)) for error in page],
        "stops": [
            (stop, owners.get(stop.address), GROUPS.get(stop.group, stop.group)) for stop in stops
        ],
    }
    return render(request, "outbox/addresses.html", context)


@require_POST
def clear(request: StaffRequest, pk: int) -> HttpResponse:
    """Note that an address is right again, with the reason."""
    error = get_object_or_404(AddressError, pk=pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was done: say why."))
    elif clear_address_error(
        error=error, user_pk=request.user.pk, now=timezone.now(), **form.cleaned_data
    ):
        text = _("%s is right again: the next mails leave for it.")
        messages.success(request, text % error.address)
    return redirect("outbox:addresses")
