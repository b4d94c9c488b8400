"""Working on an action sheet: each section, and the frequent acts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from actions.models import Action, CoPilot, Milestone
from actions.reports.sheet_document import sheet_pdf
from actions.services.sheet import (
    SheetRefused,
    add_note,
    move_milestone,
    reach_milestone,
    set_status,
)
from actions.sheet_forms import PARTS, SECTIONS, MoveMilestoneForm, NoteForm, StatusForm
from actions.views.pdf import pdf_response
from pompey_ite.http import StaffRequest
from pompey_ite.outbox.calendar import local_day


@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, pk: int, section: str) -> HttpResponse:
    """Change one section of a sheet."""
    action = _action(pk)
    form_class = SECTIONS.get(section)
    if form_class is None:
        raise Http404
    form = form_class(request.POST or None, instance=action)
    if form.is_valid():
        with transaction.atomic():
            form.save()
        messages.success(request, _("The sheet is saved."))
        return redirect("actions:detail", pk)
    return _form_page(request, pk, form, form_class.title_of_section)


@require_http_methods(["GET", "POST"])
def status(request: StaffRequest, pk: int) -> HttpResponse:
    """Say how the action stands, and why."""
    action = _action(pk)
    initial = {
        "status": action.status,
        "reason": action.status_reason,
        "progress_percent": action.progress_percent,
    }
    form = StatusForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            set_status(action=action, **form.cleaned_data)
        except SheetRefused as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(request, _("The status is noted."))
            return redirect("actions:detail", pk)
    return _form_page(request, pk, form, _("Status and progress"))


@require_http_methods(["GET", "POST"])
def part(request: StaffRequest, pk: int, kind: str, part_pk: int | None = None) -> HttpResponse:
    """Add or change a row of a sheet: a milestone, a funding, a co-pilot."""
    action = _action(pk)
    form_class = PARTS.get(kind)
    if form_class is None:
        raise Http404
    model = form_class.Meta.model
    row = get_object_or_404(model, pk=part_pk, action=action) if part_pk else None
    form = form_class(request.POST or None, instance=row, action=action)
    if form.is_valid():
        with transaction.atomic():
            form.save()
        messages.success(request, _("The sheet is saved."))
        return redirect("actions:detail", pk)
    return _form_page(request, pk, form, model._meta.verbose_name)


@require_POST
def pilot_remove(request: StaffRequest, pk: int, pilot_pk: int) -> HttpResponse:
    """Take a co-pilot off a sheet; its history stays."""
    get_object_or_404(CoPilot, pk=pilot_pk, action=pk).delete()
    messages.success(request, _("The co-pilot is taken off the sheet."))
    return redirect("actions:detail", pk)


@require_POST
def milestone_tick(request: StaffRequest, pk: int, milestone_pk: int) -> HttpResponse:
    """Note that a milestone is reached today, or open it again."""
    milestone = get_object_or_404(Milestone, pk=milestone_pk, action=pk)
    is_done = request.POST.get("done") == "1"
    try:
        reach_milestone(milestone=milestone, day=local_day(timezone.now()) if is_done else None)
    except SheetRefused as refusal:
        messages.error(request, str(refusal))
    else:
        words = _("Reached: %(title)s") if is_done else _("Open again: %(title)s")
        messages.success(request, words % {"title": milestone.title})
    return redirect(f"{milestone.action.get_absolute_url()}#milestones")


@require_http_methods(["GET", "POST"])
def milestone_move(request: StaffRequest, pk: int, milestone_pk: int) -> HttpResponse:
    """Give a milestone another date, and say why."""
    milestone = get_object_or_404(Milestone, pk=milestone_pk, action=pk)
    form = MoveMilestoneForm(request.POST or None, initial={"due_on": milestone.due_on})
    if form.is_valid():
        move_milestone(milestone=milestone, **form.cleaned_data)
        messages.success(request, _("The date is moved."))
        return redirect("actions:detail", pk)
    return _form_page(request, pk, form, _("Move: %(title)s") % {"title": milestone.title})


@require_http_methods(["GET", "POST"])
def note(request: StaffRequest, pk: int) -> HttpResponse:
    """Write a dated note; the sheet has the same form."""
    action = _action(pk)
    form = NoteForm(request.POST or None, initial={"day": local_day(timezone.now())})
    if form.is_valid():
        add_note(action=action, author=request.user, **form.cleaned_data)
        messages.success(request, _("The note is written."))
        return redirect(f"{action.get_absolute_url()}#notes")
    return _form_page(request, pk, form, _("Follow-up note"))


@require_GET
def pdf(request: StaffRequest, pk: int) -> HttpResponse:
    """Answer the sheet as a PDF to hand out."""
    action = get_object_or_404(Action.objects.for_detail(), pk=pk)
    content = sheet_pdf(action, local_day(timezone.now()))
    return pdf_response(content, _("sheet-%(code)s") % {"code": action.code})


def _action(pk: int) -> Action:
    return get_object_or_404(Action.objects.select_related("area__programme__initiative"), pk=pk)


def _form_page(request: StaffRequest, pk: int, form: Any, title: Any) -> HttpResponse:
    context = {"action": _action(pk), "form": form, "title": title}
    return render(request, "actions/sheet_form.html", context)
