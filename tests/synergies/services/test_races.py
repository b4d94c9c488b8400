"""Several phones at once, and answers racing the close: threads with connections of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from synergies.models import (
    Answer,
    Channel,
    Match,
    Party,
    Round,
    Synergy,
    VocabularyChange,
    Vote,
    VoteChange,
)
from synergies.services.ballots import BallotRefused, save_answer
from synergies.services.group_decisions import join_group, keep_group, reject_group
from synergies.services.matches import MatchRefused, keep_match, reject_match
from synergies.services.rounds import RoundRefused, close_early, open_round
from synergies.services.tallies import tally_round
from synergies.services.vocabulary import VocabularyRefused
from synergies.services.vocabulary_review import review_change
from tests.factories import (
    BallotFactory,
    PartyFactory,
    RoundOptionFactory,
    UserFactory,
    VocabularyChangeFactory,
)
from tests.synergies.pooling import CONCEPT, needs, pool

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


def deciding(decide, **facts):
    """A decision of somebody of their own, told apart from its refusal."""
    user = UserFactory()

    def task():
        try:
            decide(user=user, now=timezone.now(), **facts)
        except (MatchRefused, VocabularyRefused) as refusal:
            return str(refusal)
        return "done"

    return task


def test_of_two_people_who_keep_a_group_at_once_one_makes_the_synergy():
    members = needs(4)
    pool(*members)

    keeping = [deciding(keep_group, concept=CONCEPT, resources=members) for _ in range(3)]
    outcomes = at_once(keeping)

    assert sorted(outcome == "done" for outcome in outcomes) == [False, False, True]
    synergy = Synergy.objects.get()
    refusals = {outcome for outcome in outcomes if outcome != "done"}
    assert all(f"n°\u00a0{synergy.number}" in refusal for refusal in refusals)
    assert Party.objects.count() == 4
    assert Match.objects.filter(synergy=synergy).count() == 6


def test_of_two_groups_that_overlap_one_is_kept():
    one, other, third, fourth = needs(4)
    pool(one, other, third, fourth)

    outcomes = at_once(
        [
            deciding(keep_group, concept=CONCEPT, resources=[one, other, third]),
            deciding(keep_group, concept=CONCEPT, resources=[other, third, fourth]),
        ]
    )

    assert outcomes.count("done") == 1
    assert Synergy.objects.get().parties.count() == 3
    assert Match.objects.suggested().count() == 3


def test_two_people_who_add_the_same_company_add_it_once():
    one, other, newcomer = needs(3)
    pool(one, other, newcomer)
    keep_group(concept=CONCEPT, resources=[one, other], user=UserFactory(), now=timezone.now())
    synergy = Synergy.objects.get()

    outcomes = at_once([deciding(join_group, synergy=synergy, resources=[newcomer])] * 3)

    assert outcomes.count("done") == 1
    assert synergy.parties.count() == 3
    assert Match.objects.filter(synergy=synergy).count() == 3


def test_two_companies_that_join_at_once_are_both_in_with_all_their_pairs():
    one, other, third, fourth = needs(4)
    pool(one, other, third, fourth)
    keep_group(concept=CONCEPT, resources=[one, other], user=UserFactory(), now=timezone.now())
    synergy = Synergy.objects.get()

    outcomes = at_once(
        [
            deciding(join_group, synergy=synergy, resources=[newcomer])
            for newcomer in (third, fourth)
        ]
    )

    assert outcomes == ["done", "done"]
    assert sorted(synergy.parties.values_list("position", flat=True)) == [0, 1, 2, 3]
    assert Match.objects.filter(synergy=synergy).count() == 6


def test_a_group_is_kept_or_set_aside_never_both():
    members = needs(4)
    pool(*members)
    initiative = members[0].company.initiative

    outcomes = at_once(
        [
            deciding(keep_group, concept=CONCEPT, resources=members),
            deciding(
                reject_group,
                initiative=initiative,
                concept=CONCEPT,
                side="need",
                seen=6,
                reason="race",
            ),
        ]
    )

    assert outcomes.count("done") == 1
    assert len(set(Match.objects.values_list("status", flat=True))) == 1
    assert Synergy.objects.count() == outcomes[:1].count("done")


def test_a_pair_decided_while_its_group_is_kept_is_decided_once():
    members = needs(3)
    match, *_others = pool(*members)

    outcomes = at_once(
        [
            deciding(keep_group, concept=CONCEPT, resources=members),
            deciding(keep_match, match=match),
            deciding(reject_match, match=match, reason="race"),
        ]
    )

    assert outcomes.count("done") == 1
    assert Synergy.objects.count() == (outcomes[2] != "done")


def test_of_two_people_who_review_at_once_one_decides():
    change = VocabularyChangeFactory(words="zirkonpalettes")
    seen = VocabularyChange.Status.PROPOSED

    outcomes = at_once(
        [
            deciding(review_change, pk=change.pk, seen=seen, accept=accept)
            for accept in (True, False)
        ]
    )

    assert outcomes.count("done") == 1
    assert change.history.count() == 2
