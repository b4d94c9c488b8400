"""What the steering committee decides beside the vote, on a projected screen."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from pompey_ite.http import StaffRequest
from pompey_ite.outbox.calendar import local_day
from synergies.forms.results import CommitteeForm, WithdrawalForm, with_words
from synergies.models import Area, CommitteeDecision, Round, Tally, TallyLine
from synergies.services.committee import (
    CommitteeRefused,
    decide,
    decisions_in_force,
    kind_for,
    selection_of,
    withdraw,
)
from synergies.services.results import Audience, ResultLine, is_retained, lines_of, told
from synergies.views.results import tally_shown

MOST_FOUND = 20  # proposals that a search shows


def _counted_or_404(pk: int) -> Tally:
    """Return the tally of a closed round; the committee decides about nothing else."""
    round_ = get_object_or_404(Round.objects.select_related("programme"), pk=pk)
    tally = tally_shown(round_)
    if tally is None:
        raise Http404
    tally.round = round_
    return tally


@require_GET
def committee(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what is retained by area, what is just outside, and what the committee changed."""
    tally = _counted_or_404(pk)
    every = lines_of(tally)
    decisions = decisions_in_force(tally)
    words = request.GET.get("words", "").strip()
    listed = [line for line in every if _is_listed(line, decisions)]
    others = [line for line in every if not _is_listed(line, decisions)]
    found = with_words(others, words)[:MOST_FOUND] if words else []
    lines = told(tally, listed + found, decisions=decisions, audience=Audience.STAFF)
    context = {
        "round": tally.round,
        "tally": tally,
        "selection": selection_of(tally, lines=every, decisions=decisions),
        "areas": [_of_area(area, lines[: len(listed)]) for area in Area],
        "words": words,
        "found": lines[len(listed) :],
        "history": CommitteeDecision.objects.filter(tally=tally).for_list(),
    }
    return render(request, "synergies/committee.html", context)


def _is_listed(line: TallyLine, decisions: dict[int, CommitteeDecision]) -> bool:
    is_candidate = line.band == TallyLine.Band.JUST_OUTSIDE
    return is_retained(line) or is_candidate or line.option_id in decisions


def _of_area(area: Area, lines: list[ResultLine]) -> dict[str, Any]:
    """Return what the screen shows of one area: what is in, then what could be."""
    mine = [line for line in lines if line.line.option.area == area]
    candidates = [line for line in mine if not is_retained(line.line) and not line.decision]
    inside = [line for line in mine if line not in candidates]
    set_aside = CommitteeDecision.Kind.SET_ASIDE
    count = sum(not line.decision or line.decision.kind != set_aside for line in inside)
    return {
        "code": area.value,
        "label": area.label,
        "inside": inside,
        "candidates": candidates,
        "count": count,
    }


@require_http_methods(["GET", "POST"])
def decision_new(request: StaffRequest, pk: int, number: int) -> HttpResponse:
    """Set a retained proposal aside, or add one that is not, with the committee's reason."""
    tally = _counted_or_404(pk)
    line = get_object_or_404(tally.lines.select_related("option"), option__number=number)
    kind = kind_for(line)
    form = CommitteeForm(request.POST or None, initial=_usual(tally), button=_button(kind))
    if form.is_valid() and _is_decided(request, form, tally, line):
        return redirect("synergies:round_committee", pk=pk)
    decisions = decisions_in_force(tally)
    rows = told(tally, [line], decisions=decisions, audience=Audience.STAFF)
    context = {"round": tally.round, "kind": kind, "row": rows[0], "form": form}
    return render(request, "synergies/committee_decide.html", context)


def _button(kind: CommitteeDecision.Kind) -> str:
    sets_aside = kind == CommitteeDecision.Kind.SET_ASIDE
    return _("Set aside") if sets_aside else _("Add to the programme")


def _usual(tally: Tally) -> dict[str, Any]:
    """Return who decides and when, as in the decision before: one meeting takes several."""
    before = CommitteeDecision.objects.filter(tally=tally).first()
    if before:
        return {"committee": before.committee, "decided_on": before.decided_on}
    return {"decided_on": local_day(timezone.now())}


def _is_decided(request: StaffRequest, form: CommitteeForm, tally: Tally, line: TallyLine) -> bool:
    """Enter the decision; write its refusal on the form and return False when there is one."""
    try:
        decision = decide(
            tally=tally,
            option=line.option,
            user=request.user,
            now=timezone.now(),
            **form.cleaned_data,
        )
    except CommitteeRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    text = _("“%(title)s”: %(kind)s. The result of the vote stays beside it.")
    title, kind = line.option.title, decision.get_kind_display()
    messages.success(request, text % {"title": title, "kind": kind})
    _warn_of_programme(request, tally.round)
    return True


def _warn_of_programme(request: StaffRequest, round_: Round) -> None:
    if round_.has_programme:
        text = _("The action sheets were made before: none of them has changed.")
        messages.warning(request, text)


@require_http_methods(["GET", "POST"])
def decision_withdraw(request: StaffRequest, pk: int, decision_pk: int) -> HttpResponse:
    """Withdraw a decision with a reason: what the vote said stands again."""
    decisions = CommitteeDecision.objects.for_list().select_related("tally__round__programme")
    decision = get_object_or_404(decisions, pk=decision_pk, tally__round=pk)
    form = WithdrawalForm(request.POST or None)
    if form.is_valid():
        try:
            withdraw(decision=decision, user=request.user, now=timezone.now(), **form.cleaned_data)
        except CommitteeRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The decision is withdrawn: the vote stands as it was."))
            _warn_of_programme(request, decision.tally.round)
            return redirect("synergies:round_committee", pk=pk)
    context = {"round": decision.tally.round, "decision": decision, "form": form}
    return render(request, "synergies/committee_withdraw.html", context)
