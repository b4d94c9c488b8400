"""Never missed, never knowingly twice: against a real SMTP server."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.mail import get_connection
from django.db import IntegrityError

from pompey_ite.outbox import services
from pompey_ite.outbox.links import return_address, returned_mail_pk
from pompey_ite.outbox.message import as_message, message_id_of
from pompey_ite.outbox.models import LEASE, AddressError, Mail
from pompey_ite.outbox.rendering import Attachment, Draft
from tests.outbox.smtp import Recorder, smtp_server

pytestmark = pytest.mark.django_db

NOW = datetime(2019, 7, 1, 6, 0, tzinfo=UTC)
DRAFT = Draft(
    subject="Rapport de juin",
    text="Bonjour,\n",
    html="<p>Bonjour <img alt='' src='cid:chart'></p>",
    attachments=(
        Attachment("chart.png", "image/png", b"\x89PNG\r\n", "chart"),
        Attachment("rapport.pdf", "application/pdf", b"%PDF-1.7"),
    ),
)


def queue(recipient: str = "alix@example.org", **values: Any) -> bool:
    arguments: dict[str, Any] = {
        "kind": "letter",
        "recipient": recipient,
        "recipient_name": "Alix Épée",
        "object_key": "report:1",
        "period": "2019-06",
        "draft": DRAFT,
        "language": "fr",
        "now": NOW,
    }
    return services.queue_mail(**{**arguments, **values})


@pytest.fixture
def recorder(settings):
    kept = Recorder()
    with smtp_server(kept) as (host, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = host, port
        yield kept


def test_same_key_is_queued_once():
    assert queue() is True
    assert queue() is False
    assert queue(recipient="ALIX@example.org") is False

    assert Mail.objects.count() == 1


def test_another_period_is_another_mail():
    queue()

    assert queue(period="2019-07") is True
    assert Mail.objects.count() == 2


def test_mail_arrives_whole_with_its_fixed_identity(recorder):
    queue()

    assert services.send_due(now=NOW) == {"sent": 1}

    (message,) = recorder.received
    assert message["Subject"] == "Rapport de juin"
    assert message["To"] == "Alix Épée <alix@example.org>"
    assert message["Message-ID"] == message_id_of(
        kind="letter", recipient="alix@example.org", object_key="report:1", period="2019-06"
    )
    assert message["Date"].datetime == NOW
    assert message["Auto-Submitted"] == "auto-generated"
    types = [part.get_content_type() for part in message.walk() if not part.is_multipart()]
    assert types == ["text/plain", "text/html", "image/png", "application/pdf"]
    mail = Mail.objects.get()
    assert (mail.status, mail.attempts, mail.leased_until) == ("sent", 1, None)


def test_sent_mail_is_not_sent_again(recorder):
    queue()
    services.send_due(now=NOW)

    assert services.send_due(now=NOW + timedelta(days=1)) == {}
    assert len(recorder.received) == 1


def test_mail_waits_for_its_instant(recorder):
    queue(due_at=NOW + timedelta(hours=2))

    assert services.send_due(now=NOW) == {}
    assert services.send_due(now=NOW + timedelta(hours=2)) == {"sent": 1}


def test_temporary_refusal_is_tried_again_later(recorder):
    queue()
    recorder.replies["alix@example.org"] = "451 4.7.1 greylisted"

    assert services.send_due(now=NOW) == {"retry": 1}
    mail = Mail.objects.get()
    assert mail.due_at == NOW + services.RETRY_DELAYS[0]
    assert "451" in mail.reason

    recorder.replies.clear()
    assert services.send_due(now=mail.due_at) == {"sent": 1}
    assert Mail.objects.get().reason == ""


def test_permanent_refusal_is_never_tried_again(recorder):
    queue()
    recorder.replies["alix@example.org"] = "550 5.1.1 no such user"

    assert services.send_due(now=NOW) == {"dead": 1}

    mail = Mail.objects.get()
    assert "550" in mail.reason
    assert services.send_due(now=NOW + timedelta(days=5)) == {}


@pytest.mark.parametrize(
    ("reply", "is_wrong"),
    [
        ("550 5.1.1 no such user", True),
        ("550 no such user", True),
        ("550 5.7.1 your server is blocked", False),
        ("552 5.2.2 mailbox full", False),
        ("451 4.1.1 come back later", False),
    ],
)
def test_only_a_refused_recipient_puts_the_address_in_error(recorder, reply, is_wrong):
    queue()
    recorder.replies["alix@example.org"] = reply

    services.send_due(now=NOW)

    reasons = AddressError.objects.reasons(["alix@example.org"])
    assert bool(reasons) is is_wrong
    queue(period="2019-07")
    later = services.send_due(now=NOW + timedelta(seconds=1))
    assert ("dropped" in later) is is_wrong


def test_what_cannot_be_delivered_returns_to_an_address_that_names_the_mail(recorder):
    queue()

    services.send_due(now=NOW)

    mail = Mail.objects.get()
    assert recorder.senders == [return_address(mail)]
    assert returned_mail_pk(recorder.senders[0]) == mail.pk
    (message,) = recorder.received
    assert message["From"] == "Pompey ITE <no-reply@pompey.example>"


def test_one_refused_address_does_not_hold_back_the_others(recorder):
    for name in ("a", "b", "c"):
        queue(recipient=f"{name}@example.org")
    recorder.replies["b@example.org"] = "550 5.1.1 no such user"

    assert services.send_due(now=NOW) == {"sent": 2, "dead": 1}
    assert [message["To"] for message in recorder.received] == [
        "Alix Épée <a@example.org>",
        "Alix Épée <c@example.org>",
    ]


def test_unreachable_server_is_tried_again(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    queue()

    assert services.send_due(now=NOW) == {"retry": 1}
    assert "ConnectionRefusedError" in Mail.objects.get().reason


def test_retries_end_in_the_dead_letters(recorder):
    queue()
    recorder.replies["alix@example.org"] = "451 4.7.1 come back later"
    Mail.objects.update(attempts=len(services.RETRY_DELAYS))

    assert services.send_due(now=NOW) == {"dead": 1}


def test_claimed_mail_belongs_to_one_worker_until_its_lease_ends(recorder):
    queue()
    mail = Mail.objects.get()

    assert services.claim(pk=mail.pk, now=NOW) is True
    assert services.claim(pk=mail.pk, now=NOW) is False
    assert services.send_due(now=NOW + LEASE - timedelta(seconds=1)) == {}
    assert services.send_due(now=NOW + LEASE) == {"sent": 1}
    assert Mail.objects.get().attempts == 2


def test_line_break_in_a_subject_is_refused_for_good(recorder):
    queue(draft=Draft("one\nBcc: all@example.org", "text", ""))

    assert services.send_due(now=NOW) == {"dead": 1}
    assert recorder.received == []


def test_database_refuses_a_second_mail_of_the_same_key():
    queue()
    mail = Mail.objects.get()
    mail.pk, mail.message_id = None, "<other@example.org>"

    with pytest.raises(IntegrityError):
        mail.save()


def test_mailbox_keeps_the_message_as_one_file(settings, tmp_path):
    settings.EMAIL_BACKEND = "pompey_ite.outbox.mailbox.MailboxBackend"
    settings.MAILBOX_DIR = tmp_path
    queue()

    services.send_due(now=NOW)
    again = as_message(Mail.objects.get(), get_connection())
    again.send()

    assert [path.suffix for path in tmp_path.iterdir()] == [".eml"]
    assert next(tmp_path.iterdir()).name.startswith("20190701-060000-")


def test_an_address_nobody_can_write_to_holds_back_no_other(recorder):
    queue(recipient=f"a@{'é' * 70}.example.org")
    queue()

    assert services.send_due(now=NOW) == {"dead": 1, "sent": 1}


def test_a_lease_is_counted_from_its_own_mail(recorder, monkeypatch):
    for name in ("a", "b"):
        queue(recipient=f"{name}@example.org")
    leases = []
    clock = iter([0.0, 0.0, LEASE.total_seconds()])  # the start, then one look for each mail
    monkeypatch.setattr(services, "time", SimpleNamespace(monotonic=lambda: next(clock)))

    def noting(mail, connection):
        leases.append(mail.leased_until)
        return as_message(mail, connection)

    monkeypatch.setattr(services, "as_message", noting)

    services.send_due(now=NOW)

    assert leases == [NOW + LEASE, NOW + 2 * LEASE]
