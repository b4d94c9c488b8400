"""Every page of a running site, found by following its links: one example of each kind."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve

if TYPE_CHECKING:
    from playwright.sync_api import APIRequestContext

HREF = re.compile(r"""(?:href|src|hx-get)=["']([^"'#]+)["']""")
LEAVES = ("set_language", "admin:logout")  # no pages: they change who looks, or how
MAILS = ("pages:mailbox_html", "actions:report_mail")  # as a mail reader shows them, in a frame
SAYS_WHICH_PAGE = {"about", "audience", "kind", "section"}  # parts of an address that change a page


@dataclass(frozen=True)
class Found:
    """A page as the crawl met it: its kind (name of the address), an example, and its type."""

    kind: str
    path: str
    content_type: str
    is_document: bool = False

    @property
    def is_page(self) -> bool:
        """Return whether a browser shows it as a page of ours: no file, no fragment, no mail."""
        return self.is_document and not self.kind.startswith(MAILS)


def find_pages(request: APIRequestContext, starts: Iterable[str]) -> list[Found]:
    """Return one example of each kind of address that links lead to, in the order they are met.

    request: asks with the cookies of whoever looks; starts: paths, such as “/admin/”. Only GET is
    sent, which writes nothing (law 4). AssertionError when a link leads nowhere.
    """
    found: dict[str, Found] = {}
    waiting = deque(starts)
    asked: set[str] = set()
    while waiting:
        path = waiting.popleft()
        kind = kind_of(path)
        if kind is None or kind in found or kind in LEAVES or path in asked:
            continue
        asked.add(path)
        answer = request.get(path)
        if answer.status == HTTPStatus.METHOD_NOT_ALLOWED:  # the address of a form's button
            continue
        if answer.status != HTTPStatus.OK:
            raise AssertionError(f"{path} ({kind}): {answer.status}")
        content_type = answer.headers.get("content-type", "")
        html = answer.text() if content_type.startswith("text/html") else ""
        found[kind] = Found(kind, path, content_type, is_document="<html" in html)
        waiting.extend(links_in(html, path))
    return list(found.values())


def links_in(html: str, path: str) -> list[str]:
    """Return the paths of our own site that a page names, in its order."""
    targets = (urljoin(path, unescape(target)) for target in HREF.findall(html))
    return [
        urlsplit(target).path
        for target in targets
        if not urlsplit(target).netloc and urlsplit(target).scheme in {"", "http", "https"}
    ]


def kind_of(path: str) -> str | None:
    """Return the name of the address of a path, None when it is no address of ours."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    words = [value for key, value in match.kwargs.items() if key in SAYS_WHICH_PAGE]
    return ":".join([match.view_name, *words]) if match.view_name else None
