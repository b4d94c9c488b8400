"""The monthly reports of the archive: page, screen, PDF, each as one audience sees it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.views.decorators.http import require_GET, require_safe

from actions.models import Audience, Report
from actions.reports.charts import charts_of
from actions.reports.figures import ReportFigures
from actions.reports.pdf import pdf_name, report_pdf
from actions.services.report_sending import open_token
from actions.services.reports import figures_of
from pompey_ite.outbox.calendar import local_day
from synergies.views.door import link_unknown, private_page

INDICATORS_ON_WALL = 6


@require_GET
def report_list(request: HttpRequest) -> HttpResponse:
    """List the reports that were built, newest first."""
    reports = Report.objects.select_related("programme").defer("figures")
    return render(request, "actions/report_list.html", {"reports": reports})


@require_GET
def report_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a report with the figures frozen when it was built, as one audience sees it."""
    report = _report(pk)
    audience = _audience(request)
    context = report_context(report, figures_of(report, audience)) | {
        "audiences": Audience.choices,
        "audience": audience,
        "links_actions": True,
    }
    return render(request, "actions/report_detail.html", context)


@require_GET
def slides(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the report of the committee on a screen in a room: one subject at a time."""
    report = _report(pk)
    figures = figures_of(report, Audience.COMMITTEE)
    context = report_context(report, figures) | {
        "charts": charts_of(figures, most_indicators=INDICATORS_ON_WALL)
    }
    return render(request, "actions/report_slides.html", context)


@require_GET
def report_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer the PDF of a report as one audience sees it."""
    report = _report(pk)
    return _pdf(report, figures_of(report, _audience(request, default=Audience.COMMITTEE)))


@private_page
@require_safe
def read(request: HttpRequest, token: str) -> HttpResponse:
    """Show a report to who holds the signed link of an audience; no account is needed."""
    opened = _opened(token)
    if opened is None:
        return link_unknown(request)
    report, audience, language = opened
    context = {"token": token, "is_read": True, "links_actions": False}
    with translation.override(_language_of(request, language)):
        context |= report_context(report, figures_of(report, audience))
        response = render(request, "actions/report_read.html", context)
        response.headers["Content-Language"] = str(translation.get_language())
    return response


@private_page
@require_safe
def read_file(request: HttpRequest, token: str) -> HttpResponse:
    """Answer the PDF to who holds the signed link of an audience."""
    opened = _opened(token)
    if opened is None:
        return link_unknown(request)
    report, audience, language = opened
    with translation.override(_language_of(request, language)):
        return _pdf(report, figures_of(report, audience))


def report_context(report: Report, figures: ReportFigures) -> dict[str, Any]:
    """Return what every page of a report shows, in the current language."""
    return {
        "report": report,
        "programme": report.programme,
        "figures": figures,
        "lines": figures.summary.get(_current_language(), []),
        "charts": charts_of(figures),
    }


def _report(pk: int) -> Report:
    return get_object_or_404(Report.objects.select_related("programme__initiative"), pk=pk)


def _audience(request: HttpRequest, *, default: str = Audience.MANAGER) -> str:
    audience = request.GET.get("audience", default)
    if audience not in Audience.values:
        raise Http404
    return audience


def _opened(token: str) -> tuple[Report, str, str] | None:
    """Return what a link opens; a report that was withdrawn, or never left, opens to nobody."""
    found = open_token(token)
    if found is None:
        return None
    pk, audience, language = found
    approved = Report.objects.filter(status=Report.Status.APPROVED)
    report = approved.select_related("programme__initiative").filter(pk=pk).first()
    return (report, audience, language) if report else None


def _language_of(request: HttpRequest, language: str) -> str:
    """Return the language chosen on the site, else the one the mail was written in."""
    chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
    return _current_language() if chosen else language


def _current_language() -> str:
    return (translation.get_language() or "fr")[:2]


def _pdf(report: Report, figures: ReportFigures) -> HttpResponse:
    language = _current_language()
    content = report_pdf(
        figures,
        programme=report.programme,
        language=language,
        built_on=local_day(report.built_at),
    )
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{pdf_name(figures, language)}"'
    return response
