"""What changed lately, the history of one thing, and undoing its latest change."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from pompey_ite.http import StaffRequest
from pompey_ite.listing import filter_query, page_of
from pompey_ite.pages.history.forms import HistoryFilterForm
from pompey_ite.pages.history.kinds import KINDS, Kind
from pompey_ite.pages.history.reading import lines_of, references_lately, references_of
from pompey_ite.pages.history.undo import UndoRefused, pair_to_undo, undo

LINES_PER_PAGE = 50


@require_GET
def lately(request: StaffRequest) -> HttpResponse:
    """List the latest changes of everything, for the person, kind and day asked for."""
    form = HistoryFilterForm(request.GET)
    form.is_valid()  # a filter that cannot be read is left out and says so beside its field
    asked = {
        **form.cleaned_data,
        "kind": KINDS.get(form.cleaned_data.get("kind", "")),
    }
    page = page_of(request, references_lately(**asked), LINES_PER_PAGE)
    context = {
        "form": form,
        "page": page,
        "lines": lines_of(list(page)),
        "query": filter_query(request),
    }
    return render(request, "pages/history.html", context)


@require_GET
def of_one(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Tell the history of one thing and of its parts."""
    kind = _kind(slug)
    page = page_of(request, references_of(kind, pk), LINES_PER_PAGE)
    lines = lines_of(list(page))
    own = kind.records.objects.filter(id=pk).order_by("-history_date", "-history_id").first()
    if own is None:
        raise Http404
    row = kind.model._default_manager.filter(pk=pk).first()
    context = {
        "kind": kind,
        "row": row,
        "title": str(row) if row else _("What was deleted"),
        "url": row.get_absolute_url() if hasattr(row, "get_absolute_url") else "",  # type: ignore[union-attr]
        "page": page,
        "lines": lines,
    }
    return render(request, "pages/history_of.html", context)


@require_http_methods(["GET", "POST"])
def undo_change(request: StaffRequest, slug: str, pk: int, record: int) -> HttpResponse:
    """Ask whether the latest change is to be undone; undo it when the button is pressed."""
    kind = _kind(slug)
    if not request.user.has_perm(kind.change_permission):
        raise PermissionDenied
    try:
        if request.method == "POST":
            undo(kind=kind, pk=pk, record=record)
            messages.success(request, _("The change is undone; the history tells it."))
            return redirect("pages:history_of", slug, pk)
        pair_to_undo(kind=kind, pk=pk, record=record)
    except KeyError as error:
        raise Http404 from error
    except UndoRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("pages:history_of", slug, pk)
    line = lines_of([(slug, record, None)])[0]  # type: ignore[list-item]
    return render(request, "pages/history_undo.html", {"line": line, "kind": kind})


def _kind(slug: str) -> Kind:
    if slug not in KINDS:
        raise Http404
    return KINDS[slug]
