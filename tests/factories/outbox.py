"""Rows of the outbox."""

from datetime import timedelta

from django.utils import timezone

from pompey_ite.outbox.models import (
    AddressError,
    Bounce,
    Heartbeat,
    Mail,
    MailAttachment,
    Stop,
)
from tests.factories.base import LazyFunction, RowFactory, Sequence, SubFactory, Trait


class MailFactory(RowFactory):
    """A mail that is due now."""

    class Meta:
        model = Mail

    class Params:
        sent = Trait(status=Mail.Status.SENT, sent_at=LazyFunction(timezone.now), attempts=1)
        dropped = Trait(status=Mail.Status.DROPPED, reason="the round is over")
        dead = Trait(status=Mail.Status.DEAD, attempts=1, reason="550 no such mailbox here")
        sending = Trait(
            status=Mail.Status.SENDING,
            leased_until=LazyFunction(lambda: timezone.now() + timedelta(minutes=5)),
        )

    kind = "letter"  # no kind of ours: nothing is asked before it leaves
    recipient = Sequence("recipient{}@company.example".format)
    object_key = "report:1"
    language = "fr"
    subject = Sequence("Subject {:03d}".format)
    text = "Text."
    message_id = Sequence("<{}@pompey.example>".format)
    dated_at = LazyFunction(timezone.now)
    due_at = LazyFunction(timezone.now)


class MailAttachmentFactory(RowFactory):
    class Meta:
        model = MailAttachment

    mail = SubFactory(MailFactory)
    name = Sequence("file{}.txt".format)
    content_type = "text/plain"
    content = b"content"


class HeartbeatFactory(RowFactory):
    class Meta:
        model = Heartbeat
        django_get_or_create = ("name",)

    name = "tick"
    beaten_at = LazyFunction(timezone.now)


class StopFactory(RowFactory):
    class Meta:
        model = Stop

    address = Sequence("recipient{}@company.example".format)
    group = "reminders"
    stopped_at = LazyFunction(timezone.now)
    how = Stop.How.PAGE


class AddressErrorFactory(RowFactory):
    class Meta:
        model = AddressError

    address = Sequence("gone{}@company.example".format)
    since = LazyFunction(timezone.now)
    reason = "550 5.1.1 no such user"


class BounceFactory(RowFactory):
    class Meta:
        model = Bounce

    digest = Sequence("{:064d}".format)
    mail = SubFactory(MailFactory, sent=True)
    read_at = LazyFunction(timezone.now)
    status_code = "5.1.1"
    is_permanent = True
