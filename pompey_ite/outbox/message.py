"""From a row of the outbox to the message that SMTP carries: always the same bytes' identity."""

import hashlib
from email.utils import format_datetime, formataddr

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend

from pompey_ite.outbox.kinds import kind_of
from pompey_ite.outbox.links import (
    domain_of_sender,
    preferences_token,
    return_address,
    stop_url,
)
from pompey_ite.outbox.models import Mail
from pompey_ite.outbox.wire import OutboxMessage


def message_id_of(*, kind: str, recipient: str, object_key: str, period: str) -> str:
    """Return the Message-ID of a mail, derived from its unique key: a duplicate is recognisable."""
    key = "\n".join((settings.SECRET_KEY, kind, recipient.lower(), object_key, period))
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{domain_of_sender()}>"


def as_message(mail: Mail, connection: BaseEmailBackend | None = None) -> OutboxMessage:
    """Return the message of a mail: text and HTML, one recipient, fixed Message-ID and Date.

    Its envelope sender is the return address of this mail; people see DEFAULT_FROM_EMAIL.
    """
    message = OutboxMessage(
        subject=mail.subject,
        body=mail.text,
        from_email=return_address(mail) or settings.DEFAULT_FROM_EMAIL,
        to=[formataddr((mail.recipient_name, mail.recipient))],
        connection=connection,
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "Message-ID": mail.message_id,
            "Date": format_datetime(mail.dated_at),
            "Auto-Submitted": "auto-generated",
            "Content-Language": mail.language,
            **_stop_headers(mail),
        },
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    message.files = [
        (one.name, one.content_type, bytes(one.content), one.content_id)
        for one in mail.attachments.all()
    ]
    return message


def _stop_headers(mail: Mail) -> dict[str, str]:
    """Return what makes mail programs show a button that stops these mails (RFC 8058)."""
    group = kind_of(mail.kind).group
    if not group:
        return {}
    url = stop_url(preferences_token(mail.recipient), group)
    return {
        "List-Unsubscribe": f"<{url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
