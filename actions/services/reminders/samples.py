"""A mail to look at before any is due: about something that is there, to one of its companies."""

from datetime import timedelta

from django.utils import timezone

from actions.models import Action, Milestone, Reminder
from actions.models.reminder import TARGETS
from actions.services.reminders.sending import sample_of
from companies.models import Company, Contact, Initiative
from pompey_ite.outbox.calendar import local_day
from pompey_ite.outbox.rendering import Draft
from synergies.models import Synergy

SILENCE = timedelta(days=42)


def example_of(initiative: Initiative, kind: str) -> Draft | None:
    """Return how a kind reads, or None when there is nothing to remind anybody of; writes nothing.

    kind: any but that of ballots, whose mail is shown on the page of the round.
    """
    contact = (
        Contact.objects.active()
        .filter(company__initiative=initiative, company__left_on=None)
        .select_related("company")
        .order_by("pk")
        .first()
    )
    of_programme = Action.objects.filter(area__programme__initiative=initiative)
    rows = {
        "synergy": Synergy.objects.open().filter(initiative=initiative).order_by("number"),
        "action": of_programme.running().order_by("code"),
        "milestone": Milestone.objects.running().filter(action__in=of_programme).for_list(),
        "company": Company.objects.active().filter(initiative=initiative),
    }
    subject = rows[TARGETS[kind]].first()
    if subject is None or contact is None:
        return None
    today = local_day(timezone.now())
    example = Reminder(kind=kind, initiative=initiative, contact=contact, due_on=today)
    example.since = subject.due_on if isinstance(subject, Milestone) else today - SILENCE
    setattr(example, TARGETS[kind], contact.company if kind == "data" else subject)
    return sample_of([example])
