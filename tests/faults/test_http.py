"""Slow clients, huge bodies and forms of ten thousand fields: other people notice little."""

import socket
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from pompey_ite.bench.load.phone import Phone
from pompey_ite.gunicorn_conf import STALLED_S, threads
from pompey_ite.management.commands import demo

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(sys.platform != "linux", reason="the kernel's help exists on Linux only"),
]

HALF_A_HEADER = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Sl"
HALF_A_BODY = b"POST /join/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900\r\n\r\nname="
CLOSING_S = 2  # the web server's own patience with what a client may still be sending
HUGE = 4 * 2**20  # bytes; we read 2.5 MB of a form at most


@contextmanager
def slow_clients(port: int, count: int, sent: bytes) -> Iterator[None]:
    """Open connections that say `sent` and then nothing more."""
    with ExitStack() as stack:
        for _client in range(count):
            client = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=60))
            client.sendall(sent)
        time.sleep(1)
        yield


def visit_s(phone: Phone) -> float:
    """Return how long a visit took, in seconds; a visit that nobody answers fails."""
    started = time.monotonic()
    assert phone.get("/health/live").status == 200
    return time.monotonic() - started


def test_connections_that_say_nothing_hold_nobody_up(sqlite_site):
    """F26. Browsers open connections in advance: fifty of them cost the others nothing."""
    sqlite_site.start_web()
    phone = Phone(sqlite_site.web_port)

    with slow_clients(sqlite_site.web_port, 50, b""):
        slowest = max(visit_s(phone) for _visit in range(10))

    print(f"50 silent connections: slowest visit {slowest:.2f} s")  # noqa: T201 – the figures
    assert slowest < STALLED_S / 4


@pytest.mark.parametrize("sent", [HALF_A_HEADER, HALF_A_BODY], ids=["header", "body"])
def test_clients_that_stop_in_the_middle_are_left_and_the_others_go_on(sqlite_site, sent):
    """F26. As many as there are threads hold the site up once, for twenty seconds at most.

    Ten until they are left, and two for closing each; then everything is as before.
    """
    sqlite_site.start_web()
    phone = Phone(sqlite_site.web_port)

    with slow_clients(sqlite_site.web_port, threads, sent):
        times = [visit_s(phone) for _visit in range(4)]

    print(f"{threads} stalled clients: {', '.join(f'{s:.1f} s' for s in times)}")  # noqa: T201
    assert sum(times) < STALLED_S + CLOSING_S * threads + 5
    assert times[-1] < 1


def test_without_a_limit_stalled_clients_hold_the_site_for_ever(sqlite_site, monkeypatch):
    """The control of F26: the same server without our limits."""
    children = demo.children

    def unlimited(port, logs):
        (web, *others) = children(port, logs)
        ours, other = "pompey_ite.gunicorn_conf", "tests.faults.unprotected.gunicorn_without_limits"
        web.command = [word.replace(ours, other) for word in web.command]
        return [web, *others]

    monkeypatch.setattr("tests.faults.site.children", unlimited)
    sqlite_site.start_web()

    with slow_clients(sqlite_site.web_port, threads, HALF_A_HEADER):
        reply = Phone(sqlite_site.web_port, patience_s=STALLED_S + 5).get("/health/live")

    print(f"control, no limit: status {reply.status}")  # noqa: T201
    assert reply.status == 0


@pytest.mark.parametrize(
    "values",
    [{f"field{number}": "x" for number in range(10_000)}, {"language": "x" * HUGE}],
    ids=["ten thousand fields", "four megabytes"],
)
def test_what_is_too_much_is_refused_with_a_page_and_others_go_on(sqlite_site, values):
    """F26. The answer says in words that nothing was changed; the next visit is as fast as ever."""
    sqlite_site.start_web()
    phone = Phone(sqlite_site.web_port)
    phone.get("/")

    reply = phone.post("/language/", values)
    next_visit = visit_s(phone)

    print(f"refused with {reply.status}; next visit {next_visit:.2f} s")  # noqa: T201
    assert reply.status == 400
    assert "Rien n’a été modifié" in reply.body
    assert next_visit < 1


def test_a_form_of_usual_size_is_read(sqlite_site):
    """The control: the same address takes what is not too much."""
    sqlite_site.start_web()
    phone = Phone(sqlite_site.web_port)
    phone.get("/")

    assert phone.post("/language/", {"language": "en", "next": "/"}).status == 302
