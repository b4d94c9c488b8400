"""How heavy the pages of companies are, and how soon a slow phone shows them: `bench pages`."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import CommandError

from pompey_ite.services_check import chromium_path
from pompey_ite.tour.every_page import find_pages
from pompey_ite.tour.site import Demo, TourFailed, demo_site
from pompey_ite.tour.visitors import Visitor, visitors

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

FIRST_KB, AGAIN_KB, SHIFT, USABLE_MS = 150, 30, 0.0, 1_000
BYTES_PER_KB = 1_000
PHONE = {"width": 390, "height": 844}
# “Slow 4G”, and a processor four times slower: what Lighthouse calls a slow phone.
NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6e6 / 8,
    "uploadThroughput": 0.75e6 / 8,
}
SLOWER = 4
TIMES = """() => new Promise(done => {
  let shift = 0;
  new PerformanceObserver(list => list.getEntries().forEach(one => { shift += one.value; }))
    .observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => {
    const paint = performance.getEntriesByName('first-contentful-paint')[0];
    const page = performance.getEntriesByType('navigation')[0];
    done({ shift, usable: Math.max(paint ? paint.startTime : 0, page.domContentLoadedEventEnd),
           server: page.responseStart - page.requestStart });
  }, 300);
})"""

Say = Callable[[str], None]


@dataclass(frozen=True)
class Weight:
    """What one page costs: kB received the first time and again, shift, ms until usable."""

    first_kb: float
    again_kb: float
    shift: float
    usable_ms: float

    @property
    def is_light(self) -> bool:
        return (
            self.first_kb <= FIRST_KB
            and self.again_kb <= AGAIN_KB
            and self.shift <= SHIFT
            and self.usable_ms <= USABLE_MS
        )

    def __str__(self) -> str:
        verdict = "pass" if self.is_light else "miss"
        sizes = f"{self.first_kb:.0f} kB, {self.again_kb:.0f} kB"
        return f"{sizes}, {self.shift:.3f}, {self.usable_ms:.0f} ms  {verdict}"


def bench_pages(*, size: int, say: Say) -> Iterator[tuple[str, str]]:
    """Yield (page, weight) of each page that anybody, voters and companies see, on a slow phone.

    Weight: kB received at the first visit and at the next, layout shift, ms until the page is
    painted and its scripts have run. `size`, of declarations, changes nothing: a demo is measured.
    Raises CommandError without the packages of the tests or a browser.
    """
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 – a test package
    except ImportError as error:
        raise CommandError("Pages need the packages of the tests: manage.py test.") from error
    if (browser_path := chromium_path()) is None:
        raise CommandError("Pages need Chromium: install it, or set CHROMIUM to its path.")
    yield (
        "page (whose)",
        f"≤ {FIRST_KB} kB, then ≤ {AGAIN_KB} kB, shift {SHIFT:.0f}, ≤ {USABLE_MS} ms",
    )
    say("starting a demo")
    with (
        tempfile.TemporaryDirectory(prefix="pompey-bench-") as folder,
        demo_site(Path(folder)) as demo,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        try:
            yield from _pages(browser, demo, say)
        except TourFailed as failure:
            raise CommandError(str(failure)) from failure


def _pages(browser: Browser, demo: Demo, say: Say) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    people = visitors(
        browser,
        url=demo.url,
        login=demo.login,
        password=demo.password,
        ballot_link=demo.ballot_link,
        mailbox=demo.mailbox,
    )
    for visitor in [one for one in people if one.name != "manager"]:
        for found in find_pages(visitor.context.request, visitor.starts):
            if not found.is_page or found.kind in seen:
                continue
            seen.add(found.kind)
            say(found.path)
            yield (
                f"{found.kind} ({visitor.name})",
                str(weigh(browser, visitor, found.path, demo.url)),
            )


def weigh(browser: Browser, visitor: Visitor, path: str, url: str) -> Weight:
    """Return the weight of a page for one who comes with the visitor's cookies and no cache."""
    context: BrowserContext = browser.new_context(
        base_url=url,
        storage_state=visitor.context.storage_state(),
        viewport={"width": PHONE["width"], "height": PHONE["height"]},
    )
    page = context.new_page()
    try:
        received = _listen(page)
        page.goto(path, wait_until="networkidle")
        times: dict[str, float] = page.evaluate(TIMES)
        first = sum(received)
        received.clear()
        page.goto("about:blank")
        page.goto(path, wait_until="networkidle")
        return Weight(
            first / BYTES_PER_KB, sum(received) / BYTES_PER_KB, times["shift"], times["usable"]
        )
    finally:
        context.close()


def _listen(page: Page) -> list[float]:
    """Make the page a slow phone; return a list that fills with the bytes of each answer."""
    received: list[float] = []

    def note(event: dict[str, Any]) -> None:
        received.append(event["encodedDataLength"])

    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", NETWORK)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    session.on("Network.loadingFinished", note)
    return received
