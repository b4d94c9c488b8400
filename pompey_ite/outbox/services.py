"""Queue mails with a unique key, then send what is due: never missed, never knowingly twice."""

import logging
import os
import smtplib
import time
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import BadHeaderError
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from pompey_ite.journal.models import Act
from pompey_ite.journal.noting import note
from pompey_ite.outbox.addresses import note_address_error
from pompey_ite.outbox.gate import day_of, let_through, next_day, put_off
from pompey_ite.outbox.message import as_message
from pompey_ite.outbox.models import LEASE, Heartbeat, Mail, MailAttachment
from pompey_ite.outbox.queueing import Letter, queue_mail, queue_mails
from pompey_ite.outbox.status_codes import blames_address

__all__ = ["Letter", "queue_mail", "queue_mails", "send_due"]

logger = logging.getLogger(__name__)

# RFC 5321 section 4.5.4.1: wait at least 30 minutes between later attempts, give up after 4-5 days.
RETRY_DELAYS = (
    tuple(timedelta(minutes=m) for m in (1, 5, 15, 30, 60, 120)) + (timedelta(hours=4),) * 26
)
BATCH = 200  # mails of one tick: a full queue must not keep the clock from ticking
CHECKED_TOGETHER = 50  # so many are asked about at once, just before they leave
UNWRITABLE = (BadHeaderError, UnicodeError)  # a line break in a header, an impossible domain
PERMANENT_FAILURE = 500  # SMTP replies from here on will not change by trying again


def send_due(*, now: datetime, limit: int = BATCH) -> Counter[str]:
    """Send the mails due at `now`, oldest first; return how many ended in which status.

    At most `limit` mails, over one connection. Small batches are asked about just before they
    leave. One commit marks a mail and claims the next (docs/adr/0017): a crash in the middle
    leaves the others untouched, and its own mail is taken up again, with the same Message-ID,
    when the lease ends.
    """
    outcome: Counter[str] = Counter()
    started = time.monotonic()
    connection: BaseEmailBackend | None = None
    seen: set[int] = set()  # a mail that cannot be dealt with must not come up again and again
    spoken: Spoken | None = None  # what the server has answered, and no commit holds yet
    try:
        while batch := _next_batch(now, seen, limit):
            ready, dropped = let_through(batch, now)
            outcome += Counter({Mail.Status.DROPPED: dropped})
            for mail in ready:
                connection = connection or get_connection()
                # A lease counted from the start would be over before a slow server is reached.
                at = now + timedelta(seconds=time.monotonic() - started)
                last, spoken = spoken, None
                if _mark_and_claim(last, mail, at, now):
                    spoken = Spoken(mail, _speak(mail, connection))
                    outcome[spoken.status] += 1
            # What comes next may take a while: the mark must not wait for it.
            last, spoken = spoken, None
            _mark(last, now)
    finally:
        _mark(spoken, now)
        if connection:
            connection.close()
    if sum(outcome.values()):
        counts: dict[str, Any] = {str(status): n for status, n in outcome.items() if n}
        note(Act.MAILS_SENT, **counts)
    return outcome


@dataclass(frozen=True)
class Spoken:
    """A mail that was spoken of with the server, and what went wrong, if anything."""

    mail: Mail
    error: Exception | None

    @property
    def status(self) -> Mail.Status:
        if self.error is None:
            return Mail.Status.SENT
        if is_permanent(self.error) or self.mail.attempts > len(RETRY_DELAYS):
            return Mail.Status.DEAD
        return Mail.Status.RETRY


def _next_batch(now: datetime, seen: set[int], limit: int) -> list[Mail]:
    size = min(CHECKED_TOGETHER, limit - len(seen))
    if size <= 0:
        return []
    rows = Mail.objects.due(now).exclude(pk__in=seen).prefetch_related("attachments")
    batch = list(rows[:size])
    seen |= {mail.pk for mail in batch}
    return batch


