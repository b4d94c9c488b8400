"""A mail scanner: follows every link of a mail, keeps its cookies, presses every button it sees."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from django.test import Client

MOST_REQUESTS = 240  # nearest pages first
ADDRESS = re.compile(r"https?://[^\s\"'<>)]+")


@dataclass
class PageForm:
    """One form of a page with the values a browser would send, and its submit buttons."""

    action: str
    method: str
    values: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class PageReader(HTMLParser):
    """Collect links and forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[PageForm] = []
        self._form: PageForm | None = None
        self._text_of: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        elif tag == "form":
            self._form = PageForm(found.get("action", ""), found.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form and tag == "input":
            self._read_input(self._form, found)
        elif self._form and tag == "button" and found.get("type", "submit") == "submit":
            self._form.buttons.append((found.get("name", ""), found.get("value", "")))
        elif self._form and tag == "textarea":
            self._text_of = found["name"]
        elif self._form and tag == "option" and "selected" in found:
            self._form.values.append(("option", found.get("value", "")))

    def _read_input(self, form: PageForm, found: dict[str, str]) -> None:
        is_choice = found.get("type") in {"radio", "checkbox"}
        if not is_choice or "checked" in found:
            form.values.append((found.get("name", ""), found.get("value", "on")))

    def handle_data(self, data: str) -> None:
        if self._form and self._text_of:
            self._form.values.append((self._text_of, data.strip()))
            self._text_of = None

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._text_of = None


@dataclass
class Scanner:
    """What it did: the requests sent, the forms pressed, by their addresses."""

    client: Client = field(default_factory=lambda: Client(enforce_csrf_checks=True))
    requests: list[str] = field(default_factory=list)
    pressed: list[str] = field(default_factory=list)
    _done: set[Any] = field(default_factory=set)
    _left: list[Any] = field(default_factory=list)

    def scan(self, text: str) -> None:
        """Open every address of a mail, and all that can be reached from there, to a bound."""
        self._left = [("get", urlsplit(address).path, ()) for address in ADDRESS.findall(text)]
        while self._left and len(self.requests) < MOST_REQUESTS:
            method, path, values = self._left.pop(0)
            # What a form carries against forgery differs each time; it is the same button.
            same = tuple(pair for pair in values if pair[0] != "csrfmiddlewaretoken")
            if (method, path, same) in self._done:
                continue
            self._done.add((method, path, same))
            self._ask(method, path, values)

    def _ask(self, method: str, path: str, values: tuple[tuple[str, str], ...]) -> None:
        self.requests.append(f"{method} {path}")
        if method == "get":
            self.client.head(path, follow=True)
            self._read(self.client.get(path, _fields(values), follow=True))
        else:
            self.pressed.append(urlsplit(path).path)
            self._read(self.client.post(path, _fields(values), follow=True))

    def _read(self, response: Any) -> None:
        here = response.request["PATH_INFO"]
        page = PageReader()
        page.feed(response.content.decode(errors="replace"))
        for link in page.links:
            address = urldefrag(urljoin(here, link)).url
            if not urlsplit(address).scheme:
                self._left.append(("get", address, ()))
        for form in page.forms:
            for button in form.buttons:
                values = (*form.values, button) if button[0] else tuple(form.values)
                self._left.append((form.method, urljoin(here, form.action) or here, values))


def _fields(values: tuple[tuple[str, str], ...]) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for name, value in values:
        fields.setdefault(name, []).append(value)
    return fields
