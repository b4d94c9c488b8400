"""Meetings of the committee: agenda, pack, minutes, and how they ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from actions.committee_forms import MeetingForm, MinutesForm, PointForm, ReasonForm
from actions.models import Attendance, Decision, Meeting, Programme
from actions.reports.committee_document import minutes_pdf, pack_pdf, point_detail
from actions.services.agenda import TITLES
from actions.services.meetings import (
    MeetingRefused,
    add_point,
    change_point,
    end_meeting,
    freeze_agenda,
    invite_last,
    refresh_agenda,
)
from actions.views.pdf import pdf_response
from pompey_ite.http import StaffRequest
from pompey_ite.outbox.calendar import local_day


@require_GET
def meeting_list(request: StaffRequest) -> HttpResponse:
    """List the meetings, the latest first."""
    return render(request, "actions/meeting_list.html", {"meetings": Meeting.objects.for_list()})


@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Plan a meeting of the current programme: its agenda and its people are ready at once."""
    programme = Programme.objects.current()
    if programme is None:
        messages.info(request, _("There is no programme yet: a meeting speaks about one."))
        return redirect("actions:meetings")
    initial = {"title": _("Steering committee"), "body": "COPIL"}
    form = MeetingForm(request.POST or None, instance=Meeting(programme=programme), initial=initial)
    if form.is_valid():
        meeting = form.save()
        refresh_agenda(meeting=meeting, now=timezone.now())
        invite_last(meeting=meeting)
        messages.success(request, _("The meeting is planned; its agenda is made from what is due."))
        return redirect(meeting)
    return _form_page(request, form, _("Plan a meeting"), None)


@require_GET
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    """Show a meeting: its agenda in order, who is expected, what was decided."""
    meeting = _meeting(pk)
    people = list(meeting.attendances.all())
    context = {
        "meeting": meeting,
        "points": _points(meeting),
        "has_begun": meeting.starts_at <= timezone.now(),
        "people": people,
        "there_count": sum(person.state in Attendance.THERE for person in people),
        "decisions": meeting.decisions.select_related("action", "milestone", "synergy"),
        "point_form": PointForm(),
    }
    return render(request, "actions/meeting_detail.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change the title, the body, the hour or the place of a meeting."""
    meeting = _meeting(pk)
    form = MeetingForm(request.POST or None, instance=meeting)
    if form.is_valid():
        form.save()
        messages.success(request, _("The meeting is saved."))
        return redirect(meeting)
    return _form_page(request, form, _("Edit the meeting"), meeting)


@require_POST
def refresh(request: StaffRequest, pk: int) -> HttpResponse:
    """Take into the agenda what is due today."""
    return _agenda_act(request, pk, lambda m: refresh_agenda(meeting=m, now=timezone.now()))


@require_POST
def point_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Add a point in the manager's own words."""
    form = PointForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write the point, in at most 250 characters."))
        return redirect(f"{_meeting(pk).get_absolute_url()}#agenda")
    text = form.cleaned_data["text"]
    return _agenda_act(request, pk, lambda m: add_point(meeting=m, text=text))


@require_POST
def point_change(request: StaffRequest, pk: int) -> HttpResponse:
    """Move a point up or down, drop it or take it back."""
    key, act = request.POST.get("key", ""), request.POST.get("act", "")
    try:
        return _agenda_act(request, pk, lambda m: change_point(meeting=m, key=key, act=act))
    except LookupError as error:
        raise Http404 from error


@require_POST
def freeze(request: StaffRequest, pk: int) -> HttpResponse:
    """Fix the agenda of the pack, or open it again."""
    now = timezone.now() if request.POST.get("fix") == "1" else None
    return _agenda_act(request, pk, lambda m: freeze_agenda(meeting=m, now=now))


@require_http_methods(["GET", "POST"])
def minutes(request: StaffRequest, pk: int) -> HttpResponse:
    """Write what was said."""
    meeting = _meeting(pk)
    form = MinutesForm(request.POST or None, instance=meeting)
    if form.is_valid():
        form.save()
        messages.success(request, _("The minutes are saved."))
        return redirect(meeting)
    return _form_page(request, form, _("Minutes"), meeting)


@require_POST
def held(request: StaffRequest, pk: int) -> HttpResponse:
    """Note that the meeting took place."""
    now = timezone.now()
    return _agenda_act(
        request, pk, lambda m: end_meeting(meeting=m, status=Meeting.Status.HELD, now=now)
    )


@require_http_methods(["GET", "POST"])
def cancel(request: StaffRequest, pk: int) -> HttpResponse:
    """Cancel a meeting, with the reason."""
    meeting = _meeting(pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            end_meeting(
                meeting=meeting,
                status=Meeting.Status.CANCELLED,
                reason=form.cleaned_data["reason"],
                now=timezone.now(),
            )
        except MeetingRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The meeting is cancelled."))
            return redirect(meeting)
    return _form_page(request, form, _("Cancel the meeting"), meeting)


@require_GET
def pack(request: StaffRequest, pk: int) -> HttpResponse:
    """Answer the pack as a PDF: agenda, actions by area, money."""
    meeting = _meeting(pk)
    today = local_day(timezone.now())
    return pdf_response(pack_pdf(meeting, today), f"{meeting.title}-{_day(meeting)}")


@require_GET
def minutes_file(request: StaffRequest, pk: int) -> HttpResponse:
    """Answer the minutes as a PDF."""
    meeting = _meeting(pk)
    name = "-".join((_("minutes"), meeting.title, _day(meeting)))
    return pdf_response(minutes_pdf(meeting, local_day(timezone.now())), name)


def _day(meeting: Meeting) -> str:
    return local_day(meeting.starts_at).isoformat()


def _meeting(pk: int) -> Meeting:
    return get_object_or_404(Meeting.objects.select_related("programme__initiative"), pk=pk)


def _points(meeting: Meeting) -> list[dict[str, Any]]:
    """Return the points as the page shows them."""
    asked = [point["decision"] for point in meeting.agenda if "decision" in point]
    taken = set(
        Decision.objects.filter(pk__in=asked, taken_on__isnull=False).values_list("pk", flat=True)
    )
    return [
        point
        | {
            "title": TITLES[point["kind"]],
            "words": point_detail(point),
            "is_taken": point.get("decision") in taken,
        }
        for point in meeting.agenda
        if point["kind"] in TITLES
    ]


def _agenda_act(request: StaffRequest, pk: int, act: Callable[[Meeting], Meeting]) -> HttpResponse:
    """Do an act on a meeting and go back to its agenda; a refusal is said there."""
    meeting = _meeting(pk)
    try:
        act(meeting)
    except MeetingRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{meeting.get_absolute_url()}#agenda")


def _form_page(
    request: StaffRequest, form: Any, title: str, meeting: Meeting | None
) -> HttpResponse:
    context = {"form": form, "title": title, "meeting": meeting}
    return render(request, "actions/meeting_form.html", context)