def _mark_and_claim(last: Spoken | None, mail: Mail, at: datetime, now: datetime) -> bool:
    """Mark the last mail and take the lease of the next in one commit; return whether we have it.

    The database refuses a second mail to a person on a day, whatever two workers have read: the
    next mail is put off then. Whatever the claim meets, the mark is written.
    """
    try:
        with transaction.atomic():
            _mark(last, now)
            is_mine = claim(pk=mail.pk, now=at, day=day_of(mail, now))
    except IntegrityError:
        _mark(last, now)
        put_off({mail.pk: next_day(now)}, now)
        return False
    except DatabaseError:
        _mark(last, now)
        raise
    mail.attempts, mail.leased_until = mail.attempts + 1, at + LEASE
    return is_mine


def claim(*, pk: int, now: datetime, day: date | None = None) -> bool:
    """Take the lease of a due mail by one conditional UPDATE; return whether this call has it.

    day: the one day of its recipient that the mail takes. Raises IntegrityError when another mail
    has taken it.
    """
    taken = Mail.objects.due(now).filter(pk=pk).order_by()
    return bool(
        taken.update(
            status=Mail.Status.SENDING,
            leased_until=now + LEASE,
            attempts=F("attempts") + 1,
            sent_on=day,
        )
    )


def _speak(mail: Mail, connection: BaseEmailBackend) -> Exception | None:
    """Speak SMTP for one claimed mail; return what went wrong."""
    try:
        connection.open()
        as_message(mail, connection).send()
    except (OSError, *UNWRITABLE) as error:  # every smtplib error is an OSError
        connection.close()  # its state is unknown; the next mail opens a new one
        return error
    return None


def _mark(spoken: Spoken | None, now: datetime) -> None:
    """Write what came of a mail; of none, nothing."""
    if spoken is None:
        return
    if spoken.error is None:
        _release(spoken.mail, status=Mail.Status.SENT, sent_at=timezone.now(), reason="")
    else:
        _mark_failed(spoken, spoken.error, now)


@transaction.atomic
def _mark_failed(spoken: Spoken, error: Exception, now: datetime) -> None:
    mail, status = spoken.mail, spoken.status
    reason = f"{type(error).__name__}: {error}"[:500]
    if status == Mail.Status.DEAD:
        _release(mail, status=status, sent_on=None, reason=reason)
        if is_wrong_address(error):
            note_address_error(address=mail.recipient, reason=reason, now=now)
        logger.warning("mail %s refused for good: %s", mail.pk, reason)
        return
    delay = RETRY_DELAYS[mail.attempts - 1]
    _release(mail, status=status, sent_on=None, due_at=now + delay, reason=reason)
    logger.info("mail %s will be tried again in %s: %s", mail.pk, delay, reason)


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


def is_wrong_address(error: Exception) -> bool:
    """Return whether the server has refused the recipient for good, and not our right to send."""
    if not isinstance(error, smtplib.SMTPRecipientsRefused) or not is_permanent(error):
        return False
    replies = (reply for _, reply in error.recipients.values())
    return all(blames_address(os.fsdecode(reply)) for reply in replies)


@transaction.atomic
def purge_texts(*, now: datetime, limit: int = BATCH) -> int:
    """Return how many mails lost their text and attachments: over since MAIL_TEXT_DAYS.

    The rest of the row stays: who was written to, when, about what. At most `limit` at a time.
    """
    before = now - timedelta(days=settings.MAIL_TEXT_DAYS)
    pks = list(Mail.objects.with_text_before(before).values_list("pk", flat=True)[:limit])
    MailAttachment.objects.filter(mail__in=pks).delete()
    return Mail.objects.filter(pk__in=pks).update(text="", html="", purged_at=now)


def beat(*, name: str, now: datetime) -> None:
    """Note that the clock `name` is alive at `now`."""
    Heartbeat.objects.update_or_create(name=name, defaults={"beaten_at": now})
