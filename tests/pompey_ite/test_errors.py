"""What people are told when something broke, and what nobody is told."""

import pytest
from django.db import InterfaceError, OperationalError
from django.urls import reverse

from synergies.views import rounds

SECRET = "password=hunter2 at /srv/secret"


def break_with(monkeypatch, error):
    def broken(*_args):
        raise error

    monkeypatch.setattr(rounds, "render", broken)


@pytest.mark.parametrize(("language", "words"), [("fr", "de notre côté"), ("en", "on our side")])
def test_an_error_shows_its_number_and_nothing_of_the_inside(
    staff_client, monkeypatch, caplog, language, words
):
    break_with(monkeypatch, ValueError(SECRET))
    staff_client.raise_request_exception = False
    staff_client.cookies["django_language"] = language

    response = staff_client.get(reverse("synergies:rounds"))
    page = response.content.decode()

    assert response.status_code == 500
    assert words in page
    assert response.headers["X-Request-ID"] in page
    assert "hunter2" not in page
    assert "ValueError" not in page


@pytest.mark.parametrize("error", [OperationalError(SECRET), InterfaceError(SECRET)])
def test_while_the_database_is_away_people_are_told_to_look_again(staff_client, monkeypatch, error):
    break_with(monkeypatch, error)
    staff_client.raise_request_exception = False

    response = staff_client.get(reverse("synergies:rounds"))

    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")
    assert "peut ne pas avoir été enregistré" in response.content.decode()
    assert "hunter2" not in response.content.decode()


@pytest.mark.django_db
def test_the_page_itself_asks_the_database_nothing(client, monkeypatch, django_assert_num_queries):
    """A database that is away answers no second question."""

    def broken(*_args):
        raise OperationalError

    monkeypatch.setattr("pompey_ite.pages.public_pages.shown", broken)
    client.raise_request_exception = False

    with django_assert_num_queries(2):  # what the view asked before
        response = client.get(reverse("pages:legal"))

    assert response.status_code == 503


def test_numbers_differ_from_request_to_request(client):
    first, second = (
        client.get(reverse("pages:health_live")).headers["X-Request-ID"] for _visit in range(2)
    )

    assert first != second
