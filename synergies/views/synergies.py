"""The synergies: what several companies could do together."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from companies.models import Company
from pompey_ite.http import StaffRequest
from pompey_ite.listing import filter_query, page_of, wants_results_only, whole_page
from synergies.forms.lists import SynergyFilterForm
from synergies.models import ContactEntry, Party, Synergy
from synergies.models.synergy import SynergyQuerySet
from synergies.services.blocking import lines_of
from synergies.services.detection import with_sentences
from synergies.services.legal import checklists_of
from synergies.services.moves import unfinished

SYNERGIES_PER_PAGE = 50
ENTRIES_SHOWN = 20  # lines of the contact log on a sheet


@require_GET
@vary_on_headers("HX-Request")
def synergy_list(request: StaffRequest) -> HttpResponse:
    """List the synergies the filters leave; answer the results alone to htmx."""
    form = SynergyFilterForm(request.GET)
    form.is_valid()  # a filter that cannot be read is left out and says so beside its field
    page = page_of(request, filtered_synergies(**form.cleaned_data), SYNERGIES_PER_PAGE)
    _name_parties(page.object_list)
    context = {
        "form": form,
        "page": page,
        "query": filter_query(request),
        "saved_filters": request.user.saved_filters.filter(page="synergies"),
    }
    if wants_results_only(request):
        if form.errors:
            return whole_page(request)
        return render(request, "synergies/partials/results.html", context)
    return render(request, "synergies/list.html", context)


@require_GET
def synergy_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """Show who does what in the synergy, where it stands, and why it was suggested."""
    synergy = get_object_or_404(Synergy.objects.for_detail(), pk=pk)
    context = {
        "synergy": synergy,
        "unfinished": unfinished(synergy),
        "blocking": lines_of(synergy),
        "changes": synergy.status_changes.for_timeline(),
        "entries": synergy.contact_entries.for_list()[:ENTRIES_SHOWN],
        "kinds": ContactEntry.Kind.choices,
        "split": synergy.splits.for_detail().first(),
        "checklists": checklists_of(synergy),
        "matches": with_sentences(synergy.matches.for_list()),
    }
    return render(request, "synergies/detail.html", context)


def _name_parties(synergies: Iterable[Synergy]) -> None:
    names = Party.objects.present().names_of(synergies)
    for synergy in synergies:
        synergy.party_names = names.get(synergy.pk, "")


def filtered_synergies(
    *,
    words: str = "",
    area: str = "",
    kind: str = "",
    status: str = "",
    follow_up: str = "",
    company: Company | None = None,
) -> SynergyQuerySet:
    rows = Synergy.objects.for_list().matching(words)
    wanted = {"area": area, "kind": kind, "status": status}
    rows = rows.filter(**{field: value for field, value in wanted.items() if value})
    if follow_up:
        rows = rows.blocked() if follow_up == "blocked" else rows.to_complete()
    return rows.naming(company) if company else rows
