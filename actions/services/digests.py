"""The weekly digest of the project manager: what needs a person, what is late, who answered.

Built on Monday at 8 h, on the next working day when Monday is a holiday; one a week and person,
and none when nothing is new. After weeks without a tick there is one digest, of this week.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actions.models import Action, Decision, Digest, Milestone, Reminder
from actions.reminder_emails import digest_draft
from actions.services.reminders.answers import sentence_of
from actions.services.reminders.approval import waiting_counts
from actions.services.reminders.silence import asleep
from companies.models import Company, Contact, Initiative, User
from pompey_ite.outbox.calendar import local_day
from pompey_ite.outbox.models import Mail
from pompey_ite.outbox.services import queue_mail
from pompey_ite.outbox.workdays import (
    first_working_instant_of_week,
    midnight,
    monday_of,
    week_name,
)
from synergies.emails import INVITATION
from synergies.models import Round, Synergy

SHOWN = 12  # lines of each part; the rest is on the pages
REMINDED_IN_VAIN = 2  # after so many reminders a phone call works better


@dataclass(frozen=True)
class Line:
    """One line of the digest and where it leads."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Call:
    """A company to phone, whom there, and about what."""

    company: Company
    about: str
    contacts: list[Contact]


@dataclass(frozen=True)
class DigestFigures:
    """What the mail and the page say, in the language that was active."""

    week: str
    since: datetime | None
    needs_you: list[Line] = field(default_factory=list)
    late: list[Line] = field(default_factory=list)
    newly_late: int = 0
    answers: list[Line] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    mails_in_error: list[Line] = field(default_factory=list)
    this_week: list[Line] = field(default_factory=list)

    @property
    def has_news(self) -> bool:
        """Whether the mail is worth being read: what is late since long alone is not."""
        parts = (self.needs_you, self.answers, self.calls, self.mails_in_error, self.this_week)
        return any(parts) or bool(self.newly_late)


def due_digests(now: datetime) -> list[Initiative]:
    """Return the initiatives whose digest of this week is due and not built."""
    today = local_day(now)
    if now < first_working_instant_of_week(today):
        return []
    return list(Initiative.objects.exclude(digests__week=week_name(today)))


def expected_digests(now: datetime) -> list[str]:
    """Return the weeks whose digest a tick would build and mail, writing nothing."""
    week = week_name(local_day(now))
    return [
        week
        for initiative in due_digests(now)
        if digest_figures(
            initiative, now=now, since=Digest.objects.last_built_at(initiative)
        ).has_news
    ]


@transaction.atomic
def build_digest(*, initiative: Initiative, now: datetime) -> Digest | None:
    """Return the new digest of this week with its mails queued, or None when it exists already."""
    since = Digest.objects.last_built_at(initiative)
    digest, created = Digest.objects.get_or_create(
        initiative=initiative, week=week_name(local_day(now)), defaults={"built_at": now}
    )
    if not created:
        return None
    for user in User.staff.who_can_be_asked():
        digest.mail_count += _queue(digest, user, since, now)
    digest.save(update_fields=["mail_count"])
    return digest


def _queue(digest: Digest, user: User, since: datetime | None, now: datetime) -> bool:
    with translation.override(user.language):
        figures = digest_figures(digest.initiative, now=now, since=since)
    return figures.has_news and queue_mail(
        kind="digest",
        recipient=user.email,
        recipient_name=str(user),
        object_key=f"initiative:{digest.initiative_id}",
        period=digest.week,
        draft=digest_draft(figures, initiative=digest.initiative, reader=user),
        language=user.language,
        now=now,
    )


