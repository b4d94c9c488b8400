"""What is kept of a company and its contact: corrected, proved, taken away."""

import io
import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from companies.models import Contact
from companies.services.links import token_of
from pompey_ite.outbox.models import Mail
from synergies.services.space import PURPOSE
from tests.factories import (
    ActionFactory,
    BallotFactory,
    CompanyFactory,
    ContactFactory,
    PartyFactory,
    PersonalLinkFactory,
    ReminderFactory,
    ResourceFactory,
    SynergyFactory,
    VoteChangeFactory,
)

pytestmark = pytest.mark.django_db

DATA = reverse("synergies:space_data")
EXPORT_JSON = reverse("synergies:space_export_json")
EXPORT_WORKBOOK = reverse("synergies:space_export_workbook")


@pytest.fixture
def contact():
    return ContactFactory(
        company__name="Fonderie Alba",
        first_name="Ada",
        last_name="Roux",
        email="ada@alba.example",
        language="en",
    )


@pytest.fixture
def phone(client, contact):
    link = PersonalLinkFactory(contact=contact, purpose=PURPOSE)
    client.post(reverse("synergies:space", args=[token_of(link)]))
    client.cookies["django_language"] = "en"
    return client


def correct(visitor, **values):
    data = {"first_name": "Ada", "last_name": "Roux", "role": "", "phone": "", "language": "en"}
    return visitor.post(DATA, {**data, "new_email": "ada@alba.example", **values})


def address_in(mail):
    [address] = re.findall(r"/space/address/\S+", mail.text)
    return address


# -- Correcting -----------------------------------------------------------------------------


def test_a_contact_corrects_name_function_and_phone_and_history_says_who(phone, contact):
    response = correct(phone, last_name="Roux-Blanc", role="Director", phone="03 83 00 00 01")

    contact.refresh_from_db()
    assert response.url == DATA
    assert (contact.last_name, contact.role) == ("Roux-Blanc", "Director")
    assert contact.phone == "03 83 00 00 01"
    assert "personal link" in contact.history.first().history_change_reason
    assert not Mail.objects.exists()


def test_nothing_is_saved_without_a_name_and_what_was_typed_stays(phone, contact):
    page = correct(phone, last_name="", role="Director").content.decode()

    contact.refresh_from_db()
    assert contact.role == ""
    assert 'value="Director"' in page


def test_a_new_address_counts_once_it_is_confirmed_there_and_the_former_one_is_told(
    client, phone, contact
):
    correct(phone, new_email="new@alba.example")
    contact.refresh_from_db()
    assert contact.email == "ada@alba.example"
    mail = Mail.objects.get(recipient="new@alba.example")

    looked = client.get(address_in(mail))
    contact.refresh_from_db()
    assert looked.status_code == 200
    assert contact.email == "ada@alba.example"
    done = client.post(address_in(mail)).content.decode()

    contact.refresh_from_db()
    assert contact.email == "new@alba.example"
    assert "new@alba.example" in done
    assert Mail.objects.get(kind="address_changed").recipient == "ada@alba.example"


def test_a_link_to_an_address_works_once_and_for_a_week(client, phone, contact, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    correct(phone, new_email="new@alba.example")
    address = address_in(Mail.objects.get())
    time_machine.shift(8 * 24 * 3600)
    assert client.get(address).status_code == 404
    time_machine.shift(-8 * 24 * 3600)

    client.post(address)

    assert client.post(address).status_code == 404
    assert client.get(address[:-3] + "xx/").status_code == 404


def test_the_address_of_a_colleague_is_refused(phone, contact):
    ContactFactory(company=contact.company, email="Taken@alba.example")

    page = correct(phone, new_email="taken@alba.example", role="Director").content.decode()

    contact.refresh_from_db()
    assert "already has a contact with this address" in page
    assert contact.role == ""
    assert not Mail.objects.exists()


# -- Taking away ----------------------------------------------------------------------------


def told(company, word):
    """Make one row of everything that a company may take away."""
    ResourceFactory(company=company, title=f"={word} sand", outlet=f"{word} outlet")
    synergy = SynergyFactory(title=f"{word} synergy")
    PartyFactory(synergy=synergy, company=company)
    ballot = BallotFactory(company=company)
    VoteChangeFactory(ballot=ballot, note=f"{word} note", after="yes")
    ActionFactory(title=f"{word} action", partners=[company])
    contact = company.contacts.first() or ContactFactory(company=company)
    ReminderFactory(
        sent=True,
        contact=contact,
        synergy=synergy,
        status="answered",
        answer="blocked",
        text=f"{word} answer",
        answered_at=timezone.now(),
    )


def test_json_holds_everything_of_the_company_and_nothing_of_others(phone, contact):
    told(contact.company, "own")
    told(CompanyFactory(notes="secret"), "other")

    response = phone.get(EXPORT_JSON)
    told_json = json.loads(response.content)

    assert "attachment" in response.headers["Content-Disposition"]
    assert told_json["contacts"][0]["e_mail_address"] == "ada@alba.example"
    assert told_json["resources"][0]["current_outlet"] == "own outlet"
    assert told_json["synergies"][0]["title"] == "own synergy"
    assert told_json["votes"][0]["note"] == "own note"
    assert told_json["actions"][0]["title"] == "own action"
    assert told_json["answers"][0]["in_words"] == "own answer"
    assert "other" not in response.content.decode()


def test_the_workbook_holds_the_same_and_no_formula(phone, contact):
    told(contact.company, "own")

    response = phone.get(EXPORT_WORKBOOK)
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))

    assert book.sheetnames[:3] == ["Companies", "Contacts", "Resources"]
    titles = [cell.value for cell in book["Resources"]["E"]]
    assert titles == ["Title", "'=own sand"]
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("count", [1, 3])
def test_an_export_costs_a_constant_number_of_queries(
    phone, contact, count, django_assert_num_queries
):
    for _index in range(count):
        told(contact.company, "own")

    # session, link, company, contacts, resources, parties: 3, votes, actions: 2, answers, name
    with django_assert_num_queries(14):
        assert phone.get(EXPORT_JSON).status_code == 200


@pytest.mark.parametrize("address", [DATA, EXPORT_JSON, EXPORT_WORKBOOK])
def test_our_data_is_for_who_came_by_the_link_of_the_space(client, staff_client, address):
    assert client.get(address).status_code == 404
    assert staff_client.get(address).status_code == 404
    assert Contact.objects.count() == 0
