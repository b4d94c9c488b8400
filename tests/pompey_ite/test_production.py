"""A site on the network, as its address alone makes it: HTTPS, cookies, a key of its own."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings

from pompey_ite.secret_key import kept_secret_key
from tests.factories import UserFactory
from tests.factories.companies import PASSWORD

HOST = "pompey.example"
NAMES = [
    "ALLOWED_HOSTS",
    "CSRF_COOKIE_HTTPONLY",
    "CSRF_COOKIE_NAME",
    "CSRF_COOKIE_SECURE",
    "CSRF_TRUSTED_ORIGINS",
    "REQUIRE_SECOND_FACTOR",
    "SECRET_KEY",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    "SECURE_HSTS_PRELOAD",
    "SECURE_HSTS_SECONDS",
    "SECURE_SSL_REDIRECT",
    "SESSION_COOKIE_NAME",
    "SESSION_COOKIE_SECURE",
    "SITE_URL",
]
READS = f"""
import json
from django.conf import settings
print(json.dumps({{name: getattr(settings, name) for name in {NAMES}}}))
"""


def environment_of(data_dir: Path, **more: str) -> dict[str, str]:
    """Return what an operator sets, and nothing of the environment of the tests."""
    return {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "pompey_ite.settings",
        "POMPEY_DATA_DIR": str(data_dir),
        "SITE_URL": f"https://{HOST}",
        "ALLOWED_HOSTS": HOST,
        **more,
    }


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory):
    return tmp_path_factory.mktemp("production")


@pytest.fixture(scope="module")
def read(data_dir):
    """What settings.py makes of such an environment."""
    said = subprocess.run(
        [sys.executable, "-c", READS],
        env=environment_of(data_dir),
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(said.stdout)


@pytest.fixture
def person(read):
    """A browser that visits this site with those settings."""
    with override_settings(**read):
        yield Client(headers={"host": HOST})


@pytest.mark.django_db
def test_cookies_are_of_this_host_over_https_and_out_of_reach_of_scripts(person):
    user = UserFactory(superuser=True, with_password=True)

    person.post("/admin/login/", {"username": user.username, "password": PASSWORD}, secure=True)
    person.get("/join/", secure=True)

    assert set(person.cookies) == {"__Host-session", "__Host-csrf"}
    for cookie in person.cookies.values():
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
        assert (cookie["path"], cookie["domain"]) == ("/", "")


@pytest.mark.django_db
def test_every_answer_asks_for_https_for_a_year(person):
    for path in ("/", "/none/", "/admin/", "/static/css/base.css", "/health/live"):
        answer = person.head(path, secure=True)
        assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"


def test_who_comes_without_https_is_led_to_it(person):
    answer = person.get("/showcase/programme/")

    assert (answer.status_code, answer.url) == (301, f"https://{HOST}/showcase/programme/")


@pytest.mark.django_db
def test_staff_needs_a_second_factor_without_being_told_to_ask_for_it(person):
    person.force_login(UserFactory(superuser=True))

    assert person.get("/companies/", secure=True).url == "/entrance/set-up/"


def test_a_key_of_its_own_is_made_once_for_its_user_alone(read, data_dir, tmp_path):
    file = data_dir / "secret_key"

    assert file.read_text() == read["SECRET_KEY"]
    assert len(read["SECRET_KEY"]) >= 50
    assert file.stat().st_mode & 0o777 == 0o600
    assert kept_secret_key(file) == read["SECRET_KEY"]
    assert kept_secret_key(tmp_path / "secret_key") != read["SECRET_KEY"]


def options_of_postgresql(data_dir, query: str, **more: str) -> dict[str, Any]:
    """Return how settings.py connects to a PostgreSQL whose address ends with `query`."""
    url = f"postgres://pompey@database.example/pompey?sslmode=verify-full{query}"
    command = "from django.conf import settings; print(settings.DATABASES['default']['OPTIONS'])"

    said = subprocess.run(
        [sys.executable, "-c", command],
        env=environment_of(data_dir, DATABASE_URL=url, **more),
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    options: dict[str, Any] = ast.literal_eval(said.stdout)
    return options


def test_what_the_address_of_the_database_asks_for_is_done(data_dir):
    options = options_of_postgresql(data_dir, "")

    assert options == {"connect_timeout": 5, "sslmode": "verify-full"}


@pytest.mark.parametrize(
    ("query", "patience", "wanted"),
    [
        ("", {}, "-c lock_timeout=20s -c statement_timeout=40s"),
        (
            "&options=-c%20lock_timeout%3D5s",
            {},
            "-c lock_timeout=20s -c statement_timeout=40s -c lock_timeout=5s",
        ),
        ("", {"WEB_PATIENCE_S": "0"}, None),
    ],
)
def test_pages_wait_for_the_database_within_limits(data_dir, query, patience, wanted):
    options = options_of_postgresql(data_dir, query, POMPEY_WEB="1", **patience)

    assert options["sslmode"] == "verify-full"
    assert options.get("options") == wanted


@pytest.mark.parametrize(
    ("more", "is_good"),
    [
        ({}, True),
        ({"DEBUG": "1"}, False),
        ({"SECRET_KEY": "short"}, False),
        ({"SECRET_KEY_FALLBACKS": "short"}, False),
    ],
)
def test_the_check_before_going_live_stops_at_what_is_weak(data_dir, more, is_good):
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]

    done = subprocess.run(
        command,
        env=environment_of(data_dir, **more),
        cwd=settings.BASE_DIR,
        capture_output=True,
        check=False,
    )

    assert (done.returncode == 0) == is_good
