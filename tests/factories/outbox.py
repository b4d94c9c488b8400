"""Rows of the outbox."""

from datetime import timedelta

from django.utils import timezone

from pompey_ite.outbox.models import Heartbeat, Mail, MailAttachment
from tests.factories.base import LazyFunction, RowFactory, Sequence, SubFactory, Trait


class MailFactory(RowFactory):
    """A mail that is due now."""

    class Meta:
        model = Mail

    class Params:
        sent = Trait(status=Mail.Status.SENT, sent_at=LazyFunction(timezone.now), attempts=1)
        dead = Trait(status=Mail.Status.DEAD, attempts=1, reason="550 no such mailbox here")
        sending = Trait(
            status=Mail.Status.SENDING,
            leased_until=LazyFunction(lambda: timezone.now() + timedelta(minutes=5)),
        )

    kind = "report"
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
