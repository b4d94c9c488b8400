"""The suggestions of the machine, and what the project manager decides about them."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from companies.models import Company, Initiative
from pompey_ite.http import StaffRequest
from pompey_ite.listing import filter_query, page_of, wants_results_only
from pompey_ite.wake import wake
from synergies import tasks
from synergies.forms.lists import MatchFilterForm, RejectionForm
from synergies.models import Match
from synergies.models.match import MatchQuerySet
from synergies.services import matches as services
from synergies.services.detection import reason_sentences, with_sentences

MATCHES_PER_PAGE = 25


@require_GET
@vary_on_headers("HX-Request")
def match_list(request: StaffRequest) -> HttpResponse:
    """List the suggestions to decide, the surest first; answer the results alone to htmx."""
    form = MatchFilterForm(request.GET)
    form.is_valid()  # a filter that cannot be read is left out and says so beside its field
    page = page_of(request, _filtered(**form.cleaned_data), MATCHES_PER_PAGE)
    context = {
        "form": form,
        "page": page,
        "matches": with_sentences(page.object_list),
        "query": filter_query(request),
    }
    alone = wants_results_only(request)
    template = "synergies/partials/matches.html" if alone else "synergies/matches.html"
    return render(request, template, context)


@require_POST
def match_keep(request: StaffRequest, pk: int) -> HttpResponse:
    """Make a synergy of the suggestion."""
    match = get_object_or_404(Match.objects.for_list(), pk=pk)
    try:
        synergy = services.keep_match(match=match, user=request.user, now=timezone.now())
    except services.MatchRefused as refusal:
        return _answer(request, match, messages.ERROR, str(refusal))
    text = _("Kept as synergy no. %(number)d: %(title)s.")
    text %= {"number": synergy.number, "title": synergy.title}
    return _answer(request, match, messages.SUCCESS, text)


@require_POST
def match_reject(request: StaffRequest, pk: int) -> HttpResponse:
    """Note why the two declarations do not belong together."""
    match = get_object_or_404(Match.objects.for_list(), pk=pk)
    form = RejectionForm(request.POST)
    if not form.is_valid():
        return _answer(request, match, messages.ERROR, str(form.errors["reason"][0]))
    try:
        services.reject_match(
            match=match, user=request.user, now=timezone.now(), **form.cleaned_data
        )
    except services.MatchRefused as refusal:
        return _answer(request, match, messages.ERROR, str(refusal))
    text = _("Noted: these two are not suggested again.")
    return _answer(request, match, messages.SUCCESS, text)


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


def _filtered(tier: str = "", company: Company | None = None) -> MatchQuerySet:
    rows = Match.objects.suggested().for_list()
    if tier:
        rows = rows.filter(tier=tier)
    if company:
        rows = rows.filter(Q(resource_a__company=company) | Q(resource_b__company=company))
    return rows


def _answer(request: StaffRequest, match: Match, level: int, text: str) -> HttpResponse:
    """Answer one card to htmx, else go back to the list with its filters and a message."""
    if request.htmx:
        context = {"match": match, "reasons": reason_sentences(match), "text": text}
        return render(request, "synergies/partials/match.html", context)
    messages.add_message(request, level, text)
    query = request.GET.urlencode()
    return redirect(reverse("synergies:matches") + (f"?{query}" if query else ""))
