"""In which order a company is asked: what names it first, then what is close to what it declared.

The order is the same on every page and every visit: it is stored with the ballot's first answer, so
that neither the votes of others nor new declarations move a proposal, and anybody can ask later
whether the order weighed on the result. What is shuffled is shuffled with the ballot's stored seed.
"""

import random
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from companies.models import Contact, Resource
from synergies.models import Answer, Ballot, Match, RoundOption, Vote, VoteChange

NAMED, SAME_CONCEPT, SAME_FAMILY, OTHER = range(4)
MOST_PRIORITIES = 5  # what everything is, nothing is


@dataclass(frozen=True)
class Card:
    """One proposal as one company sees it: the option, its own answer if any."""

    option: RoundOption
    vote: Vote | None
    is_concerned: bool

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
        return self.vote is not None and self.vote.answer == Answer.PRIORITY


class Deck:
    """The cards of one ballot in its order: those that name the company, then all others."""

    def __init__(self, cards: list[Card]) -> None:
        self.cards = cards
        self.concerned = [card for card in cards if card.is_concerned]
        self.others = [card for card in cards if not card.is_concerned]

    def card(self, number: int) -> Card | None:
        """Return the card of the option of this number."""
        return next((card for card in self.cards if card.option.number == number), None)

    def pile_of(self, card: Card) -> list[Card]:
        """Return the cards that are gone through together with `card`."""
        return self.concerned if card.is_concerned else self.others

    def neighbours(self, card: Card) -> tuple[Card | None, Card | None]:
        """Return the cards before and after `card` in its pile."""
        pile = self.pile_of(card)
        place = pile.index(card)
        before = pile[place - 1] if place else None
        return before, pile[place + 1] if place + 1 < len(pile) else None

    def to_do(self) -> list[Card]:
        """Return the cards that name the company and wait for its answer."""
        return [card for card in self.concerned if card.vote is None]

    def next_to_do(self, after: Card) -> Card | None:
        """Return the next card without answer in the pile of `after`, going round once."""
        pile = self.pile_of(after)
        place = pile.index(after)
        waiting = (card for card in pile[place + 1 :] + pile[:place] if card.vote is None)
        return next(waiting, None)

    def is_begun(self) -> bool:
        """Return whether anything is answered."""
        return any(card.vote for card in self.cards)

    def with_answer(self, *answers: str) -> list[Card]:
        """Return the cards the company answered with one of `answers`."""
        return [card for card in self.cards if card.vote and card.vote.answer in answers]

    def can_refine(self) -> bool:
        """Return whether a “yes” may still be made a priority, and there is more than one."""
        return (
            bool(self.with_answer(Answer.YES))
            and len(self.with_answer(Answer.YES, Answer.PRIORITY)) > 1
            and len(self.with_answer(Answer.PRIORITY)) < MOST_PRIORITIES
        )

    def latest_of(self, contact: Contact | None, channel: str) -> Card | None:
        """Return the card this person, or this table in the room, answered last."""
        answered = [
            (card.vote.answered_at, card)
            for card in self.cards
            if card.vote and (card.vote.answered_by, card.vote.channel) == (contact, channel)
        ]
        return max(answered, key=lambda pair: pair[0])[1] if answered else None


def deck_of(ballot: Ballot, *, now: datetime, with_synergies: bool = True) -> Deck:
    """Return every option of the ballot's round in the order of this ballot, with its answer.

    with_synergies: load what the cards show; who only takes an answer does without.
    """
    rows = _options_of(ballot) if with_synergies else ballot.round.options.order_by("number")
    options = {option.pk: option for option in rows}
    votes = {vote.option_id: vote for vote in ballot.votes.select_related("answered_by")}
    order = ballot.order or _order(ballot, list(options.values()), now)
    return Deck([Card(options[pk], votes.get(pk), closeness == NAMED) for pk, closeness in order])


def order_of(ballot: Ballot, *, now: datetime) -> list[tuple[int, int]]:
    """Return the pairs (key of an option, its closeness) as the ballot shows them at `now`."""
    return _order(ballot, list(_options_of(ballot)), now)


def _options_of(ballot: Ballot) -> QuerySet[RoundOption]:
    return ballot.round.options.select_related("synergy").order_by("number")


def _order(ballot: Ballot, options: list[RoundOption], now: datetime) -> list[tuple[int, int]]:
    random.Random(ballot.seed).shuffle(options)  # noqa: S311 – must be the same each time
    closeness = _closeness(ballot)
    answers = _answers_before(ballot, now)

    def key(option: RoundOption) -> tuple[int, int]:
        rank = closeness.get(option.pk, OTHER)
        return rank, answers.get(option.pk, 0) if rank in {SAME_FAMILY, OTHER} else 0

    return [(option.pk, key(option)[0]) for option in sorted(options, key=key)]


def _closeness(ballot: Ballot) -> dict[int, int]:
    """Return how close each option is to the company; what is not in it is OTHER."""
    company = ballot.company_id
    options = ballot.round.options.values_list("pk", flat=True)
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
    own = changes.filter(ballot=ballot).order_by("changed_at").values_list("changed_at", flat=True)
    started_at = own.first() or now
    first_answers = changes.filter(before="", changed_at__lt=started_at).order_by()
    counted = first_answers.values("option").annotate(companies=Count("ballot", distinct=True))
    return dict(counted.values_list("option", "companies"))
