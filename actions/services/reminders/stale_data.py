"""Companies whose declarations nobody has touched for a year."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Max

from actions.models import Reminder
from actions.services.reminders.candidates import Candidate, after_silence, not_paused
from actions.services.reminders.people import People
from actions.services.reminders.rules import Rules
from companies.models import Initiative, Resource
from pompey_ite.outbox.calendar import local_day


def stale_data(
    initiative: Initiative, *, rules: Rules, people: People, today: date
) -> Iterator[Candidate]:
    """Yield whom to ask whether what their company declared is still right, in three queries.

    An answer counts like a change. A company without any open declaration is not asked.
    """
    kind = Reminder.Kind.DATA
    confirmed = _confirmed_at(initiative)
    for company, changed_at in sorted(_changed_at(initiative).items()):
        since = local_day(max(changed_at, confirmed.get(company, changed_at)))
        yield from after_silence(
            kind=kind,
            target_pk=company,
            people=not_paused(people.of_companies([company]), rules),
            since=since,
            interval_days=rules.interval_days(kind),
            today=today,
        )


def _changed_at(initiative: Initiative) -> dict[int, datetime]:
    """Return when the declarations of each company were last changed."""
    declaring = set(
        Resource.objects.open()
        .filter(company__initiative=initiative)
        .order_by()
        .values_list("company", flat=True)
        .distinct()
    )
    changes = Resource.history.values("company_id").annotate(at=Max("history_date"))
    rows = changes.order_by().values_list("company_id", "at")
    return {company: at for company, at in rows if company in declaring}


def _confirmed_at(initiative: Initiative) -> dict[int, datetime]:
    answered = Reminder.objects.of(initiative).filter(
        kind=Reminder.Kind.DATA, status=Reminder.Status.ANSWERED
    )
    rows = answered.order_by().values("company").annotate(at=Max("answered_at"))
    return dict(rows.values_list("company", "at"))
