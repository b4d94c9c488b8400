"""Which monthly reports are due, and building them: a draft and the mail that asks for approval."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction

from actions.emails import REPORT_DRAFT, draft_mail, edition_of
from actions.models import Audience, Programme, Report
from actions.reports.audience import for_audience
from actions.reports.figures import ReportFigures
from actions.services.figures import report_figures
from actions.services.report_readers import readers_of
from companies.models import User
from pompey_ite.outbox.calendar import (
    first_working_instant,
    local_day,
    next_month,
    next_writing_instant,
    previous_month,
)
from pompey_ite.outbox.rendering import Draft
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


def build_report(*, programme: Programme, month: date, now: datetime) -> Report | None:
    """Return the new report of a month, or None when another tick has built it already.

    month: first day of the month. With news it is a draft, and the members of staff are asked to
    let it leave; without any it goes to the archive, and nobody is written to.
    """
    figures = report_figures(programme, month)
    report = Report(
        programme=programme,
        month=month,
        built_at=now,
        figures=figures.as_json(),
        status=Report.Status.DRAFT if figures.has_news else Report.Status.APPROVED,
        **{f"summary_{code}": "\n".join(lines) for code, lines in figures.summary.items()},
    )
    if Report.objects.filter(programme=programme, month=month).exists():
        return None  # charts are drawn below, outside the transaction: spare them
    return _keep(report, figures, now)


def _keep(report: Report, figures: ReportFigures, now: datetime) -> Report | None:
    """Write the report and its mails, or neither: two ticks at once end in one of each."""
    users = list(User.staff.who_can_be_asked())
    values = {
        field.attname: getattr(report, field.attname)
        for field in Report._meta.concrete_fields
        if not field.primary_key
    }
    people = len(readers_of(report.programme.initiative_id).readers)
    editions = {
        language: edition_of(report, figures, language=language)
        for language in {user.language for user in users if figures.has_news}
    }
    with transaction.atomic():
        kept, created = Report.objects.get_or_create(
            programme=report.programme, month=report.month, defaults=values
        )
        if not created:
            return None
        kept.programme = report.programme
        for user in users if figures.has_news else []:
            draft = draft_mail(
                *(kept, editions[user.language]),
                user=user,
                people=people,
                leaves_at=leaves_alone_at(kept),
            )
            _queue_draft(kept, user, draft, now)
    return kept


def _queue_draft(report: Report, user: User, draft: Draft, now: datetime) -> None:
    queue_mail(
        kind=REPORT_DRAFT,
        recipient=user.email,
        recipient_name=str(user),
        object_key=f"report:{report.pk}",
        period=f"{report.month:%Y-%m}",
        draft=draft,
        language=user.language,
        now=now,
    )


def leaves_alone_at(report: Report) -> datetime | None:
    """Return when a draft leaves by itself, None when it waits for the project manager.

    It is on a working day, from 8 to 18 h, so many days after it was built as the programme says.
    """
    days = report.programme.report_sends_alone_after_days
    if days is None or not report.is_draft:
        return None
    return next_writing_instant(report.built_at + timedelta(days=days))


def figures_of(report: Report, audience: str = Audience.MANAGER) -> ReportFigures:
    """Return the stored figures with the summary as it was corrected, for one audience."""
    figures = ReportFigures.from_json(report.figures)
    corrected = {"fr": report.summary_fr, "en": report.summary_en}
    lines = {code: text.splitlines() for code, text in corrected.items() if text.strip()}
    return for_audience(replace(figures, summary=figures.summary | lines), audience)
