"""What is due and not done: asked of the database at each tick, and kept as rows that wait.

Nothing is remembered between two looks. A row is planned when its reason holds and nobody was
reminded since; it is dropped when its reason has gone. After forty days without a tick the last
step of each reason is due, once.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Max
from django.utils.translation import gettext as _

from actions.models import Reminder
from actions.services.reminders.ballots import waiting_ballots
from actions.services.reminders.candidates import Candidate, Key, key_of, row_of
from actions.services.reminders.measurements import due_measurements
from actions.services.reminders.milestones import due_milestones
from actions.services.reminders.people import people_of
from actions.services.reminders.rules import Rules, rules_of
from actions.services.reminders.silence import silent_actions, silent_synergies
from actions.services.reminders.stale_data import stale_data
from companies.models import Initiative
from pompey_ite.outbox.calendar import local_day

Kind = Reminder.Kind
OPEN_QUESTIONS = (Kind.SYNERGY, Kind.ACTION, Kind.MEASUREMENT)  # they have no date of their own
MOST_QUESTIONS = 5  # to one person: fifty seconds of answering
RESPITE = timedelta(days=14)


def candidates_of(
    initiative: Initiative, *, now: datetime, kinds: Iterable[str] = Kind.values
) -> list[Candidate]:
    """Return every reason that holds now, done or not, in a number of queries that does not grow.

    kinds: those that are asked for; paused ones have no reason.
    """
    rules = rules_of(initiative)
    wanted = {kind for kind in kinds if not rules.is_paused(kind)}
    if not wanted:
        return []
    found = _look(initiative, rules=rules, now=now, kinds=wanted)
    return list({one.key: one for one in found}.values())


def _look(
    initiative: Initiative, *, rules: Rules, now: datetime, kinds: set[str]
) -> Iterable[Candidate]:
    people, today = people_of(initiative), local_day(now)
    finders = {
        Kind.SYNERGY: silent_synergies,
        Kind.ACTION: silent_actions,
        Kind.MILESTONE: due_milestones,
        Kind.MEASUREMENT: due_measurements,
        Kind.DATA: stale_data,
    }
    if Kind.BALLOT in kinds:
        yield from waiting_ballots(initiative, rules=rules, people=people, today=today, now=now)
    for kind, find in finders.items():
        if kind in kinds:
            yield from find(initiative, rules=rules, people=people, today=today)


def due_candidates(initiative: Initiative, *, now: datetime) -> list[Candidate]:
    """Return what is due and not done: the last time counts from when it was let go."""
    today, done = local_day(now), _decided_on(initiative)
    due = [
        one for one in candidates_of(initiative, now=now) if one.is_due(today, done.get(one.key))
    ]
    return _bearable(due, today, done)


def _bearable(due: list[Candidate], today: date, done: dict[Key, date]) -> list[Candidate]:
    """Return what one can ask without being a burden: a few questions to a person at a time.

    The longest silence first; the others follow when RESPITE is over. What has a date is not
    held back.
    """
    asked = Counter(
        (kind, who, pk) for (kind, _target, who, pk), day in done.items() if day > today - RESPITE
    )
    kept = []
    for one in sorted(due, key=lambda one: (one.due_on, one.key)):
        kind, _target, who, pk = one.key
        asked[kind, who, pk] += 1
        if kind not in OPEN_QUESTIONS or asked[kind, who, pk] <= MOST_QUESTIONS:
            kept.append(one)
    return kept


def _decided_on(initiative: Initiative) -> dict[Key, date]:
    """Return the day on which each reminder was last let go or left out by a person."""
    rows = Reminder.objects.of(initiative).decided().order_by()
    fields = ("kind", "ballot", "synergy", "action", "milestone", "company", "contact", "user")
    days: dict[Key, date] = {}
    for row in rows.values(*fields).annotate(at=Max("decided_at")):
        ids = {f"{name}_id": row[name] for name in fields[1:]}
        days[key_of(Reminder(kind=row["kind"], **ids))] = local_day(row["at"])
    return days


def missing(*, now: datetime) -> Counter[str]:
    """Return how many reminders of each kind a tick would plan, writing nothing."""
    return Counter(
        one.kind.value
        for initiative in Initiative.objects.all()
        for one in _unplanned(initiative, due_candidates(initiative, now=now))
    )


def plan(*, initiative: Initiative, now: datetime) -> Counter[str]:
    """Return how many reminders of each kind were planned; drop those whose reason has gone.

    Two ticks at once find the same reasons: the constraint on what is pending keeps one row.
    """
    due = due_candidates(initiative, now=now)
    _withdraw(initiative, {one.key for one in due})
    rows = [row_of(one) for one in _unplanned(initiative, due)]
    for row in rows:
        row.initiative, row.planned_at = initiative, now
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)
    return Counter(row.kind for row in rows)


def _unplanned(initiative: Initiative, due: list[Candidate]) -> list[Candidate]:
    pending = Reminder.objects.of(initiative).filter(
        status__in=[Reminder.Status.PLANNED, Reminder.Status.APPROVED]
    )
    known = {key_of(row) for row in pending}
    return [one for one in due if one.key not in known]


def _withdraw(initiative: Initiative, due: set[Key]) -> None:
    waiting = Reminder.objects.of(initiative).waiting()
    gone = [row.pk for row in waiting if key_of(row) not in due]
    if gone:
        waiting.filter(pk__in=gone).update(
            status=Reminder.Status.DROPPED,
            reason=_("no longer due: there is news, it is over, or it is paused"),
        )
