"""Scripts in all that people type run on no page, whoever looks; no address brings SQL to run."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from tests.access.asking import walk
from tests.access.world import SCRIPT, World

pytestmark = pytest.mark.django_db
RUNS = {"script", "iframe", "object", "embed", "base", "foreignobject"}


class Running(HTMLParser):
    """What a browser would run of a page: handlers, foreign scripts, addresses that are scripts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._text_of = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: (value or "").strip() for name, value in attrs}
        self.found += [f"{tag} {name}" for name in said if name.startswith("on")]
        self.found += [
            f"{tag} {name}={value}" for name, value in said.items() if _is_script(name, value)
        ]
        is_ours = said.get("src", "").startswith("/") or said.get("type") == "application/json"
        if tag in RUNS and not is_ours:
            self.found.append(tag)


def _is_script(name: str, value: str) -> bool:
    leads = name in {"href", "src", "action", "formaction", "hx-get", "hx-post", "xlink:href"}
    return (
        leads and value.lower().startswith(("javascript:", "data:text", "x"))
    ) or name == "style"


# Mails as they will look carry their style with them: in a frame that runs nothing.
IN_FRAMES = {"actions:report_mail"}


def pages_of(world: World, who: str) -> dict[str, str]:
    return {
        name: got.content.decode()
        for name, got in walk(world, who).got.items()
        if got.headers.get("Content-Type", "").startswith("text/html") and name not in IN_FRAMES
    }


@pytest.mark.parametrize("who", ["anonymous", "own", "other", "manager"])
def test_nothing_that_people_typed_runs_on_any_page(world, who):
    running = {name: Running(html).found for name, html in pages_of(world, who).items()}

    assert {name: found for name, found in running.items() if found} == {}


def test_the_words_are_on_the_pages_and_would_run_there(world):
    """The control of the test above: they are shown, and unescaped they would be found."""
    shown = {
        name: html
        for name, html in pages_of(world, "manager").items()
        if "onerror=alert(1)&gt;" in html
    }

    assert len(shown) > 60
    naked = shown["companies:detail"].replace("&lt;", "<").replace("&gt;", ">")
    assert "img onerror" in Running(naked).found
    assert Running(f"<p>{SCRIPT}</p>").found == ["img onerror", "img src=x"]
