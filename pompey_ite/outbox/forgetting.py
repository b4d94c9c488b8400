"""Mails to a person that is to be forgotten: their rows stay, to nobody and without words."""

from datetime import datetime

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat

from pompey_ite.outbox.kinds import kind_of
from pompey_ite.outbox.models import Bounce, Mail, MailAttachment

NOWHERE = "@erased.invalid"  # RFC 2606: never an address of anybody


def mails_to(address: str, *, name: str = "") -> QuerySet[Mail]:
    """Return the mails to an address in lower case; with a name, those to this person alone."""
    rows = Mail.objects.filter(recipient=address)
    if not address:
        return rows.none()
    return rows.filter(recipient_name=name) if name else rows


def forget_mails(mails: QuerySet[Mail], *, reason: str, now: datetime) -> int:
    """Return how many mails lost their reader and words; those that wait are dropped.

    Kind, object, days and what became of them stay. One that is being sent is left alone: the
    caller waits for it.
    """
    pks = list(mails.exclude(status=Mail.Status.SENDING).values_list("pk", flat=True))
    rows = Mail.objects.filter(pk__in=pks)
    waiting = rows.filter(status__in=[Mail.Status.QUEUED, Mail.Status.RETRY])
    waiting.update(status=Mail.Status.DROPPED, reason=reason)
    MailAttachment.objects.filter(mail__in=pks).delete()
    Bounce.objects.filter(mail__in=pks).update(text="")
    for kind in set(rows.values_list("kind", flat=True)):
        rows.filter(kind=kind).update(subject=str(kind_of(kind).label)[:250])
    number = Cast(F("pk"), CharField())
    return rows.update(
        recipient=Concat(Value("erased-"), number, Value(NOWHERE)),
        recipient_name="",
        text="",
        html="",
        purged_at=now,
    )


def told(*, kind: str) -> QuerySet[Mail]:
    """Return the mails of a kind that are over and still say to whom they went."""
    over = [Mail.Status.SENT, Mail.Status.DEAD, Mail.Status.DROPPED]
    rows = Mail.objects.filter(kind=kind, status__in=over)
    return rows.exclude(recipient__endswith=NOWHERE)


def forget_told(*, kind: str, reason: str, now: datetime) -> int:
    """Return how many mails of a kind were forgotten once they were over.

    For the last mail to a person: it may not be forgotten before it has left.
    """
    return forget_mails(told(kind=kind), reason=reason, now=now)
