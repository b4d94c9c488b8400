"""The rules side by side on the ballots of one round, as they were counted."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from synergies.models import Tally
from synergies.services.comparison import comparison_of
from synergies.views.result_door import result_page


@result_page
def round_compare(request: HttpRequest, tally: Tally) -> HttpResponse:
    """Show what each rule keeps and how many companies it leaves with nothing; staff see which."""
    context = {
        "round": tally.round,
        "tally": tally,
        "comparison": comparison_of(tally, with_names=request.user.is_staff),
        "is_staff": request.user.is_staff,
    }
    return render(request, "synergies/round_compare.html", context)
