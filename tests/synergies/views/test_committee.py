"""The committee's screen."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from pompey_ite.outbox.calendar import local_day
from synergies.models import CommitteeDecision, Round, TallyLine
from tests.factories import (
    CommitteeDecisionFactory,
    ProgrammeFactory,
    RoundFactory,
    RoundOptionFactory,
    TallyFactory,
    TallyLineFactory,
)

pytestmark = pytest.mark.django_db
SET_ASIDE = CommitteeDecision.Kind.SET_ASIDE


def url(name, *args):
    return reverse(f"synergies:{name}", args=args)


def line_of(tally, title, *, band="solid", rank=None, area="skills"):
    option = RoundOptionFactory(round=tally.round, title=title, area=area)
    return TallyLineFactory(tally=tally, option=option, band=band, retained_rank=rank)


@pytest.fixture
def tally():
    """Two places; one proposal in, one just outside, one out."""
    tally = TallyFactory(round=RoundFactory(closed=True, places=2))
    line_of(tally, "In", rank=1)
    line_of(tally, "Nearly", band=TallyLine.Band.JUST_OUTSIDE)
    line_of(tally, "Out", band=TallyLine.Band.OUTSIDE)
    return tally


def page_of(client, tally, **query):
    return client.get(url("round_committee", tally.round_id), query)


def decide(client, tally, title, **changes):
    number = tally.round.options.get(title=title).number
    data = {
        "reason": "the Région pays half",
        "committee": "Steering committee",
        "decided_on": local_day(timezone.now()).isoformat(),
    }
    return client.post(url("round_decide", tally.round_id, number), data | changes)


def titles(rows):
    return [row.line.option.title for row in rows]


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.mark.parametrize("name", ["round_committee", "round_decide", "round_decision_withdraw"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_screen_is_for_staff_alone(client, tally, name, method):
    args = {"round_committee": [], "round_decide": [1], "round_decision_withdraw": [1]}[name]

    response = getattr(client, method)(url(name, tally.round_id, *args))

    assert response.status_code == 302
    assert response.url.startswith(reverse("admin:login"))


@pytest.mark.parametrize("state", [{}, {"planned": True}, {"closed": True}, {"cancelled": True}])
def test_there_is_nothing_to_decide_before_the_count(staff_client, state):
    round_ = RoundFactory(**state)

    assert staff_client.get(url("round_committee", round_.pk)).status_code == 404


def test_the_screen_shows_what_is_in_and_what_is_just_outside_by_area(staff_client, tally):
    line_of(tally, "Crane", rank=2, area="equipment")

    areas = {area["code"]: area for area in page_of(staff_client, tally).context["areas"]}

    assert {code: titles(area["inside"]) for code, area in areas.items()} == {
        "equipment": ["Crane"],
        "resources": [],
        "skills": ["In"],
    }
    assert titles(areas["skills"]["candidates"]) == ["Nearly"]
    assert [area["count"] for area in areas.values()] == [1, 0, 1]


@pytest.mark.parametrize(("words", "found"), [("", []), ("out", ["Out"]), ("in", []), ("x", [])])
def test_another_proposal_is_found_by_its_words(staff_client, tally, words, found):
    assert titles(page_of(staff_client, tally, words=words).context["found"]) == found


def test_a_decision_is_entered_with_its_reason_and_who_entered_it(staff_client, staff_user, tally):
    response = decide(staff_client, tally, "Nearly")

    decision = CommitteeDecision.objects.get()
    assert response.url == url("round_committee", tally.round_id)
    assert (decision.kind, decision.reason) == ("add", "the Région pays half")
    assert (decision.option.title, decision.decided_by) == ("Nearly", staff_user)
    selection = page_of(staff_client, tally).context["selection"]
    assert [line.option.title for line in selection.lines] == ["In", "Nearly"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("reason", ""), ("reason", "x" * 251), ("committee", " "), ("decided_on", "yesterday")],
)
def test_what_is_missing_is_said_beside_its_field(staff_client, tally, field, value):
    response = decide(staff_client, tally, "In", **{field: value})

    assert list(response.context["form"].errors) == [field]
    assert not CommitteeDecision.objects.exists()


def test_what_the_service_refuses_is_said_on_the_form(staff_client, tally):
    response = decide(staff_client, tally, "In", decided_on="2999-01-01")

    assert len(response.context["form"].non_field_errors()) == 1
    assert not CommitteeDecision.objects.exists()


def test_a_meeting_takes_several_decisions(staff_client, tally):
    decide(staff_client, tally, "In", committee="Comité du 12 mars")
    number = tally.round.options.get(title="Out").number

    form = staff_client.get(url("round_decide", tally.round_id, number)).context["form"]

    assert form.initial["committee"] == "Comité du 12 mars"


def test_more_than_the_places_is_said(staff_client, tally):
    staff_client.cookies["django_language"] = "en"
    decide(staff_client, tally, "Nearly")
    assert b"more than the programme has places" not in page_of(staff_client, tally).content

    decide(staff_client, tally, "Out")

    body = page_of(staff_client, tally).content.decode()
    assert "That is 1 more than the programme has places." in body


def test_a_decision_is_withdrawn_with_a_reason_and_stays_in_the_history(staff_client, tally):
    decide(staff_client, tally, "In")
    decision = CommitteeDecision.objects.get()
    address = url("round_decision_withdraw", tally.round_id, decision.pk)

    refused = staff_client.post(address, {"reason": ""})
    response = staff_client.post(address, {"reason": "entered by mistake"})

    assert list(refused.context["form"].errors) == ["reason"]
    assert response.url == url("round_committee", tally.round_id)
    page = page_of(staff_client, tally)
    assert page.context["selection"].decisions == {}
    assert [one.withdrawal_reason for one in page.context["history"]] == ["entered by mistake"]
    assert "entered by mistake" in page.content.decode()


def test_a_decision_of_another_round_is_not_found(staff_client, tally):
    other = CommitteeDecisionFactory()

    address = url("round_decision_withdraw", tally.round_id, other.pk)

    assert staff_client.get(address).status_code == 404


def test_looking_decides_nothing(staff_client, tally):
    number = tally.round.options.get(title="In").number

    assert staff_client.get(url("round_decide", tally.round_id, number)).status_code == 200
    assert not CommitteeDecision.objects.exists()


def test_once_the_programme_is_made_a_decision_says_that_nothing_of_it_changes(staff_client, tally):
    staff_client.cookies["django_language"] = "en"
    ProgrammeFactory(round=tally.round)

    response = decide(staff_client, tally, "In")

    assert told(response)[1] == "The action sheets were made before: none of them has changed."
    assert "changes none of them" in page_of(staff_client, tally).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_screen_takes_constant_queries(staff_client, count, django_assert_num_queries):
    tally = TallyFactory(round=RoundFactory(closed=True))
    for number in range(count):
        line = line_of(tally, f"In {number}", rank=number + 1)
        line_of(tally, f"Near {number}", band=TallyLine.Band.JUST_OUTSIDE)
        CommitteeDecisionFactory(tally=tally, option=line.option, kind=SET_ASIDE)

    # session, user, round, tally, lines, decisions, votes, history, initiative
    with django_assert_num_queries(9):
        response = page_of(staff_client, tally)

    assert len(response.context["history"]) == count


def test_a_round_says_before_it_opens_whether_its_result_is_public(staff_client):
    round_ = RoundFactory(planned=True)
    RoundOptionFactory(round=round_)

    form = staff_client.get(url("round_edit", round_.pk)).context["form"]

    assert form.fields["results_are_public"].required is False
    assert Round.objects.get().results_are_public is False
