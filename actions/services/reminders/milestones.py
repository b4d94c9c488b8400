"""Milestones that come near, and those that are late: weekly first, then fortnightly."""

from collections.abc import Iterator
from datetime import date, timedelta

from actions.models import Milestone, Reminder
from actions.services.reminders.candidates import Candidate, not_paused
from actions.services.reminders.people import People
from actions.services.reminders.rules import INACTIVE_AFTER_DAYS, Rules
from companies.models import Initiative

EARLY = (-14, -3)  # days from the date of the milestone
LATE_WEEKLY = (7, 14, 21, 28)
FORTNIGHT = 14


def milestone_step(due_on: date, today: date) -> date | None:
    """Return the day of the last step that has come by `today`, or None before the first one."""
    days = (today - due_on).days
    past_weekly = max(days - LATE_WEEKLY[-1], 0) // FORTNIGHT
    steps = [step for step in (*EARLY, *LATE_WEEKLY) if step <= days]
    if not steps:
        return None
    return due_on + timedelta(days=steps[-1] + past_weekly * FORTNIGHT)


def due_milestones(
    initiative: Initiative, *, rules: Rules, people: People, today: date
) -> Iterator[Candidate]:
    """Yield who is to be reminded of which milestone, in one query; a year late is given up."""
    nearest = today - timedelta(days=INACTIVE_AFTER_DAYS), today - timedelta(days=EARLY[0])
    rows = Milestone.objects.running().filter(
        action__area__programme__initiative=initiative, due_on__range=nearest
    )
    for milestone in rows.select_related("action").order_by("due_on", "pk"):
        step = milestone_step(milestone.due_on, today)
        if step is None or rules.is_object_paused("action", milestone.action_id):
            continue
        asked = people.of_company_or_staff(milestone.action.pilot_company_id)
        for person in not_paused(asked, rules):
            yield Candidate(
                Reminder.Kind.MILESTONE, milestone.pk, person, step, since=milestone.due_on
            )
