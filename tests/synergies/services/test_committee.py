"""The committee sets aside and adds, with a reason; the result of the vote stays as it is."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from pompey_ite.outbox.calendar import local_day
from synergies.models import CommitteeDecision, TallyLine
from synergies.services.committee import (
    CommitteeRefused,
    decide,
    decisions_in_force,
    selection_of,
    withdraw,
)
from tests.factories import (
    CommitteeDecisionFactory,
    RoundFactory,
    RoundOptionFactory,
    TallyFactory,
    TallyLineFactory,
    UserFactory,
)
from tests.synergies.services.test_races import at_once

SET_ASIDE, ADD = CommitteeDecision.Kind.SET_ASIDE, CommitteeDecision.Kind.ADD


def make_tally():
    """Three places; Alpha and Beta are retained, Gamma and Delta are not."""
    tally = TallyFactory(round=RoundFactory(closed=True, places=3))
    for rank, title in enumerate(("Alpha", "Beta", "Gamma", "Delta"), start=1):
        is_in = rank <= 2
        TallyLineFactory(
            tally=tally,
            option=RoundOptionFactory(round=tally.round, title=title),
            band=TallyLine.Band.SOLID if is_in else TallyLine.Band.OUTSIDE,
            retained_rank=rank if is_in else None,
        )
    return tally


@pytest.fixture
def tally(db):
    return make_tally()


def decided(tally, title, **changes):
    now = changes.pop("now", timezone.now())
    facts = {
        "reason": "the Région pays half",
        "committee": "Steering committee",
        "decided_on": local_day(now),
        "user": UserFactory(),
        "now": now,
    }
    return decide(tally=tally, option=tally.round.options.get(title=title), **facts | changes)


def titles(tally):
    return [line.option.title for line in selection_of(tally).lines]


def test_what_is_in_is_set_aside_and_what_is_out_is_added(tally):
    aside, added = decided(tally, "Alpha"), decided(tally, "Gamma")

    assert (aside.kind, added.kind) == (SET_ASIDE, ADD)
    assert titles(tally) == ["Beta", "Gamma"]


def test_the_places_are_added_up(tally):
    decided(tally, "Alpha")
    for title in ("Gamma", "Delta"):
        decided(tally, title)

    found = selection_of(tally)

    counts = found.retained_count, found.set_aside_count, found.added_count, len(found.lines)
    assert counts == (2, 1, 2, 3)
    assert (found.places, found.beyond_count) == (3, 0)


def test_more_than_the_places_is_allowed_and_said(tally):
    for title in ("Gamma", "Delta"):
        decided(tally, title)

    assert selection_of(tally).beyond_count == 1


def test_the_result_of_the_vote_is_not_changed(tally):
    before = list(tally.lines.order_by("pk").values())

    decided(tally, "Alpha")

    assert list(tally.lines.order_by("pk").values()) == before


@pytest.mark.parametrize("field", ["reason", "committee"])
@pytest.mark.parametrize("text", ["", "   "])
def test_a_decision_says_why_and_who(tally, field, text):
    with pytest.raises(CommitteeRefused):
        decided(tally, "Alpha", **{field: text})
    assert not CommitteeDecision.objects.exists()


@pytest.mark.parametrize(("days", "is_taken"), [(-2, False), (-1, True), (0, True), (1, False)])
def test_the_committee_decides_after_the_close_and_not_in_the_future(tally, days, is_taken):
    day = local_day(timezone.now()) + timedelta(days=days)  # the round closed yesterday

    try:
        decided(tally, "Alpha", decided_on=day)
    except CommitteeRefused:
        assert not is_taken
    else:
        assert is_taken


def test_one_decision_about_a_proposal_stands_at_a_time(tally):
    first = decided(tally, "Alpha")
    with pytest.raises(CommitteeRefused):
        decided(tally, "Alpha", reason="again")

    withdraw(decision=first, reason="a mistake", user=UserFactory(), now=timezone.now())
    second = decided(tally, "Alpha", reason="again")

    assert decisions_in_force(tally) == {second.option_id: second}
    assert CommitteeDecision.objects.count() == 2


def test_the_database_refuses_a_second_one_too(tally):
    decision = decided(tally, "Alpha")

    with pytest.raises(IntegrityError), transaction.atomic():
        CommitteeDecisionFactory(tally=tally, option=decision.option)


def test_withdrawn_the_vote_stands_again_and_all_is_kept(tally):
    decision, user, now = decided(tally, "Alpha"), UserFactory(), timezone.now()

    withdraw(decision=decision, reason="a mistake", user=user, now=now)

    assert titles(tally) == ["Alpha", "Beta"]
    decision.refresh_from_db()
    kept = decision.reason, decision.withdrawal_reason, decision.withdrawn_by
    assert kept == ("the Région pays half", "a mistake", user)
    assert decision.history.count() == 2


@pytest.mark.parametrize("reason", ["", "  "])
def test_withdrawing_says_why(tally, reason):
    decision = decided(tally, "Alpha")

    with pytest.raises(CommitteeRefused):
        withdraw(decision=decision, reason=reason, user=UserFactory(), now=timezone.now())
    assert titles(tally) == ["Beta"]


def test_what_is_withdrawn_is_not_withdrawn_again(tally):
    decision = CommitteeDecisionFactory(tally=tally, withdrawn=True)

    with pytest.raises(CommitteeRefused):
        withdraw(decision=decision, reason="again", user=UserFactory(), now=timezone.now())
    decision.refresh_from_db()
    assert decision.withdrawal_reason == "decided again"


def test_decisions_are_about_the_latest_count_alone(tally):
    TallyFactory(round=tally.round, counted_at=timezone.now() + timedelta(hours=1))

    with pytest.raises(CommitteeRefused):
        decided(tally, "Alpha")


def test_the_selection_takes_the_same_queries_whatever_was_decided(
    tally, django_assert_num_queries
):
    tally.round  # noqa: B018 – read before, as the views do
    for title in ("Alpha", "Gamma", "Delta"):
        with django_assert_num_queries(2):  # lines, decisions
            selection_of(tally)
        decided(tally, title)


@pytest.mark.django_db(transaction=True)
def test_two_people_who_decide_at_once_leave_one_decision():
    tally = make_tally()
    users = UserFactory.create_batch(2)

    def deciding(user):
        def task():
            try:
                decided(tally, "Alpha", user=user)
            except CommitteeRefused:
                return "refused"
            return "done"

        return task

    outcomes = at_once([deciding(user) for user in users])

    assert sorted(outcomes) == ["done", "refused"]
    assert CommitteeDecision.objects.in_force().count() == 1
