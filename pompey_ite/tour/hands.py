"""Hands on a screen: what they click is counted, what they see can be kept as a picture."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pompey_ite.tour.site import LOGIN, PASSWORD, Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page, ViewportSize

DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
PATIENCE_MS = 30_000


@dataclass
class Hands:
    """A person at a page. A click, a tap, a choice in a list and a field filled in count as one."""

    page: Page
    pictures: Path | None = None
    clicks: int = 0
    taken: list[Path] = field(default_factory=list)

    def click(self, name: str, *, within: str = "main", role: str = "") -> None:
        """Click the first link or button whose words begin with `name`."""
        place = self.page.locator(within)
        words = re.compile(rf"^\s*{re.escape(name)}")
        found = place.get_by_role("button", name=words).or_(place.get_by_role("link", name=words))
        if role:
            found = place.get_by_role(role, name=words)  # type: ignore[arg-type]
        self.press(found.first)

    def press(self, target: Locator) -> None:
        """Click `target`, and wait for the page, or the part of a page, that follows."""
        target.first.click()
        self.clicks += 1
        self.page.wait_for_load_state()
        self.page.locator(".htmx-request").first.wait_for(state="detached")

    def fill(self, label: str, text: str) -> None:
        """Write `text` into the field of that label."""
        words = re.compile(
            rf"^\s*{re.escape(label)}\s*\*?\s*$"
        )  # the whole label, else its beginning
        field = self.page.locator("main").get_by_label(words)
        (field if field.count() else self.page.locator("main").get_by_label(label)).first.fill(text)
        self.clicks += 1

    def choose(self, label: str, option: str) -> None:
        """Choose an option of the list of that label."""
        self.page.locator("main").get_by_label(label).first.select_option(label=option)
        self.clicks += 1

    def tick(self, label: str) -> None:
        """Tick the box whose words begin with `label`."""
        self.page.locator("main").get_by_label(re.compile(rf"^\s*{re.escape(label)}")).first.check()
        self.clicks += 1

    def attach(self, label: str, path: Path) -> None:
        """Choose a file for the field of that label."""
        self.page.locator("main").get_by_label(label).first.set_input_files(path)
        self.clicks += 1

    def says(self, text: str) -> bool:
        """Return whether the page says `text`, whatever kind of space stands in it."""
        return text in " ".join(self.page.inner_text("body").split())

    def picture(self, name: str) -> None:
        """Keep what is on the screen as NAME.png, when pictures are wanted."""
        if self.pictures is not None:
            path = self.pictures / f"{name}.png"
            self.page.screenshot(path=path)
            self.taken.append(path)


def project_manager(browser: Browser, site: Site, pictures: Path | None) -> Hands:
    """Return the project manager at a desk, not signed in yet."""
    context = browser.new_context(base_url=site.url, viewport=DESK, locale="fr-FR")
    context.set_default_timeout(PATIENCE_MS)
    return Hands(context.new_page(), pictures)


def company_contact(browser: Browser, site: Site, pictures: Path | None) -> Hands:
    """Return the contact of a company, on a phone."""
    context = browser.new_context(
        base_url=site.url, viewport=PHONE, locale="fr-FR", is_mobile=True, has_touch=True
    )
    context.set_default_timeout(PATIENCE_MS)
    return Hands(context.new_page(), pictures)


def sign_in(hands: Hands) -> None:
    """Sign the project manager in, from the login page."""
    hands.page.goto("/admin/")
    hands.fill("Nom d’utilisateur", LOGIN)
    hands.fill("Mot de passe", PASSWORD)
    hands.click("Se connecter")
    hands.page.get_by_role("heading", name="Tableau de bord").wait_for()
