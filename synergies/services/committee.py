"""What the steering committee decides beside the vote, and the programme that follows from both.

The result of the vote is never changed: a decision stands beside it with its reason, and is
withdrawn with a reason.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from companies.models import User
from pompey_ite.outbox.calendar import local_day
from synergies.models import CommitteeDecision, Round, RoundOption, Tally, TallyLine
from synergies.services.results import is_retained, lines_of


class CommitteeRefused(Exception):
    """A decision that cannot be entered or withdrawn; its text may be shown."""


@dataclass(frozen=True)
class Selection:
    """What goes into the programme: what the vote retained, less and more by the committee.

    title: of the round. lines: what is in, in alphabetical order. decisions: in force, by primary
    key of the option. retained_count: by the vote alone.
    """

    title: str
    places: int
    lines: list[TallyLine]
    decisions: dict[int, CommitteeDecision]
    retained_count: int

    @property
    def set_aside_count(self) -> int:
        """How many of the retained proposals the committee set aside."""
        return sum(one.kind == CommitteeDecision.Kind.SET_ASIDE for one in self.decisions.values())

    @property
    def added_count(self) -> int:
        """How many proposals the committee added."""
        return len(self.decisions) - self.set_aside_count

    @property
    def beyond_count(self) -> int:
        """How many proposals are beyond the places of the programme."""
        return max(0, len(self.lines) - self.places)

    @property
    def free_count(self) -> int:
        """How many places of the programme are not taken."""
        return max(0, self.places - len(self.lines))


def decisions_in_force(tally: Tally) -> dict[int, CommitteeDecision]:
    """Return the decisions that stand, by primary key of the option, in one query."""
    rows = CommitteeDecision.objects.in_force().filter(tally=tally).for_list()
    return {decision.option_id: decision for decision in rows}


def selection_of(
    tally: Tally,
    *,
    lines: list[TallyLine] | None = None,
    decisions: dict[int, CommitteeDecision] | None = None,
) -> Selection:
    """Return what goes into the programme; lines and decisions are read unless they are given."""
    lines = lines_of(tally) if lines is None else lines
    decisions = decisions_in_force(tally) if decisions is None else decisions
    return Selection(
        title=tally.round.title,
        places=tally.round.places,
        lines=[line for line in lines if is_selected(line, decisions.get(line.option_id))],
        decisions=decisions,
        retained_count=sum(is_retained(line) for line in lines),
    )


def is_selected(line: TallyLine, decision: CommitteeDecision | None) -> bool:
    """Return whether a proposal goes into the programme: the committee has the last word."""
    if decision is None:
        return is_retained(line)
    return decision.kind == CommitteeDecision.Kind.ADD


def kind_for(line: TallyLine) -> CommitteeDecision.Kind:
    """Return what the committee may do with a proposal: set aside what is in, add what is out."""
    kinds = CommitteeDecision.Kind
    return kinds.SET_ASIDE if is_retained(line) else kinds.ADD


@transaction.atomic
def decide(
    *,
    tally: Tally,
    option: RoundOption,
    reason: str,
    committee: str,
    decided_on: date,
    user: User,
    now: datetime,
) -> CommitteeDecision:
    """Return the decision about a proposal: set aside if the vote retained it, added if not.

    reason, committee: read by everybody who may read the result. user: who enters it.
    Raises CommitteeRefused without them, on a day before the close or after today, when it is
    decided already, or when the round has been counted anew.
    """
    if not reason.strip() or not committee.strip():
        raise CommitteeRefused(_("Say why, and who decided."))
    round_ = Round.objects.select_for_update().get(pk=tally.round_id)
    if Tally.objects.latest_of(round_) != tally:
        raise CommitteeRefused(_("The round has been counted anew: look at its result first."))
    if not local_day(round_.closes_at) <= decided_on <= local_day(now):
        raise CommitteeRefused(_("The committee decides after the close, and not in the future."))
    standing = CommitteeDecision.objects.in_force().filter(tally=tally, option=option)
    if standing.exists():
        raise CommitteeRefused(_("The committee has decided about it already."))
    return CommitteeDecision.objects.create(
        tally=tally,
        option=option,
        kind=kind_for(tally.lines.get(option=option)),
        reason=reason.strip(),
        committee=committee.strip(),
        decided_on=decided_on,
        decided_by=user,
        recorded_at=now,
    )


@transaction.atomic
def withdraw(
    *, decision: CommitteeDecision, reason: str, user: User, now: datetime
) -> CommitteeDecision:
    """Return the decision, withdrawn at `now`: the result of the vote stands again.

    Raises CommitteeRefused without a reason, or when it was withdrawn before.
    """
    if not reason.strip():
        raise CommitteeRefused(_("Say why the decision is withdrawn."))
    Round.objects.select_for_update().get(pk=decision.tally.round_id)
    current = CommitteeDecision.objects.get(pk=decision.pk)
    if current.withdrawn_at:
        raise CommitteeRefused(_("This decision was withdrawn already."))
    current.withdrawn_at, current.withdrawn_by = now, user
    current.withdrawal_reason = reason.strip()
    current.save()
    return current
