"""Put mails into the outbox: each key once, however often and by how many it is asked for."""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from django.db import DatabaseError, IntegrityError, transaction
from django.utils.translation import gettext as _

from pompey_ite.outbox.kinds import kind_of
from pompey_ite.outbox.links import personal
from pompey_ite.outbox.message import message_id_of
from pompey_ite.outbox.models import Mail, MailAttachment
from pompey_ite.outbox.rendering import Attachment, Draft
from pompey_ite.outbox.words import one_line

logger = logging.getLogger(__name__)

CHUNK = 500  # mails written together: their texts stand in memory at one time
Key = tuple[str, str, str, str]


@dataclass(frozen=True)
class Letter:
    """One mail to be queued; its key is (kind, recipient, object_key, period).

    draft: its words, or what builds them when its turn comes: one that cannot be built is kept as
    a dead letter with the error, and holds back no other.
    due_at: the instant from which it may leave, at once when None.
    """

    kind: str
    recipient: str
    object_key: str
    draft: Draft | Callable[[], Draft]
    language: str
    recipient_name: str = ""
    period: str = ""
    due_at: datetime | None = None

    @property
    def key(self) -> Key:
        return (self.kind, self.recipient.lower(), self.object_key, self.period)


def queue_mail(
    *,
    kind: str,
    recipient: str,
    object_key: str,
    draft: Draft | Callable[[], Draft],
    language: str,
    now: datetime,
    recipient_name: str = "",
    period: str = "",
    due_at: datetime | None = None,
) -> bool:
    """Return whether the mail was queued by this call: its key may exist already.

    Call it in the transaction that writes the mail's reason, so that both exist or neither.
    """
    letter = Letter(
        *(kind, recipient, object_key, draft, language),
        recipient_name=recipient_name,
        period=period,
        due_at=due_at,
    )
    return bool(queue_mails([letter], now=now))


@transaction.atomic
def queue_mails(letters: Iterable[Letter], *, now: datetime) -> list[Mail]:
    """Return the mails queued by this call: neither those whose key exists, nor dead letters.

    Call it in the transaction that writes their reason. Its queries are inserts, some for each
    500 mails; only where a key exists one more asks which.
    """
    wanted: dict[Key, Letter] = {}
    for letter in letters:
        wanted.setdefault(letter.key, letter)
    # In one order, so that two callers with the same keys wait for, and never block, each other.
    rows = sorted(wanted.values(), key=attrgetter("key"))
    chunks = (rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK))
    written = [mail for chunk in chunks for mail in _write([_built(one, now) for one in chunk])]
    return [mail for mail in written if mail.status == Mail.Status.QUEUED]


@dataclass(frozen=True)
class _Built:
    key: Key
    mail: Mail
    attachments: tuple[Attachment, ...]


def _built(letter: Letter, now: datetime) -> _Built:
    kind, recipient, object_key, period = letter.key
    draft, reason = _draft_of(letter)
    mail = Mail(
        kind=kind,
        recipient=recipient,
        object_key=object_key,
        period=period,
        recipient_name=one_line(letter.recipient_name)[:200],
        language=letter.language,
        subject=draft.subject[:250],
        text=personal(draft.text, recipient),
        html=personal(draft.html, recipient),
        message_id=message_id_of(
            kind=kind, recipient=recipient, object_key=object_key, period=period
        ),
        dated_at=now,
        due_at=letter.due_at or now,
        status=Mail.Status.DEAD if reason else Mail.Status.QUEUED,
        reason=reason,
    )
    return _Built(letter.key, mail, draft.attachments)


def _draft_of(letter: Letter) -> tuple[Draft, str]:
    """Return the words of a letter and nothing, or no words and why there are none."""
    if isinstance(letter.draft, Draft):
        return letter.draft, ""
    try:
        return letter.draft(), ""
    except DatabaseError:  # the transaction is broken: nothing more can be written in it
        raise
    except Exception as error:  # whatever is wrong with one, the others are owed their mails
        logger.exception("mail “%s” to %s could not be written", letter.kind, letter.recipient)
        reason = _("could not be written: %s") % f"{type(error).__name__}: {error}"
        return Draft(str(kind_of(letter.kind).label), "", ""), reason[:500]


def _write(built: Sequence[_Built]) -> list[Mail]:
    """Insert the mails whose key is new, and return them.

    The database decides what is new, not a look before: another worker may write at this instant.
    """
    left = list(built)
    while left:
        try:
            with transaction.atomic():
                mails = Mail.objects.bulk_create([one.mail for one in left])
                MailAttachment.objects.bulk_create(
                    MailAttachment(mail=mail, **vars(attachment))
                    for one, mail in zip(left, mails, strict=True)
                    for attachment in one.attachments
                )
            return mails
        except IntegrityError:
            known = _known([one.key for one in left])
            if not known:
                raise
            left = [one for one in left if one.key not in known]
    return []


def _known(keys: Sequence[Key]) -> set[Key]:
    """Return which of the keys exist, in one query."""
    kinds, recipients, object_keys, periods = (set(column) for column in zip(*keys, strict=True))
    rows = Mail.objects.filter(
        kind__in=kinds, recipient__in=recipients, object_key__in=object_keys, period__in=periods
    )
    fields = ("kind", "recipient", "object_key", "period")
    return set(rows.values_list(*fields)) & set(keys)
