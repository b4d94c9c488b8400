"""The mail-box of the demo."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from pompey_ite.outbox.rendering import Attachment, Draft
from pompey_ite.outbox.services import queue_mail, send_due

pytestmark = pytest.mark.django_db

NOW = datetime(2019, 7, 1, 6, 0, tzinfo=UTC)
PICTURE = Attachment("chart.png", "image/png", b"\x89PNG", "chart")


@pytest.fixture
def mailbox(settings, tmp_path):
    settings.IS_DEMO = True
    settings.EMAIL_BACKEND = "pompey_ite.outbox.mailbox.MailboxBackend"
    settings.MAILBOX_DIR = tmp_path
    draft = Draft(
        "Rapport de juin – « été »",
        "Bonjour à tous\n",
        '<p style="color: red">Bonjour <img alt="" src="cid:chart"></p>',
        (PICTURE,),
    )
    queue_mail(
        kind="letter",
        recipient="alix@example.org",
        object_key="report:1",
        draft=draft,
        language="fr",
        now=NOW,
    )
    send_due(now=NOW)
    return next(tmp_path.glob("*.eml")).stem


def test_lists_and_shows_the_mail(mailbox, client):
    listed = client.get(reverse("pages:mailbox"))
    shown = client.get(reverse("pages:mailbox_mail", args=[mailbox]))

    assert [mail.subject for mail in listed.context["mails"]] == ["Rapport de juin – « été »"]
    assert shown.context["mail"].text == "Bonjour à tous\n"
    assert reverse("pages:mailbox_html", args=[mailbox]) in shown.content.decode()


def test_html_runs_nothing_and_carries_its_pictures(mailbox, client):
    response = client.get(reverse("pages:mailbox_html", args=[mailbox]))

    assert 'src="data:image/png;base64,iVBORw=="' in response.content.decode()
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script-src" not in policy


def test_closed_outside_the_demo(mailbox, client, settings):
    settings.IS_DEMO = False

    for address in (
        reverse("pages:mailbox"),
        reverse("pages:mailbox_mail", args=[mailbox]),
        reverse("pages:mailbox_html", args=[mailbox]),
    ):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("name", ["nothing", "20190701-060000-0123456789abcdef", "..%2Fsecret"])
def test_unknown_name_is_not_found(mailbox, client, name):
    assert client.get(f"/mailbox/{name}/").status_code == 404
