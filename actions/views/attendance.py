"""Who came to a meeting: one tap for each person, in the room, on a phone."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from actions.committee_forms import PersonForm
from actions.models import Attendance, Meeting
from actions.services.meetings import invite_last, mark
from pompey_ite.http import StaffRequest


@require_http_methods(["GET", "POST"])
def attendance(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the people of a meeting; add one."""
    meeting = _meeting(pk)
    form = PersonForm(request.POST or None, meeting=meeting)
    if form.is_valid():
        form.save()
        return redirect("actions:meeting_attendance", pk)
    return render(request, "actions/meeting_attendance.html", _context(meeting) | {"form": form})


@require_POST
def tap(request: StaffRequest, pk: int) -> HttpResponse:
    """Note in one tap that somebody is there, represented, excused or absent."""
    meeting = _meeting(pk)
    person_pk = request.POST.get("person", "")
    if not person_pk.isdecimal():
        raise Http404
    person = get_object_or_404(Attendance, pk=int(person_pk), meeting=meeting)
    try:
        mark(attendance=person, state=request.POST.get("state", ""))
    except LookupError as error:
        raise Http404 from error
    if request.htmx:
        return render(request, "actions/partials/attendance_list.html", _context(meeting))
    return redirect("actions:meeting_attendance", pk)


@require_POST
def invite(request: StaffRequest, pk: int) -> HttpResponse:
    """Expect the people of the last meeting of the same body."""
    added = len(invite_last(meeting=_meeting(pk)))
    words = ngettext("%(n)d person is added.", "%(n)d people are added.", added)
    messages.info(request, words % {"n": added} if added else _("Nobody is missing."))
    return redirect("actions:meeting_attendance", pk)


def _meeting(pk: int) -> Meeting:
    return get_object_or_404(Meeting.objects.select_related("programme__initiative"), pk=pk)


def _context(meeting: Meeting) -> dict[str, object]:
    people = list(meeting.attendances.all())
    there = sum(person.state in Attendance.THERE for person in people)
    states = [choice for choice in Attendance.State.choices if choice[0] != "expected"]
    return {"meeting": meeting, "people": people, "there_count": there, "states": states}
