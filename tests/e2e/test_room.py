"""The day in the room: codes for the tables, the screen on the wall, a phone that types a code."""

import re

import pytest

from tests.e2e.conftest import DESK, PHONE

pytestmark = pytest.mark.e2e

SCREEN = "/rounds/2/room/screen/"
SMALLEST = {"width": 320, "height": 640}


def test_tables_get_their_codes_and_a_phone_comes_in_by_one(manager, visitor):
    manager.visit("/rounds/2/room/")
    manager.page.get_by_role("button", name="Créer les codes").click()
    manager.page.wait_for_url("**/room/sheet/**")
    manager.look()
    cards = manager.page.locator(".room-card")
    assert cards.count() == 25
    company = cards.last.locator("h2").inner_text()
    code = cards.last.locator(".room-code").inner_text()
    assert cards.last.get_by_role("img", name=re.compile("QR code")).is_visible()

    phone = visitor(PHONE, is_mobile=True, has_touch=True)
    phone.visit("/vote/")
    phone.page.get_by_label("Code de votre table").fill(code.lower().replace("-", " "))
    phone.page.get_by_role("button", name="Ouvrir le bulletin").tap()
    phone.page.wait_for_url("**/ballot/2/**")
    phone.look()

    assert company in phone.page.inner_text("main")
    assert code not in phone.page.url


@pytest.mark.parametrize("viewport", [SMALLEST, PHONE, DESK], ids=["320", "phone", "desk"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_screen_fits_and_reads_in_a_bright_and_in_a_dark_room(manager, viewport, scheme):
    manager.page.set_viewport_size(viewport)
    manager.page.emulate_media(color_scheme=scheme)

    manager.visit(SCREEN)

    assert re.search(r"\d+ / 25", manager.page.inner_text("main").replace("\n", ""))


def test_the_screen_asks_again_by_itself(manager):
    manager.visit(SCREEN)

    with manager.page.expect_response(f"**{SCREEN}", timeout=20_000) as answer:
        pass

    assert answer.value.status == 200
    manager.look()


def test_without_javascript_the_screen_reloads(manager, visitor):
    still = visitor(DESK, java_script_enabled=False)
    still.page.context.add_cookies(manager.page.context.cookies())

    still.page.goto(SCREEN)
    with still.page.expect_navigation(timeout=25_000) as reloaded:
        pass

    assert reloaded.value.status == 200


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_manager_looks_at_every_page_of_a_round(manager, viewport):
    manager.page.set_viewport_size(viewport)
    for path in (
        "/rounds/2/extend/",
        "/rounds/2/cancel/",
        "/rounds/2/edit/",
        "/rounds/2/room/",
        "/rounds/2/mails/invitation/",
        "/rounds/2/mails/reminder/",
        "/rounds/2/ballots/2/enter/",
        "/rounds/2/ballots/2/history/",
        "/rounds/1/ballots/2/history/",
    ):
        manager.visit(path)
