"""The scanner finds each weakness where there is one, and nothing in a site that is in order."""

import socket
from html import escape

import pytest

from pompey_ite.audit.scanner.asking import NotHereError, Visitor
from pompey_ite.audit.scanner.scan import Findings, scan, shape_of
from tests.audit.small_site import HOME, POLICY, Reply, led, small_site, value


def scanned(change, most_pages=60):
    """Return what the scanner finds in the small site with one thing changed."""
    said: list[str] = []
    with small_site(change) as address:
        visitor = Visitor("anybody", address)
        return scan([(visitor, ["/"])], said.append, most_pages)


def as_it_is(_asked, reply):
    return reply


def header(name, text):
    """Return a change: a header of every reply says something else, or nothing."""

    def change(_asked, reply):
        reply.headers.pop(name, None)
        if text:
            reply.headers[name] = text
        return reply

    return change


def is_asked(reply):
    """Whether it answers a proper question, not one of the probes that are refused."""
    return reply.status not in {400, 405}


def at(path, **facts):
    """Return a change: the reply at one address is another one."""

    def change(asked, reply):
        return Reply(**facts) if asked["PATH_INFO"] == path and is_asked(reply) else reply

    return change


def home_with(html):
    return at("/", body=HOME + html)


def raw_text(asked, reply):
    is_here = asked["PATH_INFO"] == "/find" and is_asked(reply)
    return Reply(f"<p>{value(asked, 'words')}</p>") if is_here else reply


def raw_quotes(asked, reply):
    words = escape(value(asked, "words"), quote=False)
    is_here = asked["PATH_INFO"] == "/find" and is_asked(reply)
    return Reply(f'<input value="{words}">') if is_here else reply


def leads_anywhere(path):
    def change(asked, reply):
        return led(value(asked, "next")) if asked["PATH_INFO"] == path else reply

    return change


def leads_beside(asked, reply):
    """Only addresses with a scheme are refused: two slashes lead away as well."""
    target = value(asked, "next") if asked["PATH_INFO"] == "/go" else ""
    return led(target) if target.startswith("/") else reply


def takes(method):
    def change(asked, reply):
        return Reply("done") if asked["REQUEST_METHOD"] == method else reply

    return change


def echoes(asked, reply):
    """A TRACE that is refused, and repeats what it was sent all the same."""
    if asked["REQUEST_METHOD"] != "TRACE":
        return reply
    return Reply(asked.get("HTTP_X_ECHO", ""), 400, {"Content-Type": "message/http"})


def any_host(asked, reply):
    return Reply("hello") if reply.status == 400 else reply


def believes(name):
    def change(asked, reply):
        host = asked.get(name, "")
        return Reply(f'<link rel="canonical" href="https://{host}/">') if host else reply

    return change


