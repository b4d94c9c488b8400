"""The headers of every answer, whoever gives it."""

import pytest
from django.urls import reverse

from synergies.views import rounds

CSP = "Content-Security-Policy"


def test_static_files_carry_the_policy(client):
    assert "default-src 'none'" in client.head("/static/css/base.css").headers[CSP]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/none/", "/companies/", "/admin/login/", "/health/live"])
def test_pages_errors_and_redirects_carry_the_policy(client, path):
    assert "default-src 'none'" in client.get(path).headers[CSP]


@pytest.mark.django_db
def test_a_wrong_host_gets_the_policy_too(client):
    response = client.get("/", headers={"host": "evil.example"})

    assert (response.status_code, CSP in response.headers) == (400, True)


def test_the_redirect_to_https_carries_the_policy(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    response = client.get("/")

    assert (response.status_code, CSP in response.headers) == (301, True)


def test_a_page_that_breaks_carries_the_policy(client, staff_client, monkeypatch):
    def broken(*_args):
        raise ZeroDivisionError

    monkeypatch.setattr(rounds, "render", broken)
    staff_client.raise_request_exception = False

    response = staff_client.get(reverse("synergies:rounds"))

    assert (response.status_code, CSP in response.headers) == (500, True)


@pytest.mark.parametrize("name", ["companies:list", "synergies:list", "actions:programme"])
def test_pages_of_staff_are_kept_by_no_cache(staff_client, name):
    assert "no-store" in staff_client.get(reverse(name)).headers["Cache-Control"]
