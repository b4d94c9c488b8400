"""What the pages of a ballot say about an answer: who gave it, when, and what stands against it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from synergies.models import Answer, Channel, Vote
from synergies.services.ballot_order import Card, Deck, latest_answered
from synergies.views.door import Visit


@dataclass(frozen=True)
class Saved:
    """The person's own latest answer, in words, and its card."""

    card: Card
    text: str


def saved_of(visit: Visit, deck: Deck[Card]) -> Saved | None:
    """Return what this person saved last, if anything."""
    card = latest_answered(deck, visit.contact, visit.channel)
    if card is None or card.vote is None:
        return None
    return Saved(card, saved_text(card.vote, card.option.number, visit.now))


def saved_text(vote: Vote, number: int, now: datetime) -> str:
    """Return “Saved at 14:07: no. 12, Yes.”, with the day when it is not today."""
    facts = {
        "when": _moment(vote.answered_at, now),
        "number": number,
        "answer": vote.get_answer_display(),
    }
    if _is_today(vote.answered_at, now):
        return _("Saved at %(when)s: no. %(number)d, %(answer)s.") % facts
    return _("Saved on %(when)s: no. %(number)d, %(answer)s.") % facts


def stands_text(vote: Vote, visit: Visit) -> str:
    """Return who gave the answer that stands, what and when."""
    facts = {
        "who": _who(vote, visit),
        "answer": vote.get_answer_display(),
        "when": _moment(vote.answered_at, visit.now),
    }
    if _is_today(vote.answered_at, visit.now):
        return _("%(who)s: “%(answer)s” at %(when)s.") % facts
    return _("%(who)s: “%(answer)s” on %(when)s.") % facts


def conflict_text(vote: Vote, mine: str, visit: Visit) -> str:
    """Return what stands against what the person answers now."""
    own = _("You answer “%(mine)s”.") % {"mine": Answer(mine).label}
    return f"{stands_text(vote, visit)} {own}"


def _who(vote: Vote, visit: Visit) -> str:
    if vote.channel == Channel.ROOM:
        return _("Somebody at your table")
    if vote.channel != Channel.LINK:
        return _("The project manager, for your company")
    if vote.answered_by and vote.answered_by == visit.contact:
        return _("You")
    return str(vote.answered_by or _("A colleague"))


def _is_today(instant: datetime, now: datetime) -> bool:
    return timezone.localdate(instant) == timezone.localdate(now)


def _moment(instant: datetime, now: datetime) -> str:
    local = timezone.localtime(instant)
    return date_format(local, "H:i" if _is_today(instant, now) else "DATETIME_FORMAT")
