"""The headers of every answer: what each browser is told on every address, whoever asks."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.access.addresses import addresses
from tests.access.asking import walk
from tests.access.rules import BALLOT, SPACE, STAFF, rule_of

pytestmark = pytest.mark.django_db
EVERY = addresses()
SAID = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
REFERRERS = {"same-origin", "no-referrer", "strict-origin"}
# Mails as they will look, in a frame that runs nothing: tests/actions/test_report_sending.py
IN_FRAMES = {"actions:report_mail", "pages:mailbox_html"}
# What a browser would take from anywhere, or run as it stands.
LOOSE = ("'unsafe-inline'", "'unsafe-eval'", " * ", "http:", "https:")


def wrong_with(headers: Mapping[str, str]) -> list[str]:
    """Return what is missing or loose in the headers of an answer."""
    policy = headers.get("Content-Security-Policy", "")
    found = [name for name, value in SAID.items() if headers.get(name) != value]
    found += [word for word in LOOSE if word in policy]
    found += [
        part
        for part in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
        if part not in policy
    ]
    if headers.get("Referrer-Policy") not in REFERRERS:
        found.append("Referrer-Policy")
    if "Permissions-Policy" not in headers:
        found.append("Permissions-Policy")
    return found


@pytest.mark.parametrize("who", ["anonymous", "own", "manager"])
def test_every_answer_says_what_a_browser_must_not_do(world, who):
    wrong = {
        name: wrong_with(got.headers)
        for name, got in walk(world, who).got.items()
        if name not in IN_FRAMES
    }

    assert {name: found for name, found in wrong.items() if found} == {}


def test_a_loose_policy_would_be_seen(client, settings):
    """The control of the test above."""
    settings.CONTENT_SECURITY_POLICY = {
        "DIRECTIVES": {"default-src": ["'self'"], "script-src": ["'unsafe-inline'"]}
    }

    assert {"'unsafe-inline'", "default-src 'none'"} <= set(
        wrong_with(client.get("/legal/").headers)
    )


def test_private_pages_are_kept_by_no_cache(world):
    kept = [
        (who, one.name)
        for who, rules in (("own", {SPACE, BALLOT}), ("manager", {STAFF}))
        for one in EVERY
        if rule_of(one.name) in rules
        and (got := walk(world, who).got[one.name]).status == 200
        and "no-store" not in got.headers.get("Cache-Control", "")
    ]

    assert kept == []


@pytest.mark.parametrize("address", ["/language/", "/theme/"])
def test_no_script_reads_what_a_visitor_chose_and_no_other_site_sends_it(client, address):
    response = client.post(address, {"language": "en", "theme": "dark"})

    assert [(one["httponly"], one["samesite"]) for one in response.cookies.values()] == [
        (True, "Lax")
    ]


@pytest.mark.parametrize("start", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
@pytest.mark.parametrize("address", ["/language/", "/theme/", "/admin/login/"])
def test_no_answer_leads_to_another_site(client, start, address):
    response = client.post(address, {"next": start, "language": "en", "theme": "dark"})

    assert "evil.example" not in response.headers.get("Location", "")


@pytest.mark.parametrize(
    "header", ["x-forwarded-host", "x-http-method-override", "x-original-url", "x-rewrite-url"]
)
def test_headers_of_proxies_that_are_not_ours_change_nothing(client, header):
    response = client.get("/legal/", headers={header: "evil.example"})

    assert response.status_code == 200
    assert b"evil.example" not in response.content
