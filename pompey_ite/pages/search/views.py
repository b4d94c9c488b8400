"""The page of the search: its words live in the address, its results answer htmx alone."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from pompey_ite.http import StaffRequest
from pompey_ite.listing import wants_results_only
from pompey_ite.pages.search.finding import search

LONGEST = 100


@require_GET
@vary_on_headers("HX-Request")
def page(request: StaffRequest) -> HttpResponse:
    """Find the words in everything, grouped and ranked."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
    groups = search(words)
    hit_count = sum(len(group.hits) for group in groups)
    context = {"words": words, "groups": groups, "hit_count": hit_count}
    alone = wants_results_only(request)
    name = "pages/partials/search_results.html" if alone else "pages/search.html"
    return render(request, name, context)
