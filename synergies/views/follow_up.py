"""Following a synergy up: its status, next step, blocking points and legal lines."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from companies.models import User
from pompey_ite.http import StaffRequest
from pompey_ite.outbox.calendar import local_day
from synergies.forms.follow_up import MoveForm, NextStepForm, blocking_forms
from synergies.models import StatusChange, Synergy
from synergies.services.blocking import BlockingRefused, lines_of, note_blocking
from synergies.services.ladder import targets
from synergies.services.legal import tick_line
from synergies.services.moves import MoveRefused, move_synergy, plan_next_step


@require_GET
def move(request: StaffRequest, pk: int) -> HttpResponse:
    """Offer where a synergy may go from here."""
    synergy = get_object_or_404(Synergy, pk=pk)
    context = {"synergy": synergy, "targets": targets(synergy.status)}
    return render(request, "synergies/move.html", context)


@require_http_methods(["GET", "POST"])
def move_to(request: StaffRequest, pk: int, after: str) -> HttpResponse:
    """Move a synergy to a rung or aside; what the move lacks is said in sentences."""
    synergy = get_object_or_404(Synergy.objects.select_related("owner"), pk=pk)
    if after not in targets(synergy.status):
        messages.error(request, _("The synergy cannot move there from where it stands now."))
        return redirect("synergies:move", pk)
    form = MoveForm(
        request.POST or None,
        request.FILES or None,
        synergy=synergy,
        after=after,
        initial=_before(synergy, request.user),
    )
    if form.is_valid() and _is_moved(form, synergy, request):
        messages.success(request, _("Noted. The history on the sheet says who and when."))
        return redirect(synergy)
    context = {"synergy": synergy, "form": form, "label": Synergy.Status(after).label}
    return render(request, "synergies/move_to.html", context)


@require_http_methods(["GET", "POST"])
def next_step(request: StaffRequest, pk: int) -> HttpResponse:
    """Write who does what next, and by when."""
    synergy = get_object_or_404(Synergy, pk=pk)
    initial = {
        "next_step": synergy.next_step,
        "next_due_on": synergy.next_due_on,
        "owner": synergy.owner_id or request.user.pk,
    }
    form = NextStepForm(request.POST or None, initial=initial)
    if form.is_valid():
        plan_next_step(synergy=synergy, **form.cleaned_data)
        messages.success(request, _("The next step is written."))
        return redirect(synergy)
    return render(request, "synergies/next_step.html", {"synergy": synergy, "form": form})


@require_http_methods(["GET", "POST"])
def blocking(request: StaffRequest, pk: int) -> HttpResponse:
    """Say, on six lines, what blocks a synergy and what is solved."""
    synergy = get_object_or_404(Synergy, pk=pk)
    lines = lines_of(synergy)
    rows = blocking_forms(lines, request.POST)
    for form in rows:
        if form.is_bound and form.is_valid() and _is_noted(form, synergy, request):
            messages.success(request, _("The blocking point is noted."))
            return redirect("synergies:blocking", synergy.pk)
    pairs = list(zip(lines, rows, strict=True))
    return render(request, "synergies/blocking.html", {"synergy": synergy, "pairs": pairs})


@require_POST
def legal_tick(request: StaffRequest, pk: int, line: str) -> HttpResponse:
    """Tick a legal line, or take the tick away."""
    synergy = get_object_or_404(Synergy, pk=pk)
    is_done = request.POST.get("done") == "1"
    try:
        tick_line(
            synergy=synergy, line=line, is_done=is_done, user=request.user, now=timezone.now()
        )
    except LookupError as error:
        raise Http404 from error
    return redirect(f"{synergy.get_absolute_url()}#legal")


@require_GET
def document(request: StaffRequest, pk: int) -> FileResponse:
    """Give the document that proves a move, as a file to keep and not a page to show."""
    change = get_object_or_404(StatusChange.objects.exclude(document=""), pk=pk)
    try:
        return FileResponse(change.document.open("rb"), as_attachment=True)
    except FileNotFoundError as error:
        raise Http404 from error


def _before(synergy: Synergy, user: User) -> dict[str, Any]:
    """Return what the form of a move holds at first."""
    return {
        "before": synergy.status,
        "next_step": synergy.next_step,
        "next_due_on": synergy.next_due_on,
        "owner": synergy.owner or user,
        "evidence": synergy.evidence,
    }


def _is_moved(form: MoveForm, synergy: Synergy, request: StaffRequest) -> bool:
    """Make the move; write what it lacks on the form and return False when it lacks something."""
    now = timezone.now()
    data = form.cleaned_data
    try:
        move_synergy(
            synergy=synergy,
            wish=form.wish(local_day(now)),
            user=request.user,
            now=now,
            owner=data["owner"],
            users=list(data.get("users", ())),
            document=data.get("document"),
        )
    except MoveRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _is_noted(form: forms.Form, synergy: Synergy, request: StaffRequest) -> bool:
    today = local_day(timezone.now())
    try:
        note_blocking(synergy=synergy, user=request.user, today=today, **form.cleaned_data)
    except BlockingRefused as refusal:
        form.add_error("sentence", str(refusal))
        return False
    return True
