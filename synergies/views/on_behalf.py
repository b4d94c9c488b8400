"""One ballot, for the project manager: answers entered on behalf, its history after the close."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from pompey_ite.http import StaffRequest
from synergies.forms.on_behalf import OnBehalfForm
from synergies.models import Ballot, Round
from synergies.services.ballots import BallotRefused
from synergies.services.on_behalf import Entered, enter_answers


def _ballot_or_404(pk: int, company_pk: int) -> Ballot:
    ballots = Ballot.objects.select_related("round", "company")
    return get_object_or_404(ballots, round=pk, company=company_pk)


@require_http_methods(["GET", "POST"])
def enter(request: StaffRequest, pk: int, company_pk: int) -> HttpResponse:
    """Enter what a company answered on paper or by phone."""
    ballot = _ballot_or_404(pk, company_pk)
    form = OnBehalfForm(request.POST or None, ballot=ballot)
    if form.is_valid():
        try:
            entered = enter_answers(
                ballot=ballot, user=request.user, now=timezone.now(), **form.facts
            )
        except BallotRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _told(ballot, entered))
            return redirect(ballot.round)
    context = {"ballot": ballot, "round": ballot.round, "state": ballot.round.state, "form": form}
    return render(request, "synergies/round_enter.html", context)


def _told(ballot: Ballot, entered: Entered) -> str:
    text = ngettext(
        "%(n)d answer entered for %(company)s.",
        "%(n)d answers entered for %(company)s.",
        entered.saved,
    ) % {"n": entered.saved, "company": ballot.company}
    if entered.kept:
        text += " " + ngettext(
            "%(n)d answer of the company itself was left as it is.",
            "%(n)d answers of the company itself were left as they are.",
            entered.kept,
        ) % {"n": entered.kept}
    return text


@require_GET
def history(request: StaffRequest, pk: int, company_pk: int) -> HttpResponse:
    """Show who answered what, when and by which channel; while the round is open, nothing."""
    ballot = _ballot_or_404(pk, company_pk)
    state = ballot.round.state
    changes = (
        ballot.changes.select_related("option", "contact", "user")
        if state == Round.State.CLOSED
        else ballot.changes.none()
    )
    context = {"ballot": ballot, "round": ballot.round, "state": state, "changes": changes}
    return render(request, "synergies/round_history.html", context)
