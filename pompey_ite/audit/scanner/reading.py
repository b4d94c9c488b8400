"""What stands in a page: links, forms, what it loads, and what a strict policy would not run."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

LOADING = {"script": "src", "img": "src", "iframe": "src", "source": "src", "embed": "src"}
IS_TEXT = {"", "text", "search", "email", "tel", "url"}
# A script of these types is data: no browser runs it.
IS_DATA = {"application/json", "importmap"}
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 – the name of the field


@dataclass
class Form:
    """A form of a page: where it goes, and what it would send as it stands."""

    method: str
    action: str
    fields: dict[str, str] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)  # names of the fields one types into


@dataclass
class Document:
    """All that the checks ask of a page."""

    links: list[str] = field(default_factory=list)
    windows: list[tuple[str, str]] = field(default_factory=list)  # (address, rel) that open anew
    loaded: list[str] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    title: str = ""

    @classmethod
    def read(cls, text: str) -> Document:
        """Return what stands in a page; as forgiving as a browser."""
        reader = _Reader()
        reader.feed(text)
        reader.close()
        return reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = Document()
        self._form: Form | None = None
        self._in_title = False

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in pairs}
        self._note_inline(tag, given)
        self._note_addresses(tag, given)
        if tag == "form":
            self._form = Form(given.get("method", "get").lower(), given.get("action", ""))
            self.found.forms.append(self._form)
        elif tag in {"input", "button", "textarea", "select"} and self._form and "name" in given:
            self._note_field(tag, given, self._form)
        self._in_title = tag == "title"

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.found.title += data

    def _note_inline(self, tag: str, given: dict[str, str]) -> None:
        if tag == "style":
            self.found.inline.append("a style element")
        if tag == "script" and "src" not in given and given.get("type", "") not in IS_DATA:
            self.found.inline.append("an inline script")
        if "style" in given:
            self.found.inline.append(f"a style attribute on {tag}")
        self.found.inline += [f"{name} on {tag}" for name in given if name.startswith("on")]
        links = (given.get("href", ""), given.get("src", ""), given.get("action", ""))
        if any(link.strip().lower().startswith("javascript:") for link in links):
            self.found.inline.append("a javascript: address")

    def _note_addresses(self, tag: str, given: dict[str, str]) -> None:
        if tag in {"a", "area"} and "href" in given:
            self.found.links.append(given["href"])
            if given.get("target", "_self") != "_self":
                self.found.windows.append((given["href"], given.get("rel", "")))
        if "hx-get" in given:
            self.found.links.append(given["hx-get"])
        if tag == "link" and given.get("rel") in {"stylesheet", "icon", "manifest", "preload"}:
            self.found.loaded.append(given.get("href", ""))
        if tag in LOADING and LOADING[tag] in given:
            self.found.loaded.append(given[LOADING[tag]])

    def _note_field(self, tag: str, given: dict[str, str], form: Form) -> None:
        kind = given.get("type", "").lower() if tag == "input" else tag
        if kind in {"checkbox", "radio"} and "checked" not in given:
            return
        if kind not in {"button", "submit"}:
            form.fields.setdefault(given["name"], given.get("value", ""))
        if kind in IS_TEXT or kind == "textarea":
            form.texts.append(given["name"])