FOREIGN = "https://cdn.example/x.js"
WEAK = {
    "X-Content-Type-Options": (
        header("X-Content-Type-Options", ""),
        "no X-Content-Type-Options: nosniff",
    ),
    "Referrer-Policy": (
        header("Referrer-Policy", "unsafe-url"),
        "no Referrer-Policy, or a weak one",
    ),
    "X-Powered-By": (header("X-Powered-By", "PHP"), "X-Powered-By says what it is made with"),
    "cookie of scripts": (
        header("Set-Cookie", "csrf=x; SameSite=Lax"),
        "the cookie csrf can be read by scripts",
    ),
    "cookie of others": (
        header("Set-Cookie", "csrf=x; HttpOnly; SameSite=None"),
        "the cookie csrf is sent from other sites",
    ),
    "cookie of a form": (
        at("/language/", status=302, headers={"Location": "/", "Set-Cookie": "language=en"}),
        {
            "the cookie language can be read by scripts",
            "the cookie language is sent from other sites",
        },
    ),
    "unsafe-inline": (
        at(
            "/rows/1/",
            headers={"Content-Security-Policy": f"{POLICY}; script-src 'unsafe-inline'"},
        ),
        "Content-Security-Policy: script-src 'unsafe-inline'",
    ),
    "any host": (
        at("/rows/1/", headers={"Content-Security-Policy": f"{POLICY}; img-src *"}),
        "Content-Security-Policy: img-src *",
    ),
    "frames": (
        at("/rows/1/", headers={"Content-Security-Policy": "default-src 'none'"}),
        "Content-Security-Policy has no frame-ancestors",
    ),
    "default": (
        at("/rows/1/", headers={"Content-Security-Policy": "frame-ancestors 'none'"}),
        "Content-Security-Policy has no default-src",
    ),
    "no policy": (
        at("/rows/1/", headers={"Content-Security-Policy": ""}),
        "no Content-Security-Policy",
    ),
    "box that runs scripts": (
        at(
            "/mail",
            headers={
                "Content-Security-Policy": f"{POLICY}; sandbox allow-scripts; style-src *",
            },
        ),
        "Content-Security-Policy: style-src *",
    ),
    "500": (at("/rows/2/", status=500), "answers 500"),
    "stack trace": (
        at("/rows/2/", status=404, body="Traceback (most recent call last):"),
        "shows what only developers may see",
    ),
    "debug page": (
        at("/find", body="You’re seeing this error because you have DEBUG = True"),
        "shows what only developers may see",
    ),
    "no token": (
        home_with('<form method="post" action="/rows/"></form>'),
        "a form by POST without token: /rows/",
    ),
    "empty token": (
        home_with('<form method="POST"><input name="csrfmiddlewaretoken" value=""></form>'),
        "a form by POST without token: to itself",
    ),
    "opener": (
        home_with('<a href="https://a.example/" target="_blank" rel="external">a</a>'),
        "a link opens a window without rel=noopener: https://a.example/",
    ),
    "foreign script": (
        home_with(f'<script src="{FOREIGN}"></script>'),
        f"loads from another host: {FOREIGN}",
    ),
    "mixed content": (
        home_with('<img src="http://cdn.example/x.png" alt="">'),
        "loads from another host, unencrypted: http://cdn.example/x.png",
    ),
    "foreign form": (
        home_with('<form action="//other.example/"></form>'),
        "a form goes to another host: //other.example/",
    ),
    "inline script": (home_with("<script>alert(1)</script>"), "an inline script"),
    "style element": (home_with("<style>p{color:red}</style>"), "a style element"),
    "style attribute": (home_with('<p style="color:red">x</p>'), "a style attribute on p"),
    "handler": (home_with("<button onclick='x()'>x</button>"), "onclick on button"),
    "javascript:": (home_with('<a href="JavaScript:x()">x</a>'), "a javascript: address"),
    "listing": (at("/rows/2/", body="<title>Index of /rows</title>"), "lists a folder"),
    ".env": (at("/.env", body="SECRET_KEY=x"), "gives what nobody linked to"),
    "climbing": (at("/static/../settings.py", body="x"), "gives what nobody linked to"),
    "raw text": (raw_text, "repeats what it was asked as markup"),
    "raw quotes": (raw_quotes, "repeats what it was asked as markup"),
    "open redirect": (leads_anywhere("/go"), "leads to another site by ?next="),
    "two slashes": (leads_beside, "leads to another site by ?next="),
    "open form": (leads_anywhere("/language/"), "leads to another site by the field next"),
    "PUT": (takes("PUT"), "takes the method PUT"),
    "TRACE": (takes("TRACE"), "takes the method TRACE"),
    "echo": (echoes, "takes the method TRACE"),
    "any name": (any_host, "answers to the name of another host"),
    "forwarded host": (believes("HTTP_X_FORWARDED_HOST"), "believes X-Forwarded-Host"),
}


def test_a_site_that_is_in_order_has_no_finding():
    findings = scanned(as_it_is)

    assert findings.lines == []
    assert findings.pages >= 10
    assert findings.left_out == 0


