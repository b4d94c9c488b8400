"""Ask the site in this process: the real WSGI application and all middleware, no network."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from gc import collect
from time import perf_counter
from typing import Any
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import include, path

FEWEST, MOST = 3, 60  # repeats of one measurement
LONG_ENOUGH_S = 2.0  # then a measurement has enough repeats
ready: dict[str, bytes] = {}  # the bytes of the page under measurement, for the bare view


@login_not_required
def same_bytes(request: HttpRequest) -> HttpResponse:
    """Answer with bytes that lie ready: what a page cannot go below."""
    return HttpResponse(ready["page"])


# The site with one address more: that of the floor.
urlpatterns = [path("bench/same-bytes/", same_bytes), path("", include("pompey_ite.urls"))]


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes


class Visitor:
    """Somebody with the cookies of a session, who asks without a server in between."""

    def __init__(self, client: Client) -> None:
        self.application = WSGIHandler()
        cookies = {name: morsel.value for name, morsel in client.cookies.items()}
        self.token = "a" * 32  # of both the cookie and the form: what Django compares
        cookies[settings.CSRF_COOKIE_NAME] = self.token
        self.cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())

    def get(self, address: str) -> Answer:
        return self._ask("GET", address)

    def post(self, address: str, data: Mapping[str, Any]) -> Answer:
        body = urlencode({**data, "csrfmiddlewaretoken": self.token}).encode()
        return self._ask("POST", address, body)

    def _ask(self, method: str, address: str, body: bytes = b"") -> Answer:
        environ: dict[str, Any] = {}
        setup_testing_defaults(environ)
        plain, _mark, query = address.partition("?")
        environ |= {
            "REQUEST_METHOD": method,
            "PATH_INFO": plain,
            "QUERY_STRING": query,
            "HTTP_HOST": "localhost",
            "HTTP_COOKIE": self.cookie,
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
        }
        told: list[Any] = []

        def start_response(status: str, *_headers: Any) -> Callable[[bytes], object]:
            told.append(status)
            return told.append

        response = self.application(environ, start_response)
        try:
            content = b"".join(response)
        finally:
            response.close()
        return Answer(int(told[0].split()[0]), content)


def best_of_turns(*works: Callable[[], object]) -> list[float]:
    """Return the shortest time of each work, in seconds; they take turns and share the noise."""
    for work in works:
        work()  # what is read once for all
    taken: list[list[float]] = [[] for _work in works]
    collect()
    while len(taken[0]) < FEWEST or (len(taken[0]) < MOST and sum(taken[0]) < LONG_ENOUGH_S):
        for times, work in zip(taken, works, strict=True):
            started = perf_counter()
            work()
            times.append(perf_counter() - started)
    return [min(times) for times in taken]


def queries_of(work: Callable[[], object]) -> list[str]:
    """Return the SQL that a work sends, with its values in it."""
    with CaptureQueriesContext(connection) as captured:
        work()
    return [query["sql"] for query in captured]
