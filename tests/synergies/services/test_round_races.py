"""Buttons pressed twice and changes racing each other: threads with connections of their own."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pompey_ite.outbox.calendar import local_day
from pompey_ite.outbox.models import Mail
from synergies.emails import INVITATION
from synergies.models import Answer, Channel, RoomAccess, Round, VoteChange
from synergies.services.on_behalf import enter_answers
from synergies.services.room import issue_room
from synergies.services.round_changes import cancel_round, extend_round
from synergies.services.round_mails import plan_of, send_mails
from synergies.services.rounds import RoundRefused, close_early, link_purpose
from tests.factories import (
    BallotFactory,
    ContactFactory,
    PersonalLinkFactory,
    RoundOptionFactory,
    UserFactory,
)
from tests.synergies.services.test_races import answering, at_once

pytestmark = pytest.mark.django_db(transaction=True)


def changing(change, **facts):
    def task():
        try:
            change(now=timezone.now(), **facts)
        except RoundRefused:
            return "refused"
        return "done"

    return task


def test_a_close_and_an_extension_at_once_leave_one_state_and_their_history():
    round_ = BallotFactory().round
    later = round_.closes_at + timedelta(days=3)

    outcomes = at_once(
        [
            changing(close_early, round_=round_, reason="close"),
            changing(extend_round, round_=round_, closes_at=later, reason="extend"),
            changing(cancel_round, round_=round_, reason="cancel"),
        ]
    )

    round_.refresh_from_db()
    ended = outcomes[0] == "done", outcomes[2] == "done"
    assert ended.count(True) == 1
    assert round_.state == (Round.State.CLOSED if ended[0] else Round.State.CANCELLED)
    assert round_.history.count() == 1 + outcomes.count("done")


def test_answers_racing_a_cancellation_are_all_in_the_history_or_refused():
    ballots = BallotFactory.create_batch(1)
    round_ = ballots[0].round
    ballots += [BallotFactory(round=round_) for _ in range(4)]
    option = RoundOptionFactory(round=round_)

    *outcomes, _cancelled = at_once(
        [
            *[answering(ballot, option, Answer.YES) for ballot in ballots],
            changing(cancel_round, round_=round_, reason="race"),
        ]
    )

    round_.refresh_from_db()
    assert set(outcomes) <= {"saved", "refused"}
    assert VoteChange.objects.count() == outcomes.count("saved")
    assert not VoteChange.objects.filter(changed_at__gt=round_.cancelled_at).exists()


def test_codes_asked_for_twice_at_once_are_made_once():
    round_ = BallotFactory().round
    BallotFactory(round=round_)
    day = local_day(timezone.now())

    at_once([changing(issue_room, round_=round_, day=day)] * 4)

    assert RoomAccess.objects.count() == 2


def test_a_preview_confirmed_in_four_windows_at_once_writes_to_each_once(time_machine):
    noon = timezone.now().replace(year=2026, month=11, day=24, hour=11)
    time_machine.move_to(noon, tick=False)
    round_ = BallotFactory().round
    contact = ContactFactory(company=round_.ballots.get().company)
    PersonalLinkFactory(contact=contact, purpose=link_purpose(round_))
    plan = plan_of(round_=round_, kind=INVITATION, now=noon)
    facts = {"kind": INVITATION, "contact_pks": plan.contact_pks, "step": 0}

    at_once([changing(send_mails, round_=round_, **facts)] * 4)

    assert Mail.objects.count() == 1


def test_the_same_paper_typed_twice_at_once_is_one_answer():
    ballot = BallotFactory()
    option = RoundOptionFactory(round=ballot.round)
    facts = {"answers": {option.pk: Answer.YES}, "channel": Channel.PAPER, "contact": None}

    outcomes = at_once([changing(enter_answers, ballot=ballot, user=UserFactory(), **facts)] * 3)

    assert outcomes == ["done"] * 3
    assert VoteChange.objects.count() == 1
