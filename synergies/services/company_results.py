"""The result of a round for one company: its share, what becomes of its wishes, and why."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from companies.models import Company
from synergies.models import Ballot, CommitteeDecision, Round, Tally, Vote
from synergies.models.round import RoundQuerySet
from synergies.services.committee import decisions_in_force
from synergies.services.results import (
    SUPPORT,
    Audience,
    ResultLine,
    is_retained,
    lines_of,
    told,
)
from synergies.services.share_receipts import ShareReceipt, share_receipts


@dataclass(frozen=True)
class CompanyResult:
    """What one company reads: `receipt` is None when it holds no share.

    kept, set_aside, added, lost: its wishes (yes and priority), each in one of the lists.
    decisions: all that the committee changed, its wishes or not. published_code: what its ballot
    stands under in the published files; empty when it did not vote.
    """

    company: Company
    tally: Tally
    receipt: ShareReceipt | None
    answer_count: int
    kept: list[ResultLine]
    set_aside: list[ResultLine]
    added: list[ResultLine]
    lost: list[ResultLine]
    decisions: list[CommitteeDecision]
    published_code: str

    @property
    def wish_count(self) -> int:
        """How many proposals the company wants."""
        return sum(len(one) for one in (self.kept, self.set_aside, self.added, self.lost))

    @property
    def programme_count(self) -> int:
        """How many of its wishes go into the programme."""
        return len(self.kept) + len(self.added)


def result_of_company(tally: Tally, company: Company) -> CompanyResult:
    """Return the result of one company, in a constant number of queries."""
    ballot = Ballot.objects.filter(round=tally.round_id, company=company).first()
    votes = Vote.objects.filter(ballot=ballot) if ballot else Vote.objects.none()
    answers = dict(votes.values_list("option", "answer"))
    decisions = decisions_in_force(tally)
    wished = [line for line in lines_of(tally) if answers.get(line.option_id) in SUPPORT]
    wishes = told(tally, wished, decisions=decisions, audience=Audience.COMPANY)
    receipts = share_receipts(tally, company)

    def those(belongs: Callable[[ResultLine], bool]) -> list[ResultLine]:
        return [wish for wish in wishes if belongs(wish)]

    return CompanyResult(
        company=company,
        tally=tally,
        receipt=receipts[0] if receipts else None,
        answer_count=len(answers),
        kept=those(lambda wish: is_retained(wish.line) and not wish.decision),
        set_aside=those(lambda wish: is_retained(wish.line) and bool(wish.decision)),
        added=those(lambda wish: not is_retained(wish.line) and bool(wish.decision)),
        lost=those(lambda wish: not is_retained(wish.line) and not wish.decision),
        decisions=list(decisions.values()),
        published_code=ballot.published_code if ballot else "",
    )


def counted_rounds_of(company: Company) -> RoundQuerySet:
    """Return the closed and counted rounds in which the company was asked, the latest first."""
    closed = Round.objects.closed_at(timezone.now()).filter(ballots__company=company)
    return closed.exclude(tallies=None).order_by("-closes_at", "-pk").distinct()
