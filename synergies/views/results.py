"""The result of a counted round, for the project manager."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from pompey_ite.http import StaffRequest
from synergies.models import Round, Tally, TallyLine
from synergies.services.results import result_lines, share_receipts


@require_GET
def round_results(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the result in bands, and each company's share; nothing before the count."""
    round_ = get_object_or_404(Round, pk=pk)
    tally = Tally.objects.latest_of(round_) if round_.state == Round.State.CLOSED else None
    context = {"round": round_, "state": round_.state, "tally": tally}
    if tally:
        lines = result_lines(tally)
        context["bands"] = [
            {"key": band.value, "label": band.label, "lines": lines[band]}
            for band in TallyLine.Band
        ]
        context["retained_count"] = sum(
            line.line.is_retained for band in lines.values() for line in band
        )
        context["receipts"] = share_receipts(tally)
    return render(request, "synergies/round_results.html", context)
