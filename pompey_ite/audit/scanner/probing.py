"""What somebody with bad intent would try first: known names, markers, other hosts, odd methods."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from pompey_ite.audit.scanner.asking import Answer, Visitor
from pompey_ite.audit.scanner.looking import wrong_with
from pompey_ite.audit.scanner.reading import Form

# Files that stand in the folder of many a site and answer by mistake.
KNOWN = (
    *("/.env", "/.env.local", "/.git/config", "/.git/HEAD", "/.svn/entries", "/.DS_Store"),
    *("/settings.py", "/settings.py~", "/pompey_ite/settings.py", "/manage.py", "/pyproject.toml"),
    *("/db.sqlite3", "/pompey.sqlite3", "/secret_key", "/backup.zip", "/backup.tar.gz"),
    *("/backup.sql", "/dump.sql", "/index.php", "/phpinfo.php", "/wp-login.php", "/server-status"),
    *("/debug/", "/__debug__/", "/silk/", "/graphql", "/console", "/actuator/env"),
    *("/static/", "/media/", "/files/", "/static/css/", "/mailbox/../secret_key"),
    *("/admin/../.env", "/static/../settings.py", "/static/../manage.py", "/static/..%2fmanage.py"),
    *("/static/%2e%2e/pompey_ite/settings.py", "/static/../../../../../../etc/passwd"),
)
MARK = """pmpy<"'>7"""
# As it stands, or with quotes that would end an attribute. A script of data escapes < alone.
UNESCAPED = ("pmpy<", """pmpy&lt;"'""", """pmpy&lt;&quot;'""")
ELSEWHERE = "evil.example"
LURES = (f"https://{ELSEWHERE}/", f"//{ELSEWHERE}/", f"/\\{ELSEWHERE}/", f"https:{ELSEWHERE}")
ODD = ("TRACE", "TRACK", "PUT", "DELETE", "CONNECT", "PATCH")
PROXY_HEADERS = ("X-Forwarded-Host", "X-Original-URL", "X-Rewrite-URL", "Forwarded")


def known_addresses(visitor: Visitor) -> Iterator[tuple[str, str]]:
    """Yield (what, where) for each known name that gives something."""
    for path in KNOWN:
        answer = visitor.get(path)
        if answer.is_given:
            yield "gives what nobody linked to", path


def marked_addresses(path: str, forms: list[Form]) -> list[str]:
    """Return the address with a marker in one value of its query, or of a form by GET, each."""
    place, _mark, query = path.partition("?")
    pairs = parse_qsl(query, keep_blank_values=True)
    asked = [(place, pairs, name) for name, _value in pairs]
    for form in forms:
        if form.method == "get":
            target = urlsplit(urljoin(path, form.action)).path or place
            asked += [(target, list(form.fields.items()), name) for name in form.texts]
    return [
        f"{target}?{urlencode([(key, MARK if key == name else value) for key, value in given])}"
        for target, given, name in asked
    ]


def comes_back_raw(answer: Answer) -> bool:
    """Return whether a page repeats the marker so that it would be markup."""
    return answer.is_html and any(raw in answer.body for raw in UNESCAPED)


def open_redirects(visitor: Visitor, path: str, forms: list[Form]) -> Iterator[tuple[str, str]]:
    """Yield the addresses and forms of a page that lead to another site when told to.

    What is weak in the answers to the forms is said as well: no link leads to those.
    """
    place, _mark, query = path.partition("?")
    pairs = parse_qsl(query, keep_blank_values=True)
    for lure in LURES:
        if any(name == "next" for name, _value in pairs):
            lured = urlencode([(k, lure if k == "next" else v) for k, v in pairs])
            if leads_away(visitor.get(f"{place}?{lured}")):
                yield "leads to another site by ?next=", place
        for form in forms:
            target = visitor.path_of(urljoin(path, form.action))
            if form.method != "post" or "next" not in form.fields or not target:
                continue
            answer = visitor.post(target, {**form.fields, "next": lure})
            yield from ((what, target) for what in wrong_with(answer))
            if leads_away(answer):
                yield "leads to another site by the field next", target


def leads_away(answer: Answer) -> bool:
    """Return whether an answer sends the browser to the other site."""
    return ELSEWHERE in answer.headers.get("Location", "").partition("?")[0]


def odd_methods(visitor: Visitor, paths: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the methods that no page needs and that do something all the same."""
    for path in paths:
        for method in ODD:
            answer = visitor.ask(method, path, headers={"X-Echo": MARK})
            if answer.is_given or MARK in answer.body:
                yield f"takes the method {method}", path


def foreign_hosts(visitor: Visitor, paths: list[str]) -> Iterator[tuple[str, str]]:
    """Yield where the host that a browser, or nobody, names is believed."""
    for path in paths:
        named = visitor.ask("GET", path, headers={"Host": ELSEWHERE})
        if named.is_given or _speaks_of_it(named):
            yield "answers to the name of another host", path
        for header in PROXY_HEADERS:
            value = f"host={ELSEWHERE}" if header == "Forwarded" else ELSEWHERE
            if _speaks_of_it(visitor.ask("GET", path, headers={header: value})):
                yield f"believes {header}", path


def _speaks_of_it(answer: Answer) -> bool:
    return ELSEWHERE in answer.body or ELSEWHERE in answer.headers.get("Location", "")
