"""Grouping synergies before a vote: what is proposed, what was merged, what was refused."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from companies.models import Initiative
from pompey_ite.http import StaffRequest
from pompey_ite.listing import filter_query, page_of, wants_results_only
from synergies.forms.merges import MergeFilterForm, MergeForm, MergeRefusalForm
from synergies.models import Merge, MergeRefusal, Synergy
from synergies.services import merges as services
from synergies.services.merge_suggestions import Suggestion, outlook_of, suggestions, with_sentences

GROUPS_PER_PAGE = 20
DECISIONS_PER_PAGE = 50


@require_GET
@vary_on_headers("HX-Request")
def merge_list(request: StaffRequest) -> HttpResponse:
    """List the groups to decide, the tightest first; answer the results alone to htmx."""
    form = MergeFilterForm(request.GET)
    form.is_valid()  # a filter that cannot be read is left out and says so beside its field
    initiative = Initiative.objects.current()
    proposed = suggestions(initiative) if initiative else []
    chosen = [group for group in proposed if form.keeps(group)]
    context = {
        "form": form,
        "page": Paginator(chosen, GROUPS_PER_PAGE).get_page(request.GET.get("page")),
        "query": filter_query(request),
    }
    if wants_results_only(request):
        return render(request, "synergies/partials/merges.html", context)
    sizes = [len(group.members) for group in proposed]
    context["outlook"] = outlook_of(initiative, sizes) if initiative else None
    return render(request, "synergies/merges.html", context)


@require_GET
def merges_decided(request: StaffRequest) -> HttpResponse:
    """List the merges done and undone, and what was said not to be the same."""
    page = page_of(request, Merge.objects.for_list(), DECISIONS_PER_PAGE)
    context = {
        "page": page,
        "merges": with_sentences(page.object_list),
        "refusals": MergeRefusal.objects.for_list(),
    }
    return render(request, "synergies/merges_decided.html", context)


@require_POST
def merge_accept(request: StaffRequest) -> HttpResponse:
    """Merge the chosen synergies of a group into one."""
    form = MergeForm(request.POST)
    if not form.is_valid():
        return _answer_error(request, _first_error(form))
    try:
        merge = services.merge_synergies(**form.decision(), user=request.user, now=timezone.now())
    except services.MergeRefused as refusal:
        return _answer_error(request, str(refusal))
    text = _("Grouped as no. %(number)d: %(title)s.")
    text %= {"number": merge.number, "title": merge.title}
    return _answer(request, "synergies/partials/merge_done.html", {"merge": merge}, text)


@require_POST
def merge_refuse(request: StaffRequest) -> HttpResponse:
    """Note why the synergies of a group are not the same."""
    form = MergeRefusalForm(request.POST)
    if not form.is_valid():
        return _answer_error(request, _first_error(form))
    try:
        refusal = services.refuse_merge(**form.decision(), user=request.user, now=timezone.now())
    except services.MergeRefused as refused:
        return _answer_error(request, str(refused))
    text = _("Noted: these are not proposed together again.")
    context = {"refusal": refusal}
    return _answer(request, "synergies/partials/merge_refusal.html", context, text)


@require_POST
def merge_undo(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a merge back: its members stand by themselves again."""
    merge = get_object_or_404(Merge.objects.for_list(), pk=pk)
    level = messages.SUCCESS
    try:
        left = services.undo_merge(merge=merge, user=request.user, now=timezone.now())
        text = _undone_text(left)
    except services.MergeRefused as refusal:
        level, text = messages.ERROR, str(refusal)
    if request.htmx:
        context = {"merge": merge, "text": text}
        return render(request, "synergies/partials/merge_done.html", context)
    messages.add_message(request, level, text)
    return redirect("synergies:merges_decided")


@require_POST
def merge_refusal_withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Forget that synergies are not the same: they may be proposed together again."""
    get_object_or_404(MergeRefusal, pk=pk).delete()
    messages.success(request, _("These may be proposed together again."))
    return redirect("synergies:merges_decided")


def _undone_text(left: Synergy | None) -> str:
    text = _("Undone: the members stand by themselves again.")
    if left is None:
        return text
    closed = _("No. %(number)d is closed, not deleted: something rests on it.")
    return f"{text} {closed % {'number': left.number}}"


def _first_error(form: forms.Form) -> str:
    return str(next(iter(form.errors.values()))[0])


def _answer(
    request: StaffRequest, template: str, context: dict[str, Any], text: str
) -> HttpResponse:
    """Answer one card to htmx, else go back to the list with its filters and a message."""
    if request.htmx:
        return render(request, template, {**context, "text": text})
    messages.success(request, text)
    return _back(request)


def _answer_error(request: StaffRequest, text: str) -> HttpResponse:
    """Say what went wrong: on the card as it was filled in, or above the list."""
    if not request.htmx:
        messages.error(request, text)
        return _back(request)
    context = {
        "group": _group_of(request),
        "error": text,
        "chosen": request.POST.getlist("members"),
        "title": request.POST.get("title", ""),
    }
    return render(request, "synergies/partials/merge_group.html", context)


def _group_of(request: StaffRequest) -> Suggestion | None:
    """Return the group a card was about, None when it is no longer proposed."""
    initiative = Initiative.objects.current()
    proposed = suggestions(initiative) if initiative else []
    return next((group for group in proposed if group.key == request.POST.get("group")), None)


def _back(request: StaffRequest) -> HttpResponse:
    query = request.GET.urlencode()
    return redirect(reverse("synergies:merges") + (f"?{query}" if query else ""))
