"""Results that were aimed at and have not been measured for half a year."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Max, Q

from actions.models import Action, Reminder, Target
from actions.services.reminders.candidates import Candidate, after_silence, not_paused
from actions.services.reminders.people import People
from actions.services.reminders.rules import Rules
from companies.models import Initiative

MEASURED = (Action.Status.IN_PROGRESS, Action.Status.LATE, Action.Status.DONE)


@dataclass(frozen=True)
class _Unmeasured:
    """An action, who leads it, and since when its least measured target waits."""

    action_pk: int
    pilot_pk: int | None
    since: date


def due_measurements(
    initiative: Initiative, *, rules: Rules, people: People, today: date
) -> Iterator[Candidate]:
    """Yield who is to be asked for the results of which action, in one query.

    The oldest of its targets counts: the end of its last measured period, else the start.
    """
    kind = Reminder.Kind.MEASUREMENT
    for row in _oldest(initiative, today):
        if rules.is_object_paused("action", row.action_pk):
            continue
        yield from after_silence(
            kind=kind,
            target_pk=row.action_pk,
            people=not_paused(people.of_company_or_staff(row.pilot_pk), rules),
            since=row.since,
            interval_days=rules.interval_days(kind),
            today=today,
        )


def _oldest(initiative: Initiative, today: date) -> list[_Unmeasured]:
    same = Q(indicator__measurements__action=F("action"), indicator__measurements__closed_at=None)
    targets = Target.objects.filter(
        action__status__in=MEASURED,
        action__area__programme__initiative=initiative,
        action__area__programme__ends_on__gte=today,
    ).annotate(measured_to=Max("indicator__measurements__period_end", filter=same))
    oldest: dict[int, _Unmeasured] = {}
    for target in targets.select_related("action__area__programme").order_by("action"):
        action = target.action
        since = target.measured_to or action.starts_on or action.area.programme.starts_on
        known = oldest.get(action.pk)
        if known is None or since < known.since:
            oldest[action.pk] = _Unmeasured(action.pk, action.pilot_company_id, since)
    return list(oldest.values())
