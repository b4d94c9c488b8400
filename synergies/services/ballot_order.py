"""In which order a company is asked: what names it first, then what is close to what it declared.

The order is the same on every page and every visit: it is stored with the ballot's first answer, so
that neither the votes of others nor new declarations move a proposal, and anybody can ask later
whether the order weighed on the result. What is shuffled is shuffled with the ballot's stored seed.
"""

import random
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from django.db.models import Count, FilteredRelation, Q, Subquery, Value
from django.db.models.functions import Coalesce

from companies.models import Contact, Resource
from synergies.models import Answer, Ballot, Match, RoundOption, Vote, VoteChange

NAMED, SAME_CONCEPT, SAME_FAMILY, OTHER = range(4)
MOST_PRIORITIES = 5  # what everything is, nothing is


class OnTheWay(Protocol):
    """What leads through a ballot needs to know of a proposal; `answer` is empty for none."""

    @property
    def number(self) -> int: ...
    @property
    def answer(self) -> str: ...
    @property
    def is_concerned(self) -> bool: ...


@dataclass(frozen=True)
class Step:
    """One proposal of a ballot without what its card shows: enough to answer it and go on."""

    option_pk: int
    number: int
    answer: str
    is_concerned: bool


@dataclass(frozen=True)
class Card:
    """One proposal as one company sees it: the option, its own answer if any."""

    option: RoundOption
    vote: Vote | None
    is_concerned: bool

    @property
    def number(self) -> int:
        """The number of its option."""
        return self.option.number

    @property
    def version(self) -> int:
        """The version of the answer shown, 0 for none."""
        return self.vote.version if self.vote else 0

    @property
    def answer(self) -> str:
        """The answer shown, empty for none."""
        return self.vote.answer if self.vote else ""

    @property
    def is_priority(self) -> bool:
        """Whether the company wants this one first."""
        return self.answer == Answer.PRIORITY


C = TypeVar("C", bound=OnTheWay)


class Deck(Generic[C]):
    """The cards of one ballot in its order: those that name the company, then all others."""

    def __init__(self, cards: list[C]) -> None:
        self.cards = cards
        self.concerned = [card for card in cards if card.is_concerned]
        self.others = [card for card in cards if not card.is_concerned]

    def card(self, number: int) -> C | None:
        """Return the card of the option of this number."""
        return next((card for card in self.cards if card.number == number), None)

    def pile_of(self, card: C) -> list[C]:
        """Return the cards that are gone through together with `card`."""
        return self.concerned if card.is_concerned else self.others

    def neighbours(self, card: C) -> tuple[C | None, C | None]:
        """Return the cards before and after `card` in its pile."""
        pile = self.pile_of(card)
        place = pile.index(card)
        before = pile[place - 1] if place else None
        return before, pile[place + 1] if place + 1 < len(pile) else None

    def to_do(self) -> list[C]:
        """Return the cards that name the company and wait for its answer."""
        return [card for card in self.concerned if not card.answer]

    def next_to_do(self, after: C) -> C | None:
        """Return the next card without answer in the pile of `after`, going round once."""
        pile = self.pile_of(after)
        place = pile.index(after)
        waiting = (card for card in pile[place + 1 :] + pile[:place] if not card.answer)
        return next(waiting, None)

    def is_begun(self) -> bool:
        """Return whether anything is answered."""
        return any(card.answer for card in self.cards)

    def with_answer(self, *answers: str) -> list[C]:
        """Return the cards the company answered with one of `answers`."""
        return [card for card in self.cards if card.answer in answers]

    def can_refine(self) -> bool:
        """Return whether a “yes” may still be made a priority, and there is more than one."""
        return (
            bool(self.with_answer(Answer.YES))
            and len(self.with_answer(Answer.YES, Answer.PRIORITY)) > 1
            and len(self.with_answer(Answer.PRIORITY)) < MOST_PRIORITIES
        )


