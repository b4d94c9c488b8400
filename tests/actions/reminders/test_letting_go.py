"""The go of the project manager: frozen list, sample, test, one mail for each person."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from actions.models import Reminder
from actions.reminder_forms import LetGoForm
from actions.services import clock
from actions.services.reminders.approval import let_go, let_go_alone, waiting_of
from actions.services.reminders.planning import plan
from actions.services.reminders.recheck import reasons_to_drop
from actions.services.reminders.sending import settle
from companies.models import PersonalLink
from companies.services.links import issue_link, open_link, token_of
from pompey_ite.outbox.models import Mail
from synergies.models import Synergy
from tests.actions.reminders.conftest import LAST_NEWS, NOW
from tests.factories import (
    BallotFactory,
    ContactFactory,
    MilestoneFactory,
    PartyFactory,
    PersonalLinkFactory,
    ReminderFactory,
    ReminderSettingFactory,
    SynergyFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mailbox(settings, tmp_path):
    settings.EMAIL_BACKEND = "pompey_ite.outbox.mailbox.MailboxBackend"
    settings.MAILBOX_DIR = tmp_path


@pytest.fixture
def planned(contact, synergy):
    """Two silent synergies of one company: two questions to one person."""
    other = SynergyFactory(
        status=Synergy.Status.AGREED, last_contact_on=LAST_NEWS, title="<b>Chaleur</b>"
    )
    PartyFactory(synergy=other, company=contact.company)
    plan(initiative=contact.company.initiative, now=NOW)
    return contact


def send(contact, *, by=None, now=NOW):
    rows = Reminder.objects.waiting()
    return let_go(
        initiative=contact.company.initiative,
        kind="synergy",
        pks=list(rows.values_list("pk", flat=True)),
        by=by,
        now=now,
    )


def test_nothing_leaves_for_a_company_by_itself(planned):
    clock.tick(now=NOW)
    clock.tick(now=NOW + timedelta(days=3))

    assert Mail.objects.filter(recipient=planned.email).count() == 0
    assert Reminder.objects.waiting().count() == 2


def test_two_questions_to_one_person_make_one_mail_with_its_own_link(planned):
    assert send(planned, by=UserFactory()) == 1

    mail = Mail.objects.get()
    link = PersonalLink.objects.get(contact=planned, purpose="answers")
    assert reverse("actions:answers", args=[token_of(link)]) in mail.text
    assert "Palettes" in mail.text
    assert "&lt;b&gt;Chaleur&lt;/b&gt;" in mail.html
    assert "<b>Chaleur" not in mail.html
    assert {row.mail for row in Reminder.objects.all()} == {mail}


@pytest.mark.parametrize("is_fallback", [True, False])
def test_after_a_change_of_the_secret_the_mail_carries_a_link_that_opens(
    planned, settings, is_fallback
):
    until = NOW + timedelta(days=9)
    before = issue_link(contact=planned, purpose="answers", now=NOW, expires_at=until)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY] if is_fallback else []
    settings.SECRET_KEY = "another-one-" * 5

    send(planned)

    link = PersonalLink.objects.get(contact=planned, purpose="answers", revoked_at=None)
    assert (link == before) is is_fallback
    assert reverse("actions:answers", args=[token_of(link)]) in Mail.objects.get().text
    assert open_link(token=token_of(link), now=NOW) == link


def test_letting_go_twice_sends_once(planned):
    pks = list(Reminder.objects.values_list("pk", flat=True))
    first = send(planned)
    again = let_go(initiative=planned.company.initiative, kind="synergy", pks=pks, by=None, now=NOW)

    assert (first, again, Mail.objects.count()) == (1, 0, 1)


def test_news_between_preview_and_button_leaves_a_row_out(planned, synergy):
    Synergy.objects.update(last_contact_on=NOW.date())

    assert send(planned) == 0
    assert Mail.objects.count() == 0


def test_the_mail_is_sent_at_the_next_working_hour_and_the_row_says_so(planned):
    evening = datetime(2019, 7, 5, 19, 0, tzinfo=UTC)  # a Friday
    send(planned, now=evening)
    clock.tick(now=evening)
    assert Reminder.objects.filter(status=Reminder.Status.SENT).count() == 0

    clock.tick(now=datetime(2019, 7, 8, 6, 1, tzinfo=UTC))

    assert set(Reminder.objects.values_list("status", flat=True)) == {"sent"}
    assert Reminder.objects.exclude(sent_at=None).count() == 2


def test_a_mail_that_waits_is_dropped_when_its_reasons_have_gone(planned, synergy):
    send(planned)
    mail = Mail.objects.get()
    assert reasons_to_drop([mail], NOW) == {}

    synergy.last_contact_on = NOW.date()
    synergy.save()
    assert reasons_to_drop([mail], NOW) == {}  # the other question is still open

    Synergy.objects.update(status="parked", status_reason="works")
    assert set(reasons_to_drop([mail], NOW)) == {mail.pk}


@pytest.mark.parametrize("count", [1, 3])
def test_looking_again_costs_the_same_for_every_number_of_mails(count, django_assert_num_queries):
    for _number in range(count):
        contact = ContactFactory()
        silent = SynergyFactory(status=Synergy.Status.STUDY, last_contact_on=LAST_NEWS)
        PartyFactory(synergy=silent, company=contact.company)
    plan(initiative=contact.company.initiative, now=NOW)
    send(contact)
    mails = list(Mail.objects.all())

    with django_assert_num_queries(8):
        assert reasons_to_drop(mails, NOW) == {}
    assert len(mails) == count


def test_a_mail_given_up_tells_the_row_why(planned):
    send(planned)
    Mail.objects.update(status=Mail.Status.DEAD, reason="550 unknown")

    settle(now=NOW)

    assert set(Reminder.objects.values_list("status", "reason")) == {("dropped", "550 unknown")}
    assert plan(initiative=planned.company.initiative, now=NOW) == {}  # no loop of dead mails


def test_a_kind_set_to_leave_alone_does(planned):
    ReminderSettingFactory(kind=Reminder.Kind.SYNERGY, leaves_alone=True)

    assert let_go_alone(initiative=planned.company.initiative, now=NOW) == 1
    assert Reminder.objects.waiting().count() == 0


def test_what_goes_to_the_staff_leaves_alone(contact):
    user = UserFactory(superuser=True, language="en")
    MilestoneFactory(due_on=NOW.date(), title="Order the press")

    clock.tick(now=NOW)

    mail = Mail.objects.get(recipient=user.email, kind="remind_milestone")
    assert "Order the press" in mail.text
    assert mail.status == Mail.Status.SENT


def test_a_reminder_that_waits_does_not_leave_to_who_lost_every_right(contact, colleague):
    MilestoneFactory(due_on=NOW.date())
    plan(initiative=contact.company.initiative, now=NOW)
    assert Reminder.objects.waiting().filter(user=colleague).count() == 1

    colleague.user_permissions.clear()
    clock.tick(now=NOW)

    assert Mail.objects.count() == 0


def test_ballots_leave_alone_with_the_mail_of_their_round(contact):
    ballot = BallotFactory(
        company=contact.company,
        round__opens_at=NOW - timedelta(days=10),
        round__closes_at=NOW + timedelta(days=20),
    )
    PersonalLinkFactory(
        contact=contact,
        purpose=f"round:{ballot.round_id}",
        expires_at=NOW + timedelta(days=3650),
    )
    ReminderSettingFactory(kind=Reminder.Kind.BALLOT, leaves_alone=True)

    clock.tick(now=NOW)
    clock.tick(now=NOW)

    assert Mail.objects.filter(kind="round_reminder", recipient=contact.email).count() == 1
    assert Reminder.objects.get().status == Reminder.Status.SENT


# -- Pages ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["fr", "en"])
def test_pages_open_in_both_languages(staff_client, planned, language):
    staff_client.cookies["django_language"] = language
    addresses = [
        reverse("actions:reminders"),
        reverse("actions:reminders_preview", args=["synergy"]),
        *(reverse("actions:reminders_setting", args=[kind]) for kind in Reminder.Kind.values),
        reverse("actions:reminders_pause_all", args=["everything"]),
        reverse("actions:reminders_pause", args=["company", planned.company.pk]),
        reverse("actions:digest"),
    ]

    assert {staff_client.get(address).status_code for address in addresses} == {200}
    assert Mail.objects.count() == 0


@pytest.mark.parametrize(
    "address",
    ["/reminders/", "/reminders/of/synergy/", "/reminders/of/data/setting/", "/digest/"],
)
def test_visitors_see_none_of_it(client, address):
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_preview_takes_the_same_queries_for_any_number(
    staff_client, count, django_assert_num_queries
):
    for _number in range(count):
        ReminderFactory()
    address = reverse("actions:reminders_preview", args=["synergy"])

    with django_assert_num_queries(5):  # session, user, initiative (page and chrome), rows
        page = staff_client.get(address)

    assert len(page.context["waiting"].rows) == count


def test_the_button_sends_to_the_frozen_list_and_to_nobody_else(staff_client, contact, synergy):
    plan(initiative=contact.company.initiative, now=NOW)
    page = staff_client.get(reverse("actions:reminders_preview", args=["synergy"]))
    sealed = page.context["form"].initial["rows"]
    late = ReminderFactory(synergy=synergy, contact=ContactFactory(company=contact.company))
    Synergy.objects.update(last_contact_on=LAST_NEWS.replace(year=2026))
    Reminder.objects.update(due_on=LAST_NEWS)
    ReminderSettingFactory(kind=Reminder.Kind.SYNERGY, interval_days=7)

    staff_client.post(
        reverse("actions:reminders_send", args=["synergy"]), {"rows": sealed, "is_sure": "on"}
    )

    late.refresh_from_db()
    assert late.status == Reminder.Status.PLANNED
    assert [mail.recipient for mail in Mail.objects.all()] == [contact.email]


@pytest.mark.parametrize("data", [{}, {"is_sure": "on", "rows": "forged"}, {"rows": "sealed"}])
def test_without_the_box_or_with_another_list_nothing_leaves(staff_client, planned, data):
    if data.get("rows") == "sealed":
        data = {"rows": LetGoForm.sealed(kind="synergy", pks=[1])}

    staff_client.post(reverse("actions:reminders_send", args=["synergy"]), data)

    assert Mail.objects.count() == 0


def test_a_test_goes_to_the_person_who_asks(staff_client, planned):
    staff_client.post(reverse("actions:reminders_test", args=["synergy"]))

    mail = Mail.objects.get()
    assert mail.kind == "remind_test"
    assert "exemple" in mail.text
    assert Reminder.objects.waiting().count() == 2


def test_a_row_is_left_out_this_time_only(staff_client, contact, synergy):
    plan(initiative=contact.company.initiative, now=NOW)
    row = Reminder.objects.get()

    staff_client.post(reverse("actions:reminders_skip", args=[row.pk]))

    waiting = waiting_of(initiative=row.initiative, kind="synergy", now=NOW)
    assert waiting.rows == []
    row.refresh_from_db()
    assert row.decided_by is not None


def test_pausing_and_resuming_keep_their_reason(staff_client, contact, synergy):
    address = reverse("actions:reminders_pause", args=["synergy", synergy.pk])
    refused = staff_client.post(address, {"reason": ""})
    staff_client.post(address, {"reason": "summer works"})
    again = staff_client.post(address, {"reason": "again"})

    page = staff_client.get(reverse("actions:reminders"))
    assert refused.context["form"].errors
    assert again.context["form"].errors
    assert "summer works" in page.content.decode()

    row = page.context["exceptions"][0]
    staff_client.post(reverse("actions:reminders_resume", args=[row.pk]))
    assert list(staff_client.get(reverse("actions:reminders")).context["exceptions"]) == []
