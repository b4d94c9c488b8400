"""The rules of the ladder: which moves a synergy may make, and what one still lacks.

Pure functions: nothing is read or written here. The meaning of “operational” is ADEME's (indicator
eci_18): at least one exchange of material done, or a pooled service used by at least two entities.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from synergies.models import StatusChange, Synergy
from synergies.models.status_change import FEWEST_USERS

Status = Synergy.Status
RUNGS = (Status.IDEA, Status.DISCUSSION, Status.STUDY, Status.AGREED, Status.OPERATIONAL)
ASIDE = (Status.PARKED, Status.CLOSED)


@dataclass(frozen=True, slots=True)
class Wish:
    """A move somebody wants to make, with what they say about it. `user_count`: companies."""

    before: str
    after: str
    today: date
    reason: str = ""
    proof: str = ""
    evidence: str = ""
    happened_on: date | None = None
    user_count: int = 0
    next_step: str = ""
    next_due_on: date | None = None


def targets(before: str) -> tuple[Synergy.Status, ...]:
    """Return where a synergy may go: any other rung, aside, or from aside back to a rung.

    What was parked or closed comes back below “operational”: it proves again that it works.
    """
    if before in RUNGS:
        return tuple(status for status in (*RUNGS, *ASIDE) if status != before)
    back = RUNGS[:-1]
    return (*back, Status.CLOSED) if before == Status.PARKED else back


def needs_reason(before: str, after: str) -> bool:
    """Return whether a move says why: down the ladder, aside, or back from aside."""
    if before in RUNGS and after in RUNGS:
        return RUNGS.index(Status(after)) < RUNGS.index(Status(before))
    return True


def missing(wish: Wish) -> list[str]:
    """Return what the move still lacks, one sentence each; an empty list lets it pass."""
    if wish.after not in targets(wish.before):
        return [_("A synergy cannot move that way.")]
    lacks = []
    if needs_reason(wish.before, wish.after) and not wish.reason.strip():
        lacks.append(_("Say why."))
    if wish.after == Status.OPERATIONAL:
        lacks += _missing_proof(wish)
    if wish.after != Status.CLOSED:
        lacks += _missing_step(wish)
    return lacks


def _missing_proof(wish: Wish) -> list[str]:
    lacks = []
    if wish.proof not in StatusChange.Proof.values:
        lacks.append(_("Say which part of ADEME’s definition is fulfilled."))
    if wish.proof == StatusChange.Proof.SERVICE and wish.user_count < FEWEST_USERS:
        lacks.append(_("Name at least two companies that use the service."))
    if not wish.evidence.strip():
        lacks.append(_("Say what proves it, and where it is written."))
    if wish.happened_on is None:
        lacks.append(_("Give the day since which it works."))
    elif wish.happened_on > wish.today:
        lacks.append(_("What works has begun: the day is not in the future."))
    return lacks


def _missing_step(wish: Wish) -> list[str]:
    lacks = []
    if not wish.next_step.strip():
        lacks.append(_("Write the next step."))
    if wish.next_due_on is None:
        lacks.append(_("Give the day of the next step."))
    elif wish.next_due_on < wish.today:
        lacks.append(_("The next step lies ahead: choose today or a later day."))
    return lacks
