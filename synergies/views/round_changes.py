"""Changing a round, for the project manager: prepare again, extend, close early, cancel."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pompey_ite.http import StaffRequest
from pompey_ite.wake import wake
from synergies.forms.rounds import CancelForm, CloseEarlyForm, ExtendForm, RoundForm
from synergies.models import Round
from synergies.services.round_changes import cancel_round, extend_round, prepare_again
from synergies.services.rounds import RoundRefused, close_early
from synergies.tasks import tally


@require_http_methods(["GET", "POST"])
def round_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Prepare a planned round again: other words, dates or synergies."""
    round_ = get_object_or_404(Round, pk=pk)
    form = RoundForm(request.POST or None, instance=round_)
    if form.is_valid():
        before = Round.objects.get(pk=pk)  # validation wrote on the other one
        if _is_done(form, prepare_again, before, **form.facts):
            messages.success(request, _("The round is prepared anew. No mail has left."))
            return redirect(before)
    round_.refresh_from_db()
    context = {"round": round_, "state": round_.state, "form": form}
    return render(request, "synergies/round_edit.html", context)


@require_http_methods(["GET", "POST"])
def round_extend(request: StaffRequest, pk: int) -> HttpResponse:
    """Let a round close later than it said, with the reason."""
    round_ = get_object_or_404(Round, pk=pk)
    form = ExtendForm(request.POST or None, initial={"closes_at": round_.closes_at})
    if form.is_valid() and _is_done(form, extend_round, round_, **form.cleaned_data):
        messages.success(request, _("The round goes on, and its links with it. No mail has left."))
        return redirect(round_)
    return _show(request, round_, form, "synergies/round_extend.html")


@require_http_methods(["GET", "POST"])
def round_close(request: StaffRequest, pk: int) -> HttpResponse:
    """Close an open round before its time, with the reason."""
    round_ = get_object_or_404(Round, pk=pk)
    form = CloseEarlyForm(request.POST or None)
    if form.is_valid() and _is_done(form, close_early, round_, **form.cleaned_data):
        wake(tally, round_.pk)  # else the next tick counts it
        messages.success(request, _("The round is closed. It is counted within a minute."))
        return redirect(round_)
    return _show(request, round_, form, "synergies/round_close.html")


@require_http_methods(["GET", "POST"])
def round_cancel(request: StaffRequest, pk: int) -> HttpResponse:
    """End a round without counting it, with the reason."""
    round_ = get_object_or_404(Round, pk=pk)
    form = CancelForm(request.POST or None)
    if form.is_valid() and _is_done(form, cancel_round, round_, **form.cleaned_data):
        messages.success(request, _("The round is cancelled. Its answers are kept, not counted."))
        return redirect(round_)
    return _show(request, round_, form, "synergies/round_cancel.html")


def _is_done(form: forms.BaseForm, change: Callable[..., Round], round_: Round, **v: Any) -> bool:
    """Make the change; write its refusal on the form and return False when there is one."""
    try:
        change(round_=round_, now=timezone.now(), **v)
    except RoundRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _show(
    request: StaffRequest, round_: Round, form: forms.BaseForm, template: str
) -> HttpResponse:
    return render(request, template, {"round": round_, "state": round_.state, "form": form})
