"""Mail servers that refuse, hang up or say nothing: what each leaves behind in the outbox."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

from pompey_ite.outbox import services
from pompey_ite.outbox.message import as_message
from pompey_ite.outbox.models import Mail
from pompey_ite.outbox.rendering import Draft
from tests.faults.smtp_sink import Manners, Sink, smtp_sink

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]

MAILS = 20


@pytest.fixture
def server(settings) -> Iterator[Sink]:
    with smtp_sink(Manners()) as sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        settings.EMAIL_TIMEOUT = 1
        yield sink


def queue(count: int) -> None:
    for number in range(count):
        services.queue_mail(
            kind="ballot_receipt",  # leaves at any hour, so that the test does too
            recipient=f"person{number}@example.org",
            object_key="fault",
            draft=Draft("Reçu", "Bonjour", "<p>Bonjour</p>"),
            language="fr",
            now=timezone.now(),
        )


def statuses() -> dict[str, int]:
    found = Mail.objects.values_list("status", flat=True)
    return {status: list(found).count(status) for status in set(found)}


@pytest.mark.parametrize("place", ["at_mail", "at_rcpt", "after_data"])
@pytest.mark.parametrize("reply", ["421 too many", "451 greylisted", "450 busy"])
def test_a_refusal_for_now_is_tried_again_and_arrives_once(server, place, reply):
    setattr(server.manners, place, reply)
    queue(2)

    services.send_due(now=timezone.now())
    assert statuses() == {"retry": 2}
    assert server.taken == []
    assert all(mail.due_at > timezone.now() for mail in Mail.objects.all())

    setattr(server.manners, place, "250 OK")
    services.send_due(now=timezone.now() + timedelta(hours=1))
    assert statuses() == {"sent": 2}
    assert len(server.taken) == 2


@pytest.mark.parametrize("place", ["at_mail", "at_rcpt", "after_data"])
@pytest.mark.parametrize("reply", ["550 no such user", "552 too large"])
def test_a_refusal_for_good_is_kept_with_its_words_and_never_tried_again(server, place, reply):
    setattr(server.manners, place, reply)
    queue(1)

    services.send_due(now=timezone.now())
    setattr(server.manners, place, "250 OK")
    services.send_due(now=timezone.now() + timedelta(days=2))

    mail = Mail.objects.get()
    assert mail.status == Mail.Status.DEAD
    assert reply[:3] in mail.reason
    assert reply[4:] in mail.reason
    assert server.taken == []


def test_one_bad_address_among_many_holds_back_nobody(server):
    server.manners.for_recipient = {"person7@example.org": "550 no such user"}
    queue(MAILS)

    services.send_due(now=timezone.now())

    assert statuses() == {"sent": MAILS - 1, "dead": 1}
    assert len(server.taken) == MAILS - 1


@pytest.mark.parametrize("behaviour", ["close", "hang"])
def test_a_server_that_takes_a_mail_and_says_nothing_costs_one_recognisable_double(
    server, behaviour
):
    server.manners.after_data = behaviour
    queue(1)

    services.send_due(now=timezone.now())
    assert statuses() == {"retry": 1}

    server.manners.after_data = "250 OK"
    services.send_due(now=timezone.now() + timedelta(hours=1))

    assert statuses() == {"sent": 1}
    assert len(server.taken) == 2
    assert list(server.by_message_id().values()) == [2]  # the same Message-ID: seen as one


def test_the_double_would_not_be_recognised_without_a_fixed_message_id(server, monkeypatch):
    """The control: the library's own Message-ID, new at each attempt."""
    written = as_message

    def without_identity(*args, **kwargs):
        message = written(*args, **kwargs)
        del message.extra_headers["Message-ID"]
        return message

    monkeypatch.setattr(services, "as_message", without_identity)
    server.manners.after_data = "close"
    queue(1)

    services.send_due(now=timezone.now())
    server.manners.after_data = "250 OK"
    services.send_due(now=timezone.now() + timedelta(hours=1))

    assert list(server.by_message_id().values()) == [1, 1]


def send_at_once(count: int) -> None:
    """Let several workers send what is due at the same instant, each on its own connection."""
    together = threading.Barrier(count)

    def work() -> None:
        try:
            together.wait(10)
            services.send_due(now=timezone.now())
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _worker in range(count)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)


def test_four_workers_at_once_send_each_mail_once(server):
    queue(MAILS)

    send_at_once(4)

    assert statuses() == {"sent": MAILS}
    assert len(server.taken) == MAILS


def test_without_the_claim_four_workers_send_mails_twice(server, monkeypatch):
    """The control: every worker believes that each mail is its own."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one worker write at a time: it proves nothing here")

    def unconditional(*, pk, now, day=None):
        Mail.objects.filter(pk=pk).exclude(status=Mail.Status.SENT).update(
            status=Mail.Status.SENDING, leased_until=now + timedelta(minutes=5), sent_on=day
        )
        return True

    monkeypatch.setattr(services, "claim", unconditional)
    queue(MAILS)

    send_at_once(4)

    assert len(server.taken) > MAILS
