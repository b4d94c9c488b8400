"""Each invariant holds on sound data, and says so when it is broken."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from pompey_ite.invariants import violations
from pompey_ite.outbox.models import Mail
from synergies.models import Answer, Channel, Round, Vote, VoteChange
from synergies.services.tallies import tally_round
from tests.factories import BallotFactory, MailFactory, RoundOptionFactory, SuccessStoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def counted(now):
    """A round that closed two days ago, with two ballots, counted."""
    ballot = BallotFactory()
    option = RoundOptionFactory(round=ballot.round)
    other = BallotFactory(round=ballot.round)
    for one in (ballot, other):
        Vote.objects.create(
            ballot=one,
            option=option,
            answer=Answer.YES,
            answered_at=now - timedelta(days=3),
            channel=Channel.LINK,
        )
        VoteChange.objects.create(
            ballot=one,
            option=option,
            after=Answer.YES,
            changed_at=now - timedelta(days=3),
            channel=Channel.LINK,
        )
    Round.objects.update(opens_at=now - timedelta(days=9), closes_at=now - timedelta(days=2))
    ballot.round.refresh_from_db()
    tally_round(round_=ballot.round, now=now)
    return ballot.round


def test_sound_data_has_nothing_to_say(counted, now):
    MailFactory()

    assert violations(now=now) == []


def lose_a_vote(round_):
    Vote.objects.earliest("pk").delete()


def change_a_vote_without_history(round_):
    Vote.objects.filter(ballot__round=round_).update(answer=Answer.NO)


def answer_after_the_close(round_):
    VoteChange.objects.update(changed_at=round_.closes_at)


def change_the_result(round_):
    round_.tallies.get().lines.update(retained_rank=None)


def lose_the_result(round_):
    round_.tallies.get().lines.all().delete()
    round_.tallies.all().delete()


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (lose_a_vote, "no answer is there"),
        (change_a_vote_without_history, "not the last of its history"),
        (answer_after_the_close, "at or after its close"),
        (change_the_result, "not what its ballots give"),
        (lose_the_result, "no result of the ballots"),
    ],
)
def test_harm_to_votes_and_results_is_found(counted, now, harm, words):
    harm(counted)

    assert words in "\n".join(violations(now=now))


def test_a_mail_that_nobody_takes_up_is_found(now):
    mail = MailFactory(status=Mail.Status.SENDING, leased_until=now - timedelta(hours=2))

    assert violations(now=now) == [
        f"mail {mail.pk}: its sending ended long ago and nobody took it up again"
    ]


def test_a_missing_file_is_found(now):
    story = SuccessStoryFactory(photo="stories/gone.jpg", photo_alt="A yard")

    assert violations(now=now) == [
        f"companies.SuccessStory {story.pk}: its file stories/gone.jpg is missing"
    ]


def test_the_command_fails_when_something_is_wrong(counted):
    out = StringIO()
    call_command("check_invariants", stdout=out)
    assert "Everything is consistent" in out.getvalue()

    lose_a_vote(counted)
    with pytest.raises(CommandError, match="things are wrong"):
        call_command("check_invariants")
