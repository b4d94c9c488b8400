from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from companies.services.links import token_of
from pompey_ite.outbox.calendar import local_day
from synergies.models import Ballot, Channel, RoomAccess, Vote, VoteChange
from synergies.services.room import issue_room, room_code, room_token
from synergies.services.round_changes import cancel_round
from synergies.services.rounds import link_purpose
from tests.factories import (
    BallotFactory,
    ContactFactory,
    PartyFactory,
    PersonalLinkFactory,
    RoundFactory,
    RoundOptionFactory,
    VoteFactory,
)

pytestmark = pytest.mark.django_db

DOOR = "/vote/"


def url(name, *args):
    return reverse(f"synergies:{name}", args=args)


@pytest.fixture
def access():
    ballot = BallotFactory()
    option = RoundOptionFactory(round=ballot.round, number=7)
    PartyFactory(synergy=option.synergy, company=ballot.company)
    now = timezone.now()
    issue_room(round_=ballot.round, day=local_day(now), now=now)
    return RoomAccess.objects.get()


def qr(access):
    return url("room_vote", room_token(access))


def ballot_of(access, name="ballot_review"):
    return url(name, access.ballot.round_id)


def test_a_code_typed_opens_the_ballot_and_answers_say_in_the_room(client, access):
    response = client.post(DOOR, {"code": room_code(access).lower()})
    card = url("ballot_card", access.ballot.round_id, 7)
    client.post(card, {"answer": "yes", "version": 0, "note": ""})

    assert (response.status_code, response.url) == (303, ballot_of(access, "ballot"))
    assert Vote.objects.get().channel == Channel.ROOM
    assert VoteChange.objects.get().contact is None


def test_the_qr_code_shows_whose_table_it_is_and_opens_by_a_press(client, access):
    shown = client.get(qr(access))
    entered = client.post(qr(access))

    assert access.ballot.company.name.encode() in shown.content
    assert (entered.status_code, entered.url) == (303, ballot_of(access, "ballot"))
    assert client.get(ballot_of(access)).status_code == 200


def test_a_scanner_that_opens_and_follows_everything_leaves_no_trace(client, access):
    for method in (client.get, client.head):
        for address in (qr(access), DOOR):
            method(address, follow=True)

    assert not Session.objects.exists()
    assert not Vote.objects.exists()


def test_a_scanner_that_presses_the_buttons_changes_no_turnout(client, access):
    client.post(qr(access), follow=True)
    client.post(DOOR, {"code": ""}, follow=True)

    assert not Vote.objects.exists()
    assert not Ballot.objects.exclude(validated_at=None).exists()


@pytest.mark.parametrize("kind", ["unknown", "past", "revoked"])
def test_codes_that_open_nothing_look_the_same(client, access, kind):
    if kind == "past":
        RoomAccess.objects.update(valid_on=access.valid_on - timedelta(days=1))
    if kind == "revoked":
        RoomAccess.objects.update(revoked_at=timezone.now())
    token = "x" * 43 if kind == "unknown" else room_token(access)
    code = "2222-2222" if kind == "unknown" else room_code(access)

    typed = client.post(DOOR, {"code": code})

    first = client.get(url("room_vote", token)).templates[0]
    assert first.name == "synergies/link_unknown.html"
    assert client.post(url("room_vote", token)).status_code == 404
    assert typed.status_code == 400
    assert len(typed.context["form"].errors["code"]) == 1
    assert not Session.objects.exists()


def test_the_table_of_another_company_opens_its_own_ballot_alone(client, access):
    other = BallotFactory()
    client.post(qr(access))

    assert client.get(url("ballot_review", other.round_id)).status_code == 404


def test_withdrawing_the_codes_closes_the_pages_at_once(client, access):
    client.post(qr(access))
    RoomAccess.objects.update(revoked_at=timezone.now())

    assert client.get(ballot_of(access)).status_code == 404


def test_when_its_day_is_over_the_session_opens_nothing(client, access):
    client.post(qr(access))
    RoomAccess.objects.update(valid_on=access.valid_on - timedelta(days=1))

    assert client.get(ballot_of(access)).status_code == 404


