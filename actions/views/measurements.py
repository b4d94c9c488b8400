"""Enter, correct and close the measurements of an action, from its sheet."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from actions.impact_forms import CloseForm, MeasurementForm
from actions.models import Action, Measurement
from actions.services.measurements import (
    MeasurementRefused,
    close_measurement,
    save_measurement,
)
from pompey_ite.outbox.calendar import local_day
from synergies.views.door import SeeOther


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a measurement of an action."""
    action = get_object_or_404(Action.objects.select_related("area"), pk=pk)
    initial = {
        "indicator": request.GET.get("indicator"),
        "period_end": local_day(timezone.now()),
    }
    form = MeasurementForm(request.POST or None, action=action, initial=initial)
    if request.method == "POST" and form.is_valid():
        save_measurement(measurement=form.save(commit=False))
        messages.success(request, _("The measurement is kept."))
        return SeeOther(action.get_absolute_url())
    context = {"action": action, "form": form, "title": _("Enter a measurement")}
    return render(request, "actions/measurement.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a measurement; what it was stays in its history."""
    row = _standing(pk)
    form = MeasurementForm(request.POST or None, action=row.action, instance=row)
    if request.method == "POST" and form.is_valid():
        measurement = form.save(commit=False)
        save_measurement(measurement=measurement, reason=form.cleaned_data["why"])
        messages.success(request, _("Corrected. What it was before is kept."))
        return SeeOther(row.action.get_absolute_url())
    context = {
        "action": row.action,
        "form": form,
        "title": _("Correct the measurement"),
        "measurement": row,
    }
    return render(request, "actions/measurement.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a measurement with its reason."""
    row = _standing(pk)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            close_measurement(measurement=row, reason=reason, now=timezone.now())
        except MeasurementRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Closed: it does not count any more."))
        return SeeOther(row.action.get_absolute_url())
    context = {"action": row.action, "form": form, "title": _("Close the measurement")}
    return render(request, "actions/measurement.html", context)


def _standing(pk: int) -> Measurement:
    rows = Measurement.objects.counted().select_related("action__area", "indicator")
    return get_object_or_404(rows, pk=pk)
