"""Rounds, for the project manager: list, prepare, follow the turnout."""

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from companies.models import Initiative
from pompey_ite.http import StaffRequest
from pompey_ite.listing import page_of
from synergies.forms.rounds import RoundForm
from synergies.models import Round
from synergies.services.merge_suggestions import outlook
from synergies.services.round_changes import history_of
from synergies.services.rounds import RoundRefused, open_round
from synergies.services.turnout import asked_ballots, counts_of, turnout_rows

USUAL_LENGTH = timedelta(days=14)
USUAL_CLOSING_HOUR = time(18)
COMPANIES_PER_PAGE = 100


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
            made = open_round(initiative=initiative, now=timezone.now(), **form.facts)
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
    page = page_of(request, asked_ballots(round_), COMPANIES_PER_PAGE)
    context = {
        "round": round_,
        "state": round_.state,
        "page": page,
        "rows": turnout_rows(page),
        "option_count": round_.options.count(),
        "counts": counts_of(round_),
        "is_counted": round_.tallies.exists(),
        "events": history_of(round_),
    }
    return render(request, "synergies/round_detail.html", context)
