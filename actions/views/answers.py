"""The questions of one contact: four answers and a line of text, without account."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from actions.models import Reminder
from actions.reminder_emails import question_of
from actions.reminder_forms import AnswerForm
from actions.services.reminders.answers import (
    given_answers,
    open_questions,
    questions_of_space,
    record_answer,
)
from actions.services.reminders.sending import PURPOSE
from companies.models import Contact, PersonalLink
from synergies.views.declarant import Declarant
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
    context = {
        "contact": link.contact,
        "questions": _questions(asked, chosen),
        "answered": [question_of(row) for row in given_answers(link.contact, now=timezone.now())],
    }
    return render(request, "actions/answers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def space_questions(request: HttpRequest, by: Declarant) -> HttpResponse:
    """Show the same questions in the space of the company; the last answer leads back to it."""
    asked = questions_of_space(by.contact) if by.contact else []
    chosen = _chosen(request, asked)
    if chosen and by.contact and _take(chosen, by.contact):
        messages.success(request, _("Thank you! Your answer is with the project manager."))
        return SeeOther(request.path if len(asked) > 1 else by.url("home"))
    context = {"by": by, "questions": _questions(asked, chosen)}
    return render(request, "actions/space_questions.html", context)


Questions = list[dict[str, object]]


def _questions(asked: list[Reminder], chosen: AnswerForm | None) -> Questions:
    """Return each question with its form; the one that was sent incomplete keeps its words."""
    forms = [
        chosen if chosen and chosen.reminder == row else AnswerForm(reminder=row) for row in asked
    ]
    return [{"question": question_of(form.reminder), "form": form} for form in forms]


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
