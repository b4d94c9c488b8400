"""In which order a company is asked: what names it first, then what is close to what it declared.

The order is the same on every page and every visit. What is shuffled is shuffled with the ballot's
stored seed; “least answered” is counted at the ballot's first answer, so that the votes of others
never move a proposal the company has not seen yet.
"""

import random
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from companies.models import Resource
from synergies.models import Ballot, Match, RoundOption, Vote, VoteChange

NAMED, SAME_CONCEPT, SAME_FAMILY, OTHER = range(4)


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

    def with_answer(self, *answers: str) -> list[Card]:
        """Return the cards the company answered with one of `answers`."""
        return [card for card in self.cards if card.vote and card.vote.answer in answers]

    def latest(self) -> Card | None:
        """Return the card that was answered last."""
        answered = [(card.vote.answered_at, card) for card in self.cards if card.vote]
        return max(answered, key=lambda pair: pair[0])[1] if answered else None


def deck_of(ballot: Ballot, *, now: datetime) -> Deck:
    """Return every option of the ballot's round in the order of this ballot, with its answer."""
    votes = {vote.option_id: vote for vote in ballot.votes.select_related("answered_by")}
    closeness = _closeness(ballot)
    return Deck(
        [
            Card(option, votes.get(option.pk), closeness.get(option.pk) == NAMED)
            for option in _ordered(ballot, closeness, now)
        ]
    )


def _ordered(ballot: Ballot, closeness: dict[int, int], now: datetime) -> list[RoundOption]:
    options = list(ballot.round.options.select_related("synergy").order_by("number"))
    random.Random(ballot.seed).shuffle(options)  # noqa: S311 – must be the same each time
    answers = _answers_before(ballot, now)

    def key(option: RoundOption) -> tuple[int, int]:
        rank = closeness.get(option.pk, OTHER)
        return rank, answers.get(option.pk, 0) if rank in {SAME_FAMILY, OTHER} else 0

    return sorted(options, key=key)


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
        **dict.fromkeys(options.filter(synergy__parties__company=company), NAMED),
    }


def _answers_before(ballot: Ballot, now: datetime) -> dict[int, int]:
    """Return how many companies had answered each option when this one gave its first answer."""
    changes = VoteChange.objects.filter(option__round=ballot.round_id)
    own = changes.filter(ballot=ballot).order_by("changed_at").values_list("changed_at", flat=True)
    started_at = own.first() or now
    first_answers = changes.filter(before="", changed_at__lt=started_at).order_by()
    counted = first_answers.values("option").annotate(companies=Count("ballot", distinct=True))
    return dict(counted.values_list("option", "companies"))
