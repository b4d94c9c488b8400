"""Build the report of any month into files, storing and sending nothing."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from actions.emails import Reader, edition_of, report_mail
from actions.models import Audience, Programme, Report
from actions.reports.audience import for_audience
from actions.reports.figures import ReportFigures
from actions.reports.mail_preview import as_page
from actions.reports.pdf import report_pdf
from actions.reports.summary import month_name
from actions.services.figures import report_figures
from actions.services.report_sending import SAMPLE_TOKEN
from pompey_ite.management.operator_command import OperatorCommand
from pompey_ite.outbox.calendar import local_day


def month(text: str) -> date:
    """Return the first day of a month written as 2019-03."""
    try:
        return datetime.strptime(text, "%Y-%m").replace(day=1).date()  # noqa: DTZ007 – a month
    except ValueError as error:
        raise ArgumentTypeError(f"not a month such as 2019-03: {text}") from error


class Command(OperatorCommand):
    help = "Build the report of any month: print its summary, write its PDF and its mail as HTML."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("month", type=month, help="such as 2019-03")
        parser.add_argument("--programme", type=int, help="primary key; default: the newest")
        parser.add_argument("--pdf", type=Path, help="file to write")
        parser.add_argument("--html", type=Path, help="file to write: the mail as it is seen")
        parser.add_argument("--language", choices=["fr", "en"], default="fr")
        parser.add_argument(
            "--audience", choices=Audience.values, default=Audience.MANAGER.value, help="who reads"
        )

    def handle(
        self,
        *,
        month: date,
        programme: int | None,
        pdf: Path | None,
        html: Path | None,
        language: str,
        audience: str,
        **options: Any,
    ) -> None:
        """Print the five lines; write what was asked for."""
        shown = self._programme(programme)
        figures = for_audience(report_figures(shown, month), audience)
        report = Report(programme=shown, month=month, built_at=timezone.now())
        with translation.override(language):
            self.stdout.write(f"{shown.title} – {month_name(month)}")
        for line in figures.summary[language]:
            self.stdout.write(f"- {line}")
        if pdf:
            self._write(pdf, _pdf(report, figures, language))
        if html:
            self._write(html, _html(report, figures, language).encode())

    def _programme(self, pk: int | None) -> Programme:
        rows = Programme.objects.select_related("initiative")
        shown = rows.filter(pk=pk).first() if pk else Programme.objects.current()
        if shown is None:
            raise CommandError(_("There is no such programme, or none with actions."))
        return shown

    def _write(self, path: Path, content: bytes) -> None:
        try:
            path.write_bytes(content)
        except OSError as error:
            raise CommandError(f"cannot write {path}: {error}") from error
        self.stdout.write(_("Written: %(path)s") % {"path": path})


def _pdf(report: Report, figures: ReportFigures, language: str) -> bytes:
    built_on = local_day(report.built_at)
    return report_pdf(figures, programme=report.programme, language=language, built_on=built_on)


def _html(report: Report, figures: ReportFigures, language: str) -> str:
    reader = Reader("", "", language, figures.audience)
    edition = edition_of(report, figures, language=language, with_files=False)
    return as_page(report_mail(report, edition, reader=reader, token=SAMPLE_TOKEN))
