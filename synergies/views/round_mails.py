"""Invitations and reminders, for the project manager: preview, a test, then the sending."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from pompey_ite.http import StaffRequest
from synergies.emails import INVITATION, REMINDER
from synergies.forms.round_mails import SendForm
from synergies.models import Round
from synergies.services.round_mails import (
    MailPlan,
    plan_of,
    samples_of,
    send_mails,
    send_test,
)
from synergies.services.rounds import RoundRefused
from synergies.services.workshop_thanks import ThanksPlan

KINDS = {"invitation": INVITATION, "reminder": REMINDER}


@require_GET
def preview(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """Show who would get the mail and how it reads; looking sends nothing."""
    round_ = get_object_or_404(Round, pk=pk)
    now = timezone.now()
    context = {"round": round_, "kind": kind, "state": round_.state}
    try:
        plan = plan_of(round_=round_, kind=_kind(kind), now=now)
    except RoundRefused as refusal:
        context |= {"refusal": str(refusal)}
        return render(request, "synergies/round_mails.html", context)
    sealed = SendForm.sealed(
        round_pk=round_.pk, kind=plan.kind, step=plan.step, contact_pks=plan.contact_pks
    )
    context |= {
        "plan": plan,
        "samples": samples_of(plan, now=now),
        "form": SendForm(initial={"plan": sealed}, label=_promise(plan)),
        "button": counted(_("Send to %(people)s"), plan),
    }
    return render(request, "synergies/round_mails.html", context)


def _kind(word: str) -> str:
    if word not in KINDS:
        raise Http404
    return KINDS[word]


def _promise(plan: MailPlan) -> str:
    return counted(_("I have read the list: %(people)s of %(companies)s get this mail."), plan)


def counted(sentence: str, plan: MailPlan | ThanksPlan) -> str:
    """Return the sentence with how many people and companies the mails go to."""
    people, companies = len(plan.recipients), plan.company_count
    return sentence % {
        "people": ngettext("%(n)d person", "%(n)d people", people) % {"n": people},
        "companies": ngettext("%(n)d company", "%(n)d companies", companies) % {"n": companies},
    }


@require_POST
def test(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """Send the samples to the person who asks."""
    round_ = get_object_or_404(Round, pk=pk)
    if not request.user.email:
        messages.error(request, _("Your account has no e-mail address."))
        return redirect("synergies:round_mails", pk=pk, kind=kind)
    try:
        plan = plan_of(round_=round_, kind=_kind(kind), now=timezone.now())
        send_test(plan=plan, round_=round_, user=request.user, now=timezone.now())
    except RoundRefused as refusal:
        messages.error(request, str(refusal))
    else:
        text = _("A test leaves for %(address)s within a minute. Its link is an example.")
        messages.success(request, text % {"address": request.user.email})
    return redirect("synergies:round_mails", pk=pk, kind=kind)


@require_POST
def send(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """Queue the mails of the preview that was confirmed."""
    round_ = get_object_or_404(Round, pk=pk)
    form = SendForm(request.POST)
    if not form.is_valid() or form.cleaned_data["plan"][:2] != [round_.pk, _kind(kind)]:
        messages.error(request, _("Nothing was sent: tick the box under the list, then send."))
        return redirect("synergies:round_mails", pk=pk, kind=kind)
    _round, name, step, contacts = form.cleaned_data["plan"]
    try:
        count = send_mails(
            round_=round_, kind=name, step=step, contact_pks=contacts, now=timezone.now()
        )
    except RoundRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("synergies:round_mails", pk=pk, kind=kind)
    text = ngettext("%(n)d mail is in the outbox.", "%(n)d mails are in the outbox.", count)
    messages.success(request, text % {"n": count})
    return redirect(round_)
