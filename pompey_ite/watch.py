"""What is wrong with this installation, and whom it was told to.

This watches worker, clock and outbox, so it rests on none of them: it is run by cron or a timer,
speaks to the mail server itself, and keeps what it told in a file.
"""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pompey_ite.outbox.models import Mail
from pompey_ite.pages.health import broker_answers, is_tick_late, tick_age_s

STATE = "told.json"
MAIL_TOO_OLD = timedelta(hours=1)
ATTEMPTS_THAT_WORRY = 4  # 1, 5, 15 and 30 minutes: the server has said no for an hour
LEAST_FREE_BYTES = 500 * 2**20
BACKUP_TOO_OLD = timedelta(days=2)
AGAIN_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class Told:
    """What was said last, and when."""

    reasons: list[str]
    at: datetime


def reasons(*, now: datetime) -> list[str]:
    """Return what is wrong, one sentence each; empty when all is well."""
    found = list(_of_the_machine(now))
    try:
        found += _of_clock_and_mail(now)
    except DatabaseError:
        return [_("The database does not answer."), *found]
    if not broker_answers():
        found.append(_("The broker does not answer."))
    return found


def _of_clock_and_mail(now: datetime) -> Iterator[str]:
    if is_tick_late(tick_age_s()):
        yield _("The clock has stopped: worker or beat is down, so no reminder and no mail leaves.")
    if overdue := Mail.objects.due(now - MAIL_TOO_OLD).count():
        yield ngettext(
            "%(count)d mail should have left more than an hour ago.",
            "%(count)d mails should have left more than an hour ago.",
            overdue,
        ) % {"count": overdue}
    worrying = Mail.objects.filter(status=Mail.Status.RETRY, attempts__gte=ATTEMPTS_THAT_WORRY)
    if last := worrying.order_by("-due_at").first():
        count = worrying.count()
        yield ngettext(
            "The mail server has put %(count)d mail off for an hour: %(reason)s",
            "The mail server has put %(count)d mails off for an hour: %(reason)s",
            count,
        ) % {"count": count, "reason": last.reason}


def _of_the_machine(now: datetime) -> Iterator[str]:
    if shutil.disk_usage(settings.DATA_DIR).free < LEAST_FREE_BYTES:
        yield _("Less than 500 MB are free on the disk of the data.")
    backups = sorted((Path(settings.DATA_DIR) / "backups").glob("pompey-*"))
    if backups and now.timestamp() - backups[-1].stat().st_mtime > BACKUP_TOO_OLD.total_seconds():
        yield _("The last backup is more than two days old.")


def tell(found: list[str], *, now: datetime) -> bool:
    """Mail what is wrong, or that all is well again; return whether a mail was sent.

    Said once, again when it changes, and once a day while it lasts. Raises OSError when the mail
    server does not take it.
    """
    told = _last_told()
    is_old = told is not None and now - told.at > AGAIN_AFTER
    if found == (told.reasons if told else []) and not (found and is_old):
        return False
    subject = _("Something is wrong") if found else _("All is well again")
    lines = [f"- {reason}" for reason in found] or [_("Nothing is wrong any more.")]
    EmailMessage(
        subject=f"{settings.EMAIL_SUBJECT_TAG}[{settings.SITE_URL}] {subject}",
        body="\n".join([*lines, "", _("What to do: docs/runbook.md.")]),
        to=settings.ALERT_ADDRESSES,
        headers={"Auto-Submitted": "auto-generated"},
    ).send()
    _state().write_text(json.dumps({"reasons": found, "at": now.isoformat()}), encoding="utf-8")
    return True


def _last_told() -> Told | None:
    try:
        values = json.loads(_state().read_text(encoding="utf-8"))
        return Told(list(values["reasons"]), datetime.fromisoformat(values["at"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None  # never told, or the file is damaged: it is told again


def _state() -> Path:
    return Path(settings.DATA_DIR) / STATE
