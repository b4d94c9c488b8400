"""The programme as a board, a timeline, a load of work, an order of launching."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from actions.models import Action, Programme, SavedFilter
from actions.programme_forms import ActionFilterForm, CapacityForm, CardMoveForm, PlaceForm
from actions.services.programme_views import (
    board,
    filtered_actions,
    launching,
    move_card,
    programme_load,
    programme_timeline,
)
from actions.services.sheet import SheetRefused
from pompey_ite.http import StaffRequest
from pompey_ite.listing import filter_query
from pompey_ite.outbox.calendar import local_day


def shared_context(request: StaffRequest, programme: Programme | None, tab: str) -> dict[str, Any]:
    """Return what every view of the programme shows: its filters, tabs and saved filters."""
    form = ActionFilterForm(request.GET)
    form.is_valid()  # a filter that cannot be read is left out and says so beside its field
    today = local_day(timezone.now())
    return {
        "programme": programme,
        "tab": tab,
        "form": form,
        "query": filter_query(request).removeprefix("&"),
        "saved_filters": list(
            SavedFilter.objects.filter(user=request.user, page=SavedFilter.Page.PROGRAMME)
        ),
        "today": today,
        "actions": filtered_actions(programme, today, **form.cleaned_data),
    }


def _page(request: StaffRequest, pk: int, tab: str) -> dict[str, Any]:
    programme = get_object_or_404(Programme.objects.select_related("initiative"), pk=pk)
    return shared_context(request, programme, tab)


@require_GET
def board_page(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the actions as cards by status."""
    context = _page(request, pk, "board")
    context["columns"] = board(context["actions"])
    context["statuses"] = CardMoveForm.base_fields["status"].choices  # type: ignore[attr-defined]
    return render(request, "actions/board.html", context)


@require_POST
def card_move(request: StaffRequest, pk: int) -> HttpResponse:
    """Move a card, and show the board as it stands then."""
    action = get_object_or_404(Action.objects.select_related("area"), pk=pk)
    form = CardMoveForm(request.POST)
    try:
        if not form.is_valid():
            raise SheetRefused(_("This status does not exist."))
        moved = move_card(action=action, **form.cleaned_data)
    except SheetRefused as refusal:
        messages.error(request, str(refusal))
    else:
        words = {"action": moved.code, "status": moved.get_status_display()}
        messages.success(request, _("%(action)s is now “%(status)s”.") % words)
    return _back(request, "actions:board", action.area.programme_id)


@require_GET
def timeline_page(request: StaffRequest, pk: int) -> HttpResponse:
    """Show when each action runs, with its milestones, as a drawing and as a table."""
    context = _page(request, pk, "timeline")
    context["drawing"] = programme_timeline(
        context["programme"], context["actions"], context["today"]
    )
    return render(request, "actions/timeline.html", context)


@require_GET
def workload_page(request: StaffRequest, pk: int) -> HttpResponse:
    """Show how many days of the project manager each month asks for."""
    context = _page(request, pk, "workload")
    programme = context["programme"]
    context["load"] = programme_load(programme, context["actions"], context["today"])
    context["capacity_form"] = CapacityForm(instance=programme)
    return render(request, "actions/workload.html", context)


@require_POST
def capacity(request: StaffRequest, pk: int) -> HttpResponse:
    """Say how many days a month there are."""
    form = CapacityForm(request.POST, instance=get_object_or_404(Programme, pk=pk))
    if form.is_valid():
        form.save()
        messages.success(request, _("The days of a month are saved."))
    else:
        messages.error(
            request, " ".join(str(one) for found in form.errors.values() for one in found)
        )
    return _back(request, "actions:workload", pk)


@require_GET
def sequencing_page(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what to launch now, what to prepare, what can wait."""
    context = _page(request, pk, "sequencing")
    context["fields"], context["unplaced"] = launching(context["actions"])
    context["sizes"] = Action.Size.choices
    return render(request, "actions/sequencing.html", context)


@require_POST
def place(request: StaffRequest, pk: int) -> HttpResponse:
    """Say how large effort and benefit of an action are thought to be."""
    action = get_object_or_404(Action.objects.select_related("area"), pk=pk)
    form = PlaceForm(request.POST, instance=action)
    if form.is_valid():
        form.save()
        messages.success(request, _("%s is placed.") % action.code)
    else:
        messages.error(request, _("Choose a size from the list."))
    return _back(request, "actions:sequencing", action.area.programme_id)


def _back(request: StaffRequest, name: str, programme_pk: int) -> HttpResponse:
    """Lead back to a view with the filters that it had."""
    answer = redirect(name, programme_pk)
    query = request.GET.urlencode()
    if query:
        answer["Location"] += f"?{query}"
    return answer
