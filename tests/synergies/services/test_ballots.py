import re
from datetime import timedelta

import pytest
from django.utils import timezone

from pompey_ite.outbox.models import Mail
from synergies.emails import RECEIPT
from synergies.models import Answer, Channel, Vote, VoteChange
from synergies.services.ballots import BallotRefused, save_answer, undo_answer, validate_ballot
from synergies.services.round_changes import cancel_round
from synergies.services.rounds import close_early
from synergies.services.tallies import tally_round
from tests.factories import (
    BallotFactory,
    ContactFactory,
    RoundFactory,
    RoundOptionFactory,
    VoteFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ballot():
    return BallotFactory()


@pytest.fixture
def option(ballot):
    return RoundOptionFactory(round=ballot.round)


def answer_with(ballot, option, answer, version=0, **values):
    facts = {"channel": Channel.LINK, "now": timezone.now()}
    return save_answer(
        ballot=ballot, option=option, answer=answer, version=version, **{**facts, **values}
    )


def test_a_first_answer_is_kept_with_who_when_and_how(ballot, option):
    contact = ContactFactory(company=ballot.company)
    now = timezone.now()

    saved = answer_with(ballot, option, Answer.YES, contact=contact, note="Mondays", now=now)

    vote = Vote.objects.get()
    assert not saved.is_conflict
    assert (vote.answer, vote.version, vote.note) == ("yes", 1, "Mondays")
    assert (vote.answered_by, vote.answered_at, vote.channel) == (contact, now, "link")


def test_an_answer_is_replaced_not_added_and_the_history_keeps_both(ballot, option):
    answer_with(ballot, option, Answer.YES)

    answer_with(ballot, option, Answer.NO, version=1)

    assert Vote.objects.get().answer == Answer.NO
    assert list(VoteChange.objects.values_list("before", "after")) == [("", "yes"), ("yes", "no")]


def test_the_same_answer_twice_changes_nothing(ballot, option):
    answer_with(ballot, option, Answer.YES)

    again = answer_with(ballot, option, Answer.YES)

    assert not again.is_conflict
    assert Vote.objects.get().version == 1
    assert VoteChange.objects.count() == 1


def test_a_colleague_who_was_faster_is_not_overwritten(ballot, option):
    answer_with(ballot, option, Answer.YES)

    second = answer_with(ballot, option, Answer.NO, version=0)

    assert second.is_conflict
    assert second.vote.answer == Answer.YES
    assert Vote.objects.get().answer == Answer.YES
    assert VoteChange.objects.count() == 1


@pytest.mark.parametrize("state", ["planned", "closed", "cancelled"])
def test_a_round_that_is_not_open_takes_no_answer(state):
    ballot = BallotFactory(round=RoundFactory(**{state: True}))
    option = RoundOptionFactory(round=ballot.round)

    with pytest.raises(BallotRefused):
        answer_with(ballot, option, Answer.YES)

    assert not Vote.objects.exists()


def test_an_answer_at_the_closing_instant_is_too_late(ballot, option):
    with pytest.raises(BallotRefused):
        answer_with(ballot, option, Answer.YES, now=ballot.round.closes_at)


def test_a_request_that_began_before_the_close_is_refused_once_counted(ballot, option):
    before = ballot.round.closes_at - timedelta(seconds=1)
    tally_round(round_=ballot.round, now=ballot.round.closes_at)

    with pytest.raises(BallotRefused):
        answer_with(ballot, option, Answer.YES, now=before)


def test_a_proposal_of_another_round_is_refused(ballot):
    with pytest.raises(BallotRefused):
        answer_with(ballot, RoundOptionFactory(), Answer.YES)


def test_validating_gives_a_receipt_that_stays_the_same():
    ballot = VoteFactory().ballot
    contact = ContactFactory(company=ballot.company)
    now = timezone.now()

    first = validate_ballot(ballot=ballot, contact=contact, now=now)
    second = validate_ballot(ballot=ballot, contact=contact, now=now + timedelta(hours=1))

    assert re.fullmatch(r"POM-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}", first.receipt_code)
    assert first.validated_by == contact
    assert second.receipt_code == first.receipt_code
    assert second.validated_at == now  # pressed twice, nothing more happens
    assert Mail.objects.filter(kind=RECEIPT).count() == 1


def test_a_ballot_changed_and_validated_again_keeps_its_code_and_writes_again():
    ballot = VoteFactory().ballot
    contact = ContactFactory(company=ballot.company)
    now = timezone.now()
    first = validate_ballot(ballot=ballot, contact=contact, now=now)
    later = now + timedelta(minutes=1)
    other = RoundOptionFactory(round=ballot.round)
    save_answer(
        ballot=ballot, option=other, answer=Answer.YES, version=0, channel=Channel.LINK, now=later
    )

    second = validate_ballot(ballot=ballot, contact=contact, now=later)

    assert second.receipt_code == first.receipt_code
    assert second.validated_at == later
    assert Mail.objects.filter(kind=RECEIPT).count() == 2


def test_an_empty_ballot_is_not_validated(ballot):
    with pytest.raises(BallotRefused):
        validate_ballot(ballot=ballot, contact=None, now=timezone.now())


def test_a_closed_ballot_is_not_validated():
    ballot = VoteFactory(ballot__round=RoundFactory(closed=True)).ballot

    with pytest.raises(BallotRefused):
        validate_ballot(ballot=ballot, contact=None, now=timezone.now())


def test_of_two_answers_the_one_written_last_is_the_last_line_of_the_history(ballot, option):
    began_later = timezone.now()
    began_first = began_later - timedelta(milliseconds=1)
    answer_with(ballot, option, Answer.YES, now=began_later)

    answer_with(ballot, option, Answer.NO, version=1, now=began_first)  # and waited for the lock

    history = VoteChange.objects.order_by("changed_at", "pk")
    assert list(history.values_list("before", "after")) == [("", "yes"), ("yes", "no")]


def test_an_answer_taken_back_is_the_last_line_of_the_history(ballot, option):
    began_later = timezone.now()
    answer_with(ballot, option, Answer.YES, now=began_later)

    undo_answer(
        ballot=ballot,
        option=option,
        version=1,
        channel=Channel.LINK,
        contact=None,
        now=began_later - timedelta(milliseconds=1),
    )

    history = VoteChange.objects.order_by("changed_at", "pk")
    assert list(history.values_list("before", "after")) == [("", "yes"), ("yes", "")]


@pytest.mark.parametrize("end", [close_early, cancel_round])
def test_who_ends_a_round_ends_it_after_the_answers_that_were_faster(ballot, option, end):
    pressed = timezone.now()
    answer_with(ballot, option, Answer.YES, now=pressed + timedelta(milliseconds=3))

    ended = end(round_=ballot.round, reason="race", now=pressed)

    ended_at = ended.cancelled_at or ended.closes_at
    assert VoteChange.objects.get().changed_at < ended_at < pressed + timedelta(milliseconds=4)


def test_a_round_that_ends_without_answers_under_way_ends_when_the_button_is_pressed(ballot):
    pressed = timezone.now()

    assert close_early(round_=ballot.round, reason="enough", now=pressed).closes_at == pressed
