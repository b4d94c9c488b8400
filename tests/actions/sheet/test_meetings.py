"""Meetings: the agenda made from what is due, the people, the end."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from actions.models import Attendance, Meeting
from actions.services.meetings import (
    MeetingRefused,
    add_point,
    change_point,
    end_meeting,
    freeze_agenda,
    invite_last,
    refresh_agenda,
)
from tests.factories import (
    ActionFactory,
    AttendanceFactory,
    BlockingPointFactory,
    DecisionFactory,
    MeetingFactory,
    MilestoneFactory,
    SynergyFactory,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2019, 3, 1, 9, tzinfo=UTC)


def keys(meeting):
    return [point["key"] for point in meeting.agenda]


@pytest.fixture
def meeting():
    """A meeting whose agenda has an action that is late and a decision that is awaited."""
    late = ActionFactory(late=True)
    DecisionFactory(programme=late.area.programme)
    DecisionFactory(programme=late.area.programme, taken=True)
    made = MeetingFactory(programme=late.area.programme)
    return refresh_agenda(meeting=made, now=NOW)


def test_agenda_has_what_is_due_and_nothing_else():
    ActionFactory()
    late = ActionFactory(late=True)
    blocked = ActionFactory(status="blocked", status_reason="Permit", due_on=date(2018, 1, 1))
    synergy = BlockingPointFactory(synergy=SynergyFactory()).synergy
    blocked.synergies.add(synergy)
    BlockingPointFactory()  # of a synergy that no action comes from
    programme = late.area.programme
    asked = DecisionFactory(programme=programme)
    MeetingFactory(programme=programme, held=True, starts_at=datetime(2018, 6, 1, tzinfo=UTC))
    MilestoneFactory(action=late, done_on=date(2018, 5, 1))
    new = MilestoneFactory(action=late, done_on=date(2018, 7, 1))

    meeting = refresh_agenda(meeting=MeetingFactory(programme=programme, starts_at=NOW), now=NOW)

    assert keys(meeting) == [
        f"decision:{asked.pk}",
        f"late:{late.pk}",
        f"blocked:{blocked.pk}",
        f"synergy:{synergy.pk}",
        "reached:all",
    ]
    assert meeting.agenda[2]["detail"] == "Permit"
    assert meeting.agenda[4]["lines"] == [[f"{late.code} · {new.title}", "2018-07-01"]]


def test_points_are_put_in_order_added_and_dropped_and_survive_a_refresh(meeting):
    decision, late = keys(meeting)
    meeting = change_point(meeting=meeting, key=late, act="up")
    meeting = add_point(meeting=meeting, text="Any other business")
    meeting = change_point(meeting=meeting, key=decision, act="drop")

    again = refresh_agenda(meeting=meeting, now=NOW)

    assert keys(again) == [late, decision, "added:1"]
    assert [point.get("is_dropped", False) for point in again.agenda] == [False, True, False]
    assert change_point(meeting=again, key=decision, act="restore").agenda[1]["is_dropped"] is False


def test_a_point_whose_reason_has_gone_leaves_the_agenda(meeting):
    meeting.programme.decisions.update(taken_on=NOW.date(), outcome="Yes.")

    assert [key.split(":")[0] for key in keys(refresh_agenda(meeting=meeting, now=NOW))] == ["late"]


def test_first_point_moved_up_and_last_moved_down_stay_where_they_are(meeting):
    first, last = keys(meeting)

    assert keys(change_point(meeting=meeting, key=first, act="up")) == [first, last]
    assert keys(change_point(meeting=meeting, key=last, act="down")) == [first, last]


def test_a_fixed_agenda_does_not_change_until_it_is_opened_again(meeting):
    freeze_agenda(meeting=meeting, now=NOW)

    for act in (
        lambda: add_point(meeting=meeting, text="More"),
        lambda: refresh_agenda(meeting=meeting, now=NOW),
        lambda: change_point(meeting=meeting, key=keys(meeting)[0], act="drop"),
    ):
        with pytest.raises(MeetingRefused):
            act()

    freeze_agenda(meeting=meeting, now=None)
    assert len(add_point(meeting=meeting, text="More").agenda) == 3


def test_a_meeting_is_cancelled_with_a_reason_and_ends_once(meeting):
    with pytest.raises(MeetingRefused):
        end_meeting(meeting=meeting, status="cancelled", reason=" ", now=NOW)
    end_meeting(meeting=meeting, status="cancelled", reason="No quorum", now=NOW)
    with pytest.raises(MeetingRefused):
        end_meeting(meeting=meeting, status="held", now=NOW)
    with pytest.raises(MeetingRefused):
        freeze_agenda(meeting=meeting, now=NOW)

    assert Meeting.objects.get().status_reason == "No quorum"


def test_a_meeting_is_not_held_before_it_begins():
    meeting = MeetingFactory(starts_at=datetime(2019, 3, 1, 10, tzinfo=UTC))

    with pytest.raises(MeetingRefused):
        end_meeting(meeting=meeting, status="held", now=NOW)

    later = datetime(2019, 3, 1, 12, tzinfo=UTC)
    assert end_meeting(meeting=meeting, status="held", now=later).status == "held"


def test_people_of_the_last_meeting_are_expected_once():
    first = MeetingFactory(starts_at=datetime(2018, 1, 1, tzinfo=UTC))
    AttendanceFactory(meeting=first, name="Mme Roy", organisation="ADEME", state="present")
    second = MeetingFactory(starts_at=datetime(2018, 6, 1, tzinfo=UTC))

    assert len(invite_last(meeting=second)) == 1
    assert invite_last(meeting=second) == []
    person = second.attendances.get()
    assert (person.name, person.organisation, person.state) == ("Mme Roy", "ADEME", "expected")


def test_planning_a_meeting_makes_its_agenda(staff_client):
    ActionFactory(late=True)
    sent = {"title": "COPIL 2", "body": "COPIL", "starts_at": "2030-03-05T14:30", "place": "Hall"}

    staff_client.post(reverse("actions:meeting_new"), sent)
    bad = staff_client.post(reverse("actions:meeting_new"), sent | {"starts_at": "soon"})

    made = Meeting.objects.get()
    assert made.starts_at == datetime(2030, 3, 5, 13, 30, tzinfo=UTC)
    assert [point["kind"] for point in made.agenda] == ["late"]
    assert bad.context["form"].errors["starts_at"]


def test_one_tap_says_who_is_there_with_and_without_htmx(staff_client):
    person = AttendanceFactory()
    url = reverse("actions:meeting_tap", args=[person.meeting_id])

    page = staff_client.post(url, {"person": person.pk, "state": "present"})
    part = staff_client.post(
        url, {"person": person.pk, "state": "excused"}, headers={"hx-request": "true"}
    )

    person.refresh_from_db()
    assert (page.status_code, person.state) == (302, "excused")
    assert "<html" not in part.content.decode()


@pytest.mark.parametrize("sent", [{"person": "x"}, {"person": "0"}, {"state": "asleep"}])
def test_a_tap_that_makes_no_sense_is_not_found(staff_client, sent):
    person = AttendanceFactory()
    url = reverse("actions:meeting_tap", args=[person.meeting_id])

    answer = staff_client.post(url, {"person": person.pk, "state": "present"} | sent)

    assert answer.status_code == 404
    assert Attendance.objects.get().state == "expected"


def test_the_same_person_is_not_on_the_list_twice(staff_client):
    meeting = MeetingFactory()
    url = reverse("actions:meeting_attendance", args=[meeting.pk])
    for _ in range(2):
        answer = staff_client.post(url, {"name": "Mme Roy", "organisation": "ADEME"})

    assert answer.context["form"].non_field_errors()
    assert meeting.attendances.count() == 1


def test_pages_refuse_an_unknown_point_and_a_get_that_would_write(staff_client, meeting):
    url = reverse("actions:meeting_point", args=[meeting.pk])

    assert staff_client.post(url, {"key": "late:0", "act": "drop"}).status_code == 404
    assert staff_client.post(url, {"key": keys(meeting)[0], "act": "burn"}).status_code == 404
    for name in ("meeting_point", "meeting_refresh", "meeting_freeze", "meeting_held"):
        assert staff_client.get(reverse(f"actions:{name}", args=[meeting.pk])).status_code == 405


def test_a_decision_taken_in_a_meeting_stands_on_its_page(staff_client, meeting):
    action = ActionFactory()
    sent = {
        "question": "Buy the press?",
        "outcome": "Yes.",
        "taken_on": "2018-11-06",
        "follows": "milestone",
        "words": "Order the press",
        "due_on": "2019-01-31",
        "action": action.pk,
    }
    staff_client.post(reverse("actions:meeting_decision", args=[meeting.pk]), sent)

    page = staff_client.get(meeting.get_absolute_url())

    assert action.milestones.get().title == "Order the press"
    assert [d.question for d in page.context["decisions"]] == ["Buy the press?"]


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_of_meetings_open_in_a_constant_number_of_queries(
    staff_client, django_assert_num_queries, rows
):
    meetings = MeetingFactory.create_batch(rows)
    meeting = meetings[0]
    AttendanceFactory.create_batch(rows, meeting=meeting)
    DecisionFactory.create_batch(rows, programme=meeting.programme, meeting=meeting)
    ActionFactory.create_batch(rows, late=True)
    refresh_agenda(meeting=meeting, now=NOW)

    with django_assert_num_queries(4):
        staff_client.get(reverse("actions:meetings"))
    with django_assert_num_queries(7):
        staff_client.get(meeting.get_absolute_url())
    with django_assert_num_queries(5):
        staff_client.get(reverse("actions:meeting_attendance", args=[meeting.pk]))


def test_meetings_are_for_the_staff(client):
    meeting = MeetingFactory()

    for name in ("meeting", "meeting_pack", "meeting_minutes_pdf", "meeting_attendance"):
        answer = client.get(reverse(f"actions:{name}", args=[meeting.pk]))
        assert answer.status_code == 302
        assert "login" in answer.url
