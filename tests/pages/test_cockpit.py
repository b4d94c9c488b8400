"""What the cockpit says: what waits for the project manager, the money, the next committee."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.models import Action
from pompey_ite.matters import Urgency
from synergies.models import VocabularyChange
from tests.factories import (
    ActionFactory,
    AttendanceFactory,
    DecisionFactory,
    FundingFactory,
    InitiativeFactory,
    JoinRequestFactory,
    MailFactory,
    MeetingFactory,
    MilestoneFactory,
    ReminderFactory,
    ReportFactory,
    SynergyFactory,
)

pytestmark = pytest.mark.django_db
TODAY = datetime(2018, 9, 3, 8, tzinfo=UTC)


def cockpit(client):
    return client.get(reverse("admin:index"))


def titles(client):
    context = cockpit(client).context
    return [matter.title for matter in [*context["matters"], *context["more_matters"]]]


def answered(when):
    return ReminderFactory(
        sent=True, status="answered", answer="moves_on", answered_at=when, planned_at=when
    )


@pytest.mark.parametrize("count", [0, 2])
def test_the_cockpit_counts_who_waits_for_a_reminder(staff_client, count):
    InitiativeFactory()
    ReminderFactory.create_batch(count)

    page = cockpit(staff_client)

    assert page.context["matter_count"] == (1 if count else 0)
    assert (reverse("actions:reminders") + '">Voir' in page.content.decode()) is bool(count)


def test_what_is_broken_comes_first_and_what_can_wait_last(staff_client, time_machine):
    time_machine.move_to(TODAY, tick=False)
    action = ActionFactory(status=Action.Status.BLOCKED, status_reason="The press is too small.")
    MilestoneFactory(action=ActionFactory(), title="Late", due_on="2018-08-30")
    MilestoneFactory(action=ActionFactory(), title="Later still", due_on="2018-08-01")
    MailFactory(status="dead")
    ReportFactory(programme=action.area.programme)
    ReminderFactory()
    answered(TODAY - timedelta(days=1))
    VocabularyChange.objects.create(kind="alias", concept="pallets", words="palettes perdues")

    found = cockpit(staff_client).context
    matters = [*found["matters"], *found["more_matters"]]

    assert [matter.urgency for matter in matters] == [
        Urgency.BROKEN,
        Urgency.WAITS_FOR_A_GO,
        Urgency.WAITS_FOR_A_GO,
        Urgency.LATE,
        Urgency.LATE,
        Urgency.BLOCKED,
        Urgency.ANSWERED,
        Urgency.TO_REVIEW,
    ]
    assert [matter.days for matter in matters if matter.urgency == Urgency.LATE] == [33, 4]


def test_an_answer_of_three_weeks_ago_is_not_new(staff_client, time_machine):
    time_machine.move_to(TODAY, tick=False)
    answered(TODAY - timedelta(days=21))

    assert titles(staff_client) == []


def test_of_many_late_milestones_the_oldest_are_named_and_the_others_counted(staff_client):
    action = ActionFactory()
    for number in range(8):
        MilestoneFactory(action=action, title=f"Step {number}", due_on=f"2018-06-0{number + 1}")

    found = titles(staff_client)

    assert found == [
        *(f"Step {number}" for number in range(5)),
        "3 autres jalons sont en retard.",
    ]


def test_a_synergy_whose_next_step_is_past_can_be_written_or_moved_from_its_line(staff_client):
    synergy = SynergyFactory(next_step="Call back", next_due_on="2018-05-03")

    (matter,) = cockpit(staff_client).context["matters"]

    assert (matter.title, matter.about) == ("Call back", str(synergy))
    assert [act.url for act in matter.acts] == [
        reverse("synergies:next_step", args=[synergy.pk]),
        reverse("synergies:move", args=[synergy.pk]),
    ]


def test_the_line_of_a_late_milestone_reaches_it_in_one_press(staff_client):
    milestone = MilestoneFactory(action=ActionFactory(), due_on="2018-06-01")
    (matter,) = cockpit(staff_client).context["matters"]
    reached = matter.acts[1]

    staff_client.post(reached.url, reached.fields)

    milestone.refresh_from_db()
    assert milestone.done_on is not None


def test_money_is_summed_by_funder(staff_client):
    action = ActionFactory()
    paid = FundingFactory(action=action, planned_eur=1000, actual_eur=400)
    FundingFactory(action=action, funder=paid.funder, nature="investment", planned_eur=500)
    FundingFactory(action=action, funder__name="Another", planned_eur=None, actual_eur=None)

    money = cockpit(staff_client).context["money"]

    sums = {row["name"]: (row["planned"], row["actual"]) for row in money["funders"]}
    assert sums == {paid.funder.name: (Decimal(1500), Decimal(400)), "Another": (None, None)}
    assert (money["planned"], money["actual"]) == (Decimal(1500), Decimal(400))


def test_the_next_committee_says_what_is_left_to_prepare(staff_client):
    action = ActionFactory()
    tomorrow = timezone.now() + timedelta(days=1)
    meeting = MeetingFactory(programme=action.area.programme, starts_at=tomorrow, place="")
    DecisionFactory(programme=action.area.programme)

    before = cockpit(staff_client).context["meeting"]
    AttendanceFactory(meeting=meeting)
    meeting.place, meeting.frozen_at = "Town hall", timezone.now()
    meeting.save()
    after = cockpit(staff_client).context["meeting"]

    assert (before["point_count"], len(before["to_prepare"])) == (1, 4)
    assert after["to_prepare"] == []


def test_a_meeting_of_the_past_is_not_the_next_one(staff_client):
    programme = ActionFactory().area.programme
    MeetingFactory(programme=programme, starts_at=timezone.now() - timedelta(hours=1))

    assert cockpit(staff_client).context["meeting"] is None


# -- The first day --------------------------------------------------------------------------------
def test_the_first_day_begins_with_the_workshop(staff_client):
    (matter,) = cockpit(staff_client).context["matters"]

    assert matter.urgency == Urgency.FIRST_STEP
    assert matter.url == reverse("actions:import")


def test_an_initiative_that_nobody_answers_for_asks_for_its_contact_first(staff_client):
    initiative = InitiativeFactory(contact_email="")

    (matter,) = cockpit(staff_client).context["matters"]

    assert matter.urgency == Urgency.FIRST_STEP
    assert matter.url == reverse("admin:companies_initiative_change", args=[initiative.pk])


def test_who_wants_to_join_is_answered_from_the_cockpit(staff_client):
    InitiativeFactory()
    JoinRequestFactory()

    (matter,) = cockpit(staff_client).context["matters"]

    assert matter.title == "1 entreprise veut rejoindre la démarche."
    assert matter.url == reverse("pages:join_requests")
