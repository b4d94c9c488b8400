"""What the programme keeps of a person: answers stay, of a former contact; readers go."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from actions.models import Attendance, Note, Reminder, Subscriber
from companies.services.erasure import Line, Traces, register_traces
from companies.services.people import Person, former, found_in, replace_name

WAITING = (Reminder.Status.PLANNED, Reminder.Status.APPROVED, Reminder.Status.SENT)


def preview(person: Person) -> Iterator[Line]:
    """Yield the questions, the notes, the meetings and the subscriptions of a person."""
    asked = Reminder.objects.filter(contact=person.contact)
    waiting = asked.filter(status__in=WAITING).count()
    yield Line(_("Questions without an answer"), waiting, _("no longer asked"))
    yield Line(_("Subscriptions to reports"), _subscribed(person).count(), _("erased for good"))
    nameless = _("the name becomes “former contact”")
    yield Line(_("Notes of actions that name the person"), _notes(person).count(), nameless)
    yield Line(_("Attendance of meetings"), _attended(person).count(), nameless)
    becomes = _("of a “former contact” of the company")
    answered = asked.filter(status=Reminder.Status.ANSWERED).count()
    yield Line(_("Answers to “where are you?”"), answered, becomes, stays=True)


def erase(person: Person, now: datetime) -> None:
    """Ask nothing more, write no report, and take the name out of notes and meetings."""
    asked = Reminder.objects.filter(contact=person.contact, status__in=WAITING)
    asked.update(status=Reminder.Status.DROPPED, reason=_("the person was erased"))
    _subscribed(person).delete()
    said = _as_written(person)
    for rows in (Note.objects.all(), Note.history.all()):
        replace_name(rows, "text", said)
    if person.is_told_apart:
        for row in _attended(person):
            name = f"{former()} {person.contact.pk}"  # unique in the meeting
            Attendance.objects.filter(pk=row.pk).update(name=name)
            Attendance.history.filter(id=row.pk).update(name=name)


def _subscribed(person: Person) -> QuerySet[Subscriber]:
    rows = Subscriber.objects.filter(email__iexact=person.email)
    return rows if person.email and not person.shares_email else rows.none()


def _notes(person: Person) -> QuerySet[Note]:
    rows: QuerySet[Note] = found_in(Note.objects.all(), "text", _as_written(person))  # type: ignore[assignment]
    return rows


def _as_written(person: Person) -> str:
    """Return the name as answers by mail were written down: “Ada Roux, Fonderie Alba”."""
    return f"{person.name}, {person.contact.company}"


def _attended(person: Person) -> QuerySet[Attendance]:
    rows = Attendance.objects.filter(name=person.name)
    return rows if person.is_told_apart else rows.none()


register_traces(Traces(preview, erase))
