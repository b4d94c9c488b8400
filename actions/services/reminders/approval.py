"""The go of the project manager: who would get what, a test, then the sending (law 3).

The preview freezes the rows; sending lets go of no other one, and leaves out those whose reason
has gone in between. A kind that leaves alone, and what goes to the staff, is let go by the clock.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from actions.models import Reminder
from actions.models.reminder import ReminderQuerySet
from actions.services.reminders.candidates import key_of
from actions.services.reminders.planning import candidates_of
from actions.services.reminders.rules import rules_of
from actions.services.reminders.sending import grouped, queue_reminders, sample_of
from companies.models import Company, Contact, Initiative, User
from pompey_ite.journal.models import Act
from pompey_ite.journal.noting import note
from pompey_ite.outbox.calendar import next_writing_instant
from pompey_ite.outbox.rendering import Draft
from pompey_ite.outbox.services import queue_mail
from synergies.emails import REMINDER
from synergies.models import Round
from synergies.services.round_mails import plan_of, send_mails
from synergies.services.rounds import RoundRefused

BALLOT = Reminder.Kind.BALLOT


@dataclass(frozen=True)
class Waiting:
    """The reminders of one kind to companies that wait for a go."""

    kind: Reminder.Kind
    leaves_at: datetime
    rows: list[Reminder]

    @property
    def pks(self) -> list[int]:
        return [row.pk for row in self.rows]

    @property
    def person_count(self) -> int:
        return len({row.contact_id for row in self.rows})

    @property
    def company_count(self) -> int:
        return len({row.contact.company_id for row in self.rows if row.contact})

    def by_company(self) -> list[tuple[Company, list[tuple[Contact, list[Reminder]]]]]:
        """Return the companies by name, with their people and what each is asked about."""
        found: dict[Company, dict[Contact, list[Reminder]]] = {}
        for row in self.rows:
            if row.contact:
                people = found.setdefault(row.contact.company, {})
                people.setdefault(row.contact, []).append(row)
        ordered = sorted(found.items(), key=lambda pair: pair[0].name)
        return [(company, list(people.items())) for company, people in ordered]


def waiting_of(*, initiative: Initiative, kind: str, now: datetime) -> Waiting:
    """Return what of one kind waits for a go, in one query."""
    rows = _waiting_rows(initiative).with_objects().filter(kind=kind)
    ordered = rows.order_by("contact__company__name", "contact__last_name", "due_on", "pk")
    return Waiting(Reminder.Kind(kind), next_writing_instant(now), list(ordered))


def waiting_counts(initiative: Initiative) -> Counter[str]:
    """Return how many people wait for a reminder of each kind, in one query."""
    pairs = _waiting_rows(initiative).order_by().values_list("kind", "contact").distinct()
    return Counter(kind for kind, _contact in pairs)


def rounds_waiting(initiative: Initiative) -> list[Round]:
    """Return the rounds whose reminder is due and waits for a go."""
    ballots = _waiting_rows(initiative).filter(kind=BALLOT).values("ballot__round")
    return list(Round.objects.filter(pk__in=ballots).order_by("closes_at"))


def _waiting_rows(initiative: Initiative) -> ReminderQuerySet:
    return Reminder.objects.of(initiative).to_companies().waiting()


def sample_of_waiting(waiting: Waiting) -> Draft | None:
    """Return the mail with the most questions, as its recipient gets it."""
    groups = grouped(waiting.rows)
    return sample_of(max(groups, key=len)) if groups else None


@transaction.atomic
def send_test(*, waiting: Waiting, user: User, now: datetime) -> bool:
    """Return whether the sample was queued for the person who asks."""
    draft = sample_of_waiting(waiting)
    return draft is not None and queue_mail(
        kind="remind_test",
        recipient=user.email,
        recipient_name=str(user),
        object_key=f"remind_{waiting.kind}",
        period=f"{now:%y%m%d%H%M%S%f}",
        draft=draft,
        language=user.language,
        now=now,
    )


@transaction.atomic
def let_go(
    *, initiative: Initiative, kind: str, pks: Iterable[int], by: User | None, now: datetime
) -> int:
    """Return how many mails were queued: one for each person of the frozen list that still fits.

    by: who pressed the button; None: the clock. Pressed twice, or in two windows, each mail is
    queued once: the rows are locked, and looked at again under the lock.
    """
    waiting = Reminder.objects.of(initiative).waiting().filter(kind=kind, pk__in=list(pks))
    locked = set(waiting.select_for_update().values_list("pk", flat=True))
    holds = {one.key for one in candidates_of(initiative, now=now, kinds=[kind])}
    rows = Reminder.objects.filter(pk__in=locked).with_objects().order_by("due_on", "pk")
    fitting = [row for row in rows if key_of(row) in holds]
    Reminder.objects.filter(pk__in=[row.pk for row in fitting]).update(
        status=Reminder.Status.APPROVED, decided_at=now, decided_by=by
    )
    count = queue_reminders(fitting, now=now)
    if count:
        note(Act.MAILS_APPROVED, about=initiative, mails=f"remind_{kind}", count=count)
    return count


def leave_out(*, pk: int, by: User, now: datetime) -> bool:
    """Return whether a reminder that waited is left out this time; the next one comes as usual."""
    rows = Reminder.objects.waiting().filter(pk=pk)
    return bool(
        rows.update(
            status=Reminder.Status.DROPPED,
            decided_at=now,
            decided_by=by,
            reason=_("left out by the project manager"),
        )
    )


def let_go_alone(*, initiative: Initiative, now: datetime) -> int:
    """Return how many mails were queued without a person: to the staff, or of a kind set so."""
    rules = rules_of(initiative)
    rows = list(Reminder.objects.of(initiative).waiting())
    alone = [row for row in rows if row.user_id or rules.leaves_alone(row.kind)]
    count = 0
    for kind in sorted({row.kind for row in alone} - {BALLOT.value}):
        pks = [row.pk for row in alone if row.kind == kind]
        count += let_go(initiative=initiative, kind=kind, pks=pks, by=None, now=now)
    return count + _let_go_ballots([row for row in alone if row.kind == BALLOT], now)


def _let_go_ballots(alone: list[Reminder], now: datetime) -> int:
    """Send the reminder of each round to the contacts whose ballot waits."""
    contacts: dict[int, set[int]] = {}
    rows = Reminder.objects.filter(pk__in=[row.pk for row in alone]).with_objects()
    for row in rows:
        if row.ballot and row.contact_id:
            contacts.setdefault(row.ballot.round_id, set()).add(row.contact_id)
    return sum(
        _remind_round(round_, contacts[round_.pk], now)
        for round_ in Round.objects.filter(pk__in=contacts).order_by("pk")
    )


def _remind_round(round_: Round, contact_pks: set[int], now: datetime) -> int:
    try:
        step = plan_of(round_=round_, kind=REMINDER, now=now).step
        return send_mails(round_=round_, kind=REMINDER, contact_pks=contact_pks, step=step, now=now)
    except RoundRefused:  # it closes before the next working hour, or three have left
        return 0
