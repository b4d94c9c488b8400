"""Approve a report and send it: a look first, then a frozen list, each reader once (law 3)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from actions.emails import REPORT, REPORT_TEST, Edition, Reader, edition_of, report_mail
from actions.models import Report
from actions.models.report import OUTSIDE
from actions.services.report_readers import key_of, readers_of
from actions.services.reports import figures_of, leaves_alone_at
from companies.models import User
from pompey_ite.journal.models import Act
from pompey_ite.journal.noting import note
from pompey_ite.outbox.calendar import next_writing_instant
from pompey_ite.outbox.models import Mail
from pompey_ite.outbox.rendering import Draft, filled, gap
from pompey_ite.outbox.services import Letter, queue_mail, queue_mails

SALT = "report-link"
LINK_VALID_S = 400 * 24 * 3600  # a year and a month: the report of last year is still compared
SAMPLE_TOKEN = "exemple"  # noqa: S105 – stands where the signed link will


class ReportRefused(Exception):
    """A report may not leave, or be changed; the text says why and may be shown."""


# -- The link of an audience ----------------------------------------------------------------------
def token_of(report: Report, *, audience: str, language: str) -> str:
    """Return the signed secret that opens one report as one audience sees it, nothing else."""
    return signing.dumps([report.pk, audience, language], salt=SALT)


def open_token(token: str) -> tuple[int, str, str] | None:
    """Return (report, audience, language) of a token, None when it opens nothing."""
    try:
        pk, audience, language = signing.loads(token, salt=SALT, max_age=LINK_VALID_S)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return (pk, audience, language) if audience in OUTSIDE else None


# -- A look before --------------------------------------------------------------------------------
def sample_of(report: Report, *, audience: str, language: str, with_files: bool = True) -> Draft:
    """Return the mail as an audience gets it; its link is an example, as it may be projected.

    with_files: with the PDF, too.
    """
    reader = Reader("", _("Claude Exemple"), language, audience)
    edition = edition_of(
        *(report, figures_of(report, audience)), language=language, with_files=with_files
    )
    return report_mail(report, edition, reader=reader, token=SAMPLE_TOKEN)


@transaction.atomic
def send_test(*, report: Report, audiences: Iterable[str], user: User, now: datetime) -> int:
    """Return how many samples, one for each audience, were queued for the person who asks."""
    return sum(
        queue_mail(
            kind=REPORT_TEST,
            recipient=user.email,
            recipient_name=str(user),
            object_key=f"report:{report.pk}:{audience}",
            period=f"{now:%y%m%d%H%M%S%f}",
            draft=sample_of(report, audience=audience, language=user.language),
            language=user.language,
            now=now,
        )
        for audience in audiences
    )


def save_summary(*, report: Report, summary_fr: str, summary_en: str) -> None:
    """Keep the corrected summary of a draft.

    Raises ReportRefused when the report has left: what was sent is not rewritten.
    """
    drafts = Report.objects.filter(pk=report.pk, status=Report.Status.DRAFT)
    if not drafts.update(summary_fr=summary_fr, summary_en=summary_en):
        raise ReportRefused(_("This report is no longer a draft: its summary stays as it is."))


# -- The sending ----------------------------------------------------------------------------------
def approve_report(
    *, report: Report, keys: Collection[str], user: User | None, now: datetime
) -> int:
    """Return how many mails were queued: one for each frozen reader who is still in the lists.

    keys: of the readers that the preview showed; user: who approves, None for the clock.
    Raises ReportRefused when it is no draft any more, or its summary was changed meanwhile.
    Charts and PDF are made before the transaction, so that nobody waits for them.
    """
    frozen = set(keys)
    readers = [
        one for one in readers_of(report.programme.initiative_id).readers if key_of(one) in frozen
    ]
    editions = _editions(report, readers)
    drafts = {key: _draft(report, edition, key[0]) for key, edition in editions.items()}
    with transaction.atomic():
        _mark_approved(report, user, now)
        letters = [_letter(report, reader, drafts, now) for reader in readers]
        count = len(queue_mails(letters, now=now))
        note(Act.MAILS_APPROVED, about=report, mails=REPORT, count=count)
        return count


def _editions(report: Report, readers: Iterable[Reader]) -> dict[tuple[str, str], Edition]:
    wanted = {(reader.audience, reader.language) for reader in readers}
    return {
        (audience, language): edition_of(report, figures_of(report, audience), language=language)
        for audience, language in wanted
    }


def _draft(report: Report, edition: Edition, audience: str) -> Draft:
    """Return the mail to an audience, with gaps where each reader's name and company will stand."""
    reader = Reader("", gap("name"), edition.language, audience, because=gap("because"))
    token = token_of(report, audience=audience, language=edition.language)
    return report_mail(report, edition, reader=reader, token=token)


def _mark_approved(report: Report, user: User | None, now: datetime) -> None:
    """Take the step from draft to approved by one conditional UPDATE: pressed twice, once."""
    as_seen = Report.objects.filter(
        pk=report.pk,
        status=Report.Status.DRAFT,
        summary_fr=report.summary_fr,
        summary_en=report.summary_en,
    )
    if not as_seen.update(status=Report.Status.APPROVED, approved_at=now, approved_by=user):
        raise ReportRefused(_("This report has left already, or was changed: look at it again."))


def _letter(
    report: Report, reader: Reader, drafts: dict[tuple[str, str], Draft], now: datetime
) -> Letter:
    words = {"name": reader.name, "because": reader.because}
    draft = drafts[reader.audience, reader.language]
    return Letter(
        kind=REPORT,
        recipient=reader.email,
        recipient_name=reader.name,
        object_key=f"report:{report.pk}",
        period=f"{report.month:%Y-%m}",
        draft=lambda: filled(draft, words),
        language=reader.language,
        due_at=next_writing_instant(now),
    )


def reports_leaving_alone(now: datetime) -> list[Report]:
    """Return the drafts whose days are over: their programme lets them leave by themselves."""
    drafts = Report.objects.filter(
        status=Report.Status.DRAFT, programme__report_sends_alone_after_days__isnull=False
    )
    found = drafts.select_related("programme__initiative").order_by("month", "pk")
    return [report for report in found if (at := leaves_alone_at(report)) and at <= now]


def approve_due(*, now: datetime) -> list[Report]:
    """Return the drafts that left by themselves: to everybody in the lists at this moment."""
    left = []
    for report in reports_leaving_alone(now):
        keys = readers_of(report.programme.initiative_id).keys
        try:
            approve_report(report=report, keys=keys, user=None, now=now)
        except ReportRefused:  # the project manager pressed the button in this very second
            continue
        left.append(report)
    return left


@transaction.atomic
def withdraw_report(*, report: Report, reason: str) -> int:
    """Return how many mails of a withdrawn report had left already; those that wait are dropped.

    Its links open nothing from now on. Raises ReportRefused without a reason.
    """
    if not reason.strip():
        raise ReportRefused(_("Say why the report is withdrawn."))
    Report.objects.filter(pk=report.pk).update(
        status=Report.Status.WITHDRAWN, withdrawn_reason=reason.strip()[:250]
    )
    note(Act.REPORT_WITHDRAWN, about=report)
    mails = Mail.objects.filter(kind=REPORT, object_key=f"report:{report.pk}")
    return mails.filter(status=Mail.Status.SENT).count()
