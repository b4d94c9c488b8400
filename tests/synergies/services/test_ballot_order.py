from datetime import timedelta

import pytest
from django.utils import timezone

from synergies.models import Answer, Match
from synergies.services.ballot_order import deck_of, steps_of
from tests.factories import (
    BallotFactory,
    MatchFactory,
    PartyFactory,
    ResourceFactory,
    RoundFactory,
    RoundOptionFactory,
    VoteChangeFactory,
    VoteFactory,
)

pytestmark = pytest.mark.django_db


def numbers(ballot, now=None):
    deck = deck_of(ballot, now=now or timezone.now())
    return [card.option.number for card in deck.cards]


def option_with(round_, resource):
    option = RoundOptionFactory(round=round_)
    PartyFactory(synergy=option.synergy, company=resource.company, resources=[resource])
    return option


def test_first_what_names_the_company_then_its_concepts_then_its_families_then_the_rest():
    ballot = BallotFactory()
    ours = ResourceFactory(company=ballot.company, family="waste")
    matched = ResourceFactory(family="water", need=True)
    MatchFactory(resource_a=ours, resource_b=matched, concept="palette")
    rest = option_with(ballot.round, ResourceFactory(family="energy"))
    family = option_with(ballot.round, ResourceFactory(family="waste"))
    concept = option_with(ballot.round, matched)
    named = option_with(ballot.round, ours)

    assert numbers(ballot) == [o.number for o in (named, concept, family, rest)]


def test_a_rejected_suggestion_brings_nothing_closer():
    ballot = BallotFactory()
    ours = ResourceFactory(company=ballot.company, family="waste")
    matched = ResourceFactory(family="water", need=True)
    MatchFactory(resource_a=ours, resource_b=matched, concept="palette", rejected=True)
    far = option_with(ballot.round, matched)
    near = option_with(ballot.round, ResourceFactory(family="waste"))

    assert Match.objects.count() == 1
    assert numbers(ballot) == [near.number, far.number]


def test_what_few_have_answered_comes_before_what_many_have_answered():
    ballot = BallotFactory()
    options = RoundOptionFactory.create_batch(6, round=ballot.round)
    others = BallotFactory.create_batch(2, round=ballot.round)
    earlier = timezone.now() - timedelta(hours=1)
    for option in options[:4]:
        VoteChangeFactory(ballot=others[0], option=option, changed_at=earlier)
    for option in options[:2]:
        VoteChangeFactory(ballot=others[1], option=option, changed_at=earlier)

    order = numbers(ballot)

    assert set(order[:2]) == {option.number for option in options[4:]}
    assert set(order[4:]) == {option.number for option in options[:2]}


def test_answers_of_others_move_nothing_once_the_company_has_started():
    ballot = BallotFactory()
    options = RoundOptionFactory.create_batch(8, round=ballot.round)
    VoteChangeFactory(ballot=ballot, option=options[0])
    before = numbers(ballot)

    other = BallotFactory(round=ballot.round)
    for option in options[:4]:
        VoteChangeFactory(ballot=other, option=option)

    assert numbers(ballot, timezone.now() + timedelta(hours=1)) == before


def test_order_depends_on_the_seed_of_the_ballot_alone():
    round_ = RoundFactory()
    RoundOptionFactory.create_batch(12, round=round_)
    one, same = BallotFactory.create_batch(2, round=round_, seed=5)
    other = BallotFactory(round=round_, seed=6)

    assert numbers(one) == numbers(same)
    assert sorted(numbers(one)) == sorted(numbers(other))
    assert numbers(one) != numbers(other)


def test_a_deck_leads_through_what_names_the_company_and_then_round_again():
    ballot = BallotFactory()
    for option in RoundOptionFactory.create_batch(3, round=ballot.round):
        PartyFactory(synergy=option.synergy, company=ballot.company)
    RoundOptionFactory(round=ballot.round)
    first, second, third = deck_of(ballot, now=timezone.now()).concerned
    VoteFactory(ballot=ballot, option=second.option)
    VoteFactory(ballot=ballot, option=third.option, answer=Answer.PRIORITY)

    deck = deck_of(ballot, now=timezone.now())
    cards = deck.concerned

    assert deck.next_to_do(cards[1]) == cards[0]
    assert [card.option for card in deck.to_do()] == [first.option]
    assert deck.neighbours(cards[0]) == (None, cards[1])
    assert deck.neighbours(cards[2]) == (cards[1], None)
    assert [card.option for card in deck.with_answer(Answer.PRIORITY)] == [third.option]
    assert deck.card(999_999) is None


@pytest.mark.parametrize("is_stored", [False, True])
def test_steps_are_those_of_the_deck_with_the_same_answers(is_stored):
    ballot, other = BallotFactory(), BallotFactory()
    options = RoundOptionFactory.create_batch(3, round=ballot.round)
    PartyFactory(synergy=options[1].synergy, company=ballot.company)
    VoteFactory(ballot=ballot, option=options[2], answer=Answer.MAYBE)
    VoteFactory(ballot=other, option=options[0], answer=Answer.YES)
    now = timezone.now()
    if is_stored:
        ballot.order = [(options[0].pk, 3), (options[1].pk, 0), (options[2].pk, 3)]

    steps = steps_of(ballot, now=now).cards

    cards = deck_of(ballot, now=now).cards
    assert [step.option_pk for step in steps] == [card.option.pk for card in cards]
    assert [(step.number, step.answer, step.is_concerned) for step in steps] == [
        (card.number, card.answer, card.is_concerned) for card in cards
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_a_deck_takes_the_same_queries_for_one_and_three_options(count, django_assert_num_queries):
    ballot = BallotFactory()
    for _one in range(count):
        option_with(ballot.round, ResourceFactory())
        VoteFactory(ballot=ballot)

    with django_assert_num_queries(6):
        deck_of(ballot, now=timezone.now())
