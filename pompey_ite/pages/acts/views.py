"""The frequent acts: a page each, that says what is done and leads back to the cockpit."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from actions.services.sheet import SheetRefused, move_milestone, set_status
from companies.models import Initiative
from pompey_ite.http import StaffRequest
from pompey_ite.outbox.calendar import local_day
from pompey_ite.pages.acts.forms import (
    ActionStatusForm,
    CallForm,
    NewcomerForm,
    PostponeForm,
    SynergyMoveForm,
)
from synergies.models import Synergy
from synergies.services.contact_log import complete_contact, log_contact
from synergies.services.moves import MoveRefused, move_synergy
from synergies.services.newcomers import NewcomerRefused, meet_company


@require_http_methods(["GET", "POST"])
def call(request: StaffRequest) -> HttpResponse:
    """Write down that a company was spoken to, with what was said."""
    today = local_day(timezone.now())
    initial = {"held_on": today, "company": request.GET.get("company", "")}
    form = CallForm(request.POST or None, initial=initial)
    if form.is_valid():
        _log(request, **form.cleaned_data)
        company = form.cleaned_data["company"]
        messages.success(request, _("Noted: you spoke with %(company)s.") % {"company": company})
        return redirect("admin:index")
    return _page(request, form, _("Log a call"), _("Who did you speak with?"))


@require_http_methods(["GET", "POST"])
def postpone(request: StaffRequest) -> HttpResponse:
    """Give a milestone a later day."""
    initial = {"milestone": request.GET.get("milestone", "")}
    form = PostponeForm(request.POST or None, initial=initial)
    if form.is_valid():
        data = form.cleaned_data
        moved = move_milestone(
            milestone=data["milestone"], due_on=data["due_on"], reason=data["reason"]
        )
        messages.success(request, _("Postponed: %(title)s.") % {"title": moved.title})
        return redirect("admin:index")
    return _page(
        request,
        form,
        _("Postpone a milestone"),
        _("The day before stays in the history of the milestone."),
    )


@require_http_methods(["GET", "POST"])
def status(request: StaffRequest) -> HttpResponse:
    """Say how an action stands, and why."""
    form = ActionStatusForm(request.POST or None, initial={"action": request.GET.get("action", "")})
    if form.is_valid():
        try:
            action = set_status(**form.cleaned_data)
        except SheetRefused as refusal:
            form.add_error("reason", str(refusal))
        else:
            words = {"action": action, "status": action.get_status_display()}
            messages.success(request, _("%(action)s is now “%(status)s”.") % words)
            return redirect("admin:index")
    return _page(request, form, _("Set the status of an action"), _("How does it stand?"))


@require_http_methods(["GET", "POST"])
def synergy(request: StaffRequest) -> HttpResponse:
    """Move a synergy; the proof that one works is asked for on its own page."""
    form = SynergyMoveForm(
        request.POST or None, initial={"synergy": request.GET.get("synergy", "")}
    )
    if form.is_valid():
        chosen, after = form.cleaned_data["synergy"], form.cleaned_data["status"]
        if after == Synergy.Status.OPERATIONAL:
            return redirect("synergies:move_to", chosen.pk, after)
        if _is_moved(request, form):
            words = {"synergy": chosen, "status": Synergy.Status(after).label}
            messages.success(request, _("%(synergy)s is now “%(status)s”.") % words)
            return redirect("admin:index")
    return _page(request, form, _("Move a synergy"), _("How far is it, and what comes next?"))


@require_http_methods(["GET", "POST"])
def company(request: StaffRequest) -> HttpResponse:
    """Add a company met on the road, whom one met there and what was said."""
    if not request.user.has_perm("companies.add_company"):
        raise PermissionDenied
    initiative = Initiative.objects.current()
    if initiative is None:
        messages.info(request, _("Import a workshop first: there is no initiative yet."))
        return redirect("actions:import")
    form = NewcomerForm(request.POST or None)
    if form.is_valid() and (made := _met(request, form, initiative)):
        messages.success(request, _("%(company)s takes part now.") % {"company": made})
        if "declare" in request.POST:
            return redirect("synergies:company_declare", made.pk)
        return redirect(made)
    second = ("declare", _("Save, and write down what it offers or needs"))
    return _page(
        request,
        form,
        _("Add a company I met"),
        _("The name is enough; whatever you know besides saves a call later."),
        second,
    )


def _log(request: StaffRequest, **said: Any) -> None:
    synergies = [said["synergy"]] if said["synergy"] else []
    entry = log_contact(
        initiative=said["company"].initiative,
        kind=said["kind"],
        day=said["held_on"],
        user=request.user,
        company=said["company"],
        synergies=synergies,
    )
    if said["text"]:
        complete_contact(
            entry=entry,
            day=said["held_on"],
            text=said["text"],
            company=said["company"],
            contact=None,
            synergies=synergies,
        )


def _is_moved(request: StaffRequest, form: SynergyMoveForm) -> bool:
    now = timezone.now()
    wish = form.wish(local_day(now))
    try:
        move_synergy(synergy=form.cleaned_data["synergy"], wish=wish, user=request.user, now=now)
    except MoveRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _met(request: StaffRequest, form: NewcomerForm, initiative: Initiative) -> Any:
    """Return the new company, or None with what is wrong written on the form."""
    day = local_day(timezone.now())
    try:
        return meet_company(initiative=initiative, day=day, user=request.user, **form.facts())
    except NewcomerRefused as refusal:
        for name, texts in refusal.errors.items():
            form.add_error(name if name in form.fields else None, texts)
    return None


def _page(
    request: StaffRequest,
    form: Any,
    title: str,
    lead: str,
    second: tuple[str, str] | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "lead": lead,
        "second": second,
        "back": reverse("admin:index"),
    }
    return render(request, "pages/act.html", context)
