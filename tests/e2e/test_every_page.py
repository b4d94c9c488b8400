"""Every page that a link leads to: nothing broken, nothing unreachable, nothing too wide.

Pages are found by following links, so that a new one is looked at without being named here.
"""

import pytest
from playwright.sync_api import Page

from pompey_ite.tour.every_page import Found, find_pages
from pompey_ite.tour.looking import wrong_with
from pompey_ite.tour.pictures import Look, wear

pytestmark = pytest.mark.e2e

# Each page is met in two of the four pairs of language and theme, its neighbours in the others.
LOOKS = [
    (Look("fr", 390, "dark"), Look("en", 1280, "light")),
    (Look("en", 390, "dark"), Look("fr", 1280, "light")),
    (Look("fr", 390, "light"), Look("en", 1280, "dark")),
    (Look("en", 390, "light"), Look("fr", 1280, "dark")),
]
MANY = 300  # kinds of pages that the project manager reaches; far fewer: a way is lost


@pytest.mark.parametrize("who", ["anybody", "voter", "company"])
def test_every_page_is_whole_in_both_languages_and_themes(who, everybody, fresh_demo):
    visitor = everybody[who]
    pages = [one for one in find_pages(visitor.context.request, visitor.starts) if one.is_page]
    assert len(pages) > 1

    page = visitor.context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    for number, found in enumerate(pages):
        for look in LOOKS[number % len(LOOKS)]:
            wear(page, look, fresh_demo.url)
            complaints += looked_at(page, found, look)

    assert complaints == []


def test_no_link_of_the_workbench_leads_nowhere(everybody):
    manager = everybody["manager"]

    kinds = {found.kind for found in find_pages(manager.context.request, manager.starts)}

    assert {"companies:detail", "synergies:detail", "actions:detail", "pages:style"} <= kinds
    assert len(kinds) > MANY


def looked_at(page: Page, found: Found, look: Look) -> list[str]:
    """Return what is wrong with a page, one line each, with everything on it opened."""
    answer = page.goto(found.path)
    if answer is None or answer.status != 200:
        return [f"{found.path}: {answer and answer.status}"]
    return [f"{found.path} {look} {wrong}" for wrong in wrong_with(page)]
