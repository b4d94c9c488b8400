"""Rounds, for the project manager: prepare, follow the turnout, close early."""

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from companies.models import Contact, Initiative, PersonalLink
from companies.services.links import token_of
from pompey_ite.http import StaffRequest
from pompey_ite.wake import wake
from synergies.forms.rounds import CloseEarlyForm, RoundForm
from synergies.models import Round
from synergies.services.merge_suggestions import outlook
from synergies.services.rounds import (
    RoundRefused,
    close_early,
    link_purpose,
    open_round,
    renew_link,
)
from synergies.services.turnout import Progress, turnout_of
from synergies.tasks import tally

USUAL_LENGTH = timedelta(days=14)
USUAL_CLOSING_HOUR = time(18)


@require_GET
def round_list(request: StaffRequest) -> HttpResponse:
    """List the rounds with their state and turnout, the latest first."""
    rounds = Round.objects.with_turnout().order_by("-opens_at", "-pk")
    return render(request, "synergies/round_list.html", {"rounds": rounds})


@require_http_methods(["GET", "POST"])
def round_new(request: StaffRequest) -> HttpResponse:
    """Prepare a round: its options, ballots and links are frozen when it is saved."""
    initiative = Initiative.objects.current()
    if initiative is None:
        messages.error(request, _("There is no initiative yet: import a workbook first."))
        return redirect("synergies:rounds")
    form = RoundForm(request.POST or None, initial=_usual_dates(timezone.now()))
    if form.is_valid():
        try:
            made = open_round(initiative=initiative, now=timezone.now(), **form.cleaned_data)
        except RoundRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The round is ready. Give the links to the companies."))
            return redirect(made)
    context = {"form": form, "outlook": outlook(initiative)}
    return render(request, "synergies/round_new.html", context)


def _usual_dates(now: datetime) -> dict[str, Any]:
    last_day = timezone.localtime(now + USUAL_LENGTH)
    closes_at = last_day.replace(hour=USUAL_CLOSING_HOUR.hour, minute=0, second=0, microsecond=0)
    return {"opens_at": now, "closes_at": closes_at}


@require_GET
def round_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """Show where the round is and who has voted: turnout, never answers."""
    round_ = get_object_or_404(Round, pk=pk)
    rows = turnout_of(round_)
    progress = [row.progress for row in rows]
    context = {
        "round": round_,
        "state": round_.state,
        "rows": rows,
        "option_count": round_.options.count(),
        "voted_count": len(rows) - progress.count(Progress.NOT_STARTED),
        "validated_count": progress.count(Progress.VALIDATED),
        "is_counted": round_.tallies.exists(),
    }
    return render(request, "synergies/round_detail.html", context)


@require_http_methods(["GET", "POST"])
def round_close(request: StaffRequest, pk: int) -> HttpResponse:
    """Close an open round before its time, with the reason."""
    round_ = get_object_or_404(Round, pk=pk)
    form = CloseEarlyForm(request.POST or None)
    if form.is_valid():
        try:
            close_early(round_=round_, now=timezone.now(), **form.cleaned_data)
        except RoundRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            wake(tally, round_.pk)  # else the next tick counts it
            messages.success(request, _("The round is closed. It is counted within a minute."))
            return redirect(round_)
    context = {"round": round_, "state": round_.state, "form": form}
    return render(request, "synergies/round_close.html", context)


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
