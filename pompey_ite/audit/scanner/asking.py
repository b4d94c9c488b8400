"""Somebody who asks a site on this machine for pages, and keeps the cookies it gives."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from http.client import HTTPConnection, HTTPException, HTTPMessage
from http.cookies import SimpleCookie
from urllib.parse import quote, urlencode, urljoin, urlsplit

from pompey_ite.audit.scanner.reading import Document

ON_THIS_MACHINE = {"127.0.0.1", "localhost", "::1"}
LARGEST_BYTES = 2**21  # of an answer: no page is larger
PATIENCE_S = 60  # the first page of a cold site takes seconds
MOST_REDIRECTS = 5
FORM = "application/x-www-form-urlencoded"


class NotHereError(ValueError):
    """The site is not on this machine, and nobody asked it for permission."""


@dataclass(frozen=True)
class Answer:
    """What came back for one address."""

    path: str
    status: int
    headers: HTTPMessage
    body: str

    @property
    def is_given(self) -> bool:
        return self.status // 100 == 2  # noqa: PLR2004 – the families of statuses

    @property
    def leads_on(self) -> bool:
        return self.status // 100 == 3  # noqa: PLR2004

    @property
    def is_html(self) -> bool:
        return self.headers.get_content_type() == "text/html"

    @cached_property
    def document(self) -> Document:
        return Document.read(self.body if self.is_html else "")


@dataclass
class Visitor:
    """One who asks, with cookies of its own. Nothing is followed that leads to another host."""

    name: str
    site: str
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if urlsplit(self.site).hostname not in ON_THIS_MACHINE:
            raise NotHereError(f"{self.site} is not on this machine: nothing is asked there.")

    def get(self, path: str) -> Answer:
        """Return the answer to one question; redirects are not followed. OSError: nobody there."""
        return self.ask("GET", path)

    def ask(
        self, method: str, path: str, *, body: str = "", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Return the answer to one question of any kind, cookies kept."""
        place = urlsplit(self.site)
        connection = HTTPConnection(place.hostname or "", place.port, timeout=PATIENCE_S)
        sent = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), **(headers or {})}
        try:
            connection.request(method, path, body.encode() or None, sent)
            came = connection.getresponse()
            text = came.read(LARGEST_BYTES).decode("utf-8", "replace")
        except HTTPException as error:
            raise OSError(f"{path}: {error!r}") from error
        finally:
            connection.close()
        self._keep(came.headers)
        return Answer(path, came.status, came.headers, text)

    def _keep(self, headers: HTTPMessage) -> None:
        for line in headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value

    def post(self, path: str, fields: Mapping[str, str]) -> Answer:
        """Return the answer to a form that was sent from the site itself."""
        headers = {"Content-Type": FORM, "Origin": self.site, "Referer": self.site + path}
        return self.ask("POST", path, body=urlencode(fields), headers=headers)

    def send_form(self, path: str, fields: Mapping[str, str]) -> Answer:
        """Open a page, fill in the form that goes back to it, and return where that ends.

        The forms of header and footer go elsewhere. OSError when there is none with those fields.
        """
        for form in self.get(path).document.forms:
            goes_back = self.path_of(urljoin(path, form.action)) == path
            if form.method == "post" and goes_back and set(fields) <= set(form.fields):
                return self.follow(self.post(path, {**form.fields, **fields}))
        raise OSError(f"{path}: no form that asks for {', '.join(fields) or 'a press'}")

    def follow(self, answer: Answer) -> Answer:
        """Return what the redirects of an answer lead to, within the site."""
        for _hop in range(MOST_REDIRECTS):
            target = self.path_of(urljoin(answer.path, answer.headers.get("Location", "")))
            if not answer.leads_on or target is None:
                return answer
            answer = self.get(target)
        return answer

    def path_of(self, address: str) -> str | None:
        """Return path and query of an address of this site, None for any other."""
        parts = urlsplit(address)
        is_ours = not parts.netloc or parts.netloc == urlsplit(self.site).netloc
        if not is_ours or parts.scheme not in {"", "http"} or not parts.path.startswith("/"):
            return None
        path = re.sub(r"[^\x21-\x7e]", lambda one: quote(one[0]), parts.path)
        return f"{path}?{parts.query}" if parts.query else path
