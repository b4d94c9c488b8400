"""Who has voted so far: the only thing anybody sees of an open round."""

from dataclasses import dataclass
from datetime import datetime
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
    names_company = Q(votes__option__synergy__parties__company=F("company"))
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
