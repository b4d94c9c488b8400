"""The actions and the open questions of a company, in its space."""

from datetime import date

import pytest
from django.urls import reverse

from actions.models import Reminder
from companies.services.links import token_of
from synergies.services.space import PURPOSE
from tests.factories import (
    ActionFactory,
    CompanyFactory,
    ContactFactory,
    CoPilotFactory,
    MilestoneFactory,
    PersonalLinkFactory,
    ReminderFactory,
    SynergyFactory,
)

pytestmark = pytest.mark.django_db

HOME = reverse("synergies:space_home")
QUESTIONS = reverse("actions:space_questions")


@pytest.fixture
def contact():
    return ContactFactory(company__name="Fonderie Alba")


@pytest.fixture
def phone(client, contact):
    link = PersonalLinkFactory(contact=contact, purpose=PURPOSE)
    client.post(reverse("synergies:space", args=[token_of(link)]))
    client.cookies["django_language"] = "en"
    return client


def shown(phone, place):
    return [part.shown for part in phone.get(HOME).context["parts"][place]]


def ask(contact, **values):
    values = values or {"synergy": SynergyFactory(status="study")}
    return ReminderFactory(sent=True, contact=contact, **values)


# -- Our actions ----------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_actions_of_the_company_in_constant_queries(
    phone, contact, count, django_assert_num_queries
):
    for _index in range(count):
        MilestoneFactory(action=ActionFactory(partners=[contact.company]))
        CoPilotFactory(action=ActionFactory(), company=contact.company)

    # as the home of an empty space, and the milestones
    with django_assert_num_queries(16):
        [own] = [part.shown for part in phone.get(HOME).context["parts"]["own"]]

    assert len(own.running) == 2 * count


def test_the_next_milestone_comes_first_and_reached_ones_are_left_out(phone, contact):
    company = contact.company
    later, sooner = (ActionFactory(partners=[company]) for _index in range(2))
    MilestoneFactory(action=later, title="Later", due_on=date(2030, 6, 1))
    MilestoneFactory(action=sooner, reached=True, title="Reached")
    MilestoneFactory(action=sooner, title="Sooner", due_on=date(2019, 1, 1))
    ActionFactory(partners=[company], done=True)

    [own] = shown(phone, "own")

    facts = [(row.next.title, row.next_is_late) for row in own.running]
    assert facts == [("Sooner", True), ("Later", False)]
    assert own.done_count == 1


def test_it_says_who_leads(phone, contact):
    ActionFactory(pilot_company=contact.company, code="B1")
    ActionFactory(partners=[contact.company], code="B2")
    CoPilotFactory(action=ActionFactory(code="B3"), company=contact.company)

    [own] = shown(phone, "own")

    leads = {row.action.code: row.leads for row in own.running}
    assert leads == {"B1": True, "B2": False, "B3": True}


def test_actions_of_others_and_of_the_project_manager_alone_are_not_shown(phone, contact):
    ActionFactory(partners=[CompanyFactory()], title="Of others")
    ActionFactory(partners=[contact.company], visibility="manager", title="Hidden")
    ActionFactory(partners=[contact.company], abandoned=True, title="Given up")
    ActionFactory(partners=[contact.company], title="Ours")

    page = phone.get(HOME).content.decode()

    assert "Ours" in page
    assert not any(title in page for title in ("Of others", "Hidden", "Given up"))


# -- Where are you? -------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_questions_wait_in_the_space_in_constant_queries(
    phone, contact, count, django_assert_num_queries
):
    for _index in range(count):
        ask(contact)

    with django_assert_num_queries(4):  # session, link, questions, initiative
        response = phone.get(QUESTIONS)

    assert len(response.context["questions"]) == count
    assert QUESTIONS in phone.get(HOME).content.decode()


def answer_to(row, answer="blocked", text=""):
    prefix = f"question-{row.pk}"
    return {"question": row.pk, f"{prefix}-answer": answer, f"{prefix}-text": text}


def test_an_answer_given_in_the_space_is_written_down_and_leads_back_after_the_last(phone, contact):
    action = ActionFactory(partners=[contact.company])
    first, last = ask(contact), ask(contact, synergy=None, action=action, kind="action")

    between = phone.post(QUESTIONS, answer_to(first))
    end = phone.post(QUESTIONS, answer_to(last, text="no lorry"), follow=True)

    first.refresh_from_db()
    assert between.url == QUESTIONS
    assert (first.status, first.answer) == (Reminder.Status.ANSWERED, "blocked")
    assert end.redirect_chain == [(HOME, 303)]
    assert "Thank you!" in end.content.decode()
    assert "no lorry" in action.notes.get().text


def test_an_answer_without_choice_keeps_its_words_and_writes_nothing(phone, contact):
    row = ask(contact)

    page = phone.post(QUESTIONS, answer_to(row, answer="", text="wait a bit")).content.decode()

    row.refresh_from_db()
    assert row.status == Reminder.Status.SENT
    assert "wait a bit" in page
    assert "Choose one of the answers." in page


def test_nobody_sees_nor_answers_the_questions_of_others(phone, contact):
    other = ask(ContactFactory())
    colleague = ask(ContactFactory(company=contact.company))

    page = phone.post(QUESTIONS, answer_to(other))
    phone.post(QUESTIONS, answer_to(colleague))

    assert page.context["questions"] == []
    statuses = set(Reminder.objects.values_list("status", flat=True))
    assert statuses == {Reminder.Status.SENT}


def test_questions_are_for_those_who_came_by_the_link_of_the_space(client, staff_client):
    assert client.get(QUESTIONS).status_code == 404
    assert staff_client.get(QUESTIONS).status_code == 404
