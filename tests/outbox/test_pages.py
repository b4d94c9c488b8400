"""The pages of the mails for the project manager."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from companies.services.links import token_of
from pompey_ite.outbox import services
from pompey_ite.outbox.addresses import note_address_error
from pompey_ite.outbox.desk import masked
from pompey_ite.outbox.links import preferences_token, preferences_url
from pompey_ite.outbox.message import message_id_of
from pompey_ite.outbox.models import AddressError, Mail, MailNote
from synergies.emails import REMINDER
from synergies.services.round_mails import plan_of
from tests.factories import (
    AddressErrorFactory,
    BounceFactory,
    CompanyFactory,
    ContactFactory,
    MailAttachmentFactory,
    MailFactory,
    PersonalLinkFactory,
    RoundFactory,
    StopFactory,
)

pytestmark = pytest.mark.django_db

LIST = reverse("outbox:list")
ADDRESSES = reverse("outbox:addresses")


def listed(client, **query):
    return {mail for mail, _owner, _kind in client.get(LIST, query).context["rows"]}


def test_each_tab_shows_its_mails(staff_client):
    waiting, retry = MailFactory(), MailFactory(status="retry", attempts=1)
    sending, sent = MailFactory(sending=True), MailFactory(sent=True)
    dead, dropped = MailFactory(dead=True), MailFactory(dropped=True)
    returned = BounceFactory().mail
    delayed = BounceFactory(is_permanent=False).mail

    assert listed(staff_client) == {waiting, retry, sending}
    assert listed(staff_client, tab="sent") == {sent, returned, delayed}
    assert listed(staff_client, tab="failed") == {dead, returned}
    assert listed(staff_client, tab="dropped") == {dropped}
    assert staff_client.get(LIST).context["counts"] == {
        "waiting": 3,
        "sent": 3,
        "failed": 2,
        "dropped": 1,
    }


def test_mails_are_found_by_recipient_company_person_subject_and_kind(staff_client):
    contact = ContactFactory(company=CompanyFactory(name="Forge du Val"), last_name="Épée")
    mail = MailFactory(recipient=contact.email, subject="Rapport de juin", kind="round_reminder")
    MailFactory()

    for words in (contact.email[:12], "forge du", "Épée", "DE JUIN"):
        assert listed(staff_client, words=words) == {mail}, words
    assert listed(staff_client, kind="round_reminder") == {mail}
    assert listed(staff_client, words="nobody") == set()
    assert listed(staff_client, kind="no such kind") == set(Mail.objects.all())


def test_the_list_takes_as_many_queries_for_one_and_three(
    staff_client, django_assert_max_num_queries, django_assert_num_queries
):
    staff_client.get(LIST)
    for count in (1, 2):
        for _one in range(count):
            MailFactory(recipient=ContactFactory().email)
        # session, user, initiative; counts, number, page, bounces; users, contacts; addresses
        with django_assert_num_queries(10):
            staff_client.get(LIST)


def test_a_mail_is_shown_without_what_its_links_open(staff_client, settings):
    link = PersonalLinkFactory()
    address = f"{settings.SITE_URL}/vote/{token_of(link)}/"
    page = preferences_url(preferences_token("a@forge.example"))
    mail = MailFactory(text=f"Voter : {address}\n{page}\n{settings.SITE_URL}/programme/12/")

    text = staff_client.get(mail.get_absolute_url()).context["text"]

    assert text == (
        f"Voter : {settings.SITE_URL}/vote/…/\n{settings.SITE_URL}/mails/preferences/…/\n"
        f"{settings.SITE_URL}/programme/12/"
    )
    response = staff_client.get(mail.get_absolute_url())
    assert token_of(link) not in response.text
    assert masked("no link: " + "x" * 60) == "no link: " + "x" * 60


@pytest.mark.parametrize("state", ["sent", "dead", "dropped"])
def test_what_is_over_is_sent_again_as_a_mail_of_its_own(staff_client, staff_user, state):
    mail = MailFactory(**{state: True}, period="2019-06", recipient_name="Alix", html="<p>x</p>")
    MailAttachmentFactory(mail=mail, content=b"chart")
    body = {"reason": "lost by their server", "number": 1}

    for _press in range(2):
        response = staff_client.post(reverse("outbox:resend", args=[mail.pk]), body)

    again = mail.resendings.get()
    assert response.url == again.get_absolute_url()
    assert (again.period, again.status, again.text) == ("2019-06~1", "queued", mail.text)
    assert bytes(again.attachments.get().content) == b"chart"
    assert again.message_id == message_id_of(
        kind=mail.kind, recipient=mail.recipient, object_key="report:1", period="2019-06~1"
    )
    note = MailNote.objects.get()
    assert (note.mail, note.author) == (mail, staff_user)
    assert note.text.endswith("lost by their server")
    mail.refresh_from_db()
    assert mail.status == {"sent": "sent", "dead": "dead", "dropped": "dropped"}[state]


def test_what_was_sent_again_may_be_sent_a_third_time(staff_client):
    first = MailFactory(sent=True)
    second = MailFactory(sent=True, resent_from=first, period="~1")

    form = staff_client.get(second.get_absolute_url()).context["resend_form"]
    body = {"reason": "again", "number": form.initial["number"]}
    staff_client.post(reverse("outbox:resend", args=[second.pk]), body)

    assert set(first.resendings.values_list("period", flat=True)) == {"~1", "~2"}


def test_a_reminder_sent_again_is_not_counted_as_the_next_one():
    round_ = RoundFactory()
    key = f"round:{round_.pk}:ballot:1"
    first = MailFactory(sent=True, kind=REMINDER, object_key=key, period="1")
    MailFactory(kind=REMINDER, object_key=key, period="1~1", resent_from=first)

    now = timezone.now()
    plan = plan_of(round_=round_, kind=REMINDER, now=now)

    assert plan.step == 2


@pytest.mark.parametrize("values", [{}, {"sending": True}, {"sent": True, "purged_at": 0}])
def test_what_is_not_over_or_has_no_text_is_not_sent_again(staff_client, values):
    if "purged_at" in values:
        values = {**values, "purged_at": timezone.now()}
    mail = MailFactory(**values)

    staff_client.post(reverse("outbox:resend", args=[mail.pk]), {"reason": "x", "number": 1})

    assert Mail.objects.count() == 1


def test_a_waiting_mail_is_held_back_with_a_reason(staff_client):
    mail = MailFactory()
    page = reverse("outbox:drop", args=[mail.pk])

    staff_client.post(page, {"reason": ""})
    mail.refresh_from_db()
    assert mail.status == "queued"

    staff_client.post(page, {"reason": "told by phone"})
    mail.refresh_from_db()
    assert (mail.status, mail.reason) == ("dropped", "told by phone")
    assert mail.notes.get().text.endswith("told by phone")


def test_a_mail_being_sent_is_not_held_back(staff_client):
    mail = MailFactory(sending=True)

    staff_client.post(reverse("outbox:drop", args=[mail.pk]), {"reason": "too late"})

    mail.refresh_from_db()
    assert mail.status == "sending"


def test_an_address_is_declared_right_again(staff_client, staff_user):
    contact = ContactFactory(email="Alix@forge.example")
    note_address_error(address="alix@forge.example", reason="550 unknown", now=timezone.now())
    contact.refresh_from_db()
    assert contact.email_error == "550 unknown"
    error = AddressError.objects.get()
    response = staff_client.get(ADDRESSES)
    assert contact.company.name in response.text

    for _press in range(2):
        staff_client.post(
            reverse("outbox:clear", args=[error.pk]), {"reason": "they moved their mail server"}
        )

    error.refresh_from_db()
    contact.refresh_from_db()
    assert (error.cleared_by, error.cleared_reason) == (
        staff_user,
        "they moved their mail server",
    )
    assert contact.email_error == ""
    assert staff_client.get(ADDRESSES).context["rows"] == []


def test_a_contact_shows_the_error_of_its_own_address_only():
    error = AddressErrorFactory()
    contact = ContactFactory(email=error.address.upper())
    assert contact.email_error == error.reason

    contact.email = "right@company.example"
    contact.save()

    contact.refresh_from_db()
    assert contact.email_error == ""


def test_addresses_take_as_many_queries_for_one_and_three(staff_client, django_assert_num_queries):
    staff_client.get(ADDRESSES)
    for count in (1, 2):
        for _one in range(count):
            AddressErrorFactory(address=ContactFactory().email)
            StopFactory(address=ContactFactory().email)
        # session, user, initiative; number, page, stops; users, contacts; counts
        with django_assert_num_queries(9):
            staff_client.get(ADDRESSES)


@pytest.mark.parametrize("stays", [True, False])
@pytest.mark.parametrize("page", [LIST, reverse("admin:index")])
def test_a_banner_says_when_no_mail_leaves(staff_client, settings, page, stays):
    settings.MAILS_STAY_INSIDE = stays

    text = staff_client.get(page).text

    assert ("Aucun courriel ne quitte ce site" in text) is stays


@pytest.mark.parametrize("name", ["list", "addresses"])
def test_pages_are_for_staff_only(client, name):
    assert client.get(reverse(f"outbox:{name}")).status_code == 302
    mail = MailFactory()
    assert client.get(mail.get_absolute_url()).status_code == 302
    for action in ("resend", "drop"):
        page = reverse(f"outbox:{action}", args=[mail.pk])
        assert client.post(page, {"reason": "x", "number": 1}).status_code == 302
    assert Mail.objects.get().status == "queued"


@pytest.mark.parametrize("action", ["resend", "drop"])
def test_actions_are_posted(staff_client, action):
    mail = MailFactory()
    assert staff_client.get(reverse(f"outbox:{action}", args=[mail.pk])).status_code == 405


# -- Texts that are too old -----------------------------------------------------------------------
def test_old_texts_are_deleted_and_the_rest_stays(settings, staff_client):
    now = timezone.now()
    settings.MAIL_TEXT_DAYS = 30
    old = MailFactory(sent=True, due_at=now - timedelta(days=31), html="<p>x</p>")
    waiting = MailFactory(due_at=now - timedelta(days=31))
    young = MailFactory(sent=True, due_at=now - timedelta(days=29))
    MailAttachmentFactory(mail=old)
    MailAttachmentFactory(mail=young)

    assert services.purge_texts(now=now) == 1
    assert services.purge_texts(now=now) == 0

    old.refresh_from_db()
    assert (old.text, old.html, old.purged_at) == ("", "", now)
    assert (old.subject != "", old.attachments.count()) == (True, 0)
    for kept in (waiting, young):
        kept.refresh_from_db()
        assert kept.text == "Text."
    assert young.attachments.count() == 1
    assert re.search("texte a été effacé", staff_client.get(old.get_absolute_url()).text)