def test_the_latest_way_in_counts(client, access):
    round_ = access.ballot.round
    other = BallotFactory(round=round_)
    contact = ContactFactory(company=other.company)
    link = PersonalLinkFactory(contact=contact, purpose=link_purpose(round_))

    client.post(url("vote", token_of(link)))
    client.post(qr(access))
    in_room = client.get(ballot_of(access)).context["visit"].ballot
    client.post(url("vote", token_of(link)))
    by_link = client.get(ballot_of(access)).context["visit"].ballot

    assert (in_room, by_link) == (access.ballot, other)


def test_a_qr_token_is_no_personal_link(client, access):
    assert client.get(url("vote", room_token(access))).status_code == 404
    assert client.get(url("space", room_token(access))).status_code == 404


def test_after_twenty_wrong_codes_a_minute_even_the_right_one_waits_but_not_the_qr_code(
    client, access, time_machine
):
    time_machine.move_to(timezone.now().replace(second=1), tick=False)
    for _try in range(20):
        assert client.post(DOOR, {"code": "2222-2222"}).status_code == 400

    blocked = client.post(DOOR, {"code": room_code(access)})
    elsewhere = client.post(DOOR, {"code": room_code(access)}, REMOTE_ADDR="192.0.2.9")

    assert (blocked.status_code, blocked.headers["Retry-After"]) == (429, "60")
    assert client.get(qr(access)).status_code == 200
    assert elsewhere.status_code == 303


def test_the_doors_of_the_room_are_private(client, access):
    for address in (DOOR, qr(access), url("room_vote", "wrong")):
        headers = client.get(address).headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Robots-Tag"] == "noindex"


def test_a_cancelled_round_is_not_entered(client, access):
    cancel_round(round_=access.ballot.round, reason="Wrong list", now=timezone.now())

    assert client.post(qr(access)).status_code == 200
    assert b"Wrong list" in client.get(qr(access)).content


# -- The project manager's pages ------------------------------------------------------------------
@pytest.mark.parametrize("name", ["round_room", "round_sheet", "round_screen"])
def test_pages_of_the_room_are_for_staff_alone(client, name):
    response = client.get(url(name, RoundFactory().pk))

    assert response.status_code == 302
    assert response.url.startswith(reverse("admin:login"))


def test_looking_makes_no_codes(staff_client):
    round_ = BallotFactory().round

    for name in ("round_room", "round_sheet", "round_screen"):
        assert staff_client.get(url(name, round_.pk)).status_code == 200

    assert not RoomAccess.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_sheet_has_one_card_a_table_in_constant_queries(
    staff_client, count, django_assert_num_queries
):
    round_ = RoundFactory()
    BallotFactory.create_batch(count, round=round_)
    today = local_day(timezone.now())

    made = staff_client.post(url("round_room", round_.pk), {"day": today})
    with django_assert_num_queries(5):  # session, user, round, accesses, initiative
        sheet = staff_client.get(made.url)

    codes = [card["code"] for card in sheet.context["cards"]]
    assert codes == [room_code(access) for access in RoomAccess.objects.order_by("pk")]
    assert len(set(codes)) == count
    assert "no-store" in sheet.headers["Cache-Control"]


def test_a_day_outside_the_round_is_refused_on_its_field(staff_client):
    round_ = BallotFactory().round

    response = staff_client.post(url("round_room", round_.pk), {"day": "2019-01-01"})

    assert list(response.context["form"].errors) == ["day"]
    assert not RoomAccess.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_screen_shows_turnout_and_time_and_no_proposal(
    staff_client, count, django_assert_num_queries
):
    round_ = RoundFactory(closes_at=timezone.now() + timedelta(hours=2, minutes=14))
    for ballot in BallotFactory.create_batch(count, round=round_):
        VoteFactory(ballot=ballot, option__title="Secret proposal", answer="priority")
    BallotFactory(round=round_)

    with django_assert_num_queries(5):  # session, user, round, counts, initiative
        response = staff_client.get(url("round_screen", round_.pk))

    screen = response.context["screen"]
    assert (screen.voted, screen.asked) == (count, count + 1)
    assert (screen.days, screen.hours, screen.minutes) == (0, 2, 14)
    assert b"Secret proposal" not in response.content


@pytest.mark.parametrize("state", ["planned", "closed", "cancelled"])
def test_the_screen_says_when_the_round_takes_no_answers(staff_client, state):
    round_ = BallotFactory(round=RoundFactory(**{state: True})).round

    response = staff_client.get(url("round_screen", round_.pk))

    assert response.context["screen"].state == state
    assert DOOR.encode() not in response.content
