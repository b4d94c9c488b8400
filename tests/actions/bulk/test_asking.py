"""Companies asked together if what they declared is still true: who, never twice, taken back."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from actions.models import BulkAct, Reminder
from actions.services.bulk.doing import SUBJECTS, do_together, preview, seal, undo_together
from actions.services.reminders.planning import plan
from actions.services.reminders.recheck import reasons_to_drop
from companies.models import Resource
from pompey_ite.outbox.models import Mail
from tests.factories import (
    CompanyFactory,
    ContactFactory,
    ReminderSettingFactory,
    ResourceFactory,
    StopFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2019, 7, 2, 9, tzinfo=UTC)
TODAY = date(2019, 7, 2)
DAY = timedelta(days=1)
HALF_A_YEAR = {"days": "182"}
SUBJECT = SUBJECTS["companies"]
NOBODY = (
    "Personne n’y est joignable, ou les relances y sont arrêtées\u00a0: "
    "ajoutez un contact avec une adresse."
)


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(NOW, tick=False)


def company(name, *, told_on=date(2018, 12, 1), email="anne@exemple.fr"):
    contact = ContactFactory(company__name=name, first_name="Anne", last_name="Roy", email=email)
    ResourceFactory(company=contact.company, confirmed_on=told_on)
    return contact.company


def look(rows, data=HALF_A_YEAR):
    pks = [row.pk for row in rows]
    return preview(subject=SUBJECT, act=SUBJECT.acts["ask"], pks=pks, data=data, today=TODAY)


def ask(rows):
    return do_together(
        subject=SUBJECT,
        key="ask",
        pks=[row.pk for row in rows],
        data=HALF_A_YEAR,
        seen=seal(look(rows)),
        user=UserFactory(),
        now=NOW,
    )


def test_the_preview_says_who_gets_a_mail_and_why_others_get_none():
    fresh = company("B", told_on=TODAY - 30 * DAY)
    silent = CompanyFactory(name="C")
    unknown = company("D", email="")
    left = company("E")
    left.left_on, left.left_reason = TODAY, "Closed."
    left.save()

    lines = look([company("A"), fresh, silent, unknown, left])

    assert [(line.words, line.refusal) for line in lines] == [
        ("Anne Roy <anne@exemple.fr>", ""),
        ("", "Tout ce qu’elle a déclaré a été modifié ou confirmé depuis le 2 juin 2019."),
        ("", "Elle n’a aucune déclaration ouverte."),
        ("", NOBODY),
        ("", "Elle est partie."),
    ]
    assert not Reminder.objects.exists()


def test_who_stopped_reminders_is_neither_listed_nor_asked():
    silent, other = company("A", email="Anne@exemple.fr"), company("B", email="luc@exemple.fr")
    StopFactory(address="anne@exemple.fr")
    StopFactory(address="luc@exemple.fr", group="reports")

    lines = look([silent, other])
    plan(initiative=silent.initiative, now=NOW + timedelta(days=365))

    assert [(line.words, line.refusal) for line in lines] == [
        ("", NOBODY),
        ("Anne Roy <luc@exemple.fr>", ""),
    ]
    assert [one.recipient.email for one in Reminder.objects.waiting()] == ["luc@exemple.fr"]


def test_a_paused_kind_asks_nobody():
    row = company("A")
    ReminderSettingFactory(initiative=row.initiative, kind=Reminder.Kind.DATA, is_paused=True)

    assert look([row])[0].refusal == "Ses relances sont suspendues."


def test_one_mail_leaves_for_each_person_and_nobody_is_asked_twice():
    row = company("A")
    ContactFactory(company=row, email="luc@exemple.fr")

    ask([row])
    plan(initiative=row.initiative, now=NOW + DAY)

    mails = Mail.objects.filter(kind="remind_data")
    assert sorted(mails.values_list("recipient", flat=True)) == [
        "anne@exemple.fr",
        "luc@exemple.fr",
    ]
    assert reasons_to_drop(list(mails), NOW + DAY) == {}
    assert look([row])[0].refusal.startswith("La question lui est déjà posée")
    Reminder.objects.update(status=Reminder.Status.SENT)
    assert look([row])[0].refusal == "La question lui a été posée le 2 juil. 2019."


def test_the_mail_stays_here_when_the_company_has_confirmed_before_it_left():
    row = company("A")
    ask([row])

    Resource.objects.update(confirmed_on=TODAY + DAY)

    assert len(reasons_to_drop(list(Mail.objects.all()), NOW + DAY)) == 1


def test_a_question_that_waited_for_a_go_is_the_one_that_leaves():
    row = company("A", told_on=date(2018, 1, 1))
    plan(initiative=row.initiative, now=NOW)

    ask([row])

    assert Reminder.objects.get().status == Reminder.Status.APPROVED


def test_undo_keeps_what_waits_from_leaving_and_names_what_has_left():
    waits, left = company("A"), company("B", email="luc@exemple.fr")
    bulk = ask([waits, left])
    Mail.objects.filter(recipient="luc@exemple.fr").update(status=Mail.Status.SENT, sent_at=NOW)

    undone = undo_together(bulk=bulk, user=bulk.user, now=NOW)

    assert (undone.count, undone.kept, undone.kept_count) == (1, ["B"], 1)
    assert Mail.objects.get(recipient="anne@exemple.fr").status == Mail.Status.DROPPED
    assert look([waits])[0].refusal == ""  # as if never asked


@pytest.mark.parametrize("count", [1, 3])
def test_a_preview_costs_a_constant_number_of_queries(count, django_assert_num_queries):
    first = company("A")
    rows = [first]
    for _more in range(count - 1):
        rows.append(CompanyFactory(initiative=first.initiative))
        ResourceFactory(company=rows[-1])

    with django_assert_num_queries(8):
        lines = look(rows)

    assert len(lines) == count


def test_from_the_list_over_the_sample_to_the_outbox_and_back(staff_client):
    row = company("A")
    start = reverse("actions:bulk", args=["companies"]) + f"?act=ask&pks={row.pk}"

    seen = staff_client.post(start, HALF_A_YEAR)
    data = {**HALF_A_YEAR, "confirm": "1", "seen": seen.context["seen"]}
    done = staff_client.post(start, data, follow=True)
    undo = reverse("actions:bulk_undo", args=[BulkAct.objects.get().pk])
    back = staff_client.post(undo, follow=True)

    assert seen.context["sample"].subject in seen.text
    assert "1 entreprise est interrogée" in done.text
    assert "1 entreprise n’est plus interrogée" in back.text
    assert not Mail.objects.filter(status=Mail.Status.QUEUED, kind="remind_data").exists()
