"""The network of companies: a matrix, the same as a drawing, the same as a list of pairs."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from companies.models import Company
from pompey_ite.http import HtmxRequest, StaffRequest
from pompey_ite.listing import filter_query
from synergies.forms.network import NetworkForm, ParkForm
from synergies.models import Synergy
from synergies.services.network import (
    Network,
    company_row,
    drawing_of,
    matrix_of,
    network_of,
    pairs_of,
    strongest_of,
)
from synergies.services.park import ParkAudience

COMPANIES_PER_PAGE = 60
PAIRS_PER_PAGE = 100
PANEL_PARTNERS, PANEL_SYNERGIES = 5, 12


@require_GET
def matrix(request: StaffRequest) -> HttpResponse:
    """Show who works with whom: a sorted matrix, or the strongest partners of each company."""
    form, network, context = _asked(request)
    if company := form.cleaned_data.get("company"):
        context["row"] = company_row(network, company.pk)
    else:
        rows = strongest_of(network, form.partners)
        context["page"] = Paginator(rows, COMPANIES_PER_PAGE).get_page(request.GET.get("page"))
        context["matrix"] = matrix_of(network) if network.is_readable_as_matrix else None
    return render(request, "synergies/network.html", context)


@require_GET
def drawing(request: StaffRequest) -> HttpResponse:
    """Draw the companies on a circle, with their strongest ties."""
    form, network, context = _asked(request)
    context["drawing"] = drawing_of(_around(network, form), form.partners)
    return render(request, "synergies/network_drawing.html", context)


@require_GET
def pairs(request: StaffRequest) -> HttpResponse:
    """List every pair with its synergies, sorted as the address says."""
    form, network, context = _asked(request)
    sort = request.GET.get("sort", "")
    rows = pairs_of(_around(network, form), sort)
    context["page"] = Paginator(rows, PAIRS_PER_PAGE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    for name in ("sort", "page"):
        kept.pop(name, None)
    return render(
        request,
        "synergies/network_pairs.html",
        {**context, "sort": sort, "unsorted": f"&{kept.urlencode()}" if kept else ""},
    )


@require_GET
def pair(request: StaffRequest, one: int, other: int) -> HttpResponse:
    """List the synergies in which both companies take part."""
    companies = [get_object_or_404(Company, pk=pk) for pk in (one, other)]
    rows = Synergy.objects.for_list().with_parties().between(*companies)
    context = {"one": companies[0], "other": companies[1], "synergies": rows}
    return render(request, "synergies/network_pair.html", context)


@require_GET
def company(request: HtmxRequest, pk: int) -> HttpResponse:
    """Answer the panel of one company to htmx; without it, the page of its partners."""
    if not request.htmx:
        query = {**request.GET.dict(), "company": str(pk)}
        return redirect(reverse("synergies:network", query=query))
    chosen = get_object_or_404(Company, pk=pk)
    form = ParkForm(request.GET, audience=ParkAudience.STAFF)
    form.is_valid()
    network = network_of(form.synergies())
    rows = Synergy.objects.for_list().filter(pk__in=form.synergies().taken_part_in_by(chosen))
    context = {
        "company": chosen,
        "row": company_row(network, pk, PANEL_PARTNERS),
        "synergies": rows[:PANEL_SYNERGIES],
        "more": max(network.synergy_counts.get(pk, 0) - PANEL_SYNERGIES, 0),
    }
    return render(request, "synergies/partials/network_company.html", context)


def _asked(request: HttpRequest) -> tuple[NetworkForm, Network, dict[str, Any]]:
    form = NetworkForm(request.GET)
    form.is_valid()  # a filter that cannot be read is left out and says so beside its field
    network = network_of(form.synergies())
    query = filter_query(request)
    context = {
        "form": form,
        "query": query,
        "tab_query": f"?{query[1:]}" if query else "",
        "company_count": len(network.order),
        "pair_count": len(network.ties),
        "synergy_count": len(network.groups),
    }
    return form, network, context


def _around(network: Network, form: NetworkForm) -> Network:
    """Return the network, or what of it concerns the company asked for."""
    company = form.cleaned_data.get("company")
    if company is None:
        return network
    mine = {pk: group for pk, group in network.groups.items() if company.pk in group}
    return Network(network.names, mine, network.operational)
