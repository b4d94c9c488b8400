"""From draft to sent: a look first, a frozen list, each reader once, with what it may see."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from actions.forms import ReportSendForm
from actions.models import Audience, DistributionList, Report
from actions.services import clock
from actions.services.report_readers import readers_of
from actions.services.report_sending import (
    ReportRefused,
    approve_due,
    approve_report,
    open_token,
    save_summary,
    token_of,
    withdraw_report,
)
from actions.services.reports import build_report, leaves_alone_at
from pompey_ite.outbox import kinds
from pompey_ite.outbox.models import Mail
from tests.factories import (
    AddressErrorFactory,
    CompanyFactory,
    ContactFactory,
    DecisionFactory,
    DistributionListFactory,
    FunderFactory,
    FundingFactory,
    MilestoneFactory,
    SubscriberFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

DUE = datetime(2019, 7, 1, 8, 0, tzinfo=UTC)  # Monday, 10 h in Paris
JUNE = date(2019, 6, 1)


@pytest.fixture
def user():
    return UserFactory(superuser=True, language="fr", email="pilote@example.org")


@pytest.fixture
def report(user):
    """A draft of June; committee, funders and one company get it."""
    milestone = MilestoneFactory(due_on=date(2019, 6, 20), done_on=date(2019, 6, 21))
    programme = milestone.action.area.programme
    programme.report_sends_alone_after_days = None
    funder = FunderFactory(initiative=programme.initiative, name="Région Secrète")
    FundingFactory(
        action=milestone.action,
        funder=funder,
        planned_eur=Decimal("12345.50"),
        actual_eur=Decimal(777),
    )
    DecisionFactory(programme=programme, asked_on=JUNE, question="Buy the baler?")
    committee = DistributionListFactory(initiative=programme.initiative, name="Committee")
    SubscriberFactory(list=committee, email="mayor@example.org", language="en")
    funders = DistributionListFactory(
        initiative=programme.initiative, audience="funders", name="Funders"
    )
    SubscriberFactory(list=funders, email="ademe@example.org", language="fr")
    DistributionListFactory(initiative=programme.initiative, companies=True, name="Companies")
    company = CompanyFactory(initiative=programme.initiative, name="Foundry")
    ContactFactory(company=company, email="foundry@example.org", language="fr")
    made = build_report(programme=programme, month=JUNE, now=DUE)
    assert made is not None
    return made


def approve(report, user=None):
    keys = readers_of(report.programme.initiative_id).keys
    return approve_report(report=report, keys=keys, user=user, now=DUE)


def sent():
    return {mail.recipient: mail for mail in Mail.objects.filter(kind="report")}


def test_report_is_a_draft_and_only_the_manager_is_written_to(report):
    assert report.is_draft
    assert [mail.recipient for mail in Mail.objects.all()] == ["pilote@example.org"]
    assert "3 personnes" in Mail.objects.get().text


def test_each_reader_gets_one_mail_with_what_it_may_see(report, user):
    assert approve(report, user) == 3

    mails = sent()
    seen = {
        address: ("Région Secrète" in mail.text, "Buy the baler?" in mail.text)
        for address, mail in mails.items()
    }
    assert seen == {
        "mayor@example.org": (True, True),
        "ademe@example.org": (True, False),
        "foundry@example.org": (False, False),
    }
    for mail in mails.values():
        assert ("Région Secrète" in mail.html) == ("Région Secrète" in mail.text)
    report.refresh_from_db()
    assert (report.status, report.approved_by, report.approved_at) == ("approved", user, DUE)


def test_pdf_goes_to_committee_and_funders_and_pictures_to_all(report):
    approve(report)

    names = {
        address: sorted(mail.attachments.values_list("name", flat=True))
        for address, mail in sent().items()
    }

    charts = ["areas.png"]
    assert names == {
        "mayor@example.org": [*charts, "budget.png", "report-2019-06.pdf"],
        "ademe@example.org": [*charts, "budget.png", "rapport-2019-06.pdf"],
        "foundry@example.org": charts,
    }


def test_amounts_and_dates_follow_the_language(report):
    approve(report)

    english, french = sent()["mayor@example.org"].text, sent()["ademe@example.org"].text

    assert "€12,345.50" in english
    assert "12\u202f345,50\u00a0€" in french
    assert "21 Jun 2019" in english
    assert "21 juin 2019" in french


def test_every_picture_has_an_alternative_text(report):
    approve(report)

    for mail in sent().values():
        pictures = mail.html.count("<img")
        assert (
            pictures == mail.html.count("cid:") == mail.attachments.exclude(content_id="").count()
        )
        assert 'alt=""' not in mail.html


def test_corrected_summary_is_what_everybody_reads(report):
    save_summary(report=report, summary_fr="Un bon mois.", summary_en="A good month.")
    report.refresh_from_db()

    approve(report)

    assert "- A good month." in sent()["mayor@example.org"].text
    assert "- Un bon mois." in sent()["foundry@example.org"].text


def test_report_leaves_once(report):
    stale = Report.objects.get(pk=report.pk)
    approve(report)

    with pytest.raises(ReportRefused):
        approve(stale)

    assert len(sent()) == 3


def test_summary_corrected_in_another_window_is_not_overtaken(report):
    stale = Report.objects.get(pk=report.pk)
    save_summary(report=report, summary_fr="Un bon mois.", summary_en="A good month.")

    with pytest.raises(ReportRefused):
        approve(stale)

    assert sent() == {}


def test_summary_of_a_report_that_has_left_stays(report):
    approve(report)

    with pytest.raises(ReportRefused):
        save_summary(report=report, summary_fr="x", summary_en="x")


def test_who_joined_after_the_preview_gets_nothing_and_who_left_neither(report):
    keys = readers_of(report.programme.initiative_id).keys
    SubscriberFactory(list__initiative=report.programme.initiative, email="late@example.org")
    report.programme.initiative.companies.get().contacts.update(is_active=False)

    approve_report(report=report, keys=keys, user=None, now=DUE)

    assert set(sent()) == {"mayor@example.org", "ademe@example.org"}


def test_one_mail_for_an_address_in_two_lists_with_what_the_higher_may_see(report):
    company = report.programme.initiative.companies.get()
    ContactFactory(company=company, email="Mayor@example.org")

    plan = readers_of(report.programme.initiative_id)

    assert [r.audience for r in plan.readers if r.email.lower() == "mayor@example.org"] == [
        "committee"
    ]
    assert len([who for group in plan.groups for who in group.left_out]) == 1


def test_address_in_error_and_company_that_left_are_not_written_to(report):
    initiative = report.programme.initiative
    AddressErrorFactory(address="gone@forge.example")
    ContactFactory(company__initiative=initiative, email="gone@forge.example")
    ContactFactory(
        company__initiative=initiative, company__left_on=JUNE, company__left_reason="moved"
    )

    assert len(readers_of(initiative.pk).readers) == 3


# -- Alone ----------------------------------------------------------------------------------------
def let_leave_alone(report, days):
    programme = report.programme
    programme.report_sends_alone_after_days = days
    programme.save()


def test_draft_waits_for_ever_unless_the_programme_says_otherwise(report):
    assert leaves_alone_at(report) is None
    assert approve_due(now=DUE + timedelta(days=300)) == []


def test_draft_leaves_by_itself_after_its_days_in_working_hours(report):
    let_leave_alone(report, 5)  # Saturday the 6th: it leaves on Monday at eight

    monday = datetime(2019, 7, 8, 6, 0, tzinfo=UTC)
    assert approve_due(now=monday - timedelta(seconds=1)) == []
    assert approve_due(now=monday) == [report]
    assert approve_due(now=monday) == []
    report.refresh_from_db()
    assert (report.status, report.approved_by) == ("approved", None)
    assert len(sent()) == 3


def test_tick_lets_it_leave(report):
    let_leave_alone(report, 0)

    assert clock.due(now=DUE).reports_approved == [str(report)]
    assert clock.tick(now=DUE).reports_approved == [str(report)]
    assert clock.tick(now=DUE).reports_approved == []


def test_manager_is_told_when_it_would_leave(user):
    milestone = MilestoneFactory(due_on=JUNE)
    let_leave_alone(Report(programme=milestone.action.area.programme, month=JUNE), 3)

    build_report(programme=milestone.action.area.programme, month=JUNE, now=DUE)

    assert "4 juillet 2019, 10:00" in Mail.objects.get().text


# -- What is needless -----------------------------------------------------------------------------
def reasons(kind, now=DUE):
    mails = list(Mail.objects.filter(kind=kind))
    find = kinds.kind_of(kind).reasons_to_drop
    assert find is not None
    found = find(mails, now)
    return {mail.recipient: found.get(mail.pk, "") for mail in mails}


def test_question_to_the_manager_is_dropped_once_it_is_settled(report):
    assert reasons("report_draft") == {"pilote@example.org": ""}
    approve(report)
    assert reasons("report_draft")["pilote@example.org"] != ""


def test_report_is_dropped_when_withdrawn_or_its_reader_has_left(report):
    approve(report)
    report.programme.initiative.companies.get().contacts.update(is_active=False)

    assert {address for address, reason in reasons("report").items() if reason} == {
        "foundry@example.org"
    }
    withdraw_report(report=report, reason="wrong figures")
    assert all(reasons("report").values())


def test_reasons_cost_a_constant_number_of_queries(report, django_assert_num_queries):
    approve(report)
    mails = list(Mail.objects.filter(kind="report"))
    find = kinds.kind_of("report").reasons_to_drop
    assert find is not None

    for some in (mails[:1], mails):
        with django_assert_num_queries(3):
            find(some, DUE)


# -- Links ----------------------------------------------------------------------------------------
def read(client, report, audience, language="fr"):
    token = token_of(report, audience=audience, language=language)
    return client.get(reverse("actions:report_read", args=[token]))


def test_signed_link_opens_the_report_of_its_audience_without_account(report, client):
    approve(report)

    companies, committee = read(client, report, "companies"), read(client, report, "committee")

    assert "Région Secrète" not in companies.content.decode()
    assert "Région Secrète" in committee.content.decode()
    assert companies.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in companies.headers["Cache-Control"]
    assert "/actions/" not in companies.content.decode()


def test_link_speaks_the_language_of_its_mail_unless_one_was_chosen(report, client):
    approve(report)

    assert read(client, report, "committee", "en").headers["Content-Language"] == "en"
    client.cookies["django_language"] = "fr"
    assert read(client, report, "committee", "en").headers["Content-Language"] == "fr"


def test_link_opens_nothing_before_approval_after_withdrawal_or_when_forged(report, client):
    assert read(client, report, "committee").status_code == 404
    approve(report)
    token = token_of(report, audience="committee", language="fr")
    assert read(client, report, "manager").status_code == 404
    for forged in (token[:-1] + ("a" if token[-1] != "a" else "b"), "x", "1:2:3"):
        assert open_token(forged) is None
        assert client.get(reverse("actions:report_read", args=[forged])).status_code == 404
    withdraw_report(report=report, reason="wrong figures")
    assert read(client, report, "committee").status_code == 404


# -- Pages ----------------------------------------------------------------------------------------
def test_pages_are_for_staff(report, client):
    for name in ("report", "report_slides", "report_pdf", "report_send"):
        assert client.get(reverse(f"actions:{name}", args=[report.pk])).status_code == 302


def test_preview_writes_nothing_and_sending_follows_its_list(report, user, client):
    client.force_login(user)
    page = client.get(reverse("actions:report_send", args=[report.pk]))
    assert Mail.objects.filter(kind="report").count() == 0
    assert "Envoyer à 3 personnes" in page.content.decode()
    plan = page.context["send_form"].initial["plan"]
    url = reverse("actions:report_send_now", args=[report.pk])

    client.post(url, {"plan": plan})  # the box is not ticked
    assert sent() == {}
    client.post(url, {"plan": ReportSendForm.sealed(report_pk=0, keys=[]), "is_sure": "on"})
    assert sent() == {}
    client.post(url, {"plan": plan, "is_sure": "on"})

    assert len(sent()) == 3


def test_test_goes_to_the_person_who_asks_with_example_links(report, user, client):
    client.force_login(user)

    client.post(reverse("actions:report_test", args=[report.pk]))

    tests = Mail.objects.filter(kind="report_test")
    assert [mail.recipient for mail in tests] == ["pilote@example.org"] * 3
    assert all("/reports/read/exemple/" in mail.text for mail in tests)
    assert kinds.kind_of("report_test").is_urgent
    assert kinds.kind_of("report_draft").is_urgent  # else it waits a day behind the digest


def test_manager_corrects_the_summary_and_withdraws_with_a_reason(report, user, client):
    client.force_login(user)
    summary = reverse("actions:report_summary", args=[report.pk])

    client.post(summary, {"summary_fr": "Bien.", "summary_en": "Well."})
    assert client.post(summary, {"summary_fr": "", "summary_en": ""}).status_code == 200
    report.refresh_from_db()
    assert (report.summary_fr, report.summary_en) == ("Bien.", "Well.")

    withdraw = reverse("actions:report_withdraw", args=[report.pk])
    client.post(withdraw, {"reason": " "})
    report.refresh_from_db()
    assert report.is_draft
    client.post(withdraw, {"reason": "Wrong."})
    report.refresh_from_db()
    assert (report.status, report.withdrawn_reason) == ("withdrawn", "Wrong.")


@pytest.mark.parametrize("audience", ["committee", "funders", "companies"])
def test_mail_is_shown_in_a_frame_that_runs_nothing(report, user, client, audience):
    client.force_login(user)

    answer = client.get(reverse("actions:report_mail", args=[report.pk, audience]))

    assert "cid:" not in answer.content.decode()
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert client.get(reverse("actions:report_mail", args=[report.pk, "nobody"])).status_code == 404


def test_wall_and_page_of_each_audience_open(report, user, client):
    client.force_login(user)

    slides = client.get(reverse("actions:report_slides", args=[report.pk]))
    assert "Région Secrète" in slides.content.decode()
    page = client.get(report.get_absolute_url(), {"audience": "companies"})
    assert "Région Secrète" not in page.content.decode()
    assert client.get(report.get_absolute_url(), {"audience": "x"}).status_code == 404


# -- The first list -------------------------------------------------------------------------------
def test_first_list_is_one_press_away_and_is_made_once(report, client, user):
    DistributionList.objects.filter(initiative=report.programme.initiative).delete()
    client.force_login(user)
    address = reverse("actions:report_companies_list", args=[report.pk])

    for _press in range(2):
        client.post(address)

    plan = readers_of(report.programme.initiative_id)
    assert [group.audience for group in plan.groups] == [Audience.COMPANIES]
    assert {reader.audience for reader in plan.readers} == {Audience.COMPANIES}


def test_report_filed_unsent_says_so(report, client, user):
    report.status = Report.Status.APPROVED  # as build_report leaves one without news
    report.save()
    client.force_login(user)

    page = client.get(reverse("actions:report_send", args=[report.pk])).content.decode()

    assert "this report was filed" in page or "ce rapport est archivé" in page
    assert "Ce rapport est parti" not in page
