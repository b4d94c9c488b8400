"""Who looks at the pages of a demo: anybody, the project manager, a company by its links."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pompey_ite.tour.hands import PATIENCE_MS

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext

WRITTEN_LINK = re.compile(r"https?://[^/\s]+(/(?:answers|mails/preferences|reports/read)/\S+)")


@dataclass
class Visitor:
    """One who looks: with which cookies, and where the links that are followed begin."""

    name: str
    context: BrowserContext
    starts: list[str] = field(default_factory=list)


def visitors(
    browser: Browser, *, url: str, login: str, password: str, ballot_link: str, mailbox: Path
) -> list[Visitor]:
    """Return everybody who sees pages of their own in a demo, signed in as they would be.

    url: where the demo answers; ballot_link: a personal link it printed; mailbox: the folder of its
    mails, whose links open pages too.
    """
    manager = _manager(browser, url, login, password)
    return [
        Visitor("anybody", _context(browser, url), ["/", "/admin/login/", *mailed_links(mailbox)]),
        manager,
        _voter(browser, url, ballot_link),
        _company(browser, url, manager),
    ]


def mailed_links(mailbox: Path) -> list[str]:
    """Return the paths of the personal links that the mails in a folder carry, ballots aside."""
    texts = (mail.read_text(encoding="utf-8", errors="replace") for mail in mailbox.glob("*.eml"))
    unfolded = (re.sub(r"=\r?\n", "", text) for text in texts)  # long lines of quoted-printable
    return sorted({link for text in unfolded for link in WRITTEN_LINK.findall(text)})


def _context(browser: Browser, url: str) -> BrowserContext:
    context = browser.new_context(base_url=url, locale="fr-FR")
    context.set_default_timeout(PATIENCE_MS)
    return context


def _manager(browser: Browser, url: str, login: str, password: str) -> Visitor:
    context = _context(browser, url)
    page = context.new_page()
    page.goto("/admin/")
    page.get_by_label("Nom d’utilisateur").fill(login)
    page.get_by_label("Mot de passe").fill(password)
    page.get_by_role("button", name="Se connecter").click()
    page.get_by_role("heading", name="Tableau de bord").wait_for()
    page.close()
    return Visitor("manager", context, ["/admin/", "/"])


def _voter(browser: Browser, url: str, link: str) -> Visitor:
    context = _context(browser, url)
    page = context.new_page()
    page.goto(link)
    page.get_by_role("button", name=re.compile("Commencer|Reprendre|Continuer")).first.click()
    page.wait_for_url("**/ballot/**")
    start = re.sub(r"^https?://[^/]+", "", page.url)
    page.close()
    return Visitor("voter", context, [start])


def _company(browser: Browser, url: str, manager: Visitor) -> Visitor:
    page = manager.context.new_page()
    page.goto("/companies/2/space/links/")
    page.get_by_role("button", name=re.compile("^Donner un lien")).first.click()
    link = page.locator("main code").first.inner_text()
    page.close()
    context = _context(browser, url)
    page = context.new_page()
    page.goto(link)
    page.get_by_role("button", name="Ouvrir notre espace").click()
    page.wait_for_url("**/space/")
    page.close()
    return Visitor("company", context, ["/space/"])
