"""Which monthly reports are due, and building them: a row and its mails, or neither."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from actions.emails import report_draft
from actions.models import Programme, Report
from actions.services.figures import ReportFigures, report_figures
from companies.models import User
from pompey_ite.outbox.calendar import first_working_instant, local_day, next_month, previous_month
from pompey_ite.outbox.services import queue_mail


@dataclass(frozen=True)
class DueReport:
    """A report that ought to exist by now and does not."""

    programme: Programme
    month: date


def due_reports(now: datetime) -> list[DueReport]:
    """Return the reports due at `now` and not built: asked of the database, never of a last run.

    A month is due at 8 h on the first working day of the next one. After the first report every
    later month is owed, however long the program was off; before it only last month is. Months
    before the programme began are not owed.
    """
    programmes = Programme.objects.select_related("initiative").order_by("pk")
    return [
        DueReport(programme, month)
        for programme in programmes.filter(areas__actions__isnull=False).distinct()
        for month in _missing_months(programme, now)
    ]


def _missing_months(programme: Programme, now: datetime) -> list[date]:
    newest = previous_month(local_day(now))
    built = set(Report.objects.filter(programme=programme).values_list("month", flat=True))
    month = next_month(max(built)) if built else max(newest, programme.starts_on.replace(day=1))
    missing = []
    while month <= min(newest, programme.ends_on):
        if month not in built and first_working_instant(next_month(month)) <= now:
            missing.append(month)
        month = next_month(month)
    return missing


@transaction.atomic
def build_report(*, programme: Programme, month: date, now: datetime) -> Report | None:
    """Return the new report of a month with its mails queued, or None when there is none to make.

    month: first day of the month. There is none to make when another tick has built it already.
    The mails go to the members of staff: companies receive nothing without a preview.
    """
    figures = report_figures(programme, month)
    report, created = Report.objects.get_or_create(
        programme=programme,
        month=month,
        defaults={"built_at": now, "figures": figures.as_json()},
    )
    if not created:
        return None
    if figures.has_news:
        _queue_mails(report, figures, now)
    return report


def _queue_mails(report: Report, figures: ReportFigures, now: datetime) -> None:
    for user in User.objects.filter(is_active=True, is_staff=True).exclude(email="").order_by("pk"):
        queue_mail(
            kind="report",
            recipient=user.email,
            recipient_name=str(user),
            object_key=f"report:{report.pk}",
            period=f"{report.month:%Y-%m}",
            draft=report_draft(report, figures, reader=user),
            language=user.language,
            now=now,
        )
