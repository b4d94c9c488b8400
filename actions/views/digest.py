"""The weekly digest on a page: as the mail would be if it were written now."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from actions.models import Digest
from actions.services.digests import digest_figures
from actions.views.current import current_or_404
from pompey_ite.http import StaffRequest


@require_GET
def digest(request: StaffRequest) -> HttpResponse:
    """Show what needs the project manager, since the last digest."""
    initiative = current_or_404()
    since = Digest.objects.last_built_at(initiative)
    figures = digest_figures(initiative, now=timezone.now(), since=since)
    return render(request, "actions/digest.html", {"figures": figures})
