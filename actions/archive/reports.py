"""The monthly reports of the archive: a list of all, and the PDF of those that were sent."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actions.archive.past import Year
from actions.archive.table import DAY, TEXT, WORDS, Column, Table, Value
from actions.models import Audience, Report
from actions.reports.pdf import report_pdf
from actions.services.reports import figures_of
from pompey_ite.outbox.calendar import local_day

LANGUAGE = "fr"


def _reports(year: Year) -> list[Report]:
    """Return the reports about a month of the year, and those that left in it."""
    of_year = year.instants("approved_at")
    about = Report.objects.filter(month__range=year.days) | Report.objects.filter(of_year)
    rows = about.select_related("programme__initiative").order_by("month", "programme", "pk")
    return list(rows)


def _file_name(report: Report) -> str:
    """Return where its PDF lies; empty for a report that did not leave, or was withdrawn."""
    was_sent = report.status == Report.Status.APPROVED and report.approved_at is not None
    return f"rapports/rapport-{report.month:%Y-%m}-{report.programme_id}.pdf" if was_sent else ""


def report_rows(year: Year) -> Iterator[tuple[Value, ...]]:
    """Yield each report, with the file that holds it."""
    for one in _reports(year):
        sent = timezone.localdate(one.approved_at) if one.approved_at else None
        yield (
            *(one.programme.title, one.month, timezone.localdate(one.built_at)),
            *(one.get_status_display(), sent, one.withdrawn_reason, _file_name(one)),
        )


def report_files(year: Year) -> Iterator[tuple[str, bytes]]:
    """Yield name and PDF of each report that left, as the steering committee got it.

    It is set again from the figures that were frozen then, with the day on which it was built;
    who answered for the initiative, and by which address, stays out.
    """
    for one in _reports(year):
        if name := _file_name(one):
            figures = figures_of(one, Audience.COMMITTEE)
            day = local_day(one.built_at)
            yield (
                name,
                report_pdf(
                    figures,
                    programme=one.programme,
                    language=LANGUAGE,
                    built_on=day,
                    shows_contact=False,
                ),
            )


REPORTS = Table(
    "rapports",
    _("Monthly reports"),
    (
        Column("programme", WORDS, _("Title of the programme")),
        Column("mois", DAY, _("First day of the month it is about")),
        Column("fait_le", DAY, _("Day on which its figures were frozen")),
        Column("etat", TEXT, _("Waits for approval, approved, or withdrawn")),
        Column("envoye_le", DAY, _("Day on which it left; empty: filed without leaving")),
        Column("raison_du_retrait", WORDS, _("Why it was withdrawn")),
        Column("fichier", TEXT, _("Its PDF, as the steering committee got it")),
    ),
    report_rows,
)
