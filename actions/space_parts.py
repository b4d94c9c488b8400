"""What the programme adds to the space of a company: its actions, and questions to answer."""

from datetime import datetime

from actions.reminder_emails import question_of
from actions.services.own_actions import actions_of_company
from actions.services.reminders.answers import questions_of_space
from companies.models import Company, Contact
from synergies.space_parts import Place, SpacePart, part


@part
def open_questions(company: Company, contact: Contact | None, now: datetime) -> SpacePart | None:
    """Return the questions that wait for the contact who looks."""
    asked = questions_of_space(contact) if contact else []
    if not asked:
        return None
    shown = [question_of(row) for row in asked]
    return SpacePart(Place.WAITS, "actions/partials/space_questions.html", shown)


@part
def own_actions(company: Company, contact: Contact | None, now: datetime) -> SpacePart | None:
    """Return the actions in which the company takes part."""
    shown = actions_of_company(company, now=now)
    if not shown.running and not shown.done_count:
        return None
    return SpacePart(Place.OWN, "actions/partials/space_actions.html", shown)
