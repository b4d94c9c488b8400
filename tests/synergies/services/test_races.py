"""Several phones at once, and answers racing the close: threads with connections of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from synergies.models import Answer, Channel, Round, Vote, VoteChange
from synergies.services.ballots import BallotRefused, save_answer
from synergies.services.rounds import RoundRefused, close_early, open_round
from synergies.services.tallies import tally_round
from tests.factories import BallotFactory, PartyFactory, RoundOptionFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(tasks: list[Callable[[], Any]]) -> list[Any]:
    """Return what each task returned, all of them run in threads of their own."""

    def run(task: Callable[[], Any]) -> Any:
        try:
            return task()
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(tasks)) as pool:
        return list(pool.map(run, tasks))


def answering(ballot, option, answer):
    def task():
        try:
            saved = save_answer(
                ballot=ballot,
                option=option,
                answer=answer,
                version=0,
                channel=Channel.LINK,
                now=timezone.now(),
            )
        except BallotRefused:
            return "refused"
        return "conflict" if saved.is_conflict else "saved"

    return task


def test_a_double_tap_leaves_one_answer_and_one_line_of_history():
    ballot = BallotFactory()
    option = RoundOptionFactory(round=ballot.round)

    outcomes = at_once([answering(ballot, option, Answer.YES)] * 6)

    assert outcomes == ["saved"] * 6
    assert Vote.objects.get().version == 1
    assert VoteChange.objects.count() == 1


def test_of_two_colleagues_at_once_one_answers_and_the_other_is_told():
    ballot = BallotFactory()
    option = RoundOptionFactory(round=ballot.round)

    outcomes = at_once(
        [answering(ballot, option, Answer.YES), answering(ballot, option, Answer.NO)]
    )

    assert sorted(outcomes) == ["conflict", "saved"]
    assert VoteChange.objects.count() == 1


def test_every_answer_taken_before_the_close_is_counted_and_none_after():
    ballots = BallotFactory.create_batch(6)
    round_ = ballots[0].round
    for ballot in ballots[1:]:
        ballot.round = round_
        ballot.save()
    option = RoundOptionFactory(round=round_)

    def close_and_count():
        close_early(round_=round_, reason="race", now=timezone.now())
        return tally_round(round_=round_, now=timezone.now())

    answers = [answering(ballot, option, Answer.YES) for ballot in ballots]
    *outcomes, tally = at_once([*answers, close_and_count])

    round_.refresh_from_db()
    assert not Vote.objects.filter(answered_at__gte=round_.closes_at).exists()
    assert tally.answer_count == outcomes.count("saved") == Vote.objects.count()
    assert tally_round(round_=round_, now=timezone.now()) == tally


def test_of_two_presses_on_the_button_one_makes_the_round():
    initiative = PartyFactory().synergy.initiative
    now = timezone.now()

    def task():
        try:
            open_round(
                initiative=initiative,
                title="Twice",
                opens_at=now,
                closes_at=now + timedelta(days=3),
                now=now,
            )
        except RoundRefused:
            return "refused"
        return "made"

    assert sorted(at_once([task] * 3)) == ["made", "refused", "refused"]
    assert Round.objects.count() == 1
