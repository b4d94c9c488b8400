"""Pictures of every page, and a page to leaf through them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from pompey_ite.tour.every_page import Found, find_pages
from pompey_ite.tour.visitors import Visitor, visitors

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from pompey_ite.tour.site import Demo

HEIGHT = 900
TALLEST = 5_000  # pixels: what is below says the same again


@dataclass(frozen=True)
class Look:
    """How a page is looked at: in a language, at a width in pixels, in a theme."""

    language: str
    width: int
    theme: Literal["light", "dark"]

    def __str__(self) -> str:
        return f"{self.language}-{self.width}-{self.theme}"


@dataclass
class Album:
    """The folder of the pictures."""

    folder: Path
    say: Callable[[str], None]
    is_asking_axe: bool = False
    pictures: dict[str, list[Path]] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(len(paths) for paths in self.pictures.values())

    def place(self, visitor: Visitor, found: Found, look: Look) -> Path:
        """Return where a picture goes, remembering it."""
        name = re.sub(r"[^\w.-]+", "-", found.kind)
        path = self.folder / visitor.name / f"{name}--{look}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        self.pictures.setdefault(f"{visitor.name}: {found.kind} {found.path}", []).append(path)
        return path

    def complain(self, page: Page, where: str) -> None:
        """Remember, and say, what is wrong with the page shown."""
        from pompey_ite.tour.looking import wrong_with  # noqa: PLC0415 – needs a test package

        for wrong in wrong_with(page):
            self.complaints.append(f"{where} {wrong}")
            self.say(self.complaints[-1])

    def write_index(self) -> Path:
        """Write a page that shows all pictures by kind of page; return its path."""
        rows = []
        for title, paths in self.pictures.items():
            shown = (quote(path.relative_to(self.folder).as_posix()) for path in paths)
            images = "".join(
                f'<a href="{source}"><img src="{source}" loading="lazy" alt=""></a>'
                for source in shown
            )
            rows.append(f"<h2>{escape(title)}</h2><div>{images}</div>")
        style = "img{width:18rem;height:24rem;object-fit:cover;object-position:top;margin:.5rem}"
        page = f"<!doctype html><meta charset=utf-8><style>{style}</style>{''.join(rows)}"
        index = self.folder / "index.html"
        index.write_text(page, encoding="utf-8")
        return index


def take_pictures(
    browser: Browser, demo: Demo, album: Album, looks: list[Look], wanted: re.Pattern[str]
) -> None:
    """Take a picture of each page whose kind holds `wanted`, for whoever sees it, in each look.

    An album that asks axe also gathers, in its `complaints`, what is wrong with each page.
    """
    for visitor in visitors(
        browser,
        url=demo.url,
        login=demo.login,
        password=demo.password,
        ballot_link=demo.ballot_link,
        mailbox=demo.mailbox,
    ):
        pages = find_pages(visitor.context.request, visitor.starts)
        chosen = [one for one in pages if one.is_page and wanted.search(one.kind)]
        album.say(f"{visitor.name}: {len(chosen)} of {len(pages)} pages")
        page = visitor.context.new_page()
        for look in looks:
            wear(page, look, demo.url)
            for found in chosen:
                _take(page, found.path, album.place(visitor, found, look))
                if album.is_asking_axe:
                    album.complain(page, f"{visitor.name} {found.path} {look}")
        page.close()


def wear(page: Page, look: Look, url: str) -> None:
    """Let whoever looks at `page` read that language, at that width, in that theme."""
    page.set_viewport_size({"width": look.width, "height": HEIGHT})
    page.emulate_media(color_scheme=look.theme)
    page.context.add_cookies([{"name": "django_language", "value": look.language, "url": url}])


def _take(page: Page, path: str, place: Path) -> None:
    page.goto(path)
    height = page.evaluate("document.documentElement.scrollHeight")
    width = page.viewport_size["width"] if page.viewport_size else 0
    page.screenshot(
        path=place,
        full_page=True,
        clip={"x": 0, "y": 0, "width": width, "height": min(height, TALLEST)},
    )
