"""The handover as a page to read and print, a PDF, a workbook."""

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from actions.reports.paper import set_paper
from pompey_ite.http import StaffRequest
from pompey_ite.outbox.calendar import local_day
from pompey_ite.pages.handover import reading
from pompey_ite.spreadsheets import download


@require_GET
def page(request: StaffRequest) -> HttpResponse:
    """Show what a successor must know."""
    return render(request, "pages/handover.html", {"parts": reading.handover(timezone.now())})


@require_GET
def pdf(request: StaffRequest) -> HttpResponse:
    """Answer the same as a PDF."""
    now = timezone.now()
    today = local_day(now)
    content = set_paper(reading.document_of(reading.handover(now), today))
    name = f"{slugify(reading.title())}-{today:%Y-%m-%d}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@require_GET
def workbook(request: StaffRequest) -> FileResponse:
    """Answer the same as a workbook, a sheet for each part."""
    sheets = reading.sheets_of(reading.handover(timezone.now()))
    return download(slugify(reading.title()), sheets, reading.read_me())
