"""One demo for all end-to-end tests, and visitors who look closely at each page they see."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize

from pompey_ite.tour.looking import RULES, violations
from pompey_ite.tour.visitors import Visitor as Traveller
from pompey_ite.tour.visitors import visitors
from tests.e2e.demo_process import QUIET_TICK_S, RunningDemo, fill, running_demo

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 900}
# What htmx writes about a request that a newer one replaced; one that failed says htmx:sendError.
REPLACED = ("htmx:afterRequest", "htmx:sendAbort")
# The size of targets (WCAG 2.2) is left to test_every_page.py, which looks before anybody touches a
# page: axe measures what is not covered just then, and somebody at work scrolls and opens things.
RULES_WHILE_WORKING = [rule for rule in RULES if rule != "wcag22aa"]


class Visitor:
    """A person at a screen; `look` is what they cannot help noticing."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.is_listening = True
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))

    def _note(self, message: ConsoleMessage) -> None:
        is_wrong = message.type in {"error", "warning"} and not message.text.startswith(REPLACED)
        if self.is_listening and is_wrong:
            self.complaints.append(f"{self.page.url}: {message.text}")

    def visit(self, path: str) -> None:
        """Open an address of the site and look at it."""
        response = self.page.goto(path)
        assert response is not None
        assert response.status == 200, f"{path}: {response.status}"
        self.look()

    def look(self) -> None:
        """Nothing broken, nothing unreachable, nothing wider than the screen."""
        assert self.complaints == []
        fits = self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert fits, f"{self.page.url} is wider than the screen"
        assert self.violations() == []

    def violations(self) -> list[str]:
        """Return what axe finds on the page, one line each."""
        self.is_listening = False  # axe tries inline styles of its own, which our policy stops
        found = violations(self.page, RULES_WHILE_WORKING)
        self.page.wait_for_timeout(50)
        self.is_listening = True
        return [f"{self.page.url}: {one}" for one in found]


@pytest.fixture(scope="session")
def filled_folder(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Give a function that returns the data folder of a new demo that is filled already."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def folder() -> Path:
        data_dir: Path = tmp_path_factory.mktemp("demo")
        fill(data_dir, shared)
        return data_dir

    return folder


@pytest.fixture(scope="session")
def demo(filled_folder: Callable[[], Path]) -> Iterator[RunningDemo]:
    with running_demo(filled_folder()) as running:
        yield running


@pytest.fixture(scope="session")
def fresh_demo(filled_folder: Callable[[], Path]) -> Iterator[RunningDemo]:
    """Run a demo for those who only look: no story has closed a round or used a link up."""
    with running_demo(filled_folder(), tick_s=QUIET_TICK_S) as running:
        yield running


@pytest.fixture(scope="session")
def everybody(browser: Browser, fresh_demo: RunningDemo) -> dict[str, Traveller]:
    """Everybody who sees pages of their own, signed in once for all who follow links."""
    login, password = fresh_demo.login
    people = visitors(
        browser,
        url=fresh_demo.url,
        login=login,
        password=password,
        ballot_link=fresh_demo.ballot_links[0],
        mailbox=fresh_demo.data_dir / "mailbox",
    )
    return {one.name: one for one in people}


@pytest.fixture
def visitor(browser: Browser, demo: RunningDemo) -> Iterator[Callable[..., Visitor]]:
    """Give a function that seats a visitor at a screen of some size."""
    seated = []

    def seat(viewport: ViewportSize, **options: Any) -> Visitor:
        context = browser.new_context(base_url=demo.url, viewport=viewport, **options)
        context.set_default_timeout(15_000)
        seated.append(Visitor(context.new_page()))
        return seated[-1]

    yield seat
    for one in seated:
        assert one.complaints == []
        one.page.context.close()


@pytest.fixture
def manager(visitor: Callable[..., Visitor], demo: RunningDemo) -> Visitor:
    """The project manager at a desk, signed in."""
    seated = visitor(DESK)
    login, password = demo.login
    seated.visit("/admin/")
    seated.page.get_by_label("Nom d’utilisateur").fill(login)
    seated.page.get_by_label("Mot de passe").fill(password)
    seated.page.get_by_role("button", name="Se connecter").click()
    seated.page.get_by_role("heading", name="Tableau de bord").wait_for()
    return seated


@pytest.hookimpl(trylast=True)  # after the order was shuffled
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A story is told in its order: each test leaves the demo as the next one finds it."""
    here = Path(__file__).parent
    told = [item for item in items if here in item.path.parents]
    told.sort(key=lambda item: (item.path, item.function.__code__.co_firstlineno))  # type: ignore[attr-defined]
    items[:] = [item for item in items if here not in item.path.parents] + told
