"""Companies with a declaration that nobody has confirmed or changed for a year."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Max, Min

from actions.models import Reminder
from actions.services.reminders.candidates import Candidate, after_silence, not_paused
from actions.services.reminders.people import People
from actions.services.reminders.rules import Rules
from companies.models import Initiative, Resource
from pompey_ite.outbox.calendar import local_day


def stale_data(
    initiative: Initiative, *, rules: Rules, people: People, today: date
) -> Iterator[Candidate]:
    """Yield whom to ask whether what their company declared is right, in three queries.

    An answer counts for all that the company declared. A company without any open declaration is
    not asked.
    """
    kind = Reminder.Kind.DATA
    answered, by_hand = _answered_at(initiative), _asked_by_hand(initiative)
    for company, told in sorted(told_on(initiative).items()):
        since = told
        if company in answered:
            since = max(told, local_day(answered[company]))
        asked_early = company in by_hand and since <= by_hand[company]
        yield from after_silence(
            kind=kind,
            target_pk=company,
            people=not_paused(people.of_companies([company]), rules),
            since=since,
            interval_days=rules.interval_days(kind),
            today=today,
            is_asked=asked_early,
        )


def told_on(initiative: Initiative) -> dict[int, date]:
    """Return since when the oldest open declaration of each company has not been confirmed."""
    rows = Resource.objects.open().filter(company__initiative=initiative).with_last_word()
    oldest = rows.order_by().values("company").annotate(since=Min("told_on"))
    return {company: since for company, since in oldest.values_list("company", "since") if since}


def _answered_at(initiative: Initiative) -> dict[int, datetime]:
    answered = Reminder.objects.of(initiative).filter(
        kind=Reminder.Kind.DATA, status=Reminder.Status.ANSWERED
    )
    rows = answered.order_by().values("company").annotate(at=Max("answered_at"))
    return dict(rows.values_list("company", "at"))


def _asked_by_hand(initiative: Initiative) -> dict[int, date]:
    """Return the day on which a person asked each company, while the mail has not left.

    The question holds although the year is not over: the look before it leaves must not drop it.
    """
    rows = Reminder.objects.of(initiative).filter(
        kind=Reminder.Kind.DATA, status=Reminder.Status.APPROVED, decided_by__isnull=False
    )
    days = rows.order_by().values("company").annotate(on=Max("due_on"))
    return dict(days.values_list("company", "on"))
