"""A template that fails for one of 500 people, and hours: who gets the mail, who hears of it."""

from datetime import datetime
from functools import partial

import pytest
from django.test import override_settings
from django.urls import reverse

from pompey_ite.outbox import queueing, services
from pompey_ite.outbox.calendar import PARIS
from pompey_ite.outbox.desk import MailRefused, resend_mail
from pompey_ite.outbox.gate import next_day
from pompey_ite.outbox.models import Mail
from pompey_ite.outbox.rendering import render_mail
from pompey_ite.outbox.services import Letter, queue_mails
from tests.faults.smtp_sink import smtp_sink

pytestmark = pytest.mark.django_db

MONDAY = datetime(2019, 7, 1, 10, 0, tzinfo=PARIS)
PEOPLE = 500
UNLUCKY = 77
NIGHTS = {
    "before 8 h": datetime(2019, 7, 2, 7, 59, tzinfo=PARIS),
    "at 18 h": datetime(2019, 7, 2, 18, 0, tzinfo=PARIS),
    "Saturday": datetime(2019, 7, 6, 10, 0, tzinfo=PARIS),
    "public holiday": datetime(2019, 8, 15, 10, 0, tzinfo=PARIS),
}


@pytest.fixture
def sink(settings):
    with smtp_sink() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        yield running


@pytest.fixture
def template(tmp_path, settings):
    """A template that divides by the number it is given."""
    folder = tmp_path / "emails"
    folder.mkdir()
    (folder / "letter_subject.txt").write_text("Rapport")
    (folder / "letter_body.txt").write_text("Bonjour {{ 10|divisibleby:number }}")
    (folder / "letter_body.html").write_text("<p>Bonjour</p>")
    with override_settings(
        TEMPLATES=[{**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]
    ):
        yield


def draft(number):
    return render_mail("letter", {"number": number - UNLUCKY}, language="fr")


def letters(count):
    return [
        Letter(
            *("letter", f"person{number}@example.org", "letter:1"),
            draft=partial(draft, number),
            language="fr",
        )
        for number in range(count)
    ]


@pytest.mark.fault  # it takes two seconds
def test_one_mail_that_cannot_be_written_holds_back_none_and_is_shown(sink, template, english):
    queued = queue_mails(letters(PEOPLE), now=MONDAY)
    sent_count = 0
    while sent := services.send_due(now=MONDAY):
        sent_count += sent["sent"]

    dead = Mail.objects.get(status=Mail.Status.DEAD)
    print(  # noqa: T201 – the figures of the run
        f"wanted {PEOPLE}, queued {len(queued)}, taken {len(sink.taken)}, dead 1: {dead.reason}"
    )
    assert len(queued) == sent_count == len(sink.taken) == PEOPLE - 1
    assert dead.recipient == f"person{UNLUCKY}@example.org"
    assert "ZeroDivisionError" in dead.reason


def test_the_project_manager_finds_it_among_the_failed(template, english, staff_client):
    queue_mails([letters(UNLUCKY + 1)[-1]], now=MONDAY)
    mail = Mail.objects.get()

    page = staff_client.get(reverse("outbox:list"), {"tab": "failed"}).content.decode()
    assert mail.recipient in page
    detail = staff_client.get(mail.get_absolute_url()).content.decode()
    assert "could not be written: ZeroDivisionError" in detail
    with pytest.raises(MailRefused, match="never written"):
        resend_mail(mail=mail, number=1, reason="again", user_pk=1, now=MONDAY)


def test_without_the_dead_letter_one_would_hold_back_everybody(template, monkeypatch):
    """The control: the error is let through, as it was."""
    monkeypatch.setattr(queueing, "_draft_of", lambda letter: (letter.draft(), ""))

    with pytest.raises(ZeroDivisionError):
        queue_mails(letters(UNLUCKY + 1), now=MONDAY)

    assert not Mail.objects.exists()


@pytest.mark.parametrize("is_closed", [True, False], ids=["gate", "control, without the gate"])
@pytest.mark.parametrize("now", NIGHTS.values(), ids=NIGHTS)
def test_none_leaves_outside_the_hours(sink, template, settings, now, is_closed):
    settings.MAIL_QUIET_HOURS = is_closed
    queue_mails(letters(10), now=now)

    services.send_due(now=now)
    at_night = len(sink.taken)
    morning = next_day(now) if now.hour >= 8 else now.replace(hour=8, minute=0)
    services.send_due(now=morning)

    print(f"{now:%a %d %H:%M}: {at_night} at night, {len(sink.taken)} by {morning:%a %H:%M}")  # noqa: T201
    assert at_night == (0 if is_closed else 10)
    assert len(sink.taken) == 10