def digest_figures(
    initiative: Initiative, *, now: datetime, since: datetime | None
) -> DigestFigures:
    """Return the digest in the active language, in a number of queries that does not grow.

    since: when the last one was built; None: there was none, everything is new.
    """
    today = local_day(now)
    late = _late(initiative, today)
    return DigestFigures(
        week=week_name(today),
        since=since,
        needs_you=_needs_you(initiative, now, since),
        late=[line for line, _due_on in late][:SHOWN],
        newly_late=sum(due_on >= local_day(since) if since else True for _line, due_on in late),
        answers=_answers(initiative, now, since),
        calls=_calls(initiative),
        mails_in_error=[
            Line(f"{mail.recipient} – {mail.subject}", reverse("outbox:detail", args=[mail.pk]))
            for mail in Mail.objects.in_error().order_by("-due_at")[:SHOWN]
        ],
        this_week=_this_week(initiative, now),
    )


# -- What needs you -------------------------------------------------------------------------------
def _needs_you(initiative: Initiative, now: datetime, since: datetime | None) -> list[Line]:
    lines = [*_to_let_go(initiative), *_uninvited(initiative, now)]
    decisions = Decision.objects.filter(programme__initiative=initiative, taken_on=None)
    asked = decisions.filter(asked_on__lte=local_day(now)).order_by("asked_on")
    lines += [
        Line(_("To be decided: %s") % row.question, reverse("actions:decision_take", args=[row.pk]))
        for row in asked[:SHOWN]
    ]
    return lines + _to_confirm(initiative, now, since) + _newly_asleep(initiative, now, since)


def _newly_asleep(initiative: Initiative, now: datetime, since: datetime | None) -> list[Line]:
    """Return what nobody is asked about any more since the last digest: it is told once."""
    told_until = local_day(since) if since else None
    return [
        Line(_("Silent for a year, to be woken or closed: %s") % row.subject, row.url)
        for row in asleep(initiative, today=local_day(now))
        if told_until is None or row.fell_asleep_on > told_until
    ][:SHOWN]


def _to_let_go(initiative: Initiative) -> list[Line]:
    count = sum(waiting_counts(initiative).values())
    if not count:
        return []
    text = ngettext("%d reminder waits for your go", "%d reminders wait for your go", count)
    return [Line(text % count, reverse("actions:reminders"))]


def _uninvited(initiative: Initiative, now: datetime) -> list[Line]:
    """Return the open rounds that nobody was invited to."""
    rounds = list(Round.objects.open_at(now).filter(initiative=initiative))
    keys = Mail.objects.filter(kind=INVITATION).values_list("object_key", flat=True).distinct()
    invited = {key.split(":")[1] for key in keys} if rounds else set()
    return [
        Line(
            _("“%s” is open, and nobody has been invited by mail") % row,
            reverse("synergies:round_mails", args=[row.pk, "invitation"]),
        )
        for row in rounds
        if str(row.pk) not in invited
    ]


def _to_confirm(initiative: Initiative, now: datetime, since: datetime | None) -> list[Line]:
    """Return the answers that ask something of the project manager: nothing is closed alone."""
    answer = Reminder.Answer
    words = {
        answer.BLOCKED: _("Blocked, it wants you: %s"),
        answer.DONE: _("Said to be done, to be confirmed: %s"),
        answer.NOT_INTERESTED: _("A company is no longer interested: %s"),
        answer.CHANGED: _("Declarations have changed: %s"),
    }
    rows = _answered(initiative, now, since).filter(answer__in=words)
    return [Line(words[answer(row.answer)] % row.subject, _url(row)) for row in rows[:SHOWN]]


def _answered(initiative: Initiative, now: datetime, since: datetime | None) -> QuerySet[Reminder]:
    rows = Reminder.objects.of(initiative).answered_between(since, now)
    return rows.with_objects().order_by("answered_at", "pk")


def _answers(initiative: Initiative, now: datetime, since: datetime | None) -> list[Line]:
    return [
        Line(f"{row.subject}{_(': ')}{sentence_of(row)}", _url(row))
        for row in _answered(initiative, now, since)[:SHOWN]
    ]


def _url(row: Reminder) -> str:
    subject = row.milestone.action if row.milestone else row.subject
    return str(subject.get_absolute_url())  # type: ignore[union-attr]


