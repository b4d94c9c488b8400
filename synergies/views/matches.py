"""The suggestions of the machine, and what the project manager decides about pairs."""

from collections.abc import Sequence
from typing import Any

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
from pompey_ite.listing import filter_query, wants_results_only, whole_page
from pompey_ite.wake import wake
from synergies import tasks
from synergies.forms.lists import MatchFilterForm, RejectionForm
from synergies.models import Match, VocabularyChange
from synergies.services import matches as services
from synergies.services.detection import reason_sentences, with_sentences
from synergies.services.group_cards import load_groups
from synergies.services.suggested_groups import GroupKey, suggestions
from synergies.services.teaching import sentence_of
from synergies.services.vocabulary import relations

SHOWN_PER_PAGE = 25
Learnt = Sequence[VocabularyChange]


@require_GET
@vary_on_headers("HX-Request")
def match_list(request: StaffRequest) -> HttpResponse:
    """List the suggestions to decide, the surest first; answer the results alone to htmx."""
    form = MatchFilterForm(request.GET)
    form.is_valid()  # a filter that cannot be read is left out and says so beside its field
    initiative = Initiative.objects.current()
    rows: Any = suggestions(initiative, **form.cleaned_data) if initiative else []
    page = Paginator(rows, SHOWN_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "cards": _cards(initiative, list(page.object_list)) if initiative else [],
        "query": filter_query(request),
        "proposals": VocabularyChange.objects.proposed().count(),
    }
    alone = wants_results_only(request)
    if alone and form.errors:
        return whole_page(request)
    template = "synergies/partials/matches.html" if alone else "synergies/matches.html"
    return render(request, template, context)


@require_POST
def match_keep(request: StaffRequest, pk: int) -> HttpResponse:
    """Make a synergy of the suggestion."""
    match = get_object_or_404(Match.objects.for_list(), pk=pk)
    try:
        decision = services.keep_match(match=match, user=request.user, now=timezone.now())
    except services.MatchRefused as refusal:
        return _answer(request, match, messages.ERROR, str(refusal))
    return _answer(request, match, messages.SUCCESS, kept_text(decision), decision.learnt)


@require_POST
def match_reject(request: StaffRequest, pk: int) -> HttpResponse:
    """Note why the two declarations do not belong together."""
    match = get_object_or_404(Match.objects.for_list(), pk=pk)
    form = RejectionForm(request.POST)
    if not form.is_valid():
        return _answer(request, match, messages.ERROR, str(form.errors["reason"][0]))
    try:
        decision = services.reject_match(
            match=match, user=request.user, now=timezone.now(), **form.cleaned_data
        )
    except services.MatchRefused as refusal:
        return _answer(request, match, messages.ERROR, str(refusal))
    text = _("Noted: these two are not suggested again.")
    return _answer(request, match, messages.SUCCESS, text, decision.learnt)


@require_POST
def detect(request: StaffRequest) -> HttpResponse:
    """Have the worker look for synergies again."""
    initiative = Initiative.objects.current()
    if initiative is None:
        messages.error(request, _("There is no initiative yet: import a workbook first."))
    elif wake(tasks.detect, initiative.pk):
        text = _("The search has started. Show this page again in a moment: it fills up.")
        messages.success(request, text)
    else:
        messages.error(request, _("The worker cannot be reached. Try again in a minute."))
    return redirect("synergies:matches")


# -- Shared by pairs and groups -------------------------------------------------------------------
def kept_text(decision: services.Decision) -> str:
    """Return what is said once a suggestion became, or joined, a synergy."""
    synergy = decision.synergy
    if synergy is None:
        return ""
    text = _("Kept as synergy no. %(number)d: %(title)s.")
    return text % {"number": synergy.number, "title": synergy.title}


def learnt_sentences(learnt: Learnt) -> list[str]:
    """Return what a decision proposes to the vocabulary, in the current language."""
    if not learnt:
        return []
    vocabulary = relations().vocabulary
    return [sentence_of(change, vocabulary) for change in learnt]


def back_to_list(request: StaffRequest, level: int, text: str, learnt: Learnt = ()) -> HttpResponse:
    """Go back to the list with its filters, saying what was decided and what it teaches."""
    messages.add_message(request, level, text)
    if learnt:
        text = _("Proposed to the vocabulary, to be reviewed: %s")
        messages.info(request, text % " ".join(learnt_sentences(learnt)))
    query = request.GET.urlencode()
    return redirect(reverse("synergies:matches") + (f"?{query}" if query else ""))


def _cards(initiative: Initiative, shown: list[GroupKey | Match]) -> list[dict[str, Any]]:
    """Return the cards of a page: {"group"} of a group, {"match", "reasons"} of a pair."""
    keys = [entry for entry in shown if isinstance(entry, GroupKey)]
    pairs = [entry for entry in shown if isinstance(entry, Match)]
    groups = load_groups(initiative, keys)
    sentences = dict(with_sentences(pairs))
    return [
        {"group": groups[entry]}
        if isinstance(entry, GroupKey)
        else {"match": entry, "reasons": sentences[entry]}
        for entry in shown
    ]


def _answer(
    request: StaffRequest,
    match: Match,
    level: int,
    text: str,
    learnt: Learnt = (),
) -> HttpResponse:
    """Answer one card to htmx, else go back to the list with its filters and a message."""
    if not request.htmx:
        return back_to_list(request, level, text, learnt)
    context = {
        "match": match,
        "reasons": reason_sentences(match),
        "text": text,
        "learnt": learnt_sentences(learnt),
        "query": filter_query(request),
    }
    return render(request, "synergies/partials/match.html", context)
