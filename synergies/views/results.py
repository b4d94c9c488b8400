"""The result of a counted round, for everybody who may read it."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from pompey_ite.http import HtmxRequest, staff_by_the_door
from pompey_ite.listing import filter_query, wants_results_only
from synergies.forms.results import ResultFilterForm
from synergies.models import CommitteeDecision, Round, Tally, TallyLine
from synergies.services.committee import decisions_in_force, selection_of
from synergies.services.results import Audience, ResultLine, lines_of, rule_label, told
from synergies.services.rounds import link_purpose
from synergies.services.rule_words import RULE_WORDS
from synergies.services.space import PURPOSE
from synergies.views.declarant import declarant_of
from synergies.views.door import PRIVATE_HEADERS, remembered_link, remembered_visit

LINES_PER_PAGE = 50
FOLDED = TallyLine.Band.OUTSIDE  # long, and what fewest people look for: on pages of its own


@dataclass(frozen=True)
class Reader:
    """Who reads a result; `own_url` leads a company to its own result."""

    audience: Audience
    own_url: str = ""

    @property
    def frame(self) -> str:
        """Return the template that the page extends: for companies nothing around it."""
        return "base_focus.html" if self.audience == Audience.COMPANY else "base.html"


def reader_of(request: HttpRequest, round_: Round) -> Reader | None:
    """Return who reads the result of a round, or None when it is not for this person.

    Staff that has a right; the companies asked, by their links to the ballot or to their space;
    the public when the round says so.
    """
    if request.user.is_staff:  # with rights and second factor: `staff_by_the_door`
        return Reader(Audience.STAFF)
    if remembered_visit(request, link_purpose(round_), timezone.now()):
        return Reader(Audience.COMPANY, reverse("synergies:ballot_result", args=[round_.pk]))
    link = remembered_link(request, PURPOSE)
    by = declarant_of(link) if link else None
    if by and round_.ballots.filter(company=by.company).exists():
        return Reader(Audience.COMPANY, by.url("result", round_.pk))
    return Reader(Audience.PUBLIC) if round_.results_are_public else None


def tally_shown(round_: Round) -> Tally | None:
    """Return the latest count of a closed round; None before the close or when cancelled."""
    return Tally.objects.latest_of(round_) if round_.state == Round.State.CLOSED else None


@staff_by_the_door
@login_not_required
@vary_on_headers("HX-Request", "Cookie")
@require_safe
def round_results(request: HtmxRequest, pk: int) -> HttpResponse:
    """Show the result in bands to those who may read it; nothing before the count."""
    round_ = Round.objects.select_related("programme").filter(pk=pk).first()
    reader = reader_of(request, round_) if round_ else None
    if round_ is None or reader is None:
        return refused(request)
    tally = tally_shown(round_)
    context = {"round": round_, "state": round_.state, "tally": tally, "reader": reader}
    if tally:
        tally.round = round_
        context |= _board(request, tally, reader)
    only = tally and wants_results_only(request)
    template = "synergies/partials/result_board.html" if only else "synergies/round_results.html"
    response = render(request, template, context)
    if reader.audience == Audience.COMPANY:
        for name, value in PRIVATE_HEADERS.items():
            response.headers[name] = value
    add_never_cache_headers(response)
    return response


def refused(request: HttpRequest) -> HttpResponse:
    """Ask for a login; a round that does not exist and one that is not public look the same."""
    if request.user.is_staff:
        raise Http404
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(request.get_full_path())


def _board(request: HttpRequest, tally: Tally, reader: Reader) -> dict[str, object]:
    """Return what the page shows of a tally: the bands, or the one the address asks for."""
    form = ResultFilterForm(request.GET)
    every = lines_of(tally)
    chosen = form.chosen(every)
    decisions = decisions_in_force(tally)
    band = form.cleaned_data.get("band")
    folded = [line for line in chosen if line.band == FOLDED]
    page = Paginator(chosen, LINES_PER_PAGE).get_page(request.GET.get("page")) if band else None
    shown = list(page) if page else [line for line in chosen if line.band != FOLDED]
    lines = told(tally, shown, decisions=decisions, audience=reader.audience)
    return {
        "rule": rule_label(tally),
        "rule_words": RULE_WORDS.get(tally.rule, ""),
        "form": form,
        "selection": selection_of(tally, lines=every, decisions=decisions),
        "option_count": len(every),
        "sections": _sections(lines),
        "page": page,
        "query": filter_query(request),
        "folded_count": 0 if band else len(folded),
        "decisions": _by_time(decisions),
    }


def _sections(lines: list[ResultLine]) -> list[dict[str, object]]:
    """Return the bands that have lines to show, the firmest first."""
    by_band = {band: [one for one in lines if one.line.band == band] for band in TallyLine.Band}
    return [
        {"key": band.value, "label": band.label, "lines": found}
        for band, found in by_band.items()
        if found
    ]


def _by_time(decisions: dict[int, CommitteeDecision]) -> list[CommitteeDecision]:
    return sorted(decisions.values(), key=lambda one: (one.recorded_at, one.pk))