# -- What is late, who to phone, what comes -------------------------------------------------------
def _late(initiative: Initiative, today: date) -> list[tuple[Line, date]]:
    """Return what is late with the day it was due on, the newest first."""
    milestones = Milestone.objects.late_on(today).filter(
        action__area__programme__initiative=initiative
    )
    actions = Action.objects.late_on(today).filter(area__programme__initiative=initiative)
    found = [
        (f"{row.title} ({row.action})", row.action.get_absolute_url(), row.due_on)
        for row in milestones.for_list()
    ]
    found += [(str(row), row.get_absolute_url(), row.due_on) for row in actions if row.due_on]
    found.sort(key=lambda item: item[2], reverse=True)
    return [(Line(f"{text} – {_since(due_on)}", url), due_on) for text, url, due_on in found]


def _since(day: date) -> str:
    return _("since %s") % date_format(day, "SHORT_DATE_FORMAT")


def _calls(initiative: Initiative) -> list[Call]:
    """Return the companies reminded twice of one thing without an answer, in two queries."""
    rows = Reminder.objects.of(initiative).exclude(contact=None)
    sent = rows.filter(status=Reminder.Status.SENT, contact__company__left_on=None)
    silent: dict[tuple[int, str, int], list[Reminder]] = {}
    for row in sent.with_objects().order_by("pk"):
        key = (row.contact.company_id if row.contact else 0, row.kind, row.target_pk)
        silent.setdefault(key, []).append(row)
    told: dict[int, list[Reminder]] = {}
    for (company, _kind, _pk), reminded in silent.items():
        if _in_vain(reminded):
            told.setdefault(company, []).append(reminded[-1])
    people: dict[int, list[Contact]] = {}
    for contact in Contact.objects.active().filter(company__in=told).exclude(phone=""):
        people.setdefault(contact.company_id, []).append(contact)
    return [
        Call(
            rows[-1].contact.company,
            ", ".join(str(row.subject) for row in rows),
            people.get(company, []),
        )
        for company, rows in told.items()
        if rows[-1].contact
    ][:SHOWN]


def _in_vain(reminded: list[Reminder]) -> bool:
    """Return whether one person was reminded twice and what it is about is still open."""
    by_person: dict[int | None, int] = {}
    for row in reminded:
        by_person[row.contact_id] = by_person.get(row.contact_id, 0) + 1
    ballot = reminded[-1].ballot
    is_over = ballot is not None and (
        ballot.validated_at is not None or ballot.round.cancelled_at is not None
    )
    return max(by_person.values()) >= REMINDED_IN_VAIN and not is_over


def _this_week(initiative: Initiative, now: datetime) -> list[Line]:
    """Return what comes from today to Sunday: what was due before is late, or done."""
    today = local_day(now)
    sunday = monday_of(today) + timedelta(days=6)
    start, end = midnight(today), midnight(sunday + timedelta(days=1))
    rounds = Round.objects.filter(initiative=initiative, cancelled_at=None).filter(
        Q(opens_at__gte=start, opens_at__lt=end) | Q(closes_at__gte=start, closes_at__lt=end)
    )
    milestones = Milestone.objects.coming(today, sunday).filter(
        action__area__programme__initiative=initiative
    )
    steps = Synergy.objects.open().filter(initiative=initiative, next_due_on__range=(today, sunday))
    found = [_opening_or_close(row, start, end) for row in rounds]
    found += [
        (row.due_on, f"{row.title} ({row.action})", row.action.get_absolute_url())
        for row in milestones.for_list()
    ]
    for step in steps:
        text = f"{step.next_step or step.title} ({step})"
        found.append((step.next_due_on or today, text, step.get_absolute_url()))
    found.sort()
    return [
        Line(f"{date_format(day, 'l j F')}{_(': ')}{text}", url) for day, text, url in found[:SHOWN]
    ]


def _opening_or_close(round_: Round, start: datetime, end: datetime) -> tuple[date, str, str]:
    url = round_.get_absolute_url()
    if start <= round_.closes_at < end:
        return local_day(round_.closes_at), _("“%s” closes") % round_, url
    return local_day(round_.opens_at), _("“%s” opens") % round_, url
