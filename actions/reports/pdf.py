"""The report as PDF/UA-1: real text, title, language, headings, alternative texts.

Typst refuses to compile what is not accessible; the words reach it as JSON, never as markup.
"""

from __future__ import annotations

from datetime import date

from django.utils import translation

from actions.models import Programme
from actions.reports.document import document_of
from actions.reports.figures import ReportFigures
from actions.reports.paper import set_paper


def report_pdf(
    figures: ReportFigures,
    *,
    programme: Programme,
    language: str,
    built_on: date,
    shows_contact: bool = True,
) -> bytes:
    """Return the PDF of what the figures say, in a language.

    figures: already reduced to one audience; built_on: the day printed on each page; shows_contact:
    whether the title page says who answers for the initiative, and by which address.
    """
    with translation.override(language):
        document = document_of(figures, programme, built_on)
    if not shows_contact:
        document["contact"] = ""
    return set_paper(document)


def pdf_name(figures: ReportFigures, language: str) -> str:
    """Return the name of the file: “rapport-2019-03.pdf”, “report-2019-03.pdf”."""
    word = "rapport" if language == "fr" else "report"
    return f"{word}-{figures.month:%Y-%m}.pdf"
