"""The programme on one page, and the sheet of each action."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from actions.models import Action, Programme
from actions.services.indicators import indicator_progress
from actions.services.programme import (
    ProgrammeExists,
    ProgrammeRefused,
    area_title,
    create_programme_from_round,
    difference_of,
    programme_selection,
)
from actions.sheet_forms import NoteForm
from actions.views.programme_views import shared_context
from pompey_ite.http import StaffRequest
from pompey_ite.outbox.calendar import local_day
from synergies.models import Area, Round
from synergies.services.committee import Selection


@require_GET
def programme(request: StaffRequest, pk: int | None = None) -> HttpResponse:
    """List the actions of a programme by area: status, milestones, what is late."""
    shown = get_object_or_404(Programme, pk=pk) if pk else Programme.objects.current()
    context = shared_context(request, shown, "list")
    actions = list(context["actions"])
    context |= {
        "programmes": Programme.objects.all(),
        "actions": actions,
        "late_count": sum(action.is_late for action in actions),
        "done_count": sum(action.status == Action.Status.DONE for action in actions),
    }
    return render(request, "actions/programme.html", context)


@require_GET
def action_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one action sheet whole."""
    action = get_object_or_404(Action.objects.for_detail(), pk=pk)
    today = local_day(timezone.now())
    context = {
        "action": action,
        "today": today,
        "is_late": action.is_late_on(today),
        "indicators": indicator_progress(action),
        "documents": action.kept_documents.for_sheet(),
        "note_form": NoteForm(initial={"day": today}),
    }
    return render(request, "actions/action_detail.html", context)


@require_http_methods(["GET", "POST"])
def create_from_round(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what the programme of a counted round would hold; make it when the button is pressed."""
    rounds = Round.objects.select_related("initiative", "programme")
    round_ = get_object_or_404(rounds, pk=pk)
    try:
        selection = programme_selection(round_=round_)
        if request.method == "POST":
            made = create_programme_from_round(round_=round_, now=timezone.now())
            return redirect(_told(request, made))
    except ProgrammeExists as existing:
        messages.info(request, str(existing))
        return redirect(existing.programme)
    except ProgrammeRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(round_)
    context = {"round": round_, "selection": selection, "areas": _by_area(selection)}
    if round_.has_programme:
        context["difference"] = difference_of(round_.programme, selection)
    return render(request, "actions/programme_from_round.html", context)


def _told(request: HttpRequest, made: Programme) -> Programme:
    count = Action.objects.of(made).count()
    text = ngettext("%(count)d action sheet is ready.", "%(count)d action sheets are ready.", count)
    messages.success(request, text % {"count": count})
    return made


def _by_area(selection: Selection) -> list[dict[str, object]]:
    return [
        {
            "code": area.value,
            "title": area_title(area),
            "lines": [line for line in selection.lines if line.option.area == area],
        }
        for area in Area
    ]
