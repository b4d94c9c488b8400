"""Invitations and reminders of a round: who gets one, a look at it, then the outbox.

Nothing leaves without a preview (law 3). The preview freezes the list of recipients; sending
writes to nobody else, and leaves out whom the mail no longer concerns.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from companies.models import Company, Contact, PersonalLink, User
from companies.services.links import token_of
from pompey_ite.journal.models import Act
from pompey_ite.journal.noting import note
from pompey_ite.outbox.calendar import PARIS, next_writing_instant
from pompey_ite.outbox.models import Mail
from pompey_ite.outbox.rendering import Draft
from pompey_ite.outbox.services import Letter, queue_mail, queue_mails
from pompey_ite.subcounts import count_of
from synergies.emails import INVITATION, REMINDER, TEST, BallotFacts, round_draft
from synergies.models import Ballot, Round, RoundOption, Vote
from synergies.services.rounds import RoundRefused, link_purpose

KINDS = (INVITATION, REMINDER)
MOST_REMINDERS = 3  # more make people angry, and change nothing
SAMPLE_TOKEN = "exemple"  # noqa: S105 – stands where the personal link will
EXAMPLES = 3


@dataclass(frozen=True)
class Recipient:
    """One contact who gets the mail, with the link it carries."""

    contact: Contact
    link: PersonalLink
    facts: BallotFacts


@dataclass(frozen=True)
class LeftOut:
    """One contact who does not, and why."""

    contact: Contact
    reason: str


@dataclass(frozen=True)
class MailPlan:
    """Who would get which mail, if it were sent now."""

    kind: str
    step: int  # of a reminder: 1, 2, 3; 0 of an invitation
    leaves_at: datetime
    recipients: list[Recipient]
    left_out: list[LeftOut] = field(default_factory=list)

    @property
    def contact_pks(self) -> list[int]:
        return [recipient.contact.pk for recipient in self.recipients]

    @property
    def company_count(self) -> int:
        return len({recipient.contact.company_id for recipient in self.recipients})

    def by_company(self) -> list[tuple[Company, list[Recipient]]]:
        """Return the recipients under their companies, by name."""
        groups: dict[int, tuple[Company, list[Recipient]]] = {}
        for one in self.recipients:
            company = one.contact.company
            groups.setdefault(company.pk, (company, []))[1].append(one)
        return list(groups.values())


def plan_of(*, round_: Round, kind: str, now: datetime) -> MailPlan:
    """Return who would get the invitation or the next reminder, in a fixed number of queries.

    Raises RoundRefused when the mail makes no sense now: the round is over, or the reminder would
    leave after its close, or three have been sent.
    """
    leaves_at = _leaves_at(round_, kind, now)
    step = _next_step(round_) if kind == REMINDER else 0
    facts = _facts_of(round_)
    links = {
        link.contact_id: link
        for link in PersonalLink.objects.usable(now).filter(purpose=link_purpose(round_))
    }
    written = _written(round_, leaves_at)
    recipients, left_out = [], []
    for contact in _contacts_of(round_):
        link, ballot_facts = links.get(contact.pk), facts[contact.company_id]
        reason = _why_not(kind, contact, link, ballot_facts, written)
        if link is None or reason:
            left_out.append(LeftOut(contact, reason))
        else:
            recipients.append(Recipient(contact, link, ballot_facts))
    return MailPlan(kind, step, leaves_at, recipients, left_out)


def _leaves_at(round_: Round, kind: str, now: datetime) -> datetime:
    state = round_.state_at(now)
    askable = {Round.State.OPEN} if kind == REMINDER else {Round.State.OPEN, Round.State.PLANNED}
    if state not in askable:
        raise RoundRefused(_("This round takes no answers now."))
    leaves_at = next_writing_instant(max(now, round_.opens_at))
    if leaves_at >= round_.closes_at:
        raise RoundRefused(
            _("The round closes before the next working hour: nobody would read the mail in time.")
        )
    return leaves_at


def _next_step(round_: Round) -> int:
    sent = _mails_of(round_).filter(kind=REMINDER).aggregate(last=Max("period"))["last"]
    step = int(sent) + 1 if sent and sent.isdecimal() else 1
    if step > MOST_REMINDERS:
        raise RoundRefused(_("Three reminders have left. Now a phone call works better."))
    return step


def _mails_of(round_: Round) -> QuerySet[Mail]:
    """Return the invitations and reminders; what somebody has sent again by hand counts once."""
    rows = Mail.objects.filter(kind__in=KINDS, resent_from=None)
    return rows.filter(object_key__startswith=f"round:{round_.pk}:")


def _key_of(ballot: Ballot) -> str:
    return f"round:{ballot.round_id}:ballot:{ballot.pk}"


def _contacts_of(round_: Round) -> QuerySet[Contact]:
    asked = Contact.objects.active().filter(company__ballots__round=round_)
    return asked.select_related("company").order_by("company__name", "last_name", "pk")


def _facts_of(round_: Round) -> dict[int, BallotFacts]:
    """Return what a mail says of each ballot, by company."""
    ballots = round_.ballots.select_related("company", "round__initiative").annotate(
        answered=count_of(Vote.objects.all(), "ballot"),
        concerned_answered=count_of(Vote.objects.of_parties(), "ballot"),
    )
    examples = _examples_of(round_)
    people = Counter(_contacts_of(round_).order_by().values_list("company_id", flat=True))
    return {
        ballot.company_id: BallotFacts(
            ballot,
            ballot.answered,
            ballot.concerned_answered,
            examples.get(ballot.company_id, []),
            max(people[ballot.company_id] - 1, 0),
        )
        for ballot in ballots
    }


def _examples_of(round_: Round) -> dict[int, list[str]]:
    """Return up to three titles that name each company and wait for its answer."""
    rows = RoundOption.objects.filter(round=round_, synergy__parties__left_on=None)
    pairs = rows.values_list("synergy__parties__company", "title", "pk")
    answered = set(
        round_.options.filter(votes__isnull=False).values_list("votes__ballot__company", "pk")
    )
    examples: dict[int, list[str]] = {}
    for company_pk, title, pk in pairs.order_by("number"):
        titles = examples.setdefault(company_pk, [])
        if len(titles) < EXAMPLES and (company_pk, pk) not in answered and title not in titles:
            titles.append(title)
    return examples


@dataclass(frozen=True)
class _Written:
    """What has been written already: links announced, addresses written to on the day."""

    links: set[str]
    addresses: set[str]


def _written(round_: Round, leaves_at: datetime) -> _Written:
    mails = _mails_of(round_).exclude(status=Mail.Status.DROPPED)
    day = leaves_at.astimezone(PARIS).replace(hour=0, minute=0, second=0, microsecond=0)
    same_day = mails.filter(due_at__gte=day, due_at__lt=day + timedelta(days=1))
    announced = mails.filter(kind=INVITATION).values_list("period", flat=True)
    return _Written(set(announced), set(same_day.values_list("recipient", flat=True)))


def _why_not(
    kind: str, contact: Contact, link: PersonalLink | None, facts: BallotFacts, written: _Written
) -> str:
    """Return why a contact gets no mail, or nothing when the contact gets one."""
    is_invitation = kind == INVITATION
    period = _period_of(kind, 0, link) if link else ""
    reasons = (
        (not contact.email, _("no e-mail address")),
        (contact.email_error, _("address in error")),
        (link is None, _("no link")),
        (is_invitation and period in written.links, _("invited already")),
        (not is_invitation and facts.ballot.validated_at, _("the company has validated")),
        (
            not is_invitation and contact.email.lower() in written.addresses,
            _("has a mail of this round that day already"),
        ),
    )
    return next((reason for holds, reason in reasons if holds), "")


def _period_of(kind: str, step: int, link: PersonalLink) -> str:
    """Return the period of the mail's key: a new link may be announced, a reminder has its step."""
    return str(step) if kind == REMINDER else f"link-{link.pk}"


