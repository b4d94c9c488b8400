"""What somebody stops and resumes without an account, and what mail programs stop alone."""

import pytest
from django.test import Client
from django.urls import reverse

from pompey_ite.outbox.kinds import GROUPS
from pompey_ite.outbox.links import address_of_token, preferences_token, stop_url
from pompey_ite.outbox.message import as_message
from pompey_ite.outbox.models import Stop
from tests.factories import MailFactory, StopFactory

pytestmark = pytest.mark.django_db

ADDRESS = "alix@forge.example"
TOKEN = preferences_token(ADDRESS)
PAGE = reverse("outbox:preferences", args=[TOKEN])
ONE_CLICK = reverse("outbox:stop", args=[TOKEN, "reminders"])
BODY = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def strict_client():
    """A client without cookies, as a mail program: what needs a CSRF token fails."""
    return Client(enforce_csrf_checks=True)


def standing():
    return list(Stop.objects.standing().values_list("address", "group", "how"))


def test_the_page_is_in_the_language_we_write_in(client):
    MailFactory(recipient=ADDRESS, language="en")

    response = client.get(PAGE)

    assert response.headers["Content-Language"] == "en"
    assert "What we write to you" in response.text
    client.cookies["django_language"] = "fr"
    assert "Ce que nous vous écrivons" in client.get(PAGE).text


@pytest.mark.parametrize("group", GROUPS)
def test_each_group_is_stopped_and_resumed(client, group):
    client.post(PAGE, {"group": group, "wish": "stop"})
    client.post(PAGE, {"group": group, "wish": "stop"})
    assert standing() == [(ADDRESS, group, "page")]

    client.post(PAGE, {"group": group, "wish": "resume"})
    assert standing() == []
    assert Stop.objects.count() == 1  # the history of it stays


def test_looking_writes_nothing(client, django_assert_num_queries):
    StopFactory(address=ADDRESS, group="reports")

    for page in (PAGE, ONE_CLICK):
        for _scanner in range(3):
            assert client.get(page).status_code == 200
            assert client.head(page).status_code == 200

    assert standing() == [(ADDRESS, "reports", "page")]


def test_the_form_of_the_page_is_protected_against_forgery(strict_client):
    assert strict_client.post(PAGE, {"group": "reports", "wish": "stop"}).status_code == 403
    assert standing() == []


def test_a_mail_program_stops_by_one_post_without_cookie_and_without_redirect(strict_client):
    response = strict_client.post(ONE_CLICK, BODY)

    assert response.status_code == 200
    assert standing() == [(ADDRESS, "reminders", "one_click")]


def test_another_post_stops_nothing(strict_client):
    for body in ({}, {"List-Unsubscribe": "maybe"}):
        strict_client.post(ONE_CLICK, body)

    assert standing() == []


@pytest.mark.parametrize(
    "token",
    [
        "",
        "x",
        TOKEN[:-1],
        TOKEN.swapcase(),
        "é" * 20,
        preferences_token("other@forge.example").split(".")[0] + "." + TOKEN.split(".")[1],
        "x" * 3000,
    ],
)
def test_a_token_that_we_did_not_sign_opens_nothing(client, token):
    assert address_of_token(token) is None
    if token:
        page = reverse("outbox:preferences", args=[token])
        assert client.get(page).status_code == 404
        assert client.post(page, {"group": "reports", "wish": "stop"}).status_code == 404
    assert standing() == []


def test_an_unknown_group_is_not_found(client):
    assert client.post(PAGE, {"group": "receipts"}).status_code == 404
    assert client.post(reverse("outbox:stop", args=[TOKEN, "receipts"]), BODY).status_code == 404


@pytest.mark.parametrize("page", [PAGE, ONE_CLICK])
def test_the_address_of_the_page_is_given_to_nobody(client, page):
    headers = client.get(page).headers

    assert headers["Referrer-Policy"] == "strict-origin"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Robots-Tag"] == "noindex"


def test_the_button_of_mail_programs_is_in_what_can_be_stopped():
    reminder = as_message(MailFactory(kind="round_reminder", recipient=ADDRESS)).message()
    receipt = as_message(MailFactory(kind="ballot_receipt", recipient=ADDRESS)).message()

    address = str(reminder["List-Unsubscribe"]).replace("\n", "").replace(" ", "")
    assert address == f"<{stop_url(TOKEN, 'reminders')}>"
    assert reminder["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert receipt["List-Unsubscribe"] is None
