"""Taking an answer back: the one before it stands again, and the history keeps everything."""

from datetime import timedelta

import pytest
from django.utils import timezone

from synergies.models import Answer, Channel, Offer, Vote, VoteChange
from synergies.services.ballots import BallotRefused, save_answer, undo_answer
from tests.factories import BallotFactory, ContactFactory, RoundFactory, RoundOptionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ballot():
    return BallotFactory()


@pytest.fixture
def option(ballot):
    return RoundOptionFactory(round=ballot.round)


def say(ballot, option, answer, version=0, **values):
    values = {"channel": Channel.LINK, "now": timezone.now(), **values}
    return save_answer(ballot=ballot, option=option, answer=answer, version=version, **values).vote


def undo(ballot, option, version, **values):
    values = {"channel": Channel.LINK, "contact": None, "now": timezone.now(), **values}
    return undo_answer(ballot=ballot, option=option, version=version, **values)


def test_a_first_answer_taken_back_leaves_none(ballot, option):
    vote = say(ballot, option, Answer.YES)

    assert undo(ballot, option, vote.version)

    assert not Vote.objects.exists()
    changes = VoteChange.objects.order_by("pk").values_list("before", "after")
    assert list(changes) == [("", "yes"), ("yes", "")]


def test_a_changed_answer_taken_back_is_the_one_before_with_its_note(ballot, option):
    first = say(ballot, option, Answer.MAYBE, note="from May", brings=[Offer.TIME])
    second = say(ballot, option, Answer.NO, first.version)

    assert undo(ballot, option, second.version)

    vote = Vote.objects.get()
    assert (vote.answer, vote.note, vote.brings) == (Answer.MAYBE, "from May", [Offer.TIME])
    assert vote.version == 3


def test_who_takes_it_back_is_kept(ballot, option):
    vote = say(ballot, option, Answer.YES)
    contact = ContactFactory(company=ballot.company)
    now = timezone.now() + timedelta(minutes=2)

    undo(ballot, option, vote.version, contact=contact, now=now)

    change = VoteChange.objects.latest("pk")
    assert (change.contact, change.changed_at, change.after) == (contact, now, "")


def test_an_answer_changed_since_is_not_taken_back(ballot, option):
    first = say(ballot, option, Answer.YES)
    say(ballot, option, Answer.NO, first.version)

    assert not undo(ballot, option, 1)

    assert Vote.objects.get().answer == Answer.NO
    assert VoteChange.objects.count() == 2


def test_an_answer_given_again_after_undoing_has_a_version_nobody_saw(ballot, option):
    first = say(ballot, option, Answer.YES)
    undo(ballot, option, first.version)

    again = say(ballot, option, Answer.MAYBE)

    assert again.version == 3
    assert save_answer(
        ballot=ballot,
        option=option,
        answer=Answer.NO,
        version=first.version,
        channel=Channel.LINK,
        now=timezone.now(),
    ).is_conflict


def test_after_the_close_nothing_is_taken_back(option):
    closed = BallotFactory(round=RoundFactory(closed=True))

    with pytest.raises(BallotRefused):
        undo(closed, RoundOptionFactory(round=closed.round), 1)


def test_an_answer_that_is_not_there_is_not_taken_back(ballot, option):
    assert not undo(ballot, option, 1)
    assert not VoteChange.objects.exists()
