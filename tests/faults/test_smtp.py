"""Mail servers that refuse, hang up or say nothing: what each leaves behind in the outbox."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.conf import settings as django_settings
from django.db import OperationalError, connection, connections
from django.utils import timezone

from pompey_ite.invariants import violations
from pompey_ite.outbox import services
from pompey_ite.outbox.message import as_message
from pompey_ite.outbox.models import LEASE, Mail
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


def report(title: str, server: Sink, *, wanted: int) -> None:
    print(  # noqa: T201 – the figures of the run
        f"{title}: wanted {wanted}, taken {len(server.taken)},"
        f" duplicates {server.duplicates}, {statuses()}"
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
    assert violations(now=timezone.now()) == []


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
    assert violations(now=timezone.now()) == []


@pytest.mark.parametrize("place", ["at_mail", "at_rcpt", "after_data"])
@pytest.mark.parametrize("reply", ["421 too many", "451 greylisted", "450 busy"])
def test_a_refusal_for_now_taken_for_one_for_good_loses_the_mails(
    server, monkeypatch, place, reply
):
    """The control: every refusal is for good."""
    monkeypatch.setattr(services, "is_permanent", lambda _error: True)
    setattr(server.manners, place, reply)
    queue(2)

    services.send_due(now=timezone.now())
    setattr(server.manners, place, "250 OK")
    services.send_due(now=timezone.now() + timedelta(hours=1))

    report(f"control, {reply[:3]} {place} taken for good", server, wanted=2)
    assert statuses() == {"dead": 2}
    assert server.taken == []


@pytest.mark.parametrize("place", ["at_mail", "at_rcpt", "after_data"])
@pytest.mark.parametrize("reply", ["550 no such user", "552 too large"])
def test_a_refusal_for_good_taken_for_one_for_now_is_tried_again(server, monkeypatch, place, reply):
    """The control: no refusal is for good; the server is asked again and again."""
    monkeypatch.setattr(services, "is_permanent", lambda _error: False)
    setattr(server.manners, place, reply)
    queue(1)

    for hours in range(3):
        services.send_due(now=timezone.now() + timedelta(hours=hours))

    mail = Mail.objects.get()
    print(f"control, {reply[:3]} {place} taken for now: {mail.attempts} attempts")  # noqa: T201
    assert (mail.status, mail.attempts) == (Mail.Status.RETRY, 3)


def test_one_bad_address_among_many_holds_back_nobody(server):
    server.manners.for_recipient = {"person7@example.org": "550 no such user"}
    queue(MAILS)

    services.send_due(now=timezone.now())

    report("one bad address", server, wanted=MAILS)
    assert statuses() == {"sent": MAILS - 1, "dead": 1}
    assert len(server.taken) == MAILS - 1
    assert violations(now=timezone.now()) == []


def test_one_bad_address_would_hold_back_all_after_it(server, monkeypatch):
    """The control: an error of one mail ends the run, as in a loop that catches nothing."""

    def uncaught(mail, connection):
        connection.open()
        as_message(mail, connection).send()

    monkeypatch.setattr(services, "_speak", uncaught)
    server.manners.for_recipient = {"person7@example.org": "550 no such user"}
    queue(MAILS)

    with pytest.raises(SMTPRecipientsRefused):
        services.send_due(now=timezone.now())

    report("control, one bad address", server, wanted=MAILS)
    assert len(server.taken) < MAILS - 1


@pytest.mark.parametrize("step", ["banner", "answer"])
def test_a_server_that_says_nothing_is_left_after_the_timeout(server, settings, step):
    with silent(server, settings, step):
        queue(2)

        services.send_due(now=timezone.now())

        report(f"silent at its {step}, timeout {settings.EMAIL_TIMEOUT} s", server, wanted=2)
        assert statuses() == {"retry": 2}
        assert violations(now=timezone.now()) == []


@pytest.mark.parametrize("step", ["banner", "answer"])
def test_without_a_timeout_it_holds_the_worker_as_long_as_it_likes(server, settings, step):
    """The control: the library's own setting, none; the worker waits until the server ends."""
    with silent(server, settings, step):
        settings.EMAIL_TIMEOUT = None
        queue(1)
        worker = threading.Thread(target=send_at_once, args=(1,), daemon=True)

        worker.start()
        worker.join(2)

        print(f"control, silent at its {step}: worker waits {worker.is_alive()}")  # noqa: T201
        assert worker.is_alive()
        assert statuses() == {"sending": 1}
    worker.join(30)
    assert not worker.is_alive()


def test_a_lease_outlives_a_server_that_is_slow_at_every_step():
    """Connect, banner, EHLO, MAIL, RCPT, DATA, answer, and what an encrypted login adds."""
    assert LEASE.total_seconds() > django_settings.EMAIL_TIMEOUT * 16


@contextmanager
def silent(server, settings, step) -> Iterator[None]:
    """Let the server say nothing from a step on; at the end it hangs up."""
    if step == "answer":
        server.manners.after_data = "hang"
        yield
        server.stop.event.set()
        return
    with socket.create_server(("127.0.0.1", 0)) as listener:  # connects, and nobody is there
        settings.EMAIL_PORT = listener.getsockname()[1]
        yield


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
    assert violations(now=timezone.now()) == []


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


def test_when_the_server_hears_of_a_mail_it_is_claimed_and_the_one_before_marked(server):
    """One commit does both: a kill between two mails can double no more than one."""
    seen = []

    def look(_count: int) -> None:
        seen.append(statuses())
        connections.close_all()

    server.manners.on_recipient = look
    queue(3)

    services.send_due(now=timezone.now())

    assert seen == [
        {"sending": 1, "queued": 2},
        {"sent": 1, "sending": 1, "queued": 1},
        {"sent": 2, "sending": 1},
    ]
    assert violations(now=timezone.now()) == []


def test_a_claim_that_fails_leaves_the_mark_of_the_mail_before(server, monkeypatch):
    claim = services.claim

    def failing(**values):
        if values["pk"] != first:
            raise OperationalError("deadlock detected")
        return claim(**values)

    monkeypatch.setattr(services, "claim", failing)
    queue(2)
    first = Mail.objects.order_by("due_at", "pk")[0].pk

    with pytest.raises(OperationalError):
        services.send_due(now=timezone.now())

    assert statuses() == {"sent": 1, "queued": 1}
    assert len(server.taken) == 1
    assert violations(now=timezone.now()) == []


def test_four_workers_at_once_send_each_mail_once(server):
    queue(MAILS)

    send_at_once(4)

    assert statuses() == {"sent": MAILS}
    assert len(server.taken) == MAILS
    assert violations(now=timezone.now()) == []


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
