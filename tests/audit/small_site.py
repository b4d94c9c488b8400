"""A small site without a weakness, in which a test breaks one thing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import parse_qs
from wsgiref.simple_server import WSGIRequestHandler, make_server

from tests.audit.serving import serving

POLICY = "default-src 'none'; style-src 'self'; frame-ancestors 'none'"
TOKEN = '<input type="hidden" name="csrfmiddlewaretoken" value="t0ken">'
HOME = f"""
<a href="/rows/1/">1</a> <a href="/rows/2/">2</a> <a href="/find?words=press">Presses</a>
<a href="/go?next=/rows/1/">Go</a> <a href="/data">Data</a> <a href="/mail">Mail</a>
<a href="https://law.example/" target="_blank" rel="noopener">The law</a>
<form action="/find"><input type="search" name="words"></form>
<form method="post" action="/language/">{TOKEN}<input name="next" value="/"></form>
<script type="application/json">{{"rows": 2}}</script>
<script src="/static/site.js"></script>
"""


@dataclass
class Reply:
    """What the site says, before a test breaks it."""

    body: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.headers = {
            "Content-Type": "text/html; charset=utf-8",
            "Content-Security-Policy": POLICY,
            "Referrer-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
            "Set-Cookie": "csrf=x; HttpOnly; SameSite=Lax; Path=/",
            **self.headers,
        }


Asked = dict[str, Any]  # the environment of WSGI
Break = Callable[[Asked, Reply], Reply]


def clean(asked: Asked) -> Reply:
    """Return the answer of a site that is in order."""
    if not asked["HTTP_HOST"].startswith("127.0.0.1:"):
        return Reply("Not this site", 400)
    if asked["REQUEST_METHOD"] not in {"GET", "POST"}:
        return Reply("", 405)
    page = PAGES.get(asked["PATH_INFO"])
    return page(asked) if page else Reply("<title>Not here</title>", 404)


def value(asked: Asked, name: str) -> str:
    """Return a value of the query or of the form that was sent."""
    if "sent" not in asked:  # it can be read once
        asked["sent"] = asked["wsgi.input"].read(int(asked["CONTENT_LENGTH"] or 0)).decode()
    given = parse_qs(asked["QUERY_STRING"]) | parse_qs(asked["sent"])
    found: list[str] = given.get(name, [""])
    return found[0]


def led(target: str) -> Reply:
    return Reply("", 302, {"Location": target})


def _find(asked: Asked) -> Reply:
    words = escape(value(asked, "words"))
    return Reply(f'<p>{words}</p><form><input name="words" value="{words}"></form>')


def _go(asked: Asked) -> Reply:
    target = value(asked, "next")
    return led(target if target.startswith("/rows/") else "/")


# A mail as it will look: it has its style in it, and the policy lets nothing in it run.
BOXED = {"Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; "}
BOXED["Content-Security-Policy"] += "frame-ancestors 'self'"
PAGES: dict[str, Callable[[Asked], Reply]] = {
    "/": lambda _asked: Reply(HOME),
    "/rows/1/": lambda _asked: Reply("<title>One</title>"),
    "/rows/2/": lambda _asked: Reply('<title>Two</title><p title="about: next">Index of rows</p>'),
    "/find": _find,
    "/go": _go,
    "/language/": _go,
    "/data": lambda _asked: Reply("{}", headers={"Content-Type": "application/json"}),
    "/mail": lambda _asked: Reply('<p style="color: red">Mail</p>', headers=BOXED),
    "/static/site.js": lambda _asked: Reply("", headers={"Content-Type": "text/javascript"}),
}


@contextmanager
def small_site(change: Break) -> Iterator[str]:
    """Let the site answer, each reply changed; give its address."""

    def application(asked: Asked, start: Callable[..., Any]) -> Iterable[bytes]:
        reply = change(asked, clean(asked))
        start(f"{reply.status} -", list(reply.headers.items()))
        return [reply.body.encode()]

    class Quiet(WSGIRequestHandler):
        def log_message(self, *_words: object) -> None:
            """Say nothing in the output of the tests."""

    server = make_server("127.0.0.1", 0, application, handler_class=Quiet)
    with serving(server):
        yield f"http://127.0.0.1:{server.server_port}"
