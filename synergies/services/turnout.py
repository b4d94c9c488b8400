"""Who has voted so far: the only thing anybody sees of an open round."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from companies.models import Company, Contact
from pompey_ite.subcounts import count_of
from synergies.models import Ballot, Round, Vote


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


@dataclass(frozen=True)
class Counts:
    """How many companies were asked, have answered anything, have validated."""

    asked: int
    voted: int
    validated: int


def counts_of(round_: Round) -> Counts:
    """Return the turnout in numbers, in one query that reads each ballot once."""
    has_voted = Exists(Vote.objects.filter(ballot=OuterRef("pk")))
    return Counts(
        **round_.ballots.alias(has_voted=has_voted).aggregate(
            asked=Count("pk"),
            voted=Count("pk", filter=Q(has_voted=True)),
            validated=Count("pk", filter=Q(validated_at__isnull=False)),
        )
    )


def turnout_of(round_: Round) -> list[TurnoutRow]:
    """Return the companies asked, by name, with their active contacts, in two queries."""
    return turnout_rows(asked_ballots(round_))


def asked_ballots(round_: Round) -> QuerySet[Ballot]:
    """Return the ballots by name of the company, with what `turnout_rows` reads of each."""
    rows = round_.ballots.annotate(
        answered=count_of(Vote.objects.all(), "ballot"),
        concerned_answered=count_of(Vote.objects.of_parties(), "ballot"),
    )
    contacts = Prefetch("company__contacts", Contact.objects.active())
    rows = rows.select_related("company").prefetch_related(contacts)
    return rows.order_by("company__name", "pk")


def turnout_rows(ballots: Iterable[Any]) -> list[TurnoutRow]:
    """Return a row for each of some `asked_ballots`, in their order; no query of its own."""
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
    state, counts = round_.state_at(now), counts_of(round_)
    end = round_.opens_at if state == Round.State.PLANNED else round_.closes_at
    left = max(end - now, timedelta()) + timedelta(seconds=59)
    return Screen(state, counts.asked, counts.voted, counts.validated, left)
