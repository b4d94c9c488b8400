"""The map of the park, for the project manager and, with what companies agreed to, for anybody."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pompey_ite.http import StaffRequest
from pompey_ite.listing import filter_query
from synergies.forms.network import ParkForm
from synergies.services.park import ParkAudience, park_map

ROWS_PER_PAGE = 100


@require_safe
def park(request: StaffRequest) -> HttpResponse:
    """Draw every company that takes part where it stands, with its strongest ties."""
    return _page(request, ParkAudience.STAFF, "synergies/park.html")


@login_not_required
@require_safe
def park_public(request: HttpRequest) -> HttpResponse:
    """Draw the companies and the synergies that may be shown to anybody."""
    return _page(request, ParkAudience.PUBLIC, "synergies/park_public.html")


def _page(request: HttpRequest, audience: ParkAudience, template: str) -> HttpResponse:
    form = ParkForm(request.GET, audience=audience)
    form.is_valid()  # a filter that cannot be read is left out and says so beside its field
    shown = park_map(synergies=form.synergies(), most=form.partners, audience=audience)
    query = filter_query(request)
    context = {
        "form": form,
        "map": shown,
        "is_bare": audience is ParkAudience.PUBLIC and not any(row.synergies for row in shown.rows),
        "page": Paginator(shown.rows, ROWS_PER_PAGE).get_page(request.GET.get("page")),
        "query": query,
        "tab_query": f"?{query[1:]}" if query else "",
    }
    return render(request, template, context)
