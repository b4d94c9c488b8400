"""The archive of monthly reports: the same figures as in the mail."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from actions.models import Report
from actions.services.figures import ReportFigures


@require_GET
def report_list(request: HttpRequest) -> HttpResponse:
    """List the reports that were built, newest first."""
    reports = Report.objects.select_related("programme")
    return render(request, "actions/report_list.html", {"reports": reports})


@require_GET
def report_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a report with the figures frozen when it was built."""
    report = get_object_or_404(Report.objects.select_related("programme__initiative"), pk=pk)
    figures = ReportFigures.from_json(report.figures)
    return render(request, "actions/report_detail.html", {"report": report, "figures": figures})
