"""The day of a workshop: codes, a table that types without network, the wall that counts."""

import re

import pytest

from tests.e2e.conftest import DESK, PHONE

pytestmark = pytest.mark.e2e

WAITS = "1 fiche attend sur cet appareil"


def write(page, offers, wants, what):
    page.get_by_label("Qui propose").fill(offers)
    page.get_by_label("Qui recherche").fill(wants)
    page.get_by_label("Quoi").fill(what)
    page.keyboard.press("Enter")


def count_on(page):
    return int(page.inner_text(".wall-number"))


def test_a_slip_typed_without_network_waits_goes_once_and_grows_the_wall(manager, visitor):
    manager.visit("/workshops/")
    manager.page.locator("main th a").first.click()
    manager.page.get_by_role("button", name="Ouvrir la salle").click()
    manager.page.wait_for_url("**/sheet/**")
    manager.look()
    code = manager.page.locator(".room-code").nth(2).inner_text()
    screen = re.sub(r"sheet/.*", "screen/", manager.page.url)
    manager.page.goto(screen)
    manager.look()
    before = count_on(manager.page)

    phone = visitor(PHONE, is_mobile=True, has_touch=True)
    phone.visit("/table/")
    phone.page.get_by_label("Code de votre table").fill(code)
    phone.page.keyboard.press("Enter")
    phone.page.wait_for_url("**/tables/**")
    phone.look()
    names = phone.page.locator("#companies option")
    offers, wants = (names.nth(place).get_attribute("value") for place in (0, 3))

    phone.is_listening = False  # the browser itself complains of requests without network
    phone.page.context.set_offline(True)
    write(phone.page, offers, wants, "Palettes sans réseau")
    phone.page.get_by_text(WAITS).wait_for()
    assert phone.page.evaluate("document.activeElement.name") == "offers"
    phone.page.context.set_offline(False)
    phone.page.get_by_text("Enregistré").wait_for()
    phone.page.get_by_text(WAITS).wait_for(state="hidden")
    phone.is_listening = True
    phone.look()

    phone.page.reload()
    assert phone.page.locator(".slip-what", has_text="Palettes sans réseau").count() == 1
    number = manager.page.locator(".wall-number", has_text=str(before + 1))
    number.wait_for(timeout=15_000)
    assert count_on(manager.page) == before + 1


def test_the_table_works_without_javascript_and_by_keyboard(manager, visitor):
    manager.visit("/workshops/")
    manager.page.locator("main th a").first.click()
    manager.page.get_by_role("link", name=re.compile("Feuille du")).click()
    code = manager.page.locator(".room-code").nth(1).inner_text()

    still = visitor(DESK, java_script_enabled=False)
    still.page.goto("/table/")
    still.page.get_by_label("Code de votre table").fill(code)
    still.page.keyboard.press("Enter")
    names = still.page.locator("#companies option")
    offers, wants = (names.nth(place).get_attribute("value") for place in (1, 2))
    write(still.page, offers, wants, "Formation sans script")

    written = still.page.locator(".slip-what", has_text="Formation sans script")
    written.wait_for()
    assert written.count() == 1
