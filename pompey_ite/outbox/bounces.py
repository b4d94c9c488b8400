"""Mails that come back: the reports of other mail servers (RFC 3464), read with suspicion.

Anybody may write to a return address. A report counts only when the address it came to is one we
signed, so nobody can put another person's address in error.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message

from django.db import transaction
from django.utils.translation import gettext as _

from pompey_ite.outbox.addresses import note_address_error
from pompey_ite.outbox.links import returned_mail_pk
from pompey_ite.outbox.models import Bounce, Mail
from pompey_ite.outbox.status_codes import blames_address, code_in
from pompey_ite.outbox.words import one_line

MAX_BYTES = 2 * 2**20  # a report quotes the mail at most, and ours are far smaller
TO_HEADERS = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To")
FAILED, DELAYED = "failed", "delayed"


class ReportRefused(Exception):
    """The message is no report about a mail of ours; the text says why."""


@dataclass(frozen=True)
class ReturnReport:
    """What a server says about one mail of ours."""

    mail_pk: int
    status_code: str
    text: str
    is_permanent: bool  # the server has given up; else it will try again

    @property
    def is_address_wrong(self) -> bool:
        """Whether the address does not exist; a server that gave up after days says less."""
        said = f"{self.status_code} {self.text}"
        return self.is_permanent and self.status_code.startswith("5") and blames_address(said)


def parse_report(raw: bytes) -> ReturnReport:
    """Return what a message reports. Raises ReportRefused when it reports nothing of ours."""
    if len(raw) > MAX_BYTES:
        raise ReportRefused(_("larger than any report"))
    try:
        message = message_from_bytes(raw)
        pk = returned_mail_pk(" ".join(_headers(message, TO_HEADERS)))
        fields = _delivery_status(message)
    except (MessageError, RecursionError, ValueError, LookupError) as error:
        raise ReportRefused(_("cannot be read as a message")) from error
    if pk is None:
        raise ReportRefused(_("not sent to a return address of ours"))
    if not fields:
        raise ReportRefused(_("not a report about a delivery"))
    action = fields.get("action", "").split(maxsplit=1)[:1]
    if action not in ([FAILED], [DELAYED]):
        raise ReportRefused(_("reports no failure"))
    text = fields.get("diagnostic-code", "")
    code = code_in(fields.get("status", ""))
    if not code or code.endswith(".0.0"):  # says nothing: the server's own words may say more
        code = code_in(text) or code
    if not code:
        raise ReportRefused(_("without a status code"))
    return ReturnReport(pk, code, text[:500], is_permanent=action == [FAILED])


def _headers(message: Message, names: tuple[str, ...]) -> list[str]:
    return [str(value) for name in names for value in message.get_all(name, [])]


def _delivery_status(message: Message) -> dict[str, str]:
    """Return the fields about the first recipient, their names in lower case."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            blocks = part.get_payload()
            for block in blocks if isinstance(blocks, list) else []:
                if isinstance(block, Message) and "Action" in block:
                    return {name.lower(): _plain(name, str(value)) for name, value in block.items()}
    return {}


def _plain(name: str, value: str) -> str:
    words = one_line(value)
    if name.lower() == "diagnostic-code":  # "smtp; 550 …": the protocol goes without saying
        return words.partition(";")[2].strip() or words
    return words.lower()


@transaction.atomic
def record_report(raw: bytes, *, now: datetime) -> Bounce | None:
    """Return the new row of a report, or None when the same message was read before.

    An address that does not exist is put in error. Raises ReportRefused as `parse_report`.
    """
    report = parse_report(raw)
    mail = Mail.objects.filter(pk=report.mail_pk).first()
    if mail is None:
        raise ReportRefused(_("about a mail that is not here"))
    bounce, is_new = Bounce.objects.get_or_create(
        digest=hashlib.sha256(raw).hexdigest(),
        defaults={
            "mail": mail,
            "read_at": now,
            "status_code": report.status_code,
            "text": report.text,
            "is_permanent": report.is_permanent,
        },
    )
    if is_new and report.is_address_wrong:
        reason = f"{report.status_code} {report.text}".strip()
        note_address_error(address=mail.recipient, reason=reason, now=now)
    return bounce if is_new else None
