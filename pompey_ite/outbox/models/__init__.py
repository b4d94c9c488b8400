"""Every mail as a row before it is a message, and what is known of the addresses."""

from pompey_ite.outbox.models.address import AddressError, Stop
from pompey_ite.outbox.models.heartbeat import Heartbeat
from pompey_ite.outbox.models.mail import LEASE, Bounce, Mail, MailAttachment, MailNote

__all__ = [
    "LEASE",
    "AddressError",
    "Bounce",
    "Heartbeat",
    "Mail",
    "MailAttachment",
    "MailNote",
    "Stop",
]
