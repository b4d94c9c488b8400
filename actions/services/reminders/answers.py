"""What companies answer: without account, by personal link, however late.

An answer never closes anything: it is written down, it counts as news, and the project manager
reads it in the digest.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from actions.models import Note, Reminder
from actions.models.reminder import TARGETS
from companies.models import Contact
from pompey_ite.outbox.calendar import local_day
from synergies.services.contact_log import log_answer
from synergies.services.declarations import confirm_declarations

Answer = Reminder.Answer
OF_FOLLOW_UP = (Answer.MOVES_ON, Answer.BLOCKED, Answer.DONE, Answer.NOT_INTERESTED)
OF_DATA = (Answer.UNCHANGED, Answer.CHANGED)
PENDING = (Reminder.Status.PLANNED, Reminder.Status.APPROVED, Reminder.Status.SENT)
THANKED_FOR = timedelta(days=30)  # so long the page shows what was answered


class AnswerRefused(Exception):
    """An answer that does not fit the question; the text says why and may be shown."""


def answers_to(kind: str) -> tuple[Answer, ...]:
    """Return the answers among which a question of this kind lets choose."""
    return OF_DATA if kind == Reminder.Kind.DATA else OF_FOLLOW_UP


def open_questions(contact: Contact) -> list[Reminder]:
    """Return what a contact was asked and has not answered, the newest of each, in one query."""
    rows = Reminder.objects.unanswered().filter(contact=contact).exclude(kind=Reminder.Kind.BALLOT)
    newest: dict[tuple[str, int], Reminder] = {}
    for row in rows.with_objects().order_by("decided_at", "pk"):
        newest[row.kind, row.target_pk] = row
    return sorted(newest.values(), key=lambda row: (row.kind, row.due_on, row.pk))


def questions_of_space(contact: Contact) -> list[Reminder]:
    """Return the same for the space of the company, which asks about old declarations itself."""
    return [row for row in open_questions(contact) if row.kind != Reminder.Kind.DATA]


def given_answers(contact: Contact, *, now: datetime) -> list[Reminder]:
    """Return what a contact has answered these last days, the newest first."""
    rows = Reminder.objects.answered_between(now - THANKED_FOR, now).filter(contact=contact)
    return list(rows.with_objects().order_by("-answered_at"))


@transaction.atomic
def record_answer(*, pk: int, contact: Contact, answer: str, text: str, now: datetime) -> bool:
    """Return whether the answer was taken: a question is answered once, whoever presses twice.

    Colleagues who wait for the same question are not asked any more. Raises AnswerRefused when
    the answer is none of those that the question offers.
    """
    rows = Reminder.objects.unanswered().filter(contact=contact)
    reminder = rows.select_for_update().filter(pk=pk).first()
    if reminder is None:
        return False
    if answer not in answers_to(reminder.kind):
        raise AnswerRefused(_("Choose one of the answers."))
    same = Reminder.objects.filter(
        kind=reminder.kind,
        contact__company=contact.company_id,
        **{TARGETS[reminder.kind]: reminder.target_pk},
    )
    Reminder.objects.filter(pk=pk).update(
        status=Reminder.Status.ANSWERED, answer=answer, text=text, answered_at=now
    )
    pending = same.filter(status__in=PENDING)
    pending.update(status=Reminder.Status.DROPPED, reason=_("answered, or by a colleague"))
    _write_down(Reminder.objects.with_objects().get(pk=pk), now)
    return True


def _write_down(reminder: Reminder, now: datetime) -> None:
    """Put the answer where the project manager follows the thing up."""
    with translation.override(settings.LANGUAGE_CODE):
        words, said = sentence_of(reminder), said_by(reminder)
    today = local_day(now)
    if reminder.contact and reminder.answer == Answer.UNCHANGED:
        company = reminder.contact.company
        # One may be asked before the year is over: the answer is about all of it.
        confirm_declarations(
            company=company, pk=None, contact=reminder.contact, now=now, are_all_meant=True
        )
    if reminder.synergy and reminder.contact:
        log_answer(contact=reminder.contact, synergy=reminder.synergy, text=said, day=today)
    elif action := reminder.action_id or (reminder.milestone and reminder.milestone.action_id):
        Note.objects.create(action_id=action, written_on=today, text=words)


def said_by(reminder: Reminder) -> str:
    """Return an answer without its author: “moves on – first delivery in May”."""
    return " – ".join(filter(None, [reminder.get_answer_display(), reminder.text]))


def sentence_of(reminder: Reminder) -> str:
    """Return an answer as one sentence: who, what, in whose words."""
    company = reminder.contact.company if reminder.contact else ""
    about = (
        _(" (milestone “%(title)s”)") % {"title": reminder.milestone} if reminder.milestone else ""
    )
    words = _("%(contact)s, %(company)s: %(answer)s%(about)s") % {
        "contact": reminder.contact,
        "company": company,
        "answer": reminder.get_answer_display(),
        "about": about,
    }
    return f"{words} – {reminder.text}" if reminder.text else words
