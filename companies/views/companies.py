"""Pages about the companies, for the project manager."""

from collections.abc import Iterable
from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from companies.forms import CompanyFilterForm
from companies.models import Company, Resource
from companies.models.company import CompanyQuerySet
from pompey_ite.http import StaffRequest
from pompey_ite.listing import filter_query, page_of, wants_results_only

COMPANIES_PER_PAGE = 50
ENTRIES_SHOWN = 10  # lines of the contact log on a company's page

FamilyGroup = tuple[str, list[Resource]]


@require_GET
@vary_on_headers("HX-Request")
def company_list(request: StaffRequest) -> HttpResponse:
    """List the companies with what they have and need; answer the results alone to htmx."""
    form = CompanyFilterForm(request.GET, municipalities=municipalities())
    form.is_valid()  # a filter that cannot be read is left out and says so beside its field
    page = page_of(request, filtered_companies(**form.cleaned_data), COMPANIES_PER_PAGE)
    context = {
        "form": form,
        "page": page,
        "query": filter_query(request),
        "saved_filters": request.user.saved_filters.filter(page="companies"),
    }
    alone = wants_results_only(request)
    template = "companies/partials/results.html" if alone else "companies/list.html"
    return render(request, template, context)


@require_GET
def company_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """Show who the company is, what it has and needs, and the synergies that name it."""
    company = get_object_or_404(Company.objects.for_detail(), pk=pk)
    parties = company.parties.filter(synergy__merged_into=None).select_related("synergy")
    resources = list(company.resources.all())
    log = company.contact_entries
    context = {
        "company": company,
        "directions": by_direction(row for row in resources if not row.closed_at),
        "closed_resources": [row for row in resources if row.closed_at],
        "parties": parties.order_by("synergy__number"),
        "entries": log.for_list()[:ENTRIES_SHOWN],
        "entry_kinds": log.model.Kind.choices,
    }
    return render(request, "companies/detail.html", context)


def municipalities() -> list[str]:
    rows = Company.objects.exclude(municipality="").order_by("municipality")
    return list(rows.values_list("municipality", flat=True).distinct())


def filtered_companies(
    words: str = "", direction: str = "", municipality: str = ""
) -> CompanyQuerySet:
    rows = Company.objects.for_list().matching(words)
    if direction:
        rows = rows.filter(**{f"{direction}_count__gt": 0})
    return rows.filter(municipality=municipality) if municipality else rows


def by_direction(resources: Iterable[Resource]) -> list[tuple[str, list[FamilyGroup]]]:
    """Return (direction, its families with their resources); what is empty is left out."""
    directions, families = Resource.Direction.values, Resource.Family.values

    def rank(row: Resource) -> tuple[int, int]:
        return directions.index(row.direction), families.index(row.family)

    groups: list[tuple[str, list[FamilyGroup]]] = []
    for direction, rows in groupby(sorted(resources, key=rank), lambda row: row.direction):
        by_family = groupby(rows, Resource.get_family_display)
        groups.append((direction, [(family, list(found)) for family, found in by_family]))
    return groups
