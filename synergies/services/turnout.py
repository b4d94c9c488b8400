"""Who has voted so far: the only thing anybody sees of an open round."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Count, F, Prefetch, Q

from companies.models import Company, Contact
from synergies.models import Ballot, Round


class Progress(StrEnum):
    """How far a company is; the value is what templates compare."""

    NOT_STARTED = "not_started"
    STARTED = "started"
    VALIDATED = "validated"


@dataclass(frozen=True)
class TurnoutRow:
    """One company of the turnout table; counts of proposals, never what was answered."""

    company: Company
    contacts: list[Contact]
    answered: int
    concerned: int
    concerned_answered: int
    validated_at: datetime | None

    @property
    def progress(self) -> Progress:
        if self.validated_at:
            return Progress.VALIDATED
        return Progress.STARTED if self.answered else Progress.NOT_STARTED


def turnout_of(round_: Round) -> list[TurnoutRow]:
    """Return the companies asked, by name, with their active contacts, in two queries."""
    names_company = Q(
        votes__option__synergy__parties__company=F("company"),
        votes__option__synergy__parties__left_on=None,
    )
    ballots = (
        round_.ballots.annotate(
            answered=Count("votes", distinct=True),
            concerned_answered=Count("votes", filter=names_company, distinct=True),
        )
        .select_related("company")
        .prefetch_related(Prefetch("company__contacts", Contact.objects.active()))
        .order_by("company__name")
    )
    return [_row(ballot, ballot.answered, ballot.concerned_answered) for ballot in ballots]


def _row(ballot: Ballot, answered: int, concerned_answered: int) -> TurnoutRow:
    return TurnoutRow(
        company=ballot.company,
        contacts=list(ballot.company.contacts.all()),
        answered=answered,
        concerned=ballot.concerned_count,
        concerned_answered=concerned_answered,
        validated_at=ballot.validated_at,
    )


@dataclass(frozen=True)
class Screen:
    """What the room sees: how many, and how long still; never what."""

    state: Round.State
    asked: int
    voted: int
    validated: int
    left: timedelta

    @property
    def days(self) -> int:
        return self.left.days

    @property
    def hours(self) -> int:
        return self.left.seconds // 3600

    @property
    def minutes(self) -> int:
        return self.left.seconds % 3600 // 60


def screen_of(round_: Round, *, now: datetime) -> Screen:
    """Return turnout and time left, in one query; the minute under way counts as a whole one."""
    counts = round_.ballots.aggregate(
        asked=Count("pk", distinct=True),
        voted=Count("pk", filter=Q(votes__isnull=False), distinct=True),
        validated=Count("pk", filter=Q(validated_at__isnull=False), distinct=True),
    )
    state = round_.state_at(now)
    end = round_.opens_at if state == Round.State.PLANNED else round_.closes_at
    left = max(end - now, timedelta()) + timedelta(seconds=59)
    return Screen(state=state, left=left, **counts)
