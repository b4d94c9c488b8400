"""What may leave now, asked just before sending: the rest is dropped with a reason, or waits.

A fixed number of queries for a batch, however many mails are in it.
"""

import logging
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from django.db.models import Case, CharField, DateTimeField, F, Value, When
from django.utils.translation import gettext as _

from pompey_ite.outbox.addresses import stopped_groups
from pompey_ite.outbox.calendar import PARIS, local_day, next_writing_instant
from pompey_ite.outbox.kinds import absent_until, kind_of
from pompey_ite.outbox.models import AddressError, Mail

logger = logging.getLogger(__name__)

UNCHECKED_DELAY = timedelta(minutes=15)


def let_through(mails: Sequence[Mail], now: datetime) -> tuple[list[Mail], int]:
    """Return the mails that may leave at `now`, oldest first, and how many were dropped.

    Dropped: stopped by the recipient, addressed to nobody, or without reason any more. Put off:
    at night, while the recipient's company is closed, beside another mail of the same day.
    """
    reasons, unchecked = _reasons_to_drop(mails, now)
    dropped = _drop(reasons, now)
    left = [mail for mail in mails if mail.pk not in reasons]
    delays = {**_delays(left, now), **dict.fromkeys(unchecked, now + UNCHECKED_DELAY)}
    put_off(delays, now)
    return [mail for mail in left if mail.pk not in delays], dropped


def day_of(mail: Mail, now: datetime) -> date | None:
    """Return the day a mail takes of its recipient, None when it may leave beside another.

    What somebody sends again by hand is wanted now, whatever else has left.
    """
    is_free = kind_of(mail.kind).is_urgent or mail.resent_from_id is not None
    return None if is_free else local_day(now)


def next_day(now: datetime) -> datetime:
    """Return the first writing instant of a later day than that of `now`."""
    tomorrow = local_day(now) + timedelta(days=1)
    return next_writing_instant(datetime.combine(tomorrow, time(), tzinfo=PARIS))


def _reasons_to_drop(mails: Sequence[Mail], now: datetime) -> tuple[dict[int, str], list[int]]:
    """Return why mails must no longer leave, by key, and the keys that could not be asked about."""
    addresses = {mail.recipient for mail in mails}
    errors = AddressError.objects.reasons(addresses)
    stopped = stopped_groups(addresses)
    reasons: dict[int, str] = {}
    unchecked: list[int] = []
    by_kind: dict[str, list[Mail]] = {}
    for mail in mails:
        by_kind.setdefault(mail.kind, []).append(mail)
        if mail.recipient in errors:
            reasons[mail.pk] = _("address in error: %s") % errors[mail.recipient]
        elif kind_of(mail.kind).group in stopped.get(mail.recipient, ()):
            reasons[mail.pk] = _("the recipient wants no more of these mails")
    for code, rows in by_kind.items():
        ask = kind_of(code).reasons_to_drop
        try:
            reasons = {**(ask(rows, now) if ask else {}), **reasons}
        except Exception:  # one faulty kind must not hold the others back
            logger.exception("mails “%s” could not be checked and wait", code)
            unchecked += [mail.pk for mail in rows]
    return reasons, unchecked


def _drop(reasons: Mapping[int, str], now: datetime) -> int:
    if not reasons:
        return 0
    whens = [When(pk=pk, then=Value(reason[:500])) for pk, reason in reasons.items()]
    return (
        Mail.objects.due(now)
        .filter(pk__in=reasons)
        .order_by()
        .update(
            status=Mail.Status.DROPPED,
            leased_until=None,
            sent_on=None,
            reason=Case(*whens, output_field=CharField()),
        )
    )


def _delays(mails: Sequence[Mail], now: datetime) -> dict[int, datetime]:
    """Return until when mails wait, by key; what may leave now is left out."""
    calm = [mail for mail in mails if not kind_of(mail.kind).is_urgent]
    addresses = {mail.recipient for mail in calm}
    if not addresses:
        return {}
    opening = next_writing_instant(now)
    if opening > now:
        return dict.fromkeys((mail.pk for mail in calm), opening)
    today = local_day(now)
    absent = absent_until(addresses, today)
    taken = dict(Mail.objects.taking_the_day(today, addresses).values_list("recipient", "pk"))
    delays = {}
    for mail in calm:
        if mail.recipient in absent:
            back = absent[mail.recipient] + timedelta(days=1)
            delays[mail.pk] = next_writing_instant(datetime.combine(back, time(), tzinfo=PARIS))
        elif day_of(mail, now) and taken.setdefault(mail.recipient, mail.pk) != mail.pk:
            delays[mail.pk] = next_day(now)
    return delays


def put_off(delays: Mapping[int, datetime], now: datetime) -> None:
    """Let mails due at `now` wait until the instant given by their key."""
    if not delays:
        return
    whens = [When(pk=pk, then=Value(instant)) for pk, instant in delays.items()]
    abandoned = When(status=Mail.Status.SENDING, then=Value(Mail.Status.RETRY.value))
    Mail.objects.due(now).filter(pk__in=delays).order_by().update(
        status=Case(abandoned, default=F("status")),
        leased_until=None,
        due_at=Case(*whens, output_field=DateTimeField()),
    )
