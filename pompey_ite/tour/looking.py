"""What axe, and a ruler, say of a page that a browser shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Page

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
OPEN_ALL = "document.querySelectorAll('details').forEach(one => one.open = true)"
TOO_WIDE = "document.documentElement.scrollWidth > window.innerWidth"
SHOWN_CHARACTERS = 160


def wrong_with(page: Page) -> list[str]:
    """Return what is wrong with the page shown, one line each, with everything on it opened.

    That is: wider than the screen, or against a rule of WCAG A or AA, or of good practice.
    """
    page.evaluate(OPEN_ALL)
    wrong = ["too wide"] if page.evaluate(TOO_WIDE) else []
    return wrong + violations(page)


def violations(page: Page, rules: Sequence[str] = RULES) -> list[str]:
    """Return what of the page shown is against a rule of WCAG A or AA, or of good practice.

    One line for each place; rules: axe's names of groups of them. Only what is wrong is described:
    the rest of axe's answer, up to a megabyte for each page, takes as long as looking does.
    """
    options = {"runOnly": {"type": "tag", "values": [*rules]}, "resultTypes": ["violations"]}
    return [
        f"{violation['id']}: {node['html'][:SHOWN_CHARACTERS]}"
        for violation in Axe().run(page, options=options).response["violations"]
        for node in violation["nodes"]
    ]
