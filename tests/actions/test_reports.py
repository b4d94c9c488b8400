"""Which reports are due, and that each is built and mailed once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils.html import escape

from actions.models import Report
from actions.services.reports import build_report, due_reports
from pompey_ite.outbox.models import Mail
from tests.factories.actions import ActionFactory, MilestoneFactory, ReportFactory
from tests.factories.companies import UserFactory

pytestmark = pytest.mark.django_db

DUE = datetime(2019, 7, 1, 6, 0, tzinfo=UTC)  # Monday 1 July, 8 h in Paris
JUNE = date(2019, 6, 1)


@pytest.fixture
def programme():
    milestone = MilestoneFactory(due_on=date(2019, 6, 20), done_on=date(2019, 6, 21))
    return milestone.action.area.programme


def months(now):
    return [due.month for due in due_reports(now)]


def test_report_is_due_at_eight_on_the_first_working_day(programme):
    assert months(DUE - timedelta(seconds=1)) == []
    assert months(DUE) == [JUNE]


def test_month_missed_is_still_due_weeks_later(programme):
    assert months(DUE + timedelta(days=25)) == [JUNE]


def test_every_month_of_a_long_outage_is_owed(programme):
    ReportFactory(programme=programme, month=date(2019, 3, 1))

    assert months(DUE) == [date(2019, 4, 1), date(2019, 5, 1), JUNE]


def test_report_built_is_not_due_again(programme):
    ReportFactory(programme=programme, month=JUNE)

    assert months(DUE) == []


def test_nothing_is_due_after_the_programme_has_ended(programme):
    assert months(datetime(2021, 3, 1, 12, tzinfo=UTC)) == []


def test_months_before_the_programme_began_are_not_owed():
    ActionFactory(area__programme__starts_on=date(2019, 7, 1))

    assert months(DUE + timedelta(days=3)) == []
    assert months(datetime(2019, 8, 1, 8, tzinfo=UTC)) == [date(2019, 7, 1)]


def test_programme_without_actions_owes_no_report():
    ReportFactory(month=date(2019, 3, 1))

    assert months(DUE) == []


def test_report_and_its_mails_are_written_once(programme):
    UserFactory(email="pilote@example.org", superuser=True, language="fr")
    UserFactory(email="english@example.org", superuser=True, language="en")
    UserFactory(email="nobody@example.org", is_staff=False)
    UserFactory(email="gone@example.org", superuser=True, is_active=False)

    report = build_report(programme=programme, month=JUNE, now=DUE)
    again = build_report(programme=programme, month=JUNE, now=DUE)

    assert report is not None
    assert again is None
    assert Report.objects.count() == 1
    subjects = dict(Mail.objects.values_list("recipient", "subject"))
    assert set(subjects) == {"pilote@example.org", "english@example.org"}
    assert subjects["english@example.org"].startswith("To approve: report of June 2019")
    assert "juin 2019" in subjects["pilote@example.org"].lower()
    assert set(Mail.objects.values_list("kind", flat=True)) == {"report_draft"}


def test_a_draft_asks_only_those_who_may_approve(programme, colleague, not_asked):
    build_report(programme=programme, month=JUNE, now=DUE)

    assert list(Mail.objects.values_list("recipient", flat=True)) == [colleague.email]


def test_month_without_news_is_archived_and_sends_nothing():
    programme = ActionFactory().area.programme
    UserFactory(superuser=True)

    assert build_report(programme=programme, month=JUNE, now=DUE) is not None
    assert Mail.objects.count() == 0


def test_mail_says_the_figures_of_the_page(programme, client):
    user = UserFactory(superuser=True, language="en")
    build_report(programme=programme, month=JUNE, now=DUE)
    report = Report.objects.get()
    client.force_login(user)

    client.cookies["django_language"] = "en"
    page = client.get(report.get_absolute_url())
    mail = Mail.objects.get()

    assert page.context["figures"].milestones_done == 1
    assert page.context["lines"][1].startswith("1 milestone was reached in June 2019")
    for line in page.context["lines"]:
        assert line in mail.text
        assert escape(line) in mail.html
    assert reverse("actions:report_send", args=[report.pk]) in mail.text


def test_text_of_users_is_escaped_in_the_html():
    milestone = MilestoneFactory(title="<a href='https://evil.example'>x</a>", due_on=JUNE)
    UserFactory(superuser=True)
    build_report(programme=milestone.action.area.programme, month=JUNE, now=DUE)

    mail = Mail.objects.get()

    assert "<a href='https" in mail.text
    assert "https://evil" not in mail.text  # nor would a mail program make it a link
    assert "evil.example'>x</a>" not in mail.html
    assert "&lt;a href=" in mail.html


@pytest.mark.parametrize("count", [1, 3])
def test_archive_costs_a_constant_number_of_queries(
    client, programme, count, django_assert_num_queries
):
    client.force_login(UserFactory(superuser=True))
    for month in range(1, count + 1):
        ReportFactory(programme=programme, month=date(2019, month, 1))

    with django_assert_num_queries(4):
        response = client.get(reverse("actions:reports"))

    assert len(response.context["reports"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_report_page_costs_a_constant_number_of_queries(client, count, django_assert_num_queries):
    client.force_login(UserFactory(superuser=True))
    action = ActionFactory()
    MilestoneFactory.create_batch(count, action=action, due_on=JUNE, done_on=JUNE)
    report = build_report(programme=action.area.programme, month=JUNE, now=DUE)
    assert report is not None

    with django_assert_num_queries(4):
        response = client.get(report.get_absolute_url())

    assert len(response.context["figures"].reached) == count
