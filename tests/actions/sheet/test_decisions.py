"""A decision becomes the next step, or nothing is written."""

from datetime import date

import pytest
from django.urls import reverse

from actions.models import Decision, Milestone
from actions.services.decisions import DecisionRefused, NextStep, take_decision
from tests.factories import (
    ActionFactory,
    DecisionFactory,
    MeetingFactory,
    MilestoneFactory,
    ProgrammeAreaFactory,
    ProgrammeFactory,
    SynergyFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
DAY = date(2018, 5, 3)
DUE = date(2018, 9, 30)


def take(decision, step=None, **changes):
    facts = {"outcome": "Agreed.", "taken_on": DAY, "step": step}
    return take_decision(decision=decision, **(facts | changes))


def test_a_decision_becomes_a_milestone():
    action = ActionFactory()
    decision = DecisionFactory(programme=action.area.programme)

    take(decision, NextStep(words="Sign the lease", due_on=DUE, action=action))

    decision.refresh_from_db()
    assert [(m.title, m.due_on) for m in action.milestones.all()] == [("Sign the lease", DUE)]
    assert decision.milestone == action.milestones.get()
    assert (decision.action, decision.follow_up) == (action, "Sign the lease")


def test_a_decision_becomes_the_next_step_of_a_synergy():
    synergy = SynergyFactory()
    decision = DecisionFactory(programme__initiative=synergy.initiative)
    user = UserFactory()

    take(decision, NextStep(words="Call both", due_on=DUE, synergy=synergy, owner=user))

    synergy.refresh_from_db()
    decision.refresh_from_db()
    assert (synergy.next_step, synergy.next_due_on, synergy.owner) == ("Call both", DUE, user)
    assert decision.synergy == synergy


def test_who_follows_a_synergy_goes_on_following_it():
    owner = UserFactory()
    synergy = SynergyFactory(owner=owner)
    decision = DecisionFactory(programme__initiative=synergy.initiative)

    take(decision, NextStep(words="Call", due_on=DUE, synergy=synergy, owner=UserFactory()))

    synergy.refresh_from_db()
    assert synergy.owner == owner


def test_a_step_that_cannot_be_written_leaves_the_decision_awaited():
    action = ActionFactory()
    MilestoneFactory(action=action, title="Sign")
    closed = SynergyFactory(closed=True)
    other = ActionFactory(area=ProgrammeAreaFactory(programme=ProgrammeFactory(title="Older")))
    decision = DecisionFactory(programme=action.area.programme)

    for step in (
        NextStep(words="Sign", due_on=DUE, action=action),
        NextStep(words="Sign", due_on=DUE, action=other),
        NextStep(words="Call", due_on=DUE, synergy=closed, owner=UserFactory()),
        NextStep(words=" ", due_on=DUE, action=action),
    ):
        with pytest.raises(DecisionRefused):
            take(decision, step)

    decision.refresh_from_db()
    assert (decision.taken_on, decision.outcome) == (None, "")
    assert Milestone.objects.count() == 1


def test_a_decision_is_taken_once_with_an_outcome_and_not_before_it_was_asked_for():
    decision = DecisionFactory(asked_on=DAY)

    with pytest.raises(DecisionRefused):
        take(decision, outcome="  ")
    with pytest.raises(DecisionRefused):
        take(decision, taken_on=date(2018, 5, 2))
    take(decision)
    with pytest.raises(DecisionRefused):
        take(decision, outcome="Refused.")

    assert Decision.objects.get().outcome == "Agreed."


def test_one_form_writes_the_decision_and_the_milestone(staff_client):
    action = ActionFactory()
    url = reverse("actions:decision_new", args=[action.pk])
    sent = {
        "question": "Buy the press?",
        "body": "COPIL",
        "outcome": "Yes.",
        "taken_on": "2018-05-03",
        "follows": "milestone",
        "words": "Order the press",
        "due_on": "2018-09-30",
        "action": action.pk,
    }

    lacking = staff_client.post(url, sent | {"words": "", "due_on": "", "action": ""})
    assert set(lacking.context["form"].errors) == {"words", "due_on", "action"}
    assert not Decision.objects.exists()

    staff_client.post(url, sent)
    again = staff_client.post(url, sent)

    decision = Decision.objects.get()
    milestone = action.milestones.get(title="Order the press")
    assert (decision.body, decision.outcome) == ("COPIL", "Yes.")
    assert decision.milestone == milestone
    assert again.context["form"].non_field_errors()


def test_a_question_waits_until_it_is_answered_from_a_meeting(staff_client):
    action = ActionFactory()
    meeting = MeetingFactory(programme=action.area.programme)
    staff_client.post(
        reverse("actions:decision_ask", args=[action.pk]), {"question": "Buy?", "body": "COPIL"}
    )
    decision = Decision.objects.get()
    assert decision.taken_on is None
    Decision.objects.update(asked_on=DAY)

    url = reverse("actions:meeting_decision_take", args=[meeting.pk, decision.pk])
    staff_client.post(url, {"outcome": "No.", "taken_on": "2018-11-06", "follows": "nothing"})

    decision.refresh_from_db()
    assert (decision.meeting, decision.outcome) == (meeting, "No.")
