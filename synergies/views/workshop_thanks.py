"""Thanks after a workshop, for the project manager: preview, a test, then the sending."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from pompey_ite.http import StaffRequest
from pompey_ite.outbox.calendar import local_day
from synergies.forms.round_mails import SendForm
from synergies.models import Workshop
from synergies.services.workshop_thanks import (
    send_thanks,
    send_thanks_test,
    thanks_plan,
    thanks_samples,
)
from synergies.views.round_mails import counted
from synergies.workshop_mails import THANKS

THANKED_WITHIN = timedelta(days=30)


@require_GET
def preview(request: StaffRequest, pk: int) -> HttpResponse:
    """Show who would be thanked and how it reads; looking sends nothing."""
    of = get_object_or_404(Workshop.objects.select_related("initiative"), pk=pk)
    plan = thanks_plan(workshop=of, now=timezone.now())
    sealed = SendForm.sealed(round_pk=of.pk, kind=THANKS, step=0, contact_pks=plan.contact_pks)
    promise = counted(_("I have read the list: %(people)s of %(companies)s get this mail."), plan)
    context = {
        "workshop": of,
        "plan": plan,
        "is_late": local_day(timezone.now()) - of.held_on > THANKED_WITHIN,
        "samples": thanks_samples(plan),
        "form": SendForm(initial={"plan": sealed}, label=promise),
        "button": counted(_("Send to %(people)s"), plan),
    }
    return render(request, "synergies/workshop_thanks.html", context)


@require_POST
def test(request: StaffRequest, pk: int) -> HttpResponse:
    """Send the sample to the person who asks, with the workbook."""
    of = get_object_or_404(Workshop, pk=pk)
    if not request.user.email:
        messages.error(request, _("Your account has no e-mail address."))
        return redirect("synergies:workshop_thanks", pk=pk)
    now = timezone.now()
    plan = thanks_plan(workshop=of, now=now)
    if send_thanks_test(plan=plan, workshop=of, user=request.user, now=now):
        text = _("A test leaves for %(address)s within a minute. Its link is an example.")
        messages.success(request, text % {"address": request.user.email})
    return redirect("synergies:workshop_thanks", pk=pk)


@require_POST
def send(request: StaffRequest, pk: int) -> HttpResponse:
    """Queue the mails of the preview that was confirmed."""
    of = get_object_or_404(Workshop, pk=pk)
    form = SendForm(request.POST)
    if not form.is_valid() or form.cleaned_data["plan"][:2] != [of.pk, THANKS]:
        messages.error(request, _("Nothing was sent: tick the box under the list, then send."))
        return redirect("synergies:workshop_thanks", pk=pk)
    contacts = form.cleaned_data["plan"][3]
    count = send_thanks(workshop=of, contact_pks=contacts, now=timezone.now())
    text = ngettext("%(n)d mail is in the outbox.", "%(n)d mails are in the outbox.", count)
    messages.success(request, text % {"n": count})
    return redirect(of)
