"""What the project manager does with a mail: read it, send it again, hold it back."""

import re
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from pompey_ite.journal.models import Act
from pompey_ite.journal.noting import note
from pompey_ite.outbox.message import message_id_of
from pompey_ite.outbox.models import Mail, MailAttachment, MailNote
from pompey_ite.outbox.rendering import Attachment

TOKEN_LENGTH = 20  # no word of our addresses is as long; every secret part is longer


class MailRefused(Exception):
    """The mail cannot be sent again or held back; the text says why."""


def masked(text: str) -> str:
    """Return the text with the secret part of the links to this site replaced by “…”."""
    link = rf"({re.escape(settings.SITE_URL)}/(?:[\w-]+/)*?)[\w.:~=-]{{{TOKEN_LENGTH},}}"
    return re.sub(link, r"\1…", text)


@transaction.atomic
def resend_mail(*, mail: Mail, number: int, reason: str, user_pk: int, now: datetime) -> Mail:
    """Return the new mail that says the same again, with a key of its own.

    number: which sending again this is, as counted when the page was shown; pressed twice, one
    mail is queued. Raises MailRefused when the mail is not over, or has no text: it has been
    deleted, or never was written.
    """
    origin = Mail.objects.select_for_update().get(pk=mail.resent_from_id or mail.pk)
    if not mail.is_over:
        raise MailRefused(_("This mail has not left yet: it needs no second one."))
    if not origin.text and not origin.purged_at:
        raise MailRefused(_("This mail was never written: there is nothing to send again."))
    if mail.purged_at or origin.purged_at:
        raise MailRefused(_("The text of this mail has been deleted after its time."))
    key = {
        "kind": origin.kind,
        "recipient": origin.recipient,
        "object_key": origin.object_key,
        "period": f"{origin.period}~{number}",
    }
    copied = {name: getattr(origin, name) for name in COPIED}
    values = {**copied, "message_id": message_id_of(**key), "resent_from": origin}
    again, is_new = Mail.objects.get_or_create(
        **key, defaults={**values, "dated_at": now, "due_at": now}
    )
    if is_new:
        _copy_attachments(origin, again)
        text = _("Sent again: %s") % reason
        note(Act.MAIL_RESENT, about=again)
        MailNote.objects.create(mail=origin, author_id=user_pk, written_at=now, text=text[:500])
    return again


COPIED = ("recipient_name", "language", "subject", "text", "html")


def _copy_attachments(origin: Mail, again: Mail) -> None:
    names = list(Attachment.__dataclass_fields__)
    MailAttachment.objects.bulk_create(
        MailAttachment(mail=again, **values) for values in origin.attachments.values(*names)
    )


@transaction.atomic
def drop_mail(*, mail: Mail, reason: str, user_pk: int, now: datetime) -> None:
    """Let a waiting mail never leave.

    Raises MailRefused when it no longer waits: it is being sent, or over.
    """
    waiting = Mail.objects.filter(
        pk=mail.pk, status__in=[Mail.Status.QUEUED, Mail.Status.RETRY]
    ).order_by()
    if not waiting.update(status=Mail.Status.DROPPED, sent_on=None, reason=reason[:500]):
        raise MailRefused(_("This mail no longer waits."))
    note(Act.MAIL_DROPPED, about=mail)
    text = _("Held back: %s") % reason
    MailNote.objects.create(mail=mail, author_id=user_pk, written_at=now, text=text[:500])
