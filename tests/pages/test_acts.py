"""The frequent acts of the project manager: one page each, found by a few letters."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from actions.models import Action
from companies.models import Company, Contact
from synergies.models import ContactEntry, Synergy
from tests.factories import (
    ActionFactory,
    CompanyFactory,
    InitiativeFactory,
    MilestoneFactory,
    SynergyFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2018, 9, 3, 8, tzinfo=UTC)
ACTS = ("do_call", "do_postpone", "do_status", "do_synergy", "do_company")


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(NOW, tick=False)


def do(client, act, /, **data):
    return client.post(reverse(f"pages:{act}"), data)


def errors(response):
    return {name: list(texts) for name, texts in response.context["form"].errors.items()}


@pytest.mark.parametrize("name", ACTS)
def test_acts_are_for_staff_only(client, name):
    client.force_login(UserFactory())

    assert client.get(reverse(f"pages:{name}")).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"),
    [("do_call", 5), ("do_postpone", 6), ("do_status", 5), ("do_synergy", 4), ("do_company", 4)],
)
def test_pages_cost_a_constant_number_of_queries(
    staff_client, name, queries, count, django_assert_num_queries
):
    for action in ActionFactory.create_batch(count):
        MilestoneFactory(action=action)
        SynergyFactory()

    with django_assert_num_queries(queries):
        assert staff_client.get(reverse(f"pages:{name}")).status_code == 200


def test_a_call_is_logged_with_its_words_and_counts_as_contact_of_the_synergy(
    staff_client, staff_user
):
    company = CompanyFactory(name="Fonderie Émile")
    synergy = SynergyFactory(number=12, initiative=company.initiative)

    response = do(
        staff_client,
        "do_call",
        company="fonderie emile",
        kind="call",
        text="They wait for the quote.",
        synergy="12",
        held_on="2018-09-03",
    )

    entry = ContactEntry.objects.get()
    synergy.refresh_from_db()
    assert response.url == reverse("admin:index")
    assert (entry.company, entry.text, entry.user) == (
        company,
        "They wait for the quote.",
        staff_user,
    )
    assert synergy.last_contact_on == date(2018, 9, 3)


def test_letters_that_fit_several_companies_say_which(staff_client):
    CompanyFactory(name="Fonderie A")
    CompanyFactory(name="Fonderie B")

    response = do(staff_client, "do_call", company="fonderie", kind="call", held_on="2018-09-03")

    assert errors(response) == {
        "company": ["Plusieurs conviennent\u00a0: Fonderie A, Fonderie B. Écrivez-en un peu plus."]
    }
    assert not ContactEntry.objects.exists()


@pytest.mark.parametrize(
    ("answers", "due_on"),
    [
        ({"until": "14"}, date(2018, 9, 17)),
        ({"until": "", "due_on": "2018-12-01"}, date(2018, 12, 1)),
        ({"until": "7", "due_on": "2018-12-01"}, date(2018, 12, 1)),
    ],
)
def test_a_milestone_is_postponed_from_today_or_to_a_day(staff_client, answers, due_on):
    milestone = MilestoneFactory(action=ActionFactory(), due_on="2018-08-01")

    do(staff_client, "do_postpone", milestone=milestone.pk, reason="Summer", **answers)

    milestone.refresh_from_db()
    assert milestone.due_on == due_on
    assert milestone.history.latest().history_change_reason == "Summer"


def test_without_a_day_nothing_is_postponed(staff_client):
    milestone = MilestoneFactory(action=ActionFactory(), due_on="2018-08-01")

    response = do(staff_client, "do_postpone", milestone=milestone.pk, until="")

    assert list(errors(response)) == ["due_on"]


def test_an_action_is_found_by_its_code_alone(staff_client):
    area = ActionFactory(code="A1").area
    wanted = ActionFactory(code="A12", area=area)

    do(staff_client, "do_status", action="a12", status="in_progress")

    wanted.refresh_from_db()
    assert wanted.status == Action.Status.IN_PROGRESS


def test_a_status_that_needs_a_reason_asks_for_it(staff_client):
    action = ActionFactory(code="A1")

    response = do(staff_client, "do_status", action="A1", status="blocked")

    action.refresh_from_db()
    assert list(errors(response)) == ["reason"]
    assert action.status == Action.Status.TO_COME


def test_a_synergy_moves_and_keeps_the_next_step_that_is_written(staff_client):
    synergy = SynergyFactory(number=7, next_step="Visit", next_due_on=date(2018, 10, 1))

    do(staff_client, "do_synergy", synergy="7", status="discussion")

    synergy.refresh_from_db()
    assert (synergy.status, synergy.next_step) == (Synergy.Status.DISCUSSION, "Visit")


def test_what_a_move_lacks_is_said(staff_client):
    SynergyFactory(number=7)

    response = do(staff_client, "do_synergy", synergy="7", status="parked")

    assert list(errors(response)) == ["__all__"]


def test_operational_leads_to_the_page_that_asks_for_the_proof(staff_client):
    synergy = SynergyFactory(number=7)

    response = do(staff_client, "do_synergy", synergy="7", status="operational")

    assert response.url == reverse("synergies:move_to", args=[synergy.pk, "operational"])


def test_a_company_met_on_the_road_comes_with_its_contact_and_what_was_said(staff_client):
    InitiativeFactory()

    response = do(
        staff_client,
        "do_company",
        name="Scierie du Mad",
        last_name="Louis",
        phone="06 00 00 00 00",
        kind="visit",
        said="Gives sawdust away.",
        declare="1",
    )

    company = Company.objects.get()
    assert response.url == reverse("synergies:company_declare", args=[company.pk])
    assert Contact.objects.get().company == company
    entry = ContactEntry.objects.get()
    assert (entry.text, entry.contact, company.joined_on) == (
        "Gives sawdust away.",
        Contact.objects.get(),
        date(2018, 9, 3),
    )


def test_a_company_that_takes_part_already_is_not_doubled(staff_client):
    known = CompanyFactory(name="Scierie du Mad")

    response = do(staff_client, "do_company", name="scierie du mad", kind="visit")

    assert errors(response) == {"name": ["Une entreprise de ce nom participe déjà."]}
    assert list(Company.objects.all()) == [known]
    assert not ContactEntry.objects.exists()


def test_a_phone_number_without_a_name_asks_whose_it_is(staff_client):
    InitiativeFactory()

    response = do(staff_client, "do_company", name="X", phone="06", kind="visit")

    assert list(errors(response)) == ["last_name"]
    assert not Company.objects.exists()
