"""Companies at their ballots: the links they got, what a thumb does, what an eye measures."""

import re
from collections import defaultdict

from playwright.sync_api import Locator, Page

from tests.e2e.conftest import Visitor

ROUND = "/rounds/2/links/"
SMALLEST_TARGET_PX = 48

# A choice is as big as its label; what is inside a closed <details>, or only for a screen reader,
# is no target; a link in the footer or in running text may be as small as its line.
MEASURE = """() => [...document.querySelectorAll(
    ".ballot a, .ballot button, .ballot summary, .ballot select, .ballot textarea, .ballot input")]
  .filter(one => one.type !== "hidden" && one.checkVisibility())
  .filter(one => !one.closest(".ballot p") || one.closest("label, button"))
  .map(one => one.closest("label") || one)
  .map(one => [one.outerHTML.slice(0, 120), Math.round(one.getBoundingClientRect().height)])"""

# What lies under the middle of each target once it is on the screen, if it is something else.
COVERED = """() => [...document.querySelectorAll(".ballot a, .ballot button, .ballot label.answer")]
  .filter(one => one.checkVisibility())
  .filter(one => {
    one.scrollIntoView({block: "center"});
    const [box] = one.getClientRects();  // of a link in running text: its first line
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return !one.contains(top);
  })
  .map(one => one.outerHTML.slice(0, 120))"""


def links_by_company(manager: Visitor) -> dict[str, list[str]]:
    """Return the personal links of the open round, as the project manager sees them."""
    manager.page.goto(ROUND)
    links = defaultdict(list)
    for row in manager.page.locator("main tbody tr").all():
        if row.locator("code").count():
            links[row.locator("th").inner_text()].append(row.locator("code").inner_text())
    return links


def enter(visitor: Visitor, link: str) -> None:
    """Open a personal link and press the button that leads in."""
    visitor.page.goto(link)
    visitor.page.get_by_role("button", name="Commencer").click()
    visitor.page.wait_for_url("**/ballot/2/**")


def choice(page: Page, answer: str) -> Locator:
    """Return the place to tap for an answer."""
    word = page.locator(".answer-word", has_text=re.compile(f"^{answer}$"))
    return page.locator("label.answer").filter(has=word)


def choose(page: Page, answer: str) -> str:
    """Tap an answer without waiting; return the title of the proposal."""
    title = page.inner_text("h1")
    choice(page, answer).click()
    return title


def next_page(page: Page, title: str) -> None:
    """Wait until another page than that of `title` is shown."""
    page.wait_for_function("was => document.querySelector('h1')?.innerText !== was", arg=title)


def answer(page: Page, word: str) -> str:
    """Tap an answer and wait for the next page; return the title of the proposal answered."""
    title = choose(page, word)
    next_page(page, title)
    return title


def small_targets(page: Page) -> list[str]:
    """Return what is too low for a thumb."""
    return [f"{h} px: {html}" for html, h in page.evaluate(MEASURE) if h < SMALLEST_TARGET_PX]


def covered(page: Page) -> list[str]:
    """Return what a tap in its middle would miss."""
    return list(page.evaluate(COVERED))
