"""What staff takes away: tidy workbooks, and the funder's table of a period."""

import tempfile
from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from actions.archive.writing import ArchiveRefused, archive_name, write_archive, years_on_offer
from actions.exports.catalogue import BY_KIND, EXPORTS
from actions.exports.funder import funder_read_me, funder_sheets
from actions.forms import PeriodForm
from actions.models import Programme
from actions.services.funder_table import funder_table
from actions.services.periods import QUARTER, Period, last_whole, usual_periods
from pompey_ite.http import StaffRequest
from pompey_ite.outbox.calendar import local_day
from pompey_ite.spreadsheets import download


@require_GET
def index(request: StaffRequest) -> HttpResponse:
    """List what can be taken away, each with what it holds."""
    now = timezone.now()
    context = {
        "exports": EXPORTS,
        "programmes": Programme.objects.select_related("initiative"),
        "periods": usual_periods(local_day(now)),
        "years": years_on_offer(now),
    }
    return render(request, "actions/exports.html", context)


@require_GET
def workbook(request: StaffRequest, kind: str) -> FileResponse:
    """Answer one of the tidy workbooks."""
    export = BY_KIND.get(kind)
    if export is None:
        raise Http404
    sheets = export.make(timezone.now())
    return download(slugify(str(export.title)), sheets, export.read_me())


@require_GET
def archive(request: StaffRequest, year: int) -> FileResponse:
    """Answer the archive of a year, for the public archives; a year without one is no page."""
    target = tempfile.TemporaryFile()  # noqa: SIM115 – the response closes it
    try:
        write_archive(target, year=year, now=timezone.now())
    except ArchiveRefused as refusal:
        target.close()
        raise Http404 from refusal
    target.seek(0)
    name = archive_name(year)
    return FileResponse(target, as_attachment=True, filename=name, content_type="application/zip")


@require_GET
def funder(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the funder's table of a programme and period: by default the last quarter."""
    programme = get_object_or_404(Programme, pk=pk)
    today = local_day(timezone.now())
    form, period = _period(request)
    context: dict[str, Any] = {
        "programme": programme,
        "form": form,
        "periods": usual_periods(today),
        "period": period,
        "table": funder_table(programme, period) if period else None,
    }
    return render(request, "actions/funder_table.html", context)


@require_GET
def funder_workbook(request: StaffRequest, pk: int) -> FileResponse:
    """Answer the same table as a workbook; a period that cannot be read is no page."""
    programme = get_object_or_404(Programme, pk=pk)
    _form, period = _period(request)
    if period is None:
        raise Http404
    table = funder_table(programme, period)
    days = f"{period.starts_on:%Y-%m-%d}-{period.ends_on:%Y-%m-%d}"
    name = f"{slugify(_('Table of the funders'))}-{days}"
    return download(name, funder_sheets(table), funder_read_me(table))


def _period(request: StaffRequest) -> tuple[PeriodForm, Period | None]:
    """Return the form with the period of the address; None when it cannot be read."""
    usual = last_whole(QUARTER, local_day(timezone.now()))
    given = request.GET if {"start", "end"} & request.GET.keys() else None
    initial = {"start": usual.starts_on, "end": usual.ends_on}
    form = PeriodForm(given, initial=initial)
    if given is None:
        return form, usual
    if not form.is_valid():
        return form, None
    return form, Period(form.cleaned_data["start"], form.cleaned_data["end"])
