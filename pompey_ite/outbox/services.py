"""Queue mails with a unique key, then send what is due: never missed, never knowingly twice."""

import logging
import smtplib
import time
from collections import Counter
from datetime import datetime, timedelta

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import BadHeaderError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from pompey_ite.outbox.message import as_message, message_id_of
from pompey_ite.outbox.models import LEASE, Heartbeat, Mail, MailAttachment
from pompey_ite.outbox.rendering import Draft

logger = logging.getLogger(__name__)

# RFC 5321 section 4.5.4.1: wait at least 30 minutes between later attempts, give up after 4-5 days.
RETRY_DELAYS = (
    tuple(timedelta(minutes=m) for m in (1, 5, 15, 30, 60, 120)) + (timedelta(hours=4),) * 26
)
BATCH = 200  # mails of one tick: a full queue must not keep the clock from ticking
UNWRITABLE = (BadHeaderError, UnicodeError)  # a line break in a header, an impossible domain
PERMANENT_FAILURE = 500  # SMTP replies from here on will not change by trying again


@transaction.atomic
def queue_mail(
    *,
    kind: str,
    recipient: str,
    object_key: str,
    draft: Draft,
    language: str,
    now: datetime,
    recipient_name: str = "",
    period: str = "",
    due_at: datetime | None = None,
) -> bool:
    """Return whether the mail was queued by this call: its key may exist already.

    Call it in the transaction that writes the mail's reason, so that both exist or neither.
    The key is (kind, recipient, object_key, period); due_at: the instant from which it may leave.
    """
    mail, created = Mail.objects.get_or_create(
        kind=kind,
        recipient=recipient.lower(),
        object_key=object_key,
        period=period,
        defaults={
            "recipient_name": recipient_name[:200],
            "language": language,
            "subject": draft.subject[:250],
            "text": draft.text,
            "html": draft.html,
            "message_id": message_id_of(
                kind=kind, recipient=recipient, object_key=object_key, period=period
            ),
            "dated_at": now,
            "due_at": due_at or now,
        },
    )
    if created:
        MailAttachment.objects.bulk_create(
            MailAttachment(mail=mail, **vars(attachment)) for attachment in draft.attachments
        )
    return created


def send_due(*, now: datetime, limit: int = BATCH) -> Counter[str]:
    """Send the mails due at `now`, oldest first; return how many ended in which status.

    At most `limit` mails, over one connection. Each mail is claimed and marked in a transaction
    of its own: a crash in the middle leaves the others untouched, and its own mail is taken up
    again, with the same Message-ID, when the lease ends.
    """
    outcome: Counter[str] = Counter()
    started = time.monotonic()
    pks = list(Mail.objects.due(now).values_list("pk", flat=True)[:limit])
    if not pks:
        return outcome
    connection: BaseEmailBackend = get_connection()
    try:
        for pk in pks:
            # A lease counted from the start would be over before a slow server is reached.
            at = now + timedelta(seconds=time.monotonic() - started)
            if claim(pk=pk, now=at):
                outcome[_send(pk=pk, connection=connection, now=now)] += 1
    finally:
        connection.close()
    return outcome


def claim(*, pk: int, now: datetime) -> bool:
    """Take the lease of a due mail by one conditional UPDATE; return whether this call has it."""
    taken = Mail.objects.due(now).filter(pk=pk).order_by()
    return bool(
        taken.update(
            status=Mail.Status.SENDING, leased_until=now + LEASE, attempts=F("attempts") + 1
        )
    )


def _send(*, pk: int, connection: BaseEmailBackend, now: datetime) -> Mail.Status:
    """Speak SMTP for one claimed mail and mark what came of it."""
    mail = Mail.objects.prefetch_related("attachments").get(pk=pk)
    try:
        connection.open()
        as_message(mail, connection).send()
    except (OSError, *UNWRITABLE) as error:  # every smtplib error is an OSError
        connection.close()  # its state is unknown; the next mail opens a new one
        return _mark_failed(mail, error, now)
    _release(mail, status=Mail.Status.SENT, sent_at=timezone.now(), reason="")
    return Mail.Status.SENT


def _mark_failed(mail: Mail, error: Exception, now: datetime) -> Mail.Status:
    reason = f"{type(error).__name__}: {error}"[:500]
    if is_permanent(error) or mail.attempts > len(RETRY_DELAYS):
        _release(mail, status=Mail.Status.DEAD, reason=reason)
        logger.warning("mail %s refused for good: %s", mail.pk, reason)
        return Mail.Status.DEAD
    delay = RETRY_DELAYS[mail.attempts - 1]
    _release(mail, status=Mail.Status.RETRY, due_at=now + delay, reason=reason)
    logger.info("mail %s will be tried again in %s: %s", mail.pk, delay, reason)
    return Mail.Status.RETRY


def _release(mail: Mail, **values: object) -> None:
    rows = Mail.objects.filter(pk=mail.pk, status=Mail.Status.SENDING)
    rows.update(leased_until=None, **values)


def is_permanent(error: Exception) -> bool:
    """Return whether trying again cannot help: a 5xx reply, or a mail nobody can write."""
    if isinstance(error, UNWRITABLE):
        return True
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= PERMANENT_FAILURE for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code >= PERMANENT_FAILURE
    return False


def beat(*, name: str, now: datetime) -> None:
    """Note that the clock `name` is alive at `now`."""
    Heartbeat.objects.update_or_create(name=name, defaults={"beaten_at": now})
