from datetime import timedelta

import pytest
from django.utils import timezone

from companies.models import PersonalLink
from synergies.models import Round
from synergies.services.round_changes import (
    cancel_round,
    extend_round,
    history_of,
    prepare_again,
)
from synergies.services.round_scope import NumbersRefused, Scope, in_scope, numbers_of, words_of
from synergies.services.rounds import RoundRefused, close_early, link_purpose, open_round
from tests.factories import (
    ContactFactory,
    InitiativeFactory,
    PartyFactory,
    PersonalLinkFactory,
    RoundFactory,
    SynergyFactory,
    VoteFactory,
)

pytestmark = pytest.mark.django_db


def test_a_scope_keeps_what_every_part_of_it_lets_through():
    kept = SynergyFactory(number=3, area="equipment", status="study")
    SynergyFactory(number=4, area="equipment", status="idea")
    SynergyFactory(number=5, area="skills", status="study")
    SynergyFactory(number=6, area="equipment", status="study")
    SynergyFactory(number=7, area="equipment", status="study", merged_into=kept)
    scope = Scope(areas=("equipment",), statuses=("study",), numbers=(3, 4, 5, 7))

    assert list(in_scope(kept.initiative, scope)) == [kept]
    assert in_scope(kept.initiative, Scope()).count() == 4
    assert Scope.from_json(scope.as_json()) == scope


@pytest.mark.parametrize(
    ("words", "numbers"),
    [("", ()), ("7, 3", (3, 7)), ("3-5; 4", (3, 4, 5)), ("12 – 13\n1", (1, 12, 13))],
)
def test_numbers_are_read_as_people_write_them(words, numbers):
    assert numbers_of(words) == numbers
    assert numbers_of(words_of(numbers)) == numbers


@pytest.mark.parametrize("words", ["x", "3 4", "9-3", "1-2001", "1-2000, 5000", "-3"])
def test_other_lists_are_refused(words):
    with pytest.raises(NumbersRefused):
        numbers_of(words)


def planned():
    PartyFactory(synergy__number=1, synergy__area="equipment")
    PartyFactory(synergy__number=2, synergy__area="skills")
    ContactFactory(company__initiative=InitiativeFactory())
    now = timezone.now()
    return open_round(
        initiative=InitiativeFactory(),
        title="Spring",
        opens_at=now + timedelta(days=2),
        closes_at=now + timedelta(days=9),
        now=now,
    )


def test_a_planned_round_is_prepared_again_and_its_links_stay():
    round_ = planned()
    tokens = set(PersonalLink.objects.values_list("token_hash", flat=True))
    closes_at = round_.closes_at + timedelta(days=3)
    assert tokens

    changed = prepare_again(
        round_=round_,
        scope=Scope(areas=("skills",)),
        now=timezone.now(),
        title="Summer",
        places=5,
        closes_at=closes_at,
    )

    assert (changed.title, changed.places, changed.scope) == ("Summer", 5, {"areas": ["skills"]})
    assert list(changed.options.values_list("number", flat=True)) == [2]
    assert sum(changed.ballots.values_list("concerned_count", flat=True)) == 1
    assert set(PersonalLink.objects.values_list("token_hash", flat=True)) == tokens
    ends = set(PersonalLink.objects.values_list("expires_at", flat=True))
    assert ends == {closes_at + timedelta(days=14)}


def test_once_open_nothing_of_a_round_changes_and_no_vote_is_lost():
    vote = VoteFactory()

    with pytest.raises(RoundRefused):
        prepare_again(round_=vote.ballot.round, scope=Scope(), now=timezone.now(), title="Other")

    vote.refresh_from_db()
    vote.ballot.round.refresh_from_db()
    assert vote.ballot.round.title != "Other"


def test_a_scope_without_synergies_leaves_the_planned_round_as_it_was():
    round_ = planned()

    with pytest.raises(RoundRefused):
        prepare_again(round_=round_, scope=Scope(numbers=(99,)), now=timezone.now())

    assert round_.options.count() == 2


@pytest.mark.parametrize("state", [{}, {"planned": True}])
def test_extending_moves_the_close_and_the_links(state):
    round_ = RoundFactory(**state)
    link = PersonalLinkFactory(purpose=link_purpose(round_))
    later = round_.closes_at + timedelta(days=5)

    extended = extend_round(round_=round_, closes_at=later, reason=" Holidays ", now=timezone.now())

    link.refresh_from_db()
    assert (extended.closes_at, extended.change_reason) == (later, "Holidays")
    assert link.expires_at == later + timedelta(days=14)


@pytest.mark.parametrize(
    ("state", "days", "reason"),
    [
        ({}, 5, " "),
        ({}, -1, "because"),
        ({"closed": True}, 40, "because"),
        ({"cancelled": True}, 5, "x"),
    ],
)
def test_extending_is_refused_without_reason_backwards_and_when_over(state, days, reason):
    round_ = RoundFactory(**state)
    later = round_.closes_at + timedelta(days=days)

    with pytest.raises(RoundRefused):
        extend_round(round_=round_, closes_at=later, reason=reason, now=timezone.now())

    assert not Round.objects.filter(closes_at=later).exists()


def test_a_cancelled_round_keeps_its_answers():
    vote = VoteFactory()

    cancelled = cancel_round(round_=vote.ballot.round, reason="Wrong list", now=timezone.now())

    assert (cancelled.state, cancelled.change_reason) == (Round.State.CANCELLED, "Wrong list")
    assert cancelled.ballots.get().votes.get() == vote


@pytest.mark.parametrize(
    ("state", "reason"), [({}, ""), ({"closed": True}, "x"), ({"cancelled": True}, "x")]
)
def test_cancelling_is_refused_without_reason_and_when_over(state, reason):
    round_ = RoundFactory(**state)
    before = round_.cancelled_at

    with pytest.raises(RoundRefused):
        cancel_round(round_=round_, reason=reason, now=timezone.now())

    round_.refresh_from_db()
    assert round_.cancelled_at == before


def test_the_history_tells_each_act_with_its_reason(english, django_assert_num_queries):
    round_ = RoundFactory()
    later = round_.closes_at + timedelta(days=1)
    extend_round(round_=round_, closes_at=later, reason="Holidays", now=timezone.now())
    close_early(round_=round_, reason="All voted", now=timezone.now())

    with django_assert_num_queries(1):
        events = history_of(round_)

    assert [(event.what, event.reason) for event in events] == [
        ("prepared", ""),
        ("extended", "Holidays"),
        ("closed early", "All voted"),
    ]
