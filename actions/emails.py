"""The mails of the programme: builders that return a draft and never send."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from actions.models import Audience, Report
from actions.reports.charts import Chart, charts_of
from actions.reports.figures import ReportFigures
from actions.reports.pdf import pdf_name, report_pdf
from companies.models import User
from pompey_ite.outbox.calendar import local_day
from pompey_ite.outbox.rendering import Attachment, Draft, render_mail

REPORT, REPORT_DRAFT, REPORT_TEST = "report", "report_draft", "report_test"
CHARTS_OF_MAIL = ("areas", "funnel", "indicators", "budget")
WITH_PDF = (Audience.COMMITTEE, Audience.FUNDERS)


@dataclass(frozen=True)
class Reader:
    """Whom a report is written to, and why that person gets it."""

    email: str
    name: str
    language: str
    audience: str
    because: str = ""  # the name of the list, or of the company


@dataclass(frozen=True)
class Edition:
    """What all readers of one audience and language get: figures, charts, PDF. Built once."""

    figures: ReportFigures
    language: str
    charts: dict[str, Chart] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()


def edition_of(
    report: Report, figures: ReportFigures, *, language: str, with_files: bool = True
) -> Edition:
    """Return the edition of figures that are reduced to one audience already.

    with_files: also what is attached; a look in the browser needs the pictures only.
    """
    with translation.override(language):
        charts = charts_of(figures)
        shown = {name: charts[name] for name in CHARTS_OF_MAIL if name in charts}
        pictures = tuple(
            Attachment(f"{name}.png", "image/png", chart.png(), content_id=name)
            for name, chart in shown.items()
        )
    has_pdf = with_files and figures.audience in WITH_PDF
    files = (_pdf(report, figures, language),) if has_pdf else ()
    return Edition(figures, language, shown, pictures + files)


def _pdf(report: Report, figures: ReportFigures, language: str) -> Attachment:
    content = report_pdf(
        figures,
        programme=report.programme,
        language=language,
        built_on=local_day(report.built_at),
    )
    return Attachment(pdf_name(figures, language), "application/pdf", content)


def report_mail(report: Report, edition: Edition, *, reader: Reader, token: str) -> Draft:
    """Return the monthly report as a mail for one reader.

    token: the secret part of the address under which the audience reads it on the web.
    """
    context = _context(report, edition, reader) | {
        "url": f"{settings.SITE_URL}{reverse('actions:report_read', args=[token])}",
        "button": _("Read the report on the web"),
        "has_pdf": edition.figures.audience in WITH_PDF,
    }
    return render_mail(REPORT, context, language=edition.language, attachments=edition.attachments)


def draft_mail(
    report: Report, edition: Edition, *, user: User, people: int, leaves_at: datetime | None
) -> Draft:
    """Return what asks the project manager to read the report and let it leave.

    people: how many would get it; leaves_at: when it leaves by itself, None when it never does.
    """
    reader = Reader(user.email, str(user), user.language, Audience.MANAGER)
    context = _context(report, edition, reader) | {
        "url": f"{settings.SITE_URL}{reverse('actions:report_send', args=[report.pk])}",
        "button": _("Read, correct and send"),
        "people": people,
        "leaves_at": leaves_at,
    }
    return render_mail(
        REPORT_DRAFT, context, language=edition.language, attachments=edition.attachments
    )


def _context(report: Report, edition: Edition, reader: Reader) -> dict[str, Any]:
    return {
        "report": report,
        "figures": edition.figures,
        "lines": edition.figures.summary.get(edition.language, []),
        "charts": edition.charts,
        "programme": report.programme,
        "initiative": report.programme.initiative,
        "reader": reader,
    }
