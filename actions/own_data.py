"""What a company may take away of its actions and of its answers to our questions."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from actions.models import Action, Reminder
from actions.reminder_emails import question_of
from companies.models import Company, Resource
from companies.own_data import own_sheet
from pompey_ite.spreadsheets import Column, Sheet, Value


@own_sheet
def actions(company: Company) -> Sheet:
    """Return one row for each action that the company leads or is a partner of."""
    columns = (
        Column(_("Code"), _("Code of the action in its programme.")),
        Column(_("Title"), _("Title of the action"), width=44),
        Column(_("Leads it"), _("Whether your company leads it.")),
        Column(_("Status"), _("How far it is.")),
        Column(_("Due on"), _("Last day planned")),
        Column(_("Next milestone"), _("What is to be reached next."), width=36),
        Column(_("Milestone due on"), _("By when.")),
    )
    return Sheet(_("Actions"), columns, _action_rows(company))


def _action_rows(company: Company) -> Iterator[tuple[Value, ...]]:
    rows = Action.objects.taken_part_in_by(company)
    for one in rows.exclude(visibility=Resource.Visibility.MANAGER).for_company(company):
        step = next(iter(one.next_milestones), None)
        yield (
            *(one.code, one.title, one.leads, one.get_status_display(), one.due_on),
            *((step.title, step.due_on) if step else ("", None)),
        )


@own_sheet
def answers(company: Company) -> Sheet:
    """Return one row for each answer of the company’s contacts to “where are you?”."""
    columns = (
        Column(_("Question about"), _("What was asked about."), width=44),
        Column(_("Answer"), _("Answer given")),
        Column(_("In words"), _("What was written with it."), width=36),
        Column(_("By"), _("Who answered."), width=24),
        Column(_("When"), _("Instant of the answer."), width=20),
    )
    return Sheet(_("Answers"), columns, _answer_rows(company))


def _answer_rows(company: Company) -> Iterator[tuple[Value, ...]]:
    rows = Reminder.objects.filter(contact__company=company, status=Reminder.Status.ANSWERED)
    for one in rows.with_objects().order_by("answered_at"):
        yield (
            *(question_of(one).title, one.get_answer_display(), one.text),
            *(str(one.contact), one.answered_at),
        )
