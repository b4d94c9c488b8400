"""The result of a round for one company: by its links, and for the project manager."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_safe

from pompey_ite.http import StaffRequest
from synergies.models import Ballot
from synergies.services.company_results import result_of_company
from synergies.views.declarant import Declarant
from synergies.views.door import Visit, ballot_page
from synergies.views.results import tally_shown


@ballot_page
@require_safe
def ballot_result(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show a company what became of its share and wishes, by the link of its ballot."""
    tally = tally_shown(visit.round)
    if tally is None:
        return redirect("synergies:ballot_review", pk=visit.round.pk)
    result = result_of_company(tally, visit.company)
    context = {"visit": visit, "round": visit.round, "result": result}
    return render(request, "synergies/ballot_result.html", context)


@require_safe
def space_result(request: HttpRequest, by: Declarant, pk: int) -> HttpResponse:
    """Show the same in the space of the company, also when the links of the round have ended."""
    return _result_page(request, by, pk)


@require_GET
def company_result(request: StaffRequest, company_pk: int, pk: int) -> HttpResponse:
    """Show the project manager what a company reads, also of one that has left since."""
    ballot = get_object_or_404(
        Ballot.objects.select_related("company"), round=pk, company=company_pk
    )
    return _result_page(request, Declarant(ballot.company, None, timezone.now()), pk)


def _result_page(request: HttpRequest, by: Declarant, pk: int) -> HttpResponse:
    ballots = Ballot.objects.select_related("round")
    round_ = get_object_or_404(ballots, round=pk, company=by.company).round
    tally = tally_shown(round_)
    if tally is None:
        raise Http404
    context = {"by": by, "round": round_, "result": result_of_company(tally, by.company)}
    return render(request, "synergies/declare_result.html", context)
