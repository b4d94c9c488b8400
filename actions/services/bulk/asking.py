"""Ask chosen companies whether what they declared is still true, before the year is over.

The question is the reminder “declarations of a year ago”, let go by hand: it is answered, counted
and kept from being asked twice as every other one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions.models import Reminder
from actions.services.bulk.acts import Act, Line
from actions.services.reminders.people import People, people_of
from actions.services.reminders.rules import Rules, rules_of
from actions.services.reminders.sending import queue_reminders, sample_of
from actions.services.reminders.stale_data import told_on
from companies.models import Company, Contact, User
from pompey_ite.outbox.calendar import local_day
from pompey_ite.outbox.models import Mail
from pompey_ite.outbox.rendering import Draft

LEFT_IN_PEACE = timedelta(days=60)  # after one question, before the next
DATA = Reminder.Kind.DATA


@dataclass(frozen=True)
class Facts:
    """What is known of the companies of one initiative, loaded once for all of them."""

    rules: Rules
    people: People
    told: dict[int, date]  # by company: since when the oldest declaration was not confirmed
    asked: dict[int, datetime]  # by company: the last question
    pending: set[int]  # companies whose question is in the outbox


class AskAgain(Act):
    label = gettext_lazy("Ask: is your declaration still true?")
    fields = ("status",)
    sends_mail = True

    def lines(self, rows: Iterable[Any], data: dict[str, Any], today: date) -> list[Line]:
        """Return who would be asked, or why nobody; the queries do not grow with the companies."""
        companies = list(rows)
        found = {
            company.initiative_id: company.initiative
            for company in companies
            if not company.left_on
        }
        facts = {pk: _facts(initiative) for pk, initiative in found.items()}
        return [self._line(one, facts.get(one.initiative_id), data, today) for one in companies]

    def line(self, row: Any, data: dict[str, Any], today: date) -> Line:
        return self.lines([row], data, today)[0]

    def _line(
        self, company: Company, facts: Facts | None, data: dict[str, Any], today: date
    ) -> Line:
        row: Any = company
        people = facts.people.of_companies([company.pk]) if facts else []
        row.people_to_ask, row.told_since = people, facts and facts.told.get(company.pk)
        if refusal := _refusal(company, facts, int(data["days"]), today):
            return Line(company, refusal=refusal)
        return Line(company, ", ".join(f"{one} <{one.email}>" for one in people))

    def targets(self, row: Any) -> list[Any]:
        """Return the question to each person of the frozen list: the one that waits, or a new one.

        A tick may plan the same at this instant: the constraint on what is pending keeps one row.
        """
        now = timezone.now()
        new = [_question(row, one, local_day(now), now) for one in row.people_to_ask]
        Reminder.objects.bulk_create(new, ignore_conflicts=True)
        waiting = Reminder.objects.waiting().filter(kind=DATA, company=row)
        return list(waiting.filter(contact__in=row.people_to_ask).select_for_update())

    def do(self, target: Any, data: dict[str, Any], user: User, now: datetime) -> None:
        Reminder.objects.filter(pk=target.pk).update(
            status=Reminder.Status.APPROVED, decided_at=now, decided_by=user
        )
        queue_reminders([Reminder.objects.with_objects().get(pk=target.pk)], now=now)

    def sample(self, lines: Iterable[Line], now: datetime) -> Draft | None:
        """Return the mail as the first person of the list gets it, with another link."""
        for line in lines:
            if not line.refusal:
                return sample_of(
                    [_question(line.row, line.row.people_to_ask[0], local_day(now), now)]
                )
        return None


def _question(company: Any, contact: Contact, today: date, now: datetime) -> Reminder:
    return Reminder(
        initiative=company.initiative,
        kind=DATA,
        company=company,
        contact=contact,
        due_on=today,
        since=company.told_since,
        planned_at=now,
    )


def _facts(initiative: Any) -> Facts:
    questions = Reminder.objects.of(initiative).filter(kind=DATA).order_by()
    asked = questions.decided().values("company").annotate(at=Max("decided_at"))
    pending = questions.filter(status=Reminder.Status.APPROVED)
    return Facts(
        rules_of(initiative),
        people_of(initiative),
        told_on(initiative),
        dict(asked.values_list("company", "at")),
        {pk for pk in pending.values_list("company", flat=True) if pk},
    )


def _refusal(company: Company, facts: Facts | None, days: int, today: date) -> str:
    """Return why a company is not asked, or ""."""
    if facts is None or company.left_on:
        return _("It has left.")
    if facts.rules.is_paused(DATA) or facts.rules.is_object_paused("company", company.pk):
        return _("Its reminders are paused.")
    if asked := _asked_lately(company, facts, today):
        return asked
    if said := _said_lately(company, facts, today - timedelta(days=days)):
        return said
    if not facts.people.of_companies([company.pk]):
        return _("Nobody there can or wants to be written to: add a contact with an address.")
    return ""


def _asked_lately(company: Company, facts: Facts, today: date) -> str:
    if company.pk in facts.pending:
        return _("It is being asked already: the mail is in the outbox.")
    asked = facts.asked.get(company.pk)
    if asked and local_day(asked) > today - LEFT_IN_PEACE:
        return _("It was asked on %(day)s.") % {"day": _day(local_day(asked))}
    return ""


def _said_lately(company: Company, facts: Facts, limit: date) -> str:
    told = facts.told.get(company.pk)
    if told is None:
        return _("It has nothing declared that is open.")
    if told > limit:
        return _("All it declared was changed or confirmed since %(day)s.") % {"day": _day(told)}
    return ""


def _day(day: date) -> str:
    return formats.date_format(day, "SHORT_DATE_FORMAT")


def take_back(pk: int) -> bool:
    """Return whether a question was taken back; False: its mail has left, or it was answered.

    What is taken back counts as never asked: the reminder of a year comes as usual.
    """
    row = Reminder.objects.select_for_update().get(pk=pk)
    if row.status != Reminder.Status.APPROVED or row.mail_id is None:
        return False
    still = [Mail.Status.QUEUED, Mail.Status.RETRY]
    reason = _("A change of several at once was undone.")
    waiting = Mail.objects.filter(pk=row.mail_id, status__in=still).order_by()
    if not waiting.update(status=Mail.Status.DROPPED, sent_on=None, reason=reason):
        return False
    Reminder.objects.filter(pk=pk).update(
        status=Reminder.Status.DROPPED, decided_at=None, decided_by=None, reason=reason
    )
    return True
