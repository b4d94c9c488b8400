"""A real SMTP server on loopback, which answers as a test tells it to."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Recorder:
    """Takes every message it is given; `replies` says otherwise for some recipients."""

    received: list[EmailMessage] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)  # of the envelopes
    replies: dict[str, str] = field(default_factory=dict)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[Any]
    ) -> str:
        if address in self.replies:
            return self.replies[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        message = message_from_bytes(content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.received.append(message)
        self.senders.append(envelope.mail_from or "")
        return "250 OK"


@contextmanager
def smtp_server(recorder: Recorder, tls: ssl.SSLContext | None = None) -> Iterator[tuple[str, int]]:
    """Run a server for the time of a test, with STARTTLS if it has `tls`; give host and port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    controller = Controller(recorder, hostname="127.0.0.1", port=port, tls_context=tls)
    controller.start()
    try:
        yield "127.0.0.1", port
    finally:
        controller.stop()
