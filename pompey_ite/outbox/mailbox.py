"""A mail server that keeps everything inside: each message becomes one .eml file."""

import hashlib
import os
from collections.abc import Sequence
from email.utils import parsedate_to_datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class MailboxBackend(BaseEmailBackend):
    """Write each message to MAILBOX_DIR; the same message sent twice is one file."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the messages; return how many were written."""
        settings.MAILBOX_DIR.mkdir(parents=True, exist_ok=True)
        for email_message in email_messages:
            self._keep(email_message)
        return len(email_messages)

    def _keep(self, email_message: EmailMessage) -> None:
        message = email_message.message()
        stamp = parsedate_to_datetime(message["Date"]).strftime("%Y%m%d-%H%M%S")
        digest = hashlib.sha256(str(message["Message-ID"]).encode()).hexdigest()[:16]
        path = settings.MAILBOX_DIR / f"{stamp}-{digest}.eml"
        draft = path.with_suffix(f".{os.getpid()}")
        draft.write_bytes(message.as_bytes())
        draft.replace(path)  # a reader never sees half a message
