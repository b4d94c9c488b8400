"""What the programme achieved, and the catalogue its indicators come from."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from actions.models import Indicator, Programme
from actions.services.catalogue import add_entries, entries
from actions.services.impact import Line, impact, shares
from pompey_ite.outbox.calendar import local_day

TABS = {
    "year": _("By year"),
    "area": _("By area"),
    "company": _("By company"),
    "funder": _("By funder"),
}


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Show every indicator of the current programme, and one of them by area, year or holder."""
    programme = Programme.objects.current()
    if programme is None:
        return render(request, "actions/impact.html", {"programme": None})
    day = local_day(timezone.now())
    found = impact(programme, day)
    by = request.GET.get("by", "year")
    by = by if by in TABS else "year"
    chosen = _chosen(found.lines, request.GET.get("indicator", ""))
    is_split = chosen is not None and by != "year" and not chosen.is_computed
    context = {
        "programme": programme,
        "impact": found,
        "by": by,
        "tabs": TABS.items(),
        "chosen": chosen,
        "shares": shares(programme, chosen.indicator, by, day) if chosen and is_split else None,
    }
    return render(request, "actions/impact.html", context)


def _chosen(lines: list[Line], pk: str) -> Line | None:
    named = [line for line in lines if str(line.indicator.pk) == pk]
    measured = [line for line in lines if line.value is not None]
    return next(iter([*named, *measured, *lines]), None)


@require_http_methods(["GET", "HEAD", "POST"])
def catalogue(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the catalogue; add to the programme what is ticked."""
    programme = get_object_or_404(Programme, pk=pk)
    if request.method == "POST":
        count = add_entries(programme=programme, codes=request.POST.getlist("codes"))
        text = ngettext("%(count)d indicator added.", "%(count)d indicators added.", count)
        messages.success(request, text % {"count": count})
        return redirect("actions:impact_catalogue", programme.pk)
    own = Indicator.objects.filter(programme=programme, catalogue_code="", official_code="")
    context = {"programme": programme, "entries": entries(programme), "own": own}
    return render(request, "actions/impact_catalogue.html", context)
