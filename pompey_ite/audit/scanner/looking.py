"""What is weak in one answer, whoever asked for it: headers, cookies, and what stands in a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http import HTTPStatus
from http.client import HTTPMessage
from urllib.parse import urlsplit

from pompey_ite.audit.scanner.asking import ON_THIS_MACHINE, Answer
from pompey_ite.audit.scanner.reading import TOKEN, Document

REFERRERS = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
LOOSE = ("'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:")
# What only a page for developers says; our own help may name Django, never these.
OF_DEVELOPERS = (
    "Traceback (most recent call last)",
    "You’re seeing this error because you have",
    "You're seeing this error because you have",
    "Werkzeug Debugger",
)
LISTING = re.compile(r"^(Index of|Directory listing for) ")
SAFE_RELATIONS = {"noopener", "noreferrer"}


def wrong_with(answer: Answer) -> list[str]:
    """Return what is weak in an answer, one line each."""
    found = [*_of_status(answer), *_of_headers(answer.headers), *_of_cookies(answer.headers)]
    if answer.is_html:
        found += [*_of_policy(_policy(answer.headers)), *_of_page(answer)]
    return found


def _of_status(answer: Answer) -> Iterator[str]:
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        yield f"answers {answer.status}"
    if any(word in answer.body for word in OF_DEVELOPERS):
        yield "shows what only developers may see"


def _of_headers(headers: HTTPMessage) -> Iterator[str]:
    if headers.get("X-Content-Type-Options") != "nosniff":
        yield "no X-Content-Type-Options: nosniff"
    if headers.get("Referrer-Policy") not in REFERRERS:
        yield "no Referrer-Policy, or a weak one"
    if "X-Powered-By" in headers:
        yield "X-Powered-By says what it is made with"


def _of_cookies(headers: HTTPMessage) -> Iterator[str]:
    for line in headers.get_all("Set-Cookie", []):
        name, words = line.partition("=")[0], line.lower()
        if "max-age=0" in words:  # it is taken away
            continue
        if "httponly" not in words:
            yield f"the cookie {name} can be read by scripts"
        if not re.search(r"samesite=(lax|strict)", words):
            yield f"the cookie {name} is sent from other sites"


def _policy(headers: HTTPMessage) -> dict[str, list[str]]:
    """Return the directives of the policy with their words; nothing when there is none."""
    parts = (part.split() for part in headers.get("Content-Security-Policy", "").split(";"))
    return {part[0].lower(): part[1:] for part in parts if part}


def _runs_nothing(policy: dict[str, list[str]]) -> bool:
    """Return whether it shows a mail or a file in a box that runs nothing: style harms no one."""
    return "sandbox" in policy and "allow-scripts" not in policy["sandbox"]


def _of_policy(policy: dict[str, list[str]]) -> Iterator[str]:
    if not policy:
        yield "no Content-Security-Policy"
        return
    if "default-src" not in policy:
        yield "Content-Security-Policy has no default-src"
    if "frame-ancestors" not in policy:
        yield "Content-Security-Policy has no frame-ancestors"
    for name, words in policy.items():
        is_style = name == "style-src" and _runs_nothing(policy)
        for word in set(words) & set(LOOSE) if not is_style else ():
            yield f"Content-Security-Policy: {name} {word}"


def _of_page(answer: Answer) -> Iterator[str]:
    page = answer.document
    if LISTING.search(page.title.strip()):
        yield "lists a folder"
    for form in page.forms:
        if form.method == "post" and not form.fields.get(TOKEN):
            yield f"a form by POST without token: {form.action or 'to itself'}"
    for address, relation in page.windows:
        if _is_foreign(address) and not SAFE_RELATIONS & set(relation.split()):
            yield f"a link opens a window without rel=noopener: {address}"
    for address in page.loaded:
        if _is_foreign(address):
            plain = ", unencrypted" if address.startswith("http://") else ""
            yield f"loads from another host{plain}: {address}"
    if not _runs_nothing(_policy(answer.headers)):
        yield from _of_inline(page)


def _of_inline(page: Document) -> Iterator[str]:
    yield from dict.fromkeys(page.inline)
    for form in page.forms:
        if _is_foreign(form.action):
            yield f"a form goes to another host: {form.action}"


def _is_foreign(address: str) -> bool:
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return True
    return bool(parts.netloc) and parts.hostname not in ON_THIS_MACHINE
