"""An alert when clock or mail stop: once, when it changes, and when all is well again."""

import os
from datetime import timedelta

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.test import override_settings
from django.utils import timezone

from pompey_ite import watch
from pompey_ite.outbox.models import Mail
from pompey_ite.outbox.services import beat
from tests.factories import MailFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _place(tmp_path):
    with override_settings(DATA_DIR=tmp_path, ALERT_ADDRESSES=["it@pompey.example"]):
        yield


@pytest.fixture
def clock():
    with time_machine.travel("2019-03-12 10:00Z", tick=False) as traveller:
        beat(name="tick", now=timezone.now())
        yield traveller


def run():
    """Watch once; return whether all is well."""
    try:
        call_command("watch")
    except CommandError:
        return False
    return True


def test_nothing_is_said_while_all_is_well(clock, mailoutbox):
    assert run()
    assert mailoutbox == []


def test_a_stopped_clock_is_told_once_and_its_end_too(clock, mailoutbox):
    clock.shift(timedelta(hours=1))
    assert [run(), run()] == [False, False]
    beat(name="tick", now=timezone.now())
    assert [run(), run()] == [True, True]

    first, second = mailoutbox
    assert "L’horloge est arrêtée" in first.body
    assert first.to == ["it@pompey.example"]
    assert "Tout va de nouveau bien" in second.subject


def test_while_it_lasts_it_is_said_once_a_day(clock, mailoutbox):
    for _hour in range(50):
        clock.shift(timedelta(hours=1))
        run()

    assert len(mailoutbox) == 2


def test_another_reason_is_told_at_once(clock, mailoutbox):
    clock.shift(timedelta(hours=2))
    run()
    MailFactory(due_at=timezone.now() - timedelta(hours=2))
    run()

    assert len(mailoutbox) == 2
    assert "1 courriel" in mailoutbox[1].body


def test_a_mail_server_that_puts_off_for_an_hour_is_told(clock, mailoutbox):
    later = timezone.now() + timedelta(hours=1)
    MailFactory(status=Mail.Status.RETRY, attempts=4, due_at=later, reason="451 try later")
    MailFactory(status=Mail.Status.RETRY, attempts=3, due_at=later)

    assert not run()
    assert "451 try later" in mailoutbox[0].body


def test_an_old_backup_is_told(clock, mailoutbox, tmp_path):
    path = tmp_path / "backups" / "pompey-2019-03-09T000000Z.tar.gz"
    path.parent.mkdir()
    path.touch()
    for age, is_well in ((47, True), (49, False)):
        seconds = timezone.now().timestamp() - age * 3600
        os.utime(path, (seconds, seconds))
        assert run() == is_well


def test_a_full_disk_is_told(clock, monkeypatch, mailoutbox):
    monkeypatch.setattr(watch, "LEAST_FREE_BYTES", 2**60)

    assert not run()
    assert "500" in mailoutbox[0].body


def test_a_database_that_is_away_is_told_too(clock, monkeypatch, mailoutbox):
    def away():
        raise DatabaseError

    monkeypatch.setattr(watch, "tick_age_s", away)

    assert not run()
    assert "La base de données ne répond pas" in mailoutbox[0].body


def test_an_alert_that_could_not_leave_is_tried_again(clock, monkeypatch, mailoutbox):
    real = EmailMessage.send

    def refused(_self):
        raise ConnectionRefusedError

    clock.shift(timedelta(hours=1))
    monkeypatch.setattr(EmailMessage, "send", refused)
    assert not run()
    monkeypatch.setattr(EmailMessage, "send", real)
    assert not run()

    assert len(mailoutbox) == 1
