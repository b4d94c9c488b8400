"""The mails of reminders: one for each person and kind, however many questions there are.

A row is let go and its mail queued in one transaction. What became of the mail is read from the
outbox later, never told by it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from actions.models import Reminder
from actions.reminder_emails import reminder_draft
from companies.models import PersonalLink
from companies.services.links import can_be_carried, issue_link, token_of
from pompey_ite.outbox.calendar import local_day, next_writing_instant
from pompey_ite.outbox.models import Mail
from pompey_ite.outbox.rendering import Draft
from pompey_ite.outbox.services import Letter, queue_mails
from synergies.emails import REMINDER

PURPOSE = "answers"  # written on the personal links that open the questions of a contact
LINK_LIFETIME = timedelta(days=730)  # late answers are welcome
KEY = ("kind", "recipient", "object_key", "period")
SAMPLE_TOKEN = "exemple"  # noqa: S105 – stands where the personal link will


def grouped(reminders: Sequence[Reminder]) -> list[list[Reminder]]:
    """Return the reminders of each person and kind together: one mail each."""
    groups: dict[tuple[str, str, int], list[Reminder]] = {}
    for row in reminders:
        who = ("contact", row.contact_id) if row.contact_id else ("user", row.user_id or 0)
        groups.setdefault((row.kind, *who), []).append(row)
    return list(groups.values())


def queue_reminders(reminders: Sequence[Reminder], *, now: datetime) -> int:
    """Return how many mails were queued for reminders that have just been let go.

    Call it in the transaction that lets them go. Two rows with one address get two mails: each
    carries the link of its own company.
    """
    links = _links(reminders, now)
    letters = [(rows, _letter(rows, links, now)) for rows in grouped(reminders)]
    queued = queue_mails([letter for _rows, letter in letters], now=now)
    kinds = {letter.kind for _rows, letter in letters}
    keys = {letter.object_key for _rows, letter in letters}
    mails = Mail.objects.filter(kind__in=kinds, object_key__in=keys).only(*KEY)
    by_key = {tuple(getattr(mail, name) for name in KEY): mail for mail in mails}
    for rows, letter in letters:
        for row in rows:
            row.mail = by_key[letter.key]
    Reminder.objects.bulk_update(reminders, ["mail"])
    return len(queued)


def _letter(rows: list[Reminder], links: dict[int, PersonalLink], now: datetime) -> Letter:
    person = rows[0].recipient
    link = links.get(rows[0].contact_id or 0)
    token = token_of(link) if link else ""
    return Letter(
        kind=mail_kind(rows[0].kind),
        recipient=person.email,
        recipient_name=str(person),
        object_key=f"reminders:{min(row.pk for row in rows)}",
        period=f"{local_day(now):%Y-%m-%d}",
        draft=lambda: reminder_draft(rows, person=person, token=token),
        language=person.language,
        due_at=next_writing_instant(now),
    )


def mail_kind(kind: str) -> str:
    """Return the kind of mail that carries a kind of reminder."""
    return f"remind_{kind}"


def _links(reminders: Sequence[Reminder], now: datetime) -> dict[int, PersonalLink]:
    """Return by contact the link that the mail carries: the same as last time, prolonged.

    One whose secret key is gone is replaced: the mail would carry an address that opens nothing.
    """
    contacts = {row.contact.pk: row.contact for row in reminders if row.contact}
    alive = PersonalLink.objects.filter(purpose=PURPOSE, contact__in=contacts, revoked_at=None)
    alive.update(expires_at=now + LINK_LIFETIME)
    links = {link.contact_id: link for link in alive if can_be_carried(link)}
    for pk, contact in contacts.items():
        if pk not in links:
            links[pk] = issue_link(
                contact=contact, purpose=PURPOSE, now=now, expires_at=now + LINK_LIFETIME
            )
    return links


def sample_of(rows: list[Reminder]) -> Draft:
    """Return the mail as its recipient gets it, with another link: a preview may be projected."""
    return reminder_draft(rows, person=rows[0].recipient, token=SAMPLE_TOKEN)


def settle(*, now: datetime) -> None:
    """Read from the outbox what became of the mails: sent, or given up with its reason."""
    _adopt_round_mails()
    letting = Reminder.objects.filter(status=Reminder.Status.APPROVED)
    mails = Mail.objects.filter(pk=OuterRef("mail"))
    letting.filter(mail__status=Mail.Status.SENT).update(
        status=Reminder.Status.SENT, sent_at=Subquery(mails.values("sent_at")[:1])
    )
    given_up = letting.filter(mail__status__in=[Mail.Status.DEAD, Mail.Status.DROPPED])
    for row in given_up.select_related("mail"):
        letting.filter(pk=row.pk).update(
            status=Reminder.Status.DROPPED,
            reason=(row.mail.reason if row.mail else "")[:250] or _("the mail was given up"),
        )


def _adopt_round_mails() -> None:
    """Tie the rows of ballots to the reminders that were sent from the page of the round."""
    waiting = Reminder.objects.waiting().filter(kind=Reminder.Kind.BALLOT)
    rows = list(waiting.select_related("ballot", "contact"))
    if not rows:
        return
    written = Mail.objects.filter(kind=REMINDER, object_key__in={_round_key(row) for row in rows})
    latest = {(m.object_key, m.recipient): m for m in written.order_by("dated_at")}
    for row in rows:
        mail = latest.get((_round_key(row), row.contact.email.lower() if row.contact else ""))
        if mail and mail.dated_at >= row.planned_at:
            waiting.filter(pk=row.pk).update(
                status=Reminder.Status.APPROVED, decided_at=mail.dated_at, mail=mail
            )


def _round_key(row: Reminder) -> str:
    """Return the object of the mail that the page of the round writes about a ballot."""
    return f"round:{row.ballot.round_id}:ballot:{row.ballot_id}" if row.ballot else ""