def samples_of(plan: MailPlan, *, now: datetime) -> list[Draft]:
    """Return the mail as companies get it: for a reminder one that has begun and one that has not.

    The personal link is replaced: a preview may be projected.
    """
    chosen: dict[bool, Recipient] = {}
    for one in plan.recipients:
        chosen.setdefault(plan.kind == REMINDER and one.facts.answered > 0, one)
    return [
        round_draft(plan.kind, one.facts, contact=one.contact, token=SAMPLE_TOKEN, now=now)
        for one in chosen.values()
    ]


@transaction.atomic
def send_test(*, plan: MailPlan, round_: Round, user: User, now: datetime) -> int:
    """Return how many samples were queued for the person who asks, in the samples' languages."""
    return sum(
        queue_mail(
            kind=TEST,
            recipient=user.email,
            recipient_name=str(user),
            object_key=f"{plan.kind}:{round_.pk}:{number}",
            period=f"{now:%y%m%d%H%M%S%f}",
            draft=draft,
            language=user.language,
            now=now,
        )
        for number, draft in enumerate(samples_of(plan, now=now))
    )


@transaction.atomic
def send_mails(
    *, round_: Round, kind: str, contact_pks: Iterable[int], step: int, now: datetime
) -> int:
    """Return how many mails were queued, one for each contact of the frozen list that still fits.

    step: of the preview. Pressed twice, or in two windows, each mail is queued once.
    Raises RoundRefused when the round takes no mail now, or another reminder left in between.
    """
    locked = Round.objects.select_for_update().select_related(None).get(pk=round_.pk)
    plan = plan_of(round_=locked, kind=kind, now=now)
    if plan.step != step:
        raise RoundRefused(_("Another reminder has left in between. Look at the list again."))
    frozen = set(contact_pks)
    letters = [_letter(plan, one, now) for one in plan.recipients if one.contact.pk in frozen]
    count = len(queue_mails(letters, now=now))
    note(Act.MAILS_APPROVED, about=locked, mails=kind, count=count)
    return count


def _letter(plan: MailPlan, one: Recipient, now: datetime) -> Letter:
    token = token_of(one.link)
    return Letter(
        kind=plan.kind,
        recipient=one.contact.email,
        recipient_name=str(one.contact),
        object_key=_key_of(one.facts.ballot),
        period=_period_of(plan.kind, plan.step, one.link),
        draft=lambda: round_draft(plan.kind, one.facts, contact=one.contact, token=token, now=now),
        language=one.contact.language,
        due_at=plan.leaves_at,
    )
