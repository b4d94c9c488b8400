"""The members of a synergy: splitting it, who leads with which shares, who joins and leaves."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pompey_ite.http import StaffRequest
from pompey_ite.outbox.calendar import local_day
from synergies.forms.groups_of_companies import (
    JoinForm,
    LeadForm,
    LeaveForm,
    ShareForm,
    SplitForm,
)
from synergies.models import Party, Split, Synergy
from synergies.services.pooling import PoolingRefused, join_group, leave_group, write_shares
from synergies.services.splits import SplitRefused, split_synergy, undo_split


@require_http_methods(["GET", "POST"])
def split(request: StaffRequest, pk: int) -> HttpResponse:
    """Split a synergy into several, each with some of its companies."""
    synergy = get_object_or_404(Synergy, pk=pk)
    form = SplitForm(request.POST or None, synergy=synergy)
    if form.is_valid():
        facts = {"parts": form.parts(), "reason": form.cleaned_data["reason"]}
        try:
            split_synergy(synergy=synergy, user=request.user, now=timezone.now(), **facts)
        except SplitRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The synergy is split. This can be undone below."))
            return redirect(synergy)
    return render(request, "synergies/split.html", {"synergy": synergy, "form": form})


@require_POST
def split_undo(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a split back: the synergy is again what it was."""
    made = get_object_or_404(Split.objects.select_related("source__initiative"), pk=pk)
    try:
        left = undo_split(split=made, user=request.user, now=timezone.now())
    except SplitRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(made.source)
    text = _("Undone: the synergy stands again.")
    if left:
        numbers = ", ".join(str(part.number) for part in left)
        closed = _("Closed, not deleted, for something rests on it: no. %(numbers)s.")
        text = f"{text} {closed % {'numbers': numbers}}"
    messages.success(request, text)
    return redirect(made.source)


@require_http_methods(["GET", "POST"])
def members(request: StaffRequest, pk: int) -> HttpResponse:
    """Write who leads a group, with which shares."""
    synergy = get_object_or_404(Synergy.objects.select_related("initiative"), pk=pk)
    parties = list(synergy.parties.present().select_related("company"))
    data = request.POST or None
    lead = LeadForm(data, parties=parties)
    rows = [ShareForm(data, instance=party, prefix=f"party-{party.pk}") for party in parties]
    is_read = all([lead.is_valid(), *(row.is_valid() for row in rows)])
    if data and is_read and _are_written(synergy, lead, rows):
        messages.success(request, _("The group is written."))
        return redirect(synergy)
    gone = synergy.parties.exclude(left_on=None).select_related("company")
    today = {"day": local_day(timezone.now())}
    context = {"synergy": synergy, "lead": lead, "gone": gone}
    context["pairs"] = list(zip(parties, rows, strict=True))
    context["join"] = JoinForm(synergy=synergy, initial=today)
    return render(request, "synergies/members.html", context)


@require_POST
def member_join(request: StaffRequest, pk: int) -> HttpResponse:
    """Let a company join a synergy."""
    synergy = get_object_or_404(Synergy.objects.select_related("initiative"), pk=pk)
    form = JoinForm(request.POST, synergy=synergy)
    if not form.is_valid():
        messages.error(request, _("Choose a company and a day."))
        return redirect("synergies:members", pk)
    try:
        join_group(synergy=synergy, **form.cleaned_data)
        messages.success(request, _("The company takes part. Percentages are written anew."))
    except PoolingRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("synergies:members", pk)


@require_http_methods(["GET", "POST"])
def member_leave(request: StaffRequest, pk: int) -> HttpResponse:
    """Let a company leave a synergy, with the day and the reason."""
    rows = Party.objects.present().select_related("company", "synergy__initiative")
    party = get_object_or_404(rows, pk=pk)
    form = LeaveForm(request.POST or None, initial={"day": local_day(timezone.now())})
    if form.is_valid():
        try:
            leave_group(party=party, **form.cleaned_data)
        except PoolingRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Its part in the synergy is kept as history."))
            return redirect("synergies:members", party.synergy_id)
    return render(request, "synergies/member_leave.html", {"party": party, "form": form})


def _are_written(synergy: Synergy, lead: LeadForm, rows: list[ShareForm]) -> bool:
    """Write the shares; note a refusal on the form of the lead and return False."""
    shares = {row.instance.pk: row.share() for row in rows}
    try:
        write_shares(synergy=synergy, lead=lead.lead_key(), shares=shares)
    except PoolingRefused as refusal:
        lead.add_error(None, str(refusal))
        return False
    return True
