"""Two people approve one report at once, on PostgreSQL: one does, the other is told."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection

from actions.models import Report
from actions.services import report_sending
from actions.services.report_readers import readers_of
from actions.services.report_sending import ReportRefused, approve_report
from actions.services.reports import build_report
from pompey_ite.outbox.models import Mail
from tests.factories import (
    ContactFactory,
    DistributionListFactory,
    MilestoneFactory,
    UserFactory,
)
from tests.overlap import overlap

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite lets one transaction write at a time"
    ),
]
NOW = datetime(2019, 7, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def report():
    """A draft with three readers."""
    milestone = MilestoneFactory(due_on=date(2019, 6, 20), done_on=date(2019, 6, 21))
    programme = milestone.action.area.programme
    DistributionListFactory(initiative=programme.initiative, companies=True)
    ContactFactory.create_batch(3, company__initiative=programme.initiative)
    return build_report(programme=programme, month=date(2019, 6, 1), now=NOW)


def approve_twice(report) -> list[str]:
    """Return who has approved, as each was told."""
    keys = readers_of(report.programme.initiative_id).keys
    told = []

    def press(name: str) -> None:
        user = UserFactory(username=name)
        try:
            approve_report(report=Report.objects.get(pk=report.pk), keys=keys, user=user, now=NOW)
        except ReportRefused:
            return
        told.append(name)

    overlap(lambda: press("first"), lambda: press("second"))
    return told


def test_of_two_who_approve_at_once_one_does_and_each_reader_gets_one_mail(report):
    assert approve_twice(report) == ["first"]

    report.refresh_from_db()
    assert str(report.approved_by.username) == "first"
    assert Mail.objects.count() == 3


def test_without_the_condition_both_believe_that_they_did(report, monkeypatch):
    """The control: looked at, then written. The unique key of the mails still keeps one each."""

    def looked_at_then_written(report, user, now):
        report.refresh_from_db()
        if not report.is_draft:
            raise ReportRefused
        Report.objects.filter(pk=report.pk).update(
            status=Report.Status.APPROVED, approved_at=now, approved_by=user
        )

    monkeypatch.setattr(report_sending, "_mark_approved", looked_at_then_written)

    assert approve_twice(report) == ["first", "second"]

    report.refresh_from_db()
    assert report.approved_by.username == "second"
    assert Mail.objects.count() == 3
