"""The table of factors, its versions, and figures worked out with them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from actions.impact.units import ratio
from actions.impact_forms import FactorForm, WorkOutForm
from actions.models import Factor, Indicator, Programme
from actions.services.catalogue import add_first_factors
from actions.services.factors import ConversionRefused, add_version, proposals, work_out
from pompey_ite.http import StaffRequest
from synergies.views.door import SeeOther


@require_GET
def index(request: StaffRequest) -> HttpResponse:
    """Show the newest version of each factor, with the versions before."""
    rows = list(Factor.objects.order_by("code", "-version"))
    newest = {row.code: row for row in reversed(rows)}
    table = [(row, [old for old in rows if old.code == code][1:]) for code, row in newest.items()]
    return render(request, "actions/impact_factors.html", {"table": table[::-1]})


@require_POST
def first(request: StaffRequest) -> HttpResponse:
    """Add the factors that come with the program."""
    count = add_first_factors(now=timezone.now())
    text = ngettext("%(count)d factor added.", "%(count)d factors added.", count)
    messages.success(request, text % {"count": count})
    return redirect("actions:factors")


@require_http_methods(["GET", "HEAD", "POST"])
def version(request: StaffRequest, pk: int | None = None) -> HttpResponse:
    """Add a factor, or the next version of one."""
    of = get_object_or_404(Factor, pk=pk) if pk else None
    form = FactorForm(request.POST or None, of=of)
    if request.method == "POST" and form.is_valid():
        made = add_version(factor=form.save(commit=False), by=request.user, now=timezone.now())
        text = _("%(factor)s is added. No figure has changed: work them out again when you want.")
        messages.success(request, text % {"factor": made})
        return SeeOther(redirect("actions:factors").url)
    return render(request, "actions/impact_factor.html", {"form": form, "of": of})


@require_http_methods(["GET", "HEAD", "POST"])
def use(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what a factor would make of the measurements; write what is ticked."""
    factor = get_object_or_404(Factor, pk=pk)
    data = request.POST if request.method == "POST" else request.GET
    form = _form(factor, data)
    context: dict[str, Any] = {"factor": factor, "form": form}
    if not form.is_bound or not form.is_valid():
        return render(request, "actions/impact_use.html", context)
    chosen = {
        "factor": factor,
        "source": form.cleaned_data["source"],
        "to": form.cleaned_data["to"],
    }
    try:
        if request.method == "POST":
            return _work_out(request, **chosen)
        context |= {**chosen, "proposals": proposals(**chosen)}
    except ConversionRefused as refusal:
        if request.method == "POST":
            messages.error(request, str(refusal))
            return SeeOther(request.get_full_path())
        form.add_error(None, str(refusal))
    return render(request, "actions/impact_use.html", context)


def _work_out(request: StaffRequest, **chosen: Any) -> HttpResponse:
    tokens = request.POST.getlist("figures")
    count = work_out(**chosen, tokens=tokens, by=request.user, now=timezone.now())
    text = ngettext("%(count)d figure worked out.", "%(count)d figures worked out.", count)
    messages.success(request, text % {"count": count})
    return SeeOther(redirect("actions:impact").url)


def _form(factor: Factor, data: QueryDict) -> WorkOutForm:
    programme = Programme.objects.current()
    rows = list(Indicator.objects.filter(programme=programme))
    free = [row for row in rows if row.is_flow and not row.is_computed]
    sources = [row.pk for row in free if ratio(row.unit, factor.unit_from) is not None]
    targets = [row.pk for row in free if ratio(factor.unit_to, row.unit) is not None]
    return WorkOutForm(
        data or None,
        sources=Indicator.objects.filter(pk__in=sources),
        targets=Indicator.objects.filter(pk__in=targets),
    )
