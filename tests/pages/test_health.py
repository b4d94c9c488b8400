"""What supervisors and monitors are told."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone
from kombu import Connection

from pompey_ite import celery_app
from pompey_ite.outbox.services import beat
from pompey_ite.pages import health

pytestmark = pytest.mark.django_db


def ready(client):
    return client.get(reverse("pages:health_ready"))


def test_live_answers_without_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get(reverse("pages:health_live"))

    assert response.json() == {"status": "ok"}


def test_ready_when_the_clock_has_just_ticked(client):
    beat(name="tick", now=timezone.now())

    response = ready(client)

    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "database": "ok",
        "broker": "ok",
        "tick_age_s": 0,
        "reasons": [],
    }


def test_degraded_when_the_clock_never_ticked(client):
    response = ready(client)

    assert response.status_code == 503
    assert response.json()["tick_age_s"] is None
    assert response.json()["reasons"] == ["clock: the last tick is too old or none was ever seen"]


def test_ready_while_the_last_tick_is_not_older_than_a_quarter_of_an_hour(client, settings):
    settings.TICK_INTERVAL_S = 60
    beat(name="tick", now=timezone.now() - timedelta(minutes=14))

    assert ready(client).status_code == 200


def test_degraded_when_the_last_tick_is_too_old(client, settings):
    settings.TICK_INTERVAL_S = 60
    beat(name="tick", now=timezone.now() - timedelta(minutes=16))

    response = ready(client)

    assert response.status_code == 503
    assert response.json()["status"] == "degraded"


def test_says_that_the_database_is_down(client, monkeypatch):
    def fail():
        raise DatabaseError("gone")

    monkeypatch.setattr(health, "tick_age_s", fail)

    response = ready(client)

    assert response.status_code == 503
    assert response.json()["database"] == "down"
    assert "database: DatabaseError" in response.json()["reasons"]


def test_says_that_the_broker_is_down(client, monkeypatch):
    beat(name="tick", now=timezone.now())
    nobody = Connection("redis://127.0.0.1:1/0")
    monkeypatch.setattr(celery_app, "connection_for_write", lambda **options: nobody)

    response = ready(client)

    assert response.status_code == 503
    assert response.json()["broker"] == "down"
