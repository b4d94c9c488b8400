"""The kinds of mail of the monthly report, and what makes one of them needless."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions.emails import REPORT, REPORT_DRAFT, REPORT_TEST
from actions.models import Report
from actions.services.report_readers import addresses_reading
from pompey_ite.outbox import kinds
from pompey_ite.outbox.models import Mail


def register_kinds() -> None:
    """Make the kinds of the monthly report known to the outbox."""
    kinds.register(
        kinds.MailKind(
            code=REPORT_DRAFT,
            label=gettext_lazy("monthly report, to approve"),
            group="reports",
            is_urgent=True,  # it asks for a decision, and comes on the day of the weekly digest
            reasons_to_drop=_draft_reasons,
        )
    )
    kinds.register(
        kinds.MailKind(
            code=REPORT,
            label=gettext_lazy("monthly report"),
            group="reports",
            reasons_to_drop=_report_reasons,
        )
    )
    kinds.register(
        kinds.MailKind(
            code=REPORT_TEST, label=gettext_lazy("monthly report, a test"), is_urgent=True
        )
    )


def _draft_reasons(mails: Sequence[Mail], _now: datetime) -> Mapping[int, str]:
    """Return why a question to the project manager is settled: the report is no draft any more."""
    reports = _reports_of(mails)
    return {
        mail.pk: _("the report is no longer a draft")
        for mail in mails
        if (report := reports.get(_report_pk(mail))) is None or not report.is_draft
    }


def _report_reasons(mails: Sequence[Mail], _now: datetime) -> Mapping[int, str]:
    """Return why a report must not leave: withdrawn, or its reader is in no list any more."""
    reports = _reports_of(mails)
    initiatives = {report.programme.initiative_id for report in reports.values()}
    recipients = {mail.recipient.lower() for mail in mails}
    addresses = {one: addresses_reading(one, recipients) for one in initiatives}
    reasons = {}
    for mail in mails:
        report = reports.get(_report_pk(mail))
        if report is None or report.is_withdrawn:
            reasons[mail.pk] = _("the report was withdrawn")
        elif mail.recipient.lower() not in addresses[report.programme.initiative_id]:
            reasons[mail.pk] = _("no longer in a list that gets the report")
    return reasons


def _reports_of(mails: Sequence[Mail]) -> dict[int, Report]:
    pks = {_report_pk(mail) for mail in mails}
    return Report.objects.select_related("programme").defer("figures").in_bulk(pks)


def _report_pk(mail: Mail) -> int:
    pk = mail.object_key.split(":")[1] if mail.object_key.startswith("report:") else ""
    return int(pk) if pk.isdecimal() else 0
