"""Every page that a link leads to: nothing broken, nothing unreachable, nothing too wide.

Pages are found by following links, so that a new one is looked at without being named here.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from pompey_ite.tour.every_page import Found, find_pages
from pompey_ite.tour.pictures import Look, wear

pytestmark = pytest.mark.e2e

LOOKS = [Look("fr", 390, "dark"), Look("en", 1280, "light")]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPEN_ALL = "document.querySelectorAll('details').forEach(one => one.open = true)"
TOO_WIDE = "document.documentElement.scrollWidth > window.innerWidth"


@pytest.mark.parametrize("who", ["anybody", "manager", "voter", "company"])
def test_every_page_is_whole_in_both_languages_and_themes(who, everybody, fresh_demo):
    visitor = everybody[who]
    pages = [one for one in find_pages(visitor.context.request, visitor.starts) if one.is_page]
    assert len(pages) > 1

    page = visitor.context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    for turn, look in enumerate(LOOKS):
        wear(page, look, fresh_demo.url)
        for found in pages:
            if not is_twin(found, turn):
                complaints += looked_at(page, found, look)

    assert complaints == []


def is_twin(found: Found, turn: int) -> bool:
    """Return whether another page of the admin stands for this one: they share their templates.

    Lists are looked at on the phone, forms at the desk; adding is the form of changing.
    """
    if not found.kind.startswith("admin:") or found.kind.count("_") < 2:
        return False
    return not found.kind.endswith(("_changelist", "_change")[turn])


def looked_at(page: Page, found: Found, look: Look) -> list[str]:
    """Return what is wrong with a page, one line each, with everything on it opened."""
    answer = page.goto(found.path)
    if answer is None or answer.status != 200:
        return [f"{found.path}: {answer and answer.status}"]
    page.evaluate(OPEN_ALL)
    wrong = [f"{found.path} {look}: too wide"] if page.evaluate(TOO_WIDE) else []
    options = {"runOnly": {"type": "tag", "values": RULES}}
    violations = Axe().run(page, options=options).response["violations"]
    return wrong + [
        f"{found.path} {look} {violation['id']}: {node['html'][:160]}"
        for violation in violations
        for node in violation["nodes"]
    ]
