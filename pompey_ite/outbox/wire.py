"""The bytes of a message, written at once: the library takes four times as long for the same ones.

What a mail has of its own is written by hand, line breaks and all; a file, the same in a thousand
mails, is encoded once. tests/outbox/test_wire.py compares with the library (docs/adr/0017).
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Sequence
from email.header import Header
from email.message import Message
from email.mime.application import MIMEApplication
from email.mime.base import MIMEBase
from email.mime.image import MIMEImage
from email.policy import compat32
from email.utils import formatdate, make_msgid
from functools import lru_cache

from django.core.mail import DNS_NAME, EmailMultiAlternatives
from django.core.mail.message import BadHeaderError, sanitize_address

CRLF = "\r\n"
LONGEST_LINE = 998  # RFC 5321 section 4.5.3.1.6, without its end
LINE_BREAK = re.compile(r"\r?\n")
MAILS_KEPT = 256  # subjects and senders: the same in all mails of a report
FILES_KEPT = 16  # encoded: the charts and the PDF of a report or two
NETWORK = compat32.clone(linesep=CRLF)

Headers = Sequence[tuple[str, str]]
File = tuple[str, str, bytes, str]  # name, content type, content, Content-ID


class WrittenMessage(Message):
    """A message whose body is bytes already."""

    def __init__(self, headers: Headers, body: bytes) -> None:
        super().__init__()
        self._headers = list(headers)  # as they are: `_header` has looked at them
        self.body = body

    def as_bytes(self, unixfrom: bool = False, policy: object = None, linesep: str = "\n") -> bytes:
        """Return the whole message with this end of line."""
        head = "".join(f"{name}: {value}{CRLF}" for name, value in self._headers)
        written = f"{head}{CRLF}".encode("ascii") + self.body
        return written if linesep == CRLF else written.replace(b"\r\n", linesep.encode())


class OutboxMessage(EmailMultiAlternatives):
    """A message of one recipient with a text, perhaps an HTML and files."""

    files: Sequence[File] = ()

    def message(self) -> WrittenMessage:  # type: ignore[override]
        """Return it as it travels. Raises BadHeaderError for a line break in a header."""
        given = {"Date": formatdate(), "Message-ID": make_msgid(domain=DNS_NAME)}
        given |= {"From": self.from_email, "To": ", ".join(map(str, self.to))}
        given |= {name: str(value) for name, value in self.extra_headers.items()}
        mark = hashlib.sha256(given["Message-ID"].encode()).hexdigest()[:32]
        words = [_text("plain", str(self.body))]
        words += [_text("html", str(content)) for content, _type in self.alternatives]
        part = _multipart("alternative", f"=_a{mark}", words) if words[1:] else words[0]
        if self.files:
            files = [_file(*file) for file in self.files]
            part = _multipart("mixed", f"=_m{mark}", [part, *files])
        headers, body = part
        people = [(name, _address(name, given.pop(name))) for name in ("From", "To")]
        others = [_header(name, value) for name, value in given.items()]
        head = [("MIME-Version", "1.0"), _header("Subject", str(self.subject)), *people, *others]
        return WrittenMessage([*headers, *head], body)


Part = tuple[Headers, bytes]


def _header(name: str, value: str) -> tuple[str, str]:
    if "\n" in value or "\r" in value:
        raise BadHeaderError(f"Header values can't contain newlines (got {value!r} for {name!r})")
    if value.isascii() and len(value) < LONGEST_LINE - len(name) - 2:
        return name, value
    return name, _encoded(name, value)


@lru_cache(maxsize=MAILS_KEPT)
def _encoded(name: str, value: str) -> str:
    return Header(value, "utf-8", header_name=name).encode(linesep=CRLF)


@lru_cache(maxsize=MAILS_KEPT)
def _address(name: str, value: str) -> str:
    """Return a mailbox with its name in characters that every server takes."""
    _header(name, value)
    return LINE_BREAK.sub(CRLF, sanitize_address(value, "utf-8"))


def _text(subtype: str, text: str) -> Part:
    body = text.encode().replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", b"\r\n")
    encoding = "7bit" if body.isascii() else "8bit"
    if max(map(len, body.split(b"\r\n"))) > LONGEST_LINE:
        encoding, body = "base64", base64.encodebytes(body).replace(b"\n", b"\r\n")
    return [
        ("Content-Type", f'text/{subtype}; charset="utf-8"'),
        ("Content-Transfer-Encoding", encoding),
    ], body


def _multipart(subtype: str, boundary: str, parts: Iterable[Part]) -> Part:
    """Return the parts as one. No part holds the boundary: it is a digest of the Message-ID."""
    pieces = []
    for headers, body in parts:
        head = "".join(f"{name}: {value}{CRLF}" for name, value in headers)
        pieces.append(f"--{boundary}{CRLF}{head}{CRLF}".encode("ascii") + body + b"\r\n")
    pieces.append(f"--{boundary}--{CRLF}".encode("ascii"))
    return [("Content-Type", f'multipart/{subtype}; boundary="{boundary}"')], b"".join(pieces)


@lru_cache(maxsize=FILES_KEPT)
def _file(name: str, content_type: str, content: bytes, content_id: str) -> Part:
    main, _slash, sub = content_type.partition("/")
    part: MIMEBase = (MIMEImage if main == "image" else MIMEApplication)(content, sub)
    if content_id:
        part["Content-ID"] = f"<{content_id}>"
        part["Content-Disposition"] = "inline"
    else:
        part.add_header("Content-Disposition", "attachment", filename=name)
    head, _blank, body = part.as_bytes(policy=NETWORK).partition(b"\r\n\r\n")
    fields = (line.partition(": ") for line in head.decode("ascii").split(CRLF))
    return [(field, value) for field, _colon, value in fields], body