@pytest.mark.parametrize("name", WEAK)
def test_each_weakness_is_found_and_nothing_else(name):
    change, expected = WEAK[name]
    assert set(scanned(change).places) == (expected if isinstance(expected, set) else {expected})


def test_a_cookie_that_is_taken_away_harms_nobody():
    gone = header("Set-Cookie", "theme=; Max-Age=0; Path=/")

    assert scanned(gone).lines == []


def test_the_walk_ends_at_its_bound_and_says_so():
    """A calendar has a next page for ever."""

    def endless(asked, reply):
        day = asked["PATH_INFO"].removeprefix("/day/").rstrip("/")
        number = int(day) + 1 if day.isdecimal() else 1
        return Reply(f'<a href="/day/{number}/">next</a><a href="/day/{number + 1}/">later</a>')

    with small_site(endless) as address:
        said: list[str] = []
        findings = scan([(Visitor("anybody", address), ["/"])], said.append, 7)

    assert said == ["anybody: 7 pages"]
    assert findings.left_out > 0


def test_pages_of_a_new_shape_come_before_more_of_the_same():
    rows = "".join(f'<a href="/row/{number}/">row</a>' for number in range(50))
    home = at("/", body=f'{rows}<a href="/rows/2/">x</a>')
    broken = at("/rows/2/", status=500)

    findings = scanned(lambda asked, reply: broken(asked, home(asked, reply)), most_pages=6)

    assert findings.left_out > 40
    assert findings.lines == ["answers 500: /rows/2/ (anybody)"]


@pytest.mark.parametrize("address", ["https://pompey.example", "http://192.0.2.1:8000", "//x"])
def test_only_a_site_of_this_machine_is_asked(address):
    with pytest.raises(NotHereError):
        Visitor("anybody", address)


def test_links_to_other_hosts_are_not_followed():
    visitor = Visitor("anybody", "http://127.0.0.1:8000")

    assert visitor.path_of("http://127.0.0.1:8000/a?b=1") == "/a?b=1"
    assert visitor.path_of("/é /") == "/%C3%A9%20/"
    for away in ("http://127.0.0.1:9/", "//evil.example/", "mailto:a@b.example", "#top", ""):
        assert visitor.path_of(away) is None


OTHER_FORM = '<form method="post" action="/language/"><input name="next" value="/"></form>'


@pytest.mark.parametrize("html", ['<form method="post"><input name="code"></form>', OTHER_FORM])
def test_a_visitor_comes_in_by_the_form_of_the_page_and_not_by_that_of_the_footer(html):
    def door(asked, reply):
        if asked["PATH_INFO"] != "/door/":
            return reply
        is_right = asked["REQUEST_METHOD"] == "POST" and value(asked, "code") == "7"
        return led("/rows/1/") if is_right else Reply(OTHER_FORM + html + OTHER_FORM)

    with small_site(door) as address:
        visitor = Visitor("voter", address)
        if html == OTHER_FORM:
            with pytest.raises(OSError, match="no form that asks for code"):
                visitor.send_form("/door/", {"code": "7"})
        else:
            assert visitor.send_form("/door/", {"code": "7"}).path == "/rows/1/"


def test_nobody_there_is_an_error_and_no_pass():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    with pytest.raises(OSError, match="refused"):
        scan([(Visitor("anybody", f"http://127.0.0.1:{port}"), ["/"])], print)


def test_many_places_of_one_weakness_are_one_line():
    findings = Findings()
    for path in ("/a/", "/b/", "/b/", "/c/"):
        findings.add("answers 500", path)

    assert findings.lines == ["answers 500: /a/ and 2 more"]


def test_addresses_of_one_shape_differ_in_numbers_tokens_and_values_alone():
    token = "k" * 43

    assert shape_of("/a/1/?x=1&y=2") == shape_of("/a/22/?y=&x=z")
    assert shape_of(f"/vote/{token}/") == "/vote/N/?"
    assert shape_of("/a/") != shape_of("/b/")
