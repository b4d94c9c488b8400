"""Four answers without account: looking writes nothing, one press writes once, late is welcome."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actions.models import Note, Reminder
from actions.services.reminders.answers import AnswerRefused, open_questions, record_answer
from companies.services.links import token_of
from tests.factories import (
    ActionFactory,
    ContactFactory,
    MilestoneFactory,
    PersonalLinkFactory,
    ReminderFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(contact, synergy):
    return ReminderFactory(sent=True, synergy=synergy, contact=contact)


@pytest.fixture
def address(contact):
    link = PersonalLinkFactory(contact=contact, purpose="answers", nonce="n-answers")
    return reverse("actions:answers", args=[token_of(link)])


def press(client, address, reminder, answer="moves_on", text=""):
    prefix = f"question-{reminder.pk}"
    data = {"question": reminder.pk, f"{prefix}-answer": answer, f"{prefix}-text": text}
    return client.post(address, data)


def test_looking_shows_the_question_and_writes_nothing(client, asked, address):
    page = client.get(address)

    assert "Palettes" in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store"
    assert "checked" not in page.content.decode()
    asked.refresh_from_db()
    assert asked.status == Reminder.Status.SENT


def test_an_answer_is_news_of_the_synergy_and_closes_nothing(client, asked, address, synergy):
    response = press(client, address, asked, "no_interest", "we have sold the press")

    asked.refresh_from_db()
    synergy.refresh_from_db()
    assert response.status_code == 303
    assert (asked.status, asked.answer) == ("answered", "no_interest")
    assert synergy.last_contact_on == timezone.localdate()
    assert synergy.status == "study"
    entry = synergy.contact_entries.get()
    assert (entry.contact, entry.user, entry.kind) == (asked.contact, None, "mail")
    assert "we have sold the press" in entry.text


def test_the_log_says_that_an_answer_came_by_a_button(
    client, staff_client, asked, address, synergy
):
    press(client, address, asked, "moves_on", "first delivery in May")

    page = staff_client.get(synergy.get_absolute_url()).content.decode()

    assert "first delivery in May" in page
    assert "par un bouton du courriel" in page


def test_a_machine_that_presses_the_button_says_nothing(client, asked, address):
    page = client.post(address, {"question": asked.pk})

    asked.refresh_from_db()
    assert page.status_code == 200
    assert "Choisissez une des réponses" in page.content.decode()
    assert asked.status == Reminder.Status.SENT


def test_a_form_of_another_site_is_refused(asked, address):
    assert press(Client(enforce_csrf_checks=True), address, asked).status_code == 403


def test_pressed_twice_the_first_answer_stays(client, asked, address):
    press(client, address, asked, "done")
    press(client, address, asked, "blocked")

    asked.refresh_from_db()
    assert asked.answer == "done"


def test_an_answer_is_welcome_months_later(client, asked, address):
    Reminder.objects.update(decided_at=timezone.now() - timedelta(days=300), due_on="2018-01-01")

    press(client, address, asked)

    asked.refresh_from_db()
    assert asked.status == Reminder.Status.ANSWERED


def test_colleagues_are_not_asked_any_more(client, asked, address, contact, synergy):
    colleague = ReminderFactory(synergy=synergy, contact=ContactFactory(company=contact.company))
    other_company = ReminderFactory(synergy=synergy)

    press(client, address, asked)

    colleague.refresh_from_db()
    other_company.refresh_from_db()
    assert (colleague.status, other_company.status) == ("dropped", "planned")


def test_an_answer_about_a_milestone_becomes_a_note_and_reaches_nothing(client, contact, address):
    milestone = MilestoneFactory(action__pilot_company=contact.company, title="Order the press")
    row = ReminderFactory(
        sent=True, kind="milestone", synergy=None, milestone=milestone, contact=contact
    )

    press(client, address, row, "done", "on 3 May")

    note = Note.objects.get(action=milestone.action)
    milestone.refresh_from_db()
    assert "Order the press" in note.text
    assert "C’est fait" in note.text
    assert "on 3 May" in note.text
    assert milestone.done_on is None


def test_only_ones_own_questions_are_answered(client, address, contact):
    foreign = ReminderFactory(sent=True)

    page = press(client, address, foreign)

    foreign.refresh_from_db()
    assert page.status_code == 200
    assert foreign.status == Reminder.Status.SENT


def test_a_link_for_something_else_opens_nothing(client, contact):
    link = PersonalLinkFactory(contact=contact, purpose="space")

    assert client.get(reverse("actions:answers", args=[token_of(link)])).status_code == 404


def test_words_are_escaped(client, contact, address):
    action = ActionFactory(title="<script>alert(1)</script>", pilot_company=contact.company)
    ReminderFactory(sent=True, kind="action", synergy=None, action=action, contact=contact)

    page = client.get(address).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_an_answer_that_the_question_does_not_offer_is_refused(asked, contact):
    with pytest.raises(AnswerRefused):
        record_answer(pk=asked.pk, contact=contact, answer="unchanged", text="", now=timezone.now())


def test_each_thing_is_asked_once_however_often_one_was_reminded(contact, synergy):
    ReminderFactory.create_batch(2, sent=True, synergy=synergy, contact=contact)

    assert len(open_questions(contact)) == 1
