"""The actions in which one company takes part, as the company reads them in its space."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from actions.models import Action, Milestone
from companies.models import Company, Resource
from pompey_ite.outbox.calendar import local_day


@dataclass(frozen=True)
class OwnAction:
    """One action: whether the company leads it, whether it is late, the next thing to reach."""

    action: Action
    leads: bool
    is_late: bool
    next: Milestone | None
    next_is_late: bool


@dataclass(frozen=True)
class OwnActions:
    """The actions somebody still works on, the next milestone first, and how many are over."""

    running: list[OwnAction]
    done_count: int


def actions_of_company(company: Company, *, now: datetime) -> OwnActions:
    """Return the actions that the company leads or takes part in, in two queries.

    Never those that the project manager alone sees, nor those that were given up.
    """
    rows = Action.objects.taken_part_in_by(company).exclude(
        Q(visibility=Resource.Visibility.MANAGER) | Q(status=Action.Status.ABANDONED)
    )
    found = list(rows.for_company(company))
    is_done = Action.Status.DONE
    running = [_own(action, local_day(now)) for action in found if action.status != is_done]
    return OwnActions(running, len(found) - len(running))


def _own(action: Action, today: date) -> OwnAction:
    step = next(iter(action.next_milestones), None)
    return OwnAction(
        action,
        leads=action.leads,
        is_late=action.is_late_on(today),
        next=step,
        next_is_late=step is not None and step.due_on < today,
    )
