"""The questions of one contact: four answers and a line of text, without account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from actions.models import Reminder
from actions.reminder_emails import question_of
from actions.reminder_forms import AnswerForm
from actions.services.reminders.answers import given_answers, open_questions, record_answer
from actions.services.reminders.sending import PURPOSE
from companies.models import Contact, PersonalLink
from synergies.views.door import SeeOther, arrival_page, link_unknown


@arrival_page
def answers(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """Show the open questions; POST takes the answer to one of them, GET writes nothing."""
    if link.purpose != PURPOSE:
        return link_unknown(request)
    asked = open_questions(link.contact)
    chosen = _chosen(request, asked)
    if chosen and _take(chosen, link.contact):
        return SeeOther(request.path)
    forms = [
        chosen if chosen and chosen.reminder == row else AnswerForm(reminder=row) for row in asked
    ]
    context = {
        "contact": link.contact,
        "questions": [{"question": question_of(form.reminder), "form": form} for form in forms],
        "answered": [question_of(row) for row in given_answers(link.contact, now=timezone.now())],
    }
    return render(request, "actions/answers.html", context)


def _chosen(request: HttpRequest, asked: list[Reminder]) -> AnswerForm | None:
    """Return the form that was sent, or None: a question answered meanwhile is simply gone."""
    sent = request.POST.get("question", "")
    rows = [row for row in asked if str(row.pk) == sent]
    return AnswerForm(request.POST, reminder=rows[0]) if rows else None


def _take(form: AnswerForm, contact: Contact) -> bool:
    """Return whether the form was complete; its answer is then written down, once."""
    if not form.is_valid():
        return False
    record_answer(pk=form.reminder.pk, contact=contact, now=timezone.now(), **form.cleaned_data)
    return True
