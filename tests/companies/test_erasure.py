"""Forgetting a person: everything that names it goes, votes and history stay without the name."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from actions.services.clock import tick
from companies.models import ErasureRequest, PersonalLink
from companies.services.erasure import ErasureRefused, ask_erasure, erase_contact, preview_of
from companies.services.links import token_of
from companies.services.own_contact import save_contact
from pompey_ite.matters import matters_at
from pompey_ite.outbox.models import Mail, Stop
from synergies.services.contact_log import log_answer
from synergies.services.space import PURPOSE
from tests.factories import (
    ActionFactory,
    AddressErrorFactory,
    AttendanceFactory,
    ContactFactory,
    JoinRequestFactory,
    MailFactory,
    NoteFactory,
    PersonalLinkFactory,
    ReminderFactory,
    StopFactory,
    SubscriberFactory,
    SynergyFactory,
    UserFactory,
    VoteChangeFactory,
)

pytestmark = pytest.mark.django_db

EMAIL, PHONE = "ada@alba.example", "03 83 11 22 33"


@pytest.fixture
def contact():
    return ContactFactory(
        company__name="Fonderie Alba",
        first_name="Ada",
        last_name="Roux-Blanc",
        role="Director of casting",
        email=EMAIL,
        phone=PHONE,
        language="en",
    )


@pytest.fixture
def asked(contact):
    return ask_erasure(contact=contact, now=timezone.now())


@pytest.fixture
def known(contact):
    """Make a row of everything in which the person is named."""
    contact.first_name = "Adélaïde"
    save_contact(contact)
    contact.first_name = "Ada"
    save_contact(contact)
    name = str(contact)
    VoteChangeFactory(ballot__company=contact.company, contact=contact, after="yes")
    PersonalLinkFactory(contact=contact, purpose=PURPOSE)
    sent = {"sent": True, "recipient": EMAIL, "recipient_name": name}
    MailFactory(**sent, text=f"Hello {name},", subject=f"For {name}")
    MailFactory(recipient=EMAIL, recipient_name=name, object_key="report:2")
    StopFactory(address=EMAIL)
    AddressErrorFactory(address=EMAIL, reason=f"<{EMAIL}> unknown")
    JoinRequestFactory(
        email=EMAIL, last_name="Roux-Blanc", phone=PHONE, declined=True, role="Director of casting"
    )
    log_answer(
        contact=contact, synergy=SynergyFactory(), text=f"{name} says yes", day=timezone.localdate()
    )
    ReminderFactory(sent=True, contact=contact)
    SubscriberFactory(email=EMAIL, name=name)
    NoteFactory(action=ActionFactory(), text=f"{name}, Fonderie Alba: It moves on")
    AttendanceFactory(name=name)


def places_naming(words):
    """Return the tables that hold any of the words, in any of their columns."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 – our own tables
            rows = str(cursor.fetchall())
            found |= {table for word in words if word in rows}
    return found


WORDS = (EMAIL, PHONE, "Roux-Blanc", "Adélaïde", "Director of casting")


def test_nothing_in_the_database_names_the_person_once_the_last_mail_has_left(
    contact, known, asked, settings
):
    assert len(places_naming(WORDS)) > 8  # what could leak is there

    erase_contact(asked=asked, user=UserFactory(), now=timezone.now())
    last = Mail.objects.get(kind="erasure_done")
    assert (last.recipient, "Ada Roux-Blanc" in last.text) == (EMAIL, True)
    assert places_naming(WORDS) == {"outbox_mail"}
    tick(now=timezone.now())

    assert places_naming(WORDS) == set()
    last.refresh_from_db()
    assert (last.status, last.text) == (Mail.Status.SENT, "")


def test_votes_and_history_stay_of_a_former_contact_of_the_company(contact, known, asked):
    vote = contact.company.ballots.get().changes.get()
    mails = Mail.objects.count()

    erase_contact(asked=asked, user=UserFactory(), now=timezone.now())

    vote.refresh_from_db()
    assert (str(vote.contact), vote.contact.company) == ("ancien contact", contact.company)
    assert Mail.objects.count() == mails + 1
    assert Mail.objects.filter(status=Mail.Status.DROPPED).count() == 1
    assert not PersonalLink.objects.usable(timezone.now()).filter(contact=contact).exists()


def test_the_preview_says_what_goes_first_and_leaves_out_what_is_not_there(contact):
    VoteChangeFactory(ballot__company=contact.company, contact=contact)
    MailFactory(sent=True, recipient=EMAIL)

    lines = preview_of(contact)

    assert [line.stays for line in lines] == sorted(line.stays for line in lines)
    assert all(line.count for line in lines)
    assert {line.count for line in lines if line.stays} == {1}


