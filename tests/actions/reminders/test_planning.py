"""What is due and not done: once, however late, doubled or lost the ticks are."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from actions.models import Action, Reminder
from actions.services.reminders.ballots import ballot_step
from actions.services.reminders.milestones import milestone_step
from actions.services.reminders.planning import candidates_of, missing, plan
from companies.models import Resource
from synergies.models import Round, Synergy
from tests.actions.reminders.conftest import LAST_NEWS, NOW
from tests.factories import (
    ActionFactory,
    BallotFactory,
    ContactFactory,
    MailFactory,
    MeasurementFactory,
    MilestoneFactory,
    NoteFactory,
    PartyFactory,
    ReminderExceptionFactory,
    ReminderFactory,
    ReminderSettingFactory,
    ResourceFactory,
    SynergyFactory,
    TargetFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def look(contact, now=NOW):
    return plan(initiative=contact.company.initiative, now=now)


def waiting():
    return list(Reminder.objects.waiting())


def test_a_synergy_is_asked_about_after_six_weeks_of_silence(contact, synergy):
    assert look(contact, NOW - DAY) == {}
    assert look(contact) == {"synergy": 1}

    row = Reminder.objects.get()
    assert (row.synergy, row.contact, row.since, row.due_on) == (
        synergy,
        contact,
        LAST_NEWS,
        date(2019, 7, 2),
    )


def test_ticks_that_are_doubled_or_lost_for_forty_days_plan_one(contact, synergy):
    for _tick in range(2):
        look(contact)
    look(contact, NOW + 40 * DAY)

    assert len(waiting()) == 1


def test_each_tick_of_forty_days_plans_no_other(contact, synergy):
    for days in range(0, 40, 8):
        look(contact, NOW + days * DAY)

    assert Reminder.objects.count() == 1


def test_unanswered_it_is_due_again_six_weeks_after_it_was_let_go(contact, synergy):
    ReminderFactory(sent=True, synergy=synergy, contact=contact, planned_at=NOW)

    assert look(contact, NOW + 41 * DAY) == {}
    assert look(contact, NOW + 42 * DAY) == {"synergy": 1}


def test_news_takes_back_what_waits(contact, synergy):
    look(contact)
    Synergy.objects.update(last_contact_on=date(2019, 7, 1))

    look(contact)

    row = Reminder.objects.get()
    assert row.status == Reminder.Status.DROPPED
    assert row.reason


@pytest.mark.parametrize(
    "change",
    [
        {"status": "idea"},
        {"status": "operational", "evidence": "slip 12", "operational_since": LAST_NEWS},
        {"status": "parked", "status_reason": "works"},
        {"status": "closed", "status_reason": "sold"},
        {"last_contact_on": date(2018, 7, 2)},  # a year of silence: nobody answers any more
    ],
)
def test_nothing_is_asked_when_nothing_is_open(contact, synergy, change):
    Synergy.objects.update(**change)

    assert look(contact) == {}


@pytest.mark.parametrize(
    "change",
    [{"email": ""}, {"email_error": "550 unknown"}, {"is_active": False}],
)
def test_who_cannot_be_written_to_is_not_asked(contact, synergy, change):
    type(contact).objects.update(**change)

    assert look(contact) == {}


@pytest.mark.parametrize(
    "pause",
    [
        pytest.param(lambda s, c: {"synergy": s}, id="object"),
        pytest.param(lambda s, c: {"synergy": None, "company": c.company}, id="company"),
        pytest.param(lambda s, c: {"synergy": None}, id="everything"),
    ],
)
def test_a_pause_stops_and_its_end_starts_again(contact, synergy, pause):
    look(contact)
    row = ReminderExceptionFactory(**pause(synergy, contact))
    look(contact)
    assert waiting() == []

    row.ended_at = NOW
    row.save()

    assert look(contact) == {"synergy": 1}


def test_a_kind_may_be_paused(contact, synergy):
    ReminderSettingFactory(kind=Reminder.Kind.SYNERGY, is_paused=True)

    assert look(contact) == {}


def test_an_object_may_have_its_own_rhythm(contact, synergy):
    ReminderExceptionFactory(synergy=synergy, interval_days=90)

    assert look(contact) == {}
    assert look(contact, NOW + 48 * DAY) == {"synergy": 1}


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(contact, synergy, count, django_assert_num_queries):
    for one in SynergyFactory.create_batch(
        count, status=Synergy.Status.STUDY, last_contact_on=LAST_NEWS
    ):
        PartyFactory(synergy=one, company=ContactFactory().company)
        MilestoneFactory(
            action__pilot_company=contact.company, due_on=date(2019, 7, 1), action__due_on=None
        )

    with django_assert_num_queries(13):
        found = candidates_of(contact.company.initiative, now=NOW)

    assert len(found) == 1 + 2 * count


# -- Actions, milestones, measurements, data ------------------------------------------------------
def test_an_action_is_asked_about_after_its_last_note(contact):
    action = ActionFactory(status=Action.Status.IN_PROGRESS, pilot_company=contact.company)
    NoteFactory(action=action, written_on=LAST_NEWS)

    assert look(contact, NOW - DAY) == {}
    assert look(contact) == {"action": 1}


def test_an_action_that_no_company_leads_is_asked_of_the_staff(contact):
    user = UserFactory(superuser=True)
    NoteFactory(action=ActionFactory(status=Action.Status.IN_PROGRESS), written_on=LAST_NEWS)

    look(contact)

    assert Reminder.objects.get().user == user


def test_no_reminder_asks_staff_that_could_not_answer(contact, colleague, not_asked):
    NoteFactory(action=ActionFactory(status=Action.Status.IN_PROGRESS), written_on=LAST_NEWS)

    look(contact)

    assert [row.user for row in Reminder.objects.all()] == [colleague]


@pytest.mark.parametrize(
    ("days", "step"),
    [
        (-15, None),
        (-14, -14),
        (-4, -14),
        (-3, -3),
        (0, -3),
        (6, -3),
        (7, 7),
        (34, 28),
        (41, 28),
        (42, 42),
        (55, 42),
        (56, 56),
    ],
)
def test_steps_of_a_milestone_are_early_then_weekly_then_fortnightly(days, step):
    due_on = date(2024, 2, 29)

    found = milestone_step(due_on, due_on + timedelta(days=days))

    assert found == (None if step is None else due_on + timedelta(days=step))


def test_a_milestone_that_was_reminded_of_waits_for_its_next_step(contact):
    milestone = MilestoneFactory(action__pilot_company=contact.company, due_on=date(2019, 7, 16))
    assert look(contact) == {"milestone": 1}
    Reminder.objects.update(status=Reminder.Status.SENT, decided_at=NOW, sent_at=NOW)

    assert look(contact, NOW + 10 * DAY) == {}
    assert look(contact, NOW + 11 * DAY) == {"milestone": 1}

    milestone.done_on = date(2019, 7, 12)
    milestone.save()
    look(contact, NOW + 12 * DAY)
    assert waiting() == []


def test_a_measurement_is_asked_for_half_a_year_after_the_last(contact):
    target = TargetFactory(
        action__status=Action.Status.IN_PROGRESS, action__pilot_company=contact.company
    )
    NoteFactory(action=target.action, written_on=date(2019, 7, 1))
    MeasurementFactory(
        action=target.action, indicator=target.indicator, period_end=date(2019, 1, 1)
    )

    assert look(contact, NOW - DAY) == {}
    assert look(contact) == {"measurement": 1}


def test_declarations_that_nobody_touched_for_a_year_are_asked_about(contact):
    ResourceFactory(company=contact.company)
    Resource.history.update(history_date=datetime(2018, 7, 2, 9, tzinfo=UTC))

    assert look(contact, NOW - DAY) == {}
    assert look(contact) == {"data": 1}


def test_confirming_the_oldest_declaration_puts_the_question_off(contact):
    oldest, _newer = ResourceFactory.create_batch(2, company=contact.company)
    Resource.history.update(history_date=datetime(2018, 7, 2, 9, tzinfo=UTC))
    Resource.objects.exclude(pk=oldest.pk).update(confirmed_on=LAST_NEWS)
    assert look(contact) == {"data": 1}

    Resource.objects.filter(pk=oldest.pk).update(confirmed_on=LAST_NEWS)
    look(contact)

    assert Reminder.objects.get().status == Reminder.Status.DROPPED


def test_an_answer_about_declarations_counts_for_a_year(contact):
    ResourceFactory(company=contact.company)
    Resource.history.update(history_date=datetime(2018, 1, 1, tzinfo=UTC))
    ReminderFactory(
        kind=Reminder.Kind.DATA,
        synergy=None,
        company=contact.company,
        contact=ContactFactory(company=contact.company, email=""),
        status=Reminder.Status.ANSWERED,
        answer=Reminder.Answer.UNCHANGED,
        decided_at=NOW,
        answered_at=NOW,
    )

    assert look(contact) == {}
    assert look(contact, NOW + 365 * DAY) == {"data": 1}


# -- Ballots --------------------------------------------------------------------------------------
def round_of(opens_on, closes_on):
    hour = time(10, tzinfo=UTC)
    return Round(
        opens_at=datetime.combine(opens_on, hour),
        closes_at=datetime.combine(closes_on, hour),
    )


@pytest.mark.parametrize(
    ("today", "step"),
    [
        (date(2026, 3, 26), None),
        (date(2026, 3, 27), date(2026, 3, 27)),  # five working days after Friday 20 March
        (date(2026, 4, 6), date(2026, 3, 27)),
        (date(2026, 4, 7), date(2026, 4, 7)),  # three before Friday 10 April, after Easter Monday
        (date(2026, 4, 9), date(2026, 4, 9)),
    ],
)
def test_steps_of_a_ballot_are_working_days_over_a_clock_change(today, step):
    assert ballot_step(round_of(date(2026, 3, 20), date(2026, 4, 10)), today) == step


def test_a_ballot_is_reminded_of_until_it_is_validated(contact):
    ballot = BallotFactory(
        company=contact.company,
        round__opens_at=NOW - 10 * DAY,
        round__closes_at=NOW + 20 * DAY,
    )
    assert look(contact) == {"ballot": 1}

    ballot.validated_at, ballot.receipt_code = NOW, "POM-1"
    ballot.save()
    look(contact)

    assert waiting() == []


def test_a_reminder_sent_from_the_page_of_the_round_counts(contact):
    ballot = BallotFactory(
        company=contact.company,
        round__opens_at=NOW - 10 * DAY,
        round__closes_at=NOW + 20 * DAY,
    )
    MailFactory(
        kind="round_reminder",
        recipient=contact.email,
        object_key=f"round:{ballot.round_id}:ballot:{ballot.pk}",
        period="1",
        dated_at=NOW - DAY,
    )

    assert look(contact) == {}


def test_dry_run_counts_what_a_tick_would_plan_and_writes_nothing(contact, synergy):
    assert missing(now=NOW) == {"synergy": 1}
    assert Reminder.objects.count() == 0

    look(contact)

    assert missing(now=NOW) == {}


def test_a_person_is_asked_five_things_at_a_time_the_longest_silence_first(contact):
    for number in range(8):
        news = LAST_NEWS - timedelta(days=number)
        silent = SynergyFactory(status="study", last_contact_on=news, title=f"Silent {number}")
        PartyFactory(synergy=silent, company=contact.company)
    initiative = contact.company.initiative

    def asked() -> list[str]:
        rows = Reminder.objects.filter(status=Reminder.Status.PLANNED).order_by("since")
        return [str(row.synergy).partition(" · ")[2] for row in rows]

    plan(initiative=initiative, now=NOW)
    assert asked() == [f"Silent {number}" for number in (7, 6, 5, 4, 3)]
    Reminder.objects.update(status=Reminder.Status.SENT, decided_at=NOW)
    plan(initiative=initiative, now=NOW + timedelta(days=13))
    assert asked() == []
    plan(initiative=initiative, now=NOW + timedelta(days=14))
    assert asked() == [f"Silent {number}" for number in (2, 1, 0)]
