"""The headers of every answer, whoever gives it."""

import gzip

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from pompey_ite.middleware import CompressionMiddleware
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


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/none/", "/companies/", "/static/css/base.css"])
def test_each_answer_says_what_a_browser_must_not_do_with_it(client, path):
    headers = client.head(path).headers

    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"


GZIP = {"accept-encoding": "gzip"}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/static/css/base.css", "/static/js/ballot.js"])
def test_text_travels_compressed(client, path):
    plain = b"".join(client.get(path))
    packed = client.get(path, headers=GZIP)

    body = b"".join(packed)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(body) < len(plain) / 2
    assert len(gzip.decompress(body)) == pytest.approx(len(plain), abs=200)


def test_a_sheet_that_has_not_changed_is_not_sent_again(client):
    first = client.get("/static/css/base.css", headers=GZIP)
    tag = first.headers["ETag"]
    assert b"".join(first)  # read to its end, which closes the file

    again = client.get("/static/css/base.css", headers={**GZIP, "if-none-match": tag})

    assert (again.status_code, b"".join(again)) == (304, b"")


def test_what_is_packed_already_is_left_alone():
    answer = HttpResponse(b"PK" * 500, content_type="application/zip")
    middleware = CompressionMiddleware(lambda _request: answer)

    middleware(RequestFactory().get("/", headers=GZIP))

    assert "Content-Encoding" not in answer.headers
