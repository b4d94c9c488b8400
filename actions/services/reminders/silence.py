"""Synergies and actions that nobody has given news of for weeks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, OuterRef, Prefetch, QuerySet, Subquery

from actions.models import Action, Reminder
from actions.services.reminders.candidates import Candidate, after_silence, not_paused
from actions.services.reminders.people import People
from actions.services.reminders.rules import INACTIVE_AFTER_DAYS, Rules, rules_of
from companies.models import Initiative
from pompey_ite.outbox.calendar import local_day
from synergies.models import Party, Synergy

UNDER_WAY = (Synergy.Status.DISCUSSION, Synergy.Status.STUDY, Synergy.Status.AGREED)
WORKED_ON = (
    Action.Status.TO_DISCUSS,
    Action.Status.IN_PROGRESS,
    Action.Status.BLOCKED,
    Action.Status.LATE,
)


def silent_synergies(
    initiative: Initiative, *, rules: Rules, people: People, today: date
) -> Iterator[Candidate]:
    """Yield whom to ask about which synergy under way, in two queries.

    Silence counts from the last contact, else from the last change of the synergy.
    """
    kind = Reminder.Kind.SYNERGY
    for synergy in _synergies(initiative):
        since = _last_heard(synergy)
        if rules.is_object_paused("synergy", synergy.pk) or _is_inactive(since, today):
            continue
        companies = [party.company_id for party in synergy.parties.all()]
        yield from after_silence(
            kind=kind,
            target_pk=synergy.pk,
            people=not_paused(people.of_companies(companies), rules),
            since=since,
            interval_days=rules.interval_days(kind, "synergy", synergy.pk),
            today=today,
        )


def _synergies(initiative: Initiative) -> QuerySet[Synergy]:
    changes = Synergy.history.filter(id=OuterRef("pk")).order_by("-history_date")
    rows = Synergy.objects.open().filter(initiative=initiative, status__in=UNDER_WAY)
    dated = rows.annotate(changed_at=Subquery(changes.values("history_date")[:1]))
    present = Prefetch("parties", Party.objects.present())
    return dated.prefetch_related(present).order_by("number")


def _last_heard(synergy: Synergy) -> date:
    return synergy.last_contact_on or local_day(synergy.changed_at)  # type: ignore[attr-defined]


def _falls_asleep_on(since: date) -> date:
    return since + timedelta(days=INACTIVE_AFTER_DAYS)


def _is_inactive(since: date, today: date) -> bool:
    return _falls_asleep_on(since) <= today


@dataclass(frozen=True)
class Asleep:
    """What is under way on paper, and silent for so long that nobody is asked any more."""

    subject: Synergy | Action
    since: date

    @property
    def fell_asleep_on(self) -> date:
        return _falls_asleep_on(self.since)

    @property
    def url(self) -> str:
        return self.subject.get_absolute_url()


def asleep(initiative: Initiative, *, today: date) -> list[Asleep]:
    """Return what sleeps, the longest silence first, in five queries: a person wakes or closes it.

    What is paused sleeps on purpose and is left out.
    """
    rules = rules_of(initiative)
    found = [
        *(("synergy", Asleep(row, _last_heard(row))) for row in _synergies(initiative)),
        *(("action", Asleep(row, _last_news(row))) for row in _actions(initiative, today)),
    ]
    sleepers = [
        one
        for name, one in found
        if _is_inactive(one.since, today) and not rules.is_object_paused(name, one.subject.pk)
    ]
    return sorted(sleepers, key=lambda one: one.since)


def silent_actions(
    initiative: Initiative, *, rules: Rules, people: People, today: date
) -> Iterator[Candidate]:
    """Yield whom to ask about which action that is worked on, in one query.

    Silence counts from the last note, reached milestone or measurement, else from the start. An
    action that no company leads is asked of the staff.
    """
    kind = Reminder.Kind.ACTION
    for action in _actions(initiative, today):
        since = _last_news(action)
        if rules.is_object_paused("action", action.pk) or _is_inactive(since, today):
            continue
        yield from after_silence(
            kind=kind,
            target_pk=action.pk,
            people=not_paused(people.of_company_or_staff(action.pilot_company_id), rules),
            since=since,
            interval_days=rules.interval_days(kind, "action", action.pk),
            today=today,
        )


def _actions(initiative: Initiative, today: date) -> QuerySet[Action]:
    rows = Action.objects.filter(
        area__programme__initiative=initiative,
        area__programme__ends_on__gte=today,
        status__in=WORKED_ON,
    )
    return (
        rows.select_related("area__programme")
        .annotate(
            noted_on=Max("notes__written_on"),
            reached_on=Max("milestones__done_on"),
            measured_on=Max("measurements__period_end"),
        )
        .order_by("area__code", "position", "pk")
    )


def _last_news(action: Action) -> date:
    start = action.starts_on or action.area.programme.starts_on
    news = [getattr(action, name) for name in ("noted_on", "reached_on", "measured_on")]
    dated: list[date] = [day for day in news if day]
    return max([start, *dated])
