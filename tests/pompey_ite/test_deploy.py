"""The ready-made files of docs/deploy/ say what docs/security.md promises of them."""

import re
from pathlib import Path

import pytest
from django.core import signing
from django.urls import reverse

from pompey_ite.logs import without_tokens
from pompey_ite.outbox.links import preferences_token
from tests.access.addresses import WORDS, addresses
from tests.access.rules import LINK, rule_of

DEPLOY = Path(__file__).resolve().parents[2] / "docs" / "deploy"
NGINX = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")


def said(name: str) -> list[list[str]]:
    """Return the words of each line of nginx that begins with a name."""
    found = re.findall(rf"^\s*{name}\s+([^;]+);", NGINX, re.MULTILINE)
    return [line.split() for line in found]


def test_only_tls_that_is_not_broken_is_spoken():
    assert said("ssl_protocols") == [["TLSv1.2", "TLSv1.3"]]
    assert said("ssl_session_tickets") == [["off"]]


def test_without_tls_there_is_only_the_way_to_it():
    plain = next(part for part in NGINX.split("\nserver {") if "listen 80;" in part)

    assert "return 301 https://$host$request_uri;" in plain
    assert "proxy_pass" not in plain


def test_the_program_hears_who_asked_and_how():
    assert said("proxy_set_header") == [
        ["Host", "$host"],
        ["X-Forwarded-Proto", "$scheme"],
        # Appended to what a visitor claims: the program believes the last address alone.
        ["X-Forwarded-For", "$proxy_add_x_forwarded_for"],
    ]


TOKENS = {
    "personal": "vT9-q_" + "x" * 37,
    "of preferences": preferences_token("a@b.example"),
    "of a report": signing.dumps([1, "funders", "fr"]),
}
TOKENS_LEFT_OUT = [re.compile(one.replace("(?<", "(?P<")) for one in re.findall(r'"~(.+?)"', NGINX)]


def as_nginx_logs(address: str) -> str:
    found = (one.match(address) for one in TOKENS_LEFT_OUT)
    return next((f"{one['place']}..." for one in found if one), address)


@pytest.mark.parametrize("log", [as_nginx_logs, without_tokens])
@pytest.mark.parametrize("kind", TOKENS)
def test_no_log_holds_what_opens_something(log, kind):
    """Each address that a token opens; those of the space and the ballot have none in them."""
    token = TOKENS[kind]
    named = [one for one in addresses() if rule_of(one.name) == LINK]
    for one in named:
        kwargs = {name: token if name == "token" else WORDS[name] for name in one.arguments}
        if one.name == "synergies:space" and kind != "personal":
            continue  # that one is always of 43 characters, and has neighbours without token
        assert token not in log(reverse(one.name, kwargs=kwargs)), one.name

    assert len(named) >= 10
    for address in ("/space/declare/12/", "/companies/?page=2", "/ballot/3/12/"):
        assert log(address) == address


@pytest.mark.parametrize("unit", ["web", "worker", "beat", "backup", "watch"])
def test_a_unit_has_its_own_user_and_gains_nothing(unit):
    lines = (DEPLOY / f"pompey-{unit}.service").read_text(encoding="utf-8").splitlines()

    assert {
        "User=pompey",
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "ProtectHome=yes",
        "CapabilityBoundingSet=",
        "ReadWritePaths=/var/lib/pompey",
        "UMask=0077",
    } <= set(lines)
