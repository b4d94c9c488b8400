"""Which “yes” of a company come first: five at most, however they are chosen."""

import pytest
from django.utils import timezone

from synergies.models import Answer, Channel, Vote
from synergies.services.ballot_priorities import set_priorities
from synergies.services.ballots import BallotRefused, PriorityLimit, save_answer
from tests.factories import BallotFactory, RoundFactory, RoundOptionFactory, VoteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ballot():
    """A ballot with seven “yes”, numbered by their options."""
    ballot = BallotFactory()
    for option in RoundOptionFactory.create_batch(7, round=ballot.round):
        VoteFactory(ballot=ballot, option=option, answer=Answer.YES, version=1)
    return ballot


def numbers(ballot, *answers):
    votes = Vote.objects.filter(ballot=ballot, answer__in=answers or Answer.values)
    return sorted(votes.values_list("option__number", flat=True))


def choose(ballot, chosen, seen=None):
    shown = numbers(ballot, Answer.YES, Answer.PRIORITY)
    return set_priorities(
        ballot=ballot,
        chosen=chosen,
        seen=dict.fromkeys(shown, 1) if seen is None else seen,
        channel=Channel.LINK,
        contact=None,
        now=timezone.now(),
    )


def test_what_is_chosen_comes_first_and_the_rest_stays_yes(ballot):
    first, second, *rest = numbers(ballot)

    assert choose(ballot, [first, second]) == []

    assert numbers(ballot, Answer.PRIORITY) == [first, second]
    assert numbers(ballot, Answer.YES) == rest


def test_priorities_can_be_exchanged_when_all_five_are_used(ballot):
    shown = numbers(ballot)
    choose(ballot, shown[:5])
    seen = dict(ballot.votes.values_list("option__number", "version"))

    assert choose(ballot, shown[2:], seen) == []

    assert numbers(ballot, Answer.PRIORITY) == shown[2:]


def test_a_sixth_priority_is_refused_and_nothing_changes(ballot):
    with pytest.raises(PriorityLimit):
        choose(ballot, numbers(ballot)[:6])

    assert numbers(ballot, Answer.PRIORITY) == []


def test_a_sixth_priority_on_a_card_is_refused(ballot):
    choose(ballot, numbers(ballot)[:5])
    option = RoundOptionFactory(round=ballot.round)

    with pytest.raises(PriorityLimit, match="Cinq priorités"):
        save_answer(
            ballot=ballot,
            option=option,
            answer=Answer.PRIORITY,
            version=0,
            channel=Channel.LINK,
            now=timezone.now(),
        )


def test_what_a_colleague_changed_meanwhile_stays_and_is_told(ballot):
    first, second, *_rest = numbers(ballot)
    Vote.objects.filter(ballot=ballot, option__number=first).update(answer=Answer.NO, version=2)
    seen = {first: 1, second: 1}

    conflicts = choose(ballot, [first, second], seen)

    assert [vote.option.number for vote in conflicts] == [first]
    assert numbers(ballot, Answer.NO) == [first]
    assert numbers(ballot, Answer.PRIORITY) == [second]


def test_what_was_not_shown_stays_as_it_is(ballot):
    first, *rest = numbers(ballot)
    choose(ballot, [first])

    choose(ballot, [], dict.fromkeys(rest, 1))

    assert numbers(ballot, Answer.PRIORITY) == [first]


def test_notes_stay_with_their_answers(ballot):
    first = numbers(ballot)[0]
    Vote.objects.filter(option__number=first).update(note="from May", brings=["time"])

    choose(ballot, [first])

    vote = Vote.objects.get(option__number=first)
    assert (vote.answer, vote.note, vote.brings) == (Answer.PRIORITY, "from May", ["time"])


def test_after_the_close_nothing_is_chosen():
    ballot = VoteFactory(ballot__round=RoundFactory(closed=True), answer=Answer.YES).ballot

    with pytest.raises(BallotRefused):
        choose(ballot, numbers(ballot))
