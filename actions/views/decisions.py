"""Decisions: asked for, taken, and turned into the next step."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from actions.committee_forms import DecisionForm, OutcomeForm, QuestionForm
from actions.models import Action, Decision, Meeting, Programme
from actions.services.decisions import DecisionRefused, ask_decision, take_decision
from pompey_ite.http import StaffRequest
from pompey_ite.outbox.calendar import local_day


@require_http_methods(["GET", "POST"])
def ask(request: StaffRequest, pk: int) -> HttpResponse:
    """Note a decision that an action awaits: the next agenda has it."""
    action = _action(pk)
    form = QuestionForm(request.POST or None, initial={"body": action.governance})
    if form.is_valid():
        ask_decision(
            programme=action.area.programme,
            action=action,
            asked_on=local_day(timezone.now()),
            **form.cleaned_data,
        )
        messages.success(request, _("The next agenda will have this question."))
        return redirect(f"{action.get_absolute_url()}#decisions")
    return _page(request, form, _("Ask for a decision"), action)


@require_http_methods(["GET", "POST"])
def record(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down a decision on an action, with what follows."""
    action = _action(pk)
    today = local_day(timezone.now())
    initial = {"taken_on": today, "action": action.pk, "body": action.governance}
    programme = action.area.programme
    form = DecisionForm(request.POST or None, programme=programme, initial=initial)
    if form.is_valid() and _is_recorded(request, form, programme=programme, action=action):
        return redirect(f"{action.get_absolute_url()}#decisions")
    return _page(request, form, _("Record a decision"), action)


@require_http_methods(["GET", "POST"])
def record_in_meeting(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down a decision that a meeting takes, with what follows."""
    meeting = get_object_or_404(Meeting.objects.select_related("programme__initiative"), pk=pk)
    initial = {"taken_on": local_day(meeting.starts_at), "body": meeting.body}
    form = DecisionForm(request.POST or None, programme=meeting.programme, initial=initial)
    if form.is_valid() and _is_recorded(
        request, form, programme=meeting.programme, meeting=meeting
    ):
        return redirect(f"{meeting.get_absolute_url()}#decisions")
    return _page(request, form, _("Record a decision"), meeting)


@require_http_methods(["GET", "POST"])
def take(request: StaffRequest, pk: int, meeting_pk: int | None = None) -> HttpResponse:
    """Write down what was decided on a question that was waiting, and what follows."""
    rows = Decision.objects.select_related("programme__initiative", "action__area")
    decision = get_object_or_404(rows, pk=pk)
    meetings = Meeting.objects.filter(programme=decision.programme)
    meeting = get_object_or_404(meetings, pk=meeting_pk) if meeting_pk else None
    day = local_day(meeting.starts_at if meeting else timezone.now())
    initial = {"taken_on": day, "action": decision.action_id}
    form = OutcomeForm(request.POST or None, programme=decision.programme, initial=initial)
    about = meeting or decision.action or decision.programme
    if form.is_valid() and _is_taken(request, form, decision, meeting):
        return redirect(about)
    return _page(request, form, decision.question, about)


def _is_recorded(
    request: StaffRequest,
    form: DecisionForm,
    *,
    programme: Programme,
    action: Action | None = None,
    meeting: Meeting | None = None,
) -> bool:
    """Write the question and its outcome together; say on the form what was refused."""
    data = form.cleaned_data
    try:
        with transaction.atomic():
            decision = ask_decision(
                programme=programme,
                action=action,
                question=data["question"],
                body=data["body"],
                asked_on=data["taken_on"],
            )
            _take(request, form, decision, meeting)
    except DecisionRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _is_taken(
    request: StaffRequest, form: OutcomeForm, decision: Decision, meeting: Meeting | None
) -> bool:
    try:
        _take(request, form, decision, meeting)
    except DecisionRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _take(
    request: StaffRequest, form: OutcomeForm, decision: Decision, meeting: Meeting | None
) -> None:
    step = form.step(request.user)
    data = form.cleaned_data
    take_decision(
        decision=decision,
        outcome=data["outcome"],
        taken_on=data["taken_on"],
        meeting=meeting,
        step=step,
    )
    said = _("The decision is written, and what follows stands on its sheet.")
    messages.success(request, said if step else _("The decision is written."))


def _action(pk: int) -> Action:
    return get_object_or_404(Action.objects.select_related("area__programme__initiative"), pk=pk)


def _page(request: StaffRequest, form: Any, title: str, about: Any) -> HttpResponse:
    context = {"form": form, "title": title, "about": about}
    return render(request, "actions/decision_form.html", context)