def latest_answered(deck: Deck[Card], contact: Contact | None, channel: str) -> Card | None:
    """Return the card this person, or this table in the room, answered last."""
    person = contact.pk if contact else None
    answered = [
        (card.vote.answered_at, card)
        for card in deck.cards
        if card.vote and (card.vote.answered_by_id, card.vote.channel) == (person, channel)
    ]
    return max(answered, key=lambda pair: pair[0])[1] if answered else None


def deck_of(ballot: Ballot, *, now: datetime) -> Deck[Card]:
    """Return every option of the ballot's round in the order of this ballot, with its answer."""
    rows = RoundOption.objects.filter(round=ballot.round_id).order_by("number")
    options = {option.pk: option for option in rows}
    given = Vote.objects.filter(ballot=ballot).select_related("answered_by").order_by()
    votes = {vote.option_id: vote for vote in given}
    order = ballot.order or _order(ballot, list(options), now)
    return Deck([Card(options[pk], votes.get(pk), closeness == NAMED) for pk, closeness in order])


def steps_of(ballot: Ballot, *, now: datetime) -> Deck[Step]:
    """Return the same in the same order, without what the cards show, in one query.

    One more query for each thing that the order looks at, until it is stored.
    """
    own = FilteredRelation("votes", condition=Q(votes__ballot=ballot.pk))
    rows = RoundOption.objects.filter(round=ballot.round_id).alias(own=own).order_by("number")
    given = {pk: said for pk, *said in rows.values_list("pk", "number", "own__answer")}
    order = ballot.order or _order(ballot, list(given), now)
    steps = ((pk, *given[pk], closeness == NAMED) for pk, closeness in order)
    return Deck([Step(pk, number, said or "", named) for pk, number, said, named in steps])


def order_of(ballot: Ballot, *, now: datetime) -> list[tuple[int, int]]:
    """Return the pairs (key of an option, its closeness) as the ballot shows them at `now`."""
    options = RoundOption.objects.filter(round=ballot.round_id).order_by("number")
    return _order(ballot, list(options.values_list("pk", flat=True)), now)


def _order(ballot: Ballot, options: list[int], now: datetime) -> list[tuple[int, int]]:
    random.Random(ballot.seed).shuffle(options)  # noqa: S311 – must be the same each time
    closeness = _closeness(ballot)
    answers = _answers_before(ballot, now)

    def key(option: int) -> tuple[int, int]:
        rank = closeness.get(option, OTHER)
        return rank, answers.get(option, 0) if rank in {SAME_FAMILY, OTHER} else 0

    return [(option, key(option)[0]) for option in sorted(options, key=key)]


def _closeness(ballot: Ballot) -> dict[int, int]:
    """Return how close each option is to the company; what is not in it is OTHER."""
    company = ballot.company_id
    options = RoundOption.objects.filter(round=ballot.round_id).values_list("pk", flat=True)
    families = Resource.objects.open().filter(company=company).values("family")
    paired = Match.objects.exclude(status=Match.Status.REJECTED).exclude(concept="")
    resources_beside_ours = Q(
        synergy__parties__resources__in=paired.filter(resource_b__company=company).values(
            "resource_a"
        )
    ) | Q(
        synergy__parties__resources__in=paired.filter(resource_a__company=company).values(
            "resource_b"
        )
    )
    return {
        **dict.fromkeys(
            options.filter(synergy__parties__resources__family__in=families), SAME_FAMILY
        ),
        **dict.fromkeys(options.filter(resources_beside_ours), SAME_CONCEPT),
        **dict.fromkeys(
            options.filter(synergy__parties__company=company, synergy__parties__left_on=None), NAMED
        ),
    }


def _answers_before(ballot: Ballot, now: datetime) -> dict[int, int]:
    """Return how many companies had answered each option when this one gave its first answer."""
    changes = VoteChange.objects.filter(option__round=ballot.round_id)
    own = VoteChange.objects.filter(ballot=ballot).order_by("changed_at").values("changed_at")
    started_at = Coalesce(Subquery(own[:1]), Value(now))
    first_answers = changes.filter(before="", changed_at__lt=started_at).order_by()
    counted = first_answers.values("option").annotate(companies=Count("ballot", distinct=True))
    return dict(counted.values_list("option", "companies"))
