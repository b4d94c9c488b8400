from datetime import timedelta

import pytest
import segno
from django.utils import timezone

from pompey_ite.outbox.calendar import local_day
from synergies.models import RoomAccess
from synergies.services.room import (
    issue_room,
    qr_drawing,
    room_by_code,
    room_by_token,
    room_code,
    room_token,
    typed_code,
)
from synergies.services.rounds import RoundRefused
from tests.factories import BallotFactory, RoundFactory

pytestmark = pytest.mark.django_db

ADDRESS = "https://pompey.example/room/" + "x" * 43 + "/"


@pytest.fixture
def access():
    ballot = BallotFactory()
    now = timezone.now()
    issue_room(round_=ballot.round, day=local_day(now), now=now)
    return RoomAccess.objects.get()


def test_code_and_token_open_the_ballot_on_their_day_alone(access):
    now = timezone.now()

    assert room_by_token(token=room_token(access), now=now) == access
    assert room_by_code(code=room_code(access), now=now) == access
    assert room_by_code(code=f" {room_code(access).lower().replace('-', ' ')}", now=now) == access
    for other in (now - timedelta(days=1), now + timedelta(days=1)):
        assert room_by_token(token=room_token(access), now=other) is None
        assert room_by_code(code=room_code(access), now=other) is None
    assert room_by_code(code="", now=now) is None


def test_the_database_keeps_neither_code_nor_token(access):
    row = RoomAccess.objects.values().get()

    kept = " ".join(map(str, row.values()))
    assert len(typed_code(room_code(access))) == 8
    assert len(room_token(access)) == 43
    for secret in (room_code(access), typed_code(room_code(access)), room_token(access)):
        assert secret not in kept


def test_a_copy_of_the_database_opens_nothing_under_another_secret(access, settings):
    settings.SECRET_KEY = "another-one" * 5

    assert room_by_token(token=room_token(access), now=timezone.now()) is None
    assert room_by_code(code=room_code(access), now=timezone.now()) is None


def test_codes_are_made_once_a_day_and_all_anew_on_demand(access):
    round_, now = access.ballot.round, timezone.now()
    late = BallotFactory(round=round_)

    assert issue_room(round_=round_, day=access.valid_on, now=now) == 1
    assert RoomAccess.objects.filter(ballot=late).count() == 1
    assert issue_room(round_=round_, day=access.valid_on, now=now, renew=True) == 2
    assert room_by_code(code=room_code(access), now=now) is None
    assert room_by_token(token=room_token(access), now=now) is None


@pytest.mark.parametrize(
    ("state", "days"), [({}, -1), ({}, 30), ({"closed": True}, 0), ({"planned": True}, 0)]
)
def test_no_codes_for_a_day_without_answers(state, days):
    ballot = BallotFactory(round=RoundFactory(**state))
    day = local_day(timezone.now()) + timedelta(days=days)

    with pytest.raises(RoundRefused):
        issue_room(round_=ballot.round, day=day, now=timezone.now())

    assert not RoomAccess.objects.exists()


def test_codes_are_made_in_the_same_number_of_queries_for_one_and_three(django_assert_num_queries):
    round_, now = RoundFactory(), timezone.now()
    for number, count in enumerate((1, 2)):
        BallotFactory.create_batch(count, round=round_)
        with django_assert_num_queries(5):  # savepoint twice, ballots, alive, insert
            issue_room(round_=round_, day=local_day(now) + timedelta(days=number), now=now)


def test_a_qr_code_is_drawn_with_its_white_border():
    drawing = qr_drawing(ADDRESS)

    assert drawing.size == len(segno.make(ADDRESS, error="m").matrix) + 8
    assert drawing.path.startswith("M4 4h1v1h-1z")
