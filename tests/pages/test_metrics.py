"""Figures for Prometheus, and whom to tell of a weakness."""

from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone

from pompey_ite.outbox.models import Mail
from pompey_ite.outbox.services import beat
from tests.factories import CompanyFactory, InitiativeFactory, MailFactory

pytestmark = pytest.mark.django_db


def ask(client, token="let-me-in"):
    return client.get("/metrics", headers={"Authorization": f"Bearer {token}"})


@pytest.mark.parametrize("count", [1, 3])
@override_settings(METRICS_TOKEN="let-me-in")
def test_figures_come_in_constant_queries_and_name_nobody(client, django_assert_num_queries, count):
    now = timezone.now()
    beat(name="tick", now=now)
    CompanyFactory.create_batch(count, sector="Fonderie secrète")
    MailFactory.create_batch(count, due_at=now - timedelta(hours=2))

    with django_assert_num_queries(6):
        text = ask(client).content.decode()

    figures = dict(line.rsplit(" ", 1) for line in text.splitlines() if line[0] != "#")
    assert figures["pompey_tick_age_seconds"] == "0"
    assert 7200 <= float(figures["pompey_mail_overdue_seconds"]) < 7300
    assert figures['pompey_mails{status="waiting"}'] == str(count)
    assert int(figures["pompey_companies"]) >= count
    assert "secrète" not in text
    assert "Company 0" not in text


@override_settings(METRICS_TOKEN="let-me-in")
def test_without_the_token_there_is_no_page(client, staff_client):
    assert ask(client, "wrong").status_code == 404
    assert client.get("/metrics").status_code == 404
    assert staff_client.get("/metrics").status_code == 404


def test_without_a_token_set_there_is_no_page_at_all(client):
    assert ask(client, "").status_code == 404


def test_security_txt_says_whom_to_tell(client):
    InitiativeFactory(contact_email="eit@pompey.example")

    text = client.get("/.well-known/security.txt").content.decode()

    assert "Contact: mailto:eit@pompey.example\n" in text
    assert "\nExpires: 20" in text


def test_security_txt_waits_for_an_initiative(client):
    assert client.get("/.well-known/security.txt").status_code == 404


def test_overdue_is_nothing_when_no_mail_waits(client):
    MailFactory(status=Mail.Status.SENT, sent_at=timezone.now())

    with override_settings(METRICS_TOKEN="let-me-in"):
        assert "pompey_mail_overdue_seconds 0\n" in ask(client).content.decode()
