"""What every list page shares: its page of rows, and the filters its other pages must keep."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django_htmx.http import HttpResponseClientRedirect

from pompey_ite.http import HtmxRequest


def page_of(request: HttpRequest, rows: QuerySet[Any], per_page: int) -> Page[Any]:
    """Return the page the address asks for; a number out of range gives the nearest page."""
    return Paginator(rows, per_page).get_page(request.GET.get("page"))


def filter_query(request: HttpRequest) -> str:
    """Return the filters of the address, encoded and without the page: "&area=skills", or ""."""
    kept = request.GET.copy()
    kept.pop("page", None)
    for name in [name for name, values in kept.lists() if not any(values)]:
        del kept[name]
    return f"&{kept.urlencode()}" if kept else ""


def wants_results_only(request: HtmxRequest) -> bool:
    """Return whether htmx asks for the block of results; going back needs the whole page."""
    return bool(request.htmx) and not request.htmx.history_restore_request


def whole_page(request: HttpRequest) -> HttpResponse:
    """Let htmx load the whole page: a filter that cannot be read says so beside its field."""
    return HttpResponseClientRedirect(request.get_full_path())
