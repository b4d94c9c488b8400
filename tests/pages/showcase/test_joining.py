"""A company asks to join; the project manager accepts or declines."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from actions.services.clock import tick
from companies.models import Company, Contact, JoinRequest, PersonalLink
from companies.services.links import token_of
from pompey_ite.outbox.models import Mail
from pompey_ite.pages.joining.services import possible_doubles
from pompey_ite.pages.joining.views import REQUESTS
from tests.factories import (
    CompanyFactory,
    ContactFactory,
    InitiativeFactory,
    JoinRequestFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
ANSWERS = {
    "company_name": "Fonderie des Essais",
    "municipality": "Pompey",
    "last_name": "Nouvelle",
    "first_name": "Dominique",
    "email": "d.nouvelle@essais.example",
    "wishes": "<b>palettes</b> http://spam.example",
    "consent": "on",
}


@pytest.fixture(autouse=True)
def _initiative(db):
    InitiativeFactory()


def ask(client, **changes):
    return client.post(reverse("pages:join"), {**ANSWERS, **changes})


@time_machine.travel("2019-03-12 10:00Z", tick=False)
def test_a_request_is_kept_and_mails_go_to_the_person_and_the_team_alone(client):
    response = ask(client)

    assert response.url == reverse("pages:join_thanks")
    asked = JoinRequest.objects.get()
    assert (asked.company_name, asked.status) == ("Fonderie des Essais", "waiting")
    assert asked.received_at == datetime(2019, 3, 12, 10, tzinfo=UTC)
    mails = {mail.kind: mail for mail in Mail.objects.all()}
    assert {kind: mail.recipient for kind, mail in mails.items()} == {
        "join_receipt": "d.nouvelle@essais.example",
        "join_notice": "contact@pompey.example",
    }
    assert not any("spam.example" in mail.text + mail.html for mail in mails.values())
    assert asked.get_absolute_url() in mails["join_notice"].text
    assert Company.objects.count() == 0


def test_the_same_request_sent_twice_is_one_and_is_told_once(client):
    ask(client)
    ask(client, email="D.Nouvelle@essais.example")

    assert JoinRequest.objects.count() == 1
    assert sorted(Mail.objects.values_list("kind", flat=True)) == ["join_notice", "join_receipt"]


def test_without_consent_nothing_is_kept(client):
    response = ask(client, consent="")

    assert "consent" in response.context["form"].errors
    assert (JoinRequest.objects.count(), Mail.objects.count()) == (0, 0)


def test_a_machine_that_fills_in_the_hidden_field_is_thanked_and_forgotten(client):
    response = ask(client, website="https://spam.example")

    assert response.url == reverse("pages:join_thanks")
    assert (JoinRequest.objects.count(), Mail.objects.count()) == (0, 0)


@time_machine.travel("2019-03-12 10:00Z", tick=False)
def test_too_many_requests_from_one_address_wait(client):
    for number in range(REQUESTS.most):
        ask(client, company_name=f"Entreprise {number}")

    response = ask(client, company_name="Une de trop")

    assert (response.status_code, response.headers["Retry-After"]) == (429, "3600")
    assert JoinRequest.objects.count() == REQUESTS.most


def test_a_siret_is_taken_with_its_spaces(client):
    ask(client, siret="732 829 320 00074")

    assert JoinRequest.objects.get().siret == "73282932000074"


def test_a_line_break_in_a_name_is_refused(client):
    response = ask(client, company_name="Fonderie\nCliquez ici")

    assert "company_name" in response.context["form"].errors


@pytest.mark.parametrize(
    ("company", "asked"),
    [
        ({"name": "La Fonderie du Nord"}, {"company_name": "FONDERIE Nord SAS"}),
        ({"name": "Autre", "siret": "73282932000074"}, {"siret": "73282932000074"}),
    ],
)
def test_companies_that_may_be_the_same_are_pointed_out(company, asked):
    known = CompanyFactory(**company)
    CompanyFactory(name="Jardins de la Lune")

    assert list(possible_doubles(JoinRequestFactory(**asked))) == [known]


def test_accepting_makes_company_contact_and_mails_the_personal_link(staff_client):
    asked = JoinRequestFactory(company_name="Fonderie des Essais", wishes="palettes")

    response = staff_client.post(
        reverse("pages:join_accept", args=[asked.pk]), {"sends_link": "on"}
    )

    company = Company.objects.get()
    assert response.url == company.get_absolute_url()
    assert (company.name, company.notes, company.is_public) == (
        "Fonderie des Essais",
        "palettes",
        False,
    )
    contact = Contact.objects.get()
    assert (contact.company, contact.email) == (company, asked.email)
    link = PersonalLink.objects.get(contact=contact)
    mail = Mail.objects.get(kind="join_welcome")
    assert mail.recipient == asked.email
    assert reverse("synergies:space", args=[token_of(link)]) in mail.text
    asked.refresh_from_db()
    assert (asked.status, asked.company) == ("accepted", company)


def test_accepting_without_the_mail_sends_nothing(staff_client):
    asked = JoinRequestFactory()

    staff_client.post(reverse("pages:join_accept", args=[asked.pk]), {})

    assert Company.objects.count() == 1
    assert (Mail.objects.count(), PersonalLink.objects.count()) == (0, 0)


def test_a_company_that_is_there_gets_the_contact_and_no_double(staff_client):
    known = ContactFactory(company=CompanyFactory(name="Fonderie")).company
    asked = JoinRequestFactory(company_name="Fonderie")

    staff_client.post(reverse("pages:join_accept", args=[asked.pk]), {"company": known.pk})

    assert Company.objects.get() == known
    assert known.contacts.filter(email=asked.email).count() == 1


@pytest.mark.parametrize("taken", [{"name": "newcomer"}, {"name": "x", "siret": "73282932000074"}])
def test_a_taken_name_or_siret_is_refused_in_words(staff_client, taken):
    CompanyFactory(**taken)
    asked = JoinRequestFactory(company_name="Newcomer", siret="73282932000074")

    staff_client.post(reverse("pages:join_accept", args=[asked.pk]), {})

    asked.refresh_from_db()
    assert (asked.status, Company.objects.count()) == ("waiting", 1)


def test_a_request_has_one_answer(staff_client):
    asked = JoinRequestFactory()
    staff_client.post(reverse("pages:join_accept", args=[asked.pk]), {})

    staff_client.post(reverse("pages:join_decline", args=[asked.pk]), {"reason": "too late"})

    asked.refresh_from_db()
    assert (asked.status, asked.reason) == ("accepted", "")


def test_declining_keeps_the_reason_and_sends_nothing(staff_client):
    asked = JoinRequestFactory()

    staff_client.post(reverse("pages:join_decline", args=[asked.pk]), {"reason": "Hors territoire"})

    asked.refresh_from_db()
    assert (asked.status, asked.reason) == ("declined", "Hors territoire")
    assert Mail.objects.count() == 0


def test_declining_without_a_reason_is_refused(staff_client):
    asked = JoinRequestFactory()

    staff_client.post(reverse("pages:join_decline", args=[asked.pk]), {"reason": ""})

    asked.refresh_from_db()
    assert asked.status == "waiting"


def test_looking_at_a_request_writes_nothing_and_shows_no_working_link(staff_client):
    asked = JoinRequestFactory()

    page = staff_client.get(asked.get_absolute_url()).content.decode()

    assert "/space/exemple/" in page
    assert (Mail.objects.count(), PersonalLink.objects.count()) == (0, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_requests_are_listed_in_constant_queries(staff_client, count, django_assert_num_queries):
    JoinRequestFactory.create_batch(count)

    with django_assert_num_queries(5):  # session, user, count, page, initiative
        response = staff_client.get(reverse("pages:join_requests"))

    assert len(response.context["page"]) == count


def test_requests_that_nothing_came_of_are_forgotten_after_a_year():
    now = datetime(2019, 3, 12, 10, tzinfo=UTC)
    old, young = now - timedelta(days=366), now - timedelta(days=364)
    JoinRequestFactory(received_at=old)
    JoinRequestFactory(declined=True, received_at=old)
    kept = [
        JoinRequestFactory(received_at=young),
        JoinRequestFactory(
            received_at=old, status="accepted", answered_at=old, company=CompanyFactory()
        ),
    ]

    tick(now=now)

    assert set(JoinRequest.objects.all()) == set(kept)


@pytest.mark.parametrize("user", [None, {}])
@pytest.mark.parametrize("name", ["join_request", "join_accept", "join_decline"])
def test_requests_are_for_the_team(client, user, name):
    if user is not None:
        client.force_login(UserFactory())
    asked = JoinRequestFactory()

    response = client.post(reverse(f"pages:{name}", args=[asked.pk]), {"reason": "x"})

    assert response.status_code == (302 if user is None else 403)
    asked.refresh_from_db()
    assert asked.status == "waiting"