def test_an_address_that_a_colleague_shares_is_forgotten_for_the_person_alone(contact, asked):
    ContactFactory(email=EMAIL)
    hers = MailFactory(sent=True, recipient=EMAIL, recipient_name=str(contact))
    other = MailFactory(recipient=EMAIL, recipient_name="Somebody Else", object_key="report:2")
    StopFactory(address=EMAIL)

    erase_contact(asked=asked, user=UserFactory(), now=timezone.now())

    hers.refresh_from_db()
    other.refresh_from_db()
    assert EMAIL not in hers.recipient
    assert (other.recipient, other.status) == (EMAIL, Mail.Status.QUEUED)
    assert Stop.objects.filter(address=EMAIL).exists()


def test_a_short_name_is_not_looked_for_in_free_texts(contact, asked):
    contact.first_name, contact.last_name = "", "Bois"
    contact.save()
    entry = log_answer(
        contact=contact, synergy=SynergyFactory(), text="Bois sec", day=timezone.localdate()
    )

    erase_contact(asked=asked, user=UserFactory(), now=timezone.now())

    entry.refresh_from_db()
    assert entry.text == "Bois sec"


def test_nobody_is_erased_while_a_mail_is_leaving(contact, asked):
    MailFactory(
        recipient=EMAIL, status="sending", leased_until=timezone.now() + timedelta(minutes=5)
    )

    with pytest.raises(ErasureRefused):
        erase_contact(asked=asked, user=UserFactory(), now=timezone.now())

    contact.refresh_from_db()
    assert contact.email == EMAIL
    assert asked.contact.erasure_requests.waiting().exists()


# -- Pages ----------------------------------------------------------------------------------


@pytest.fixture
def phone(client, contact):
    link = PersonalLinkFactory(contact=contact, purpose=PURPOSE)
    client.post(reverse("synergies:space", args=[token_of(link)]))
    client.cookies["django_language"] = "en"
    return client


def test_a_contact_asks_by_a_button_and_the_cockpit_says_so(phone, contact):
    address = reverse("synergies:space_erasure")

    assert phone.get(address).status_code == 200
    assert not ErasureRequest.objects.exists()
    phone.post(address)
    page = phone.post(address, follow=True).content.decode()

    asked = ErasureRequest.objects.get()
    assert "You asked on" in page
    [line] = [one for one in matters_at(timezone.now()) if one.url == asked.get_absolute_url()]
    assert "Ada Roux-Blanc" in line.title


def test_the_project_manager_sees_what_goes_confirms_and_erases(staff_client, contact, asked):
    page = asked.get_absolute_url()
    erase = reverse("companies:erasure_erase", args=[asked.pk])

    assert "Ada Roux-Blanc" in staff_client.get(page).content.decode()
    staff_client.post(erase, {})
    contact.refresh_from_db()
    assert contact.email == EMAIL
    after = staff_client.post(erase, {"is_sure": "on"}, follow=True).content.decode()

    contact.refresh_from_db()
    assert (contact.email, str(contact)) == ("", "ancien contact")
    assert "Roux" not in after
    assert staff_client.post(erase, {"is_sure": "on"}, follow=True).status_code == 200


def test_a_refusal_has_a_reason_which_is_told(staff_client, contact, asked):
    address = reverse("companies:erasure_refuse", args=[asked.pk])

    staff_client.post(address, {"reason": ""})
    assert asked.contact.erasure_requests.waiting().exists()
    staff_client.post(address, {"reason": "You signed the agreement."})

    asked.refresh_from_db()
    assert asked.status == ErasureRequest.Status.REFUSED
    mail = Mail.objects.get()
    assert (mail.recipient, "You signed the agreement." in mail.text) == (EMAIL, True)
    contact.refresh_from_db()
    assert contact.email == EMAIL


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_a_constant_number_of_queries(
    staff_client, contact, asked, count, django_assert_num_queries
):
    for index in range(count):
        VoteChangeFactory(ballot__company=contact.company, contact=contact)
        MailFactory(sent=True, recipient=EMAIL, object_key=f"report:{index}")

    with django_assert_num_queries(23):
        staff_client.get(asked.get_absolute_url())


def test_an_erased_person_leaves_the_admin_and_the_page_of_its_company(
    staff_client, contact, asked
):
    LogEntry.objects.all().delete()
    erase_contact(asked=asked, user=UserFactory(), now=timezone.now())
    company = contact.company

    names = staff_client.get(reverse("admin:companies_contact_changelist")).content.decode()
    form = staff_client.get(reverse("admin:companies_company_change", args=[company.pk]))
    sheet = staff_client.get(company.get_absolute_url())

    assert "ancien contact" not in names
    assert 'name="contacts-0-last_name" value=""' not in form.content.decode()
    assert list(sheet.context["company"].contacts.all()) == []


def test_who_asks_by_phone_is_erased_from_the_admin(staff_client, contact):
    data = {"action": "ask_erasure", "_selected_action": [contact.pk]}

    response = staff_client.post(reverse("admin:companies_contact_changelist"), data)

    assert response.url == ErasureRequest.objects.get(contact=contact).get_absolute_url()
