"""From a row of the outbox to the message that SMTP carries: always the same bytes' identity."""

import hashlib
from email.mime.application import MIMEApplication
from email.mime.base import MIMEBase
from email.mime.image import MIMEImage
from email.utils import format_datetime, formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from pompey_ite.outbox.models import Mail, MailAttachment


def message_id_of(*, kind: str, recipient: str, object_key: str, period: str) -> str:
    """Return the Message-ID of a mail, derived from its unique key: a duplicate is recognisable."""
    key = "\n".join((settings.SECRET_KEY, kind, recipient.lower(), object_key, period))
    _, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    domain = sender.partition("@")[2] or "localhost"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{domain}>"


def as_message(mail: Mail, connection: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    """Return the message of a mail: text and HTML, one recipient, fixed Message-ID and Date."""
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        to=[formataddr((mail.recipient_name, mail.recipient))],
        connection=connection,
        headers={
            "Message-ID": mail.message_id,
            "Date": format_datetime(mail.dated_at),
            "Auto-Submitted": "auto-generated",
            "Content-Language": mail.language,
        },
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    for attachment in mail.attachments.all():
        message.attach(_part(attachment))
    return message


def _part(attachment: MailAttachment) -> MIMEBase:
    content = bytes(attachment.content)
    main, _, sub = attachment.content_type.partition("/")
    if main == "image":
        part: MIMEBase = MIMEImage(content, sub)
    else:
        part = MIMEApplication(content, sub)
    if attachment.content_id:
        part["Content-ID"] = f"<{attachment.content_id}>"
        part["Content-Disposition"] = "inline"
    else:
        part.add_header("Content-Disposition", "attachment", filename=attachment.name)
    return part
