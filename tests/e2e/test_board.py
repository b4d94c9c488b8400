"""The board: a card is dragged, moved by keyboard, and moved without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PHONE

pytestmark = pytest.mark.e2e


def board_of(manager) -> str:
    manager.visit("/programme/")
    manager.page.get_by_role("link", name="Tableau", exact=True).click()
    manager.page.wait_for_url(re.compile(r"/programme/\d+/board/"))
    manager.look()
    return str(manager.page.url)


def drag(page, card, column) -> None:
    """Move a card by hand: nothing scrolls between taking and dropping it."""
    column.locator("h2").scroll_into_view_if_needed()
    card.scroll_into_view_if_needed()
    taken, target = card.bounding_box(), column.locator("h2").bounding_box()
    x, y = taken["x"] + taken["width"] / 2, taken["y"] + 12
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 8, y + 8, steps=4)
    page.mouse.move(target["x"] + 20, target["y"] + 10, steps=8)
    page.mouse.up()


def test_a_card_is_dragged_to_another_column_and_back_by_keyboard(manager):
    board_of(manager)
    page = manager.page
    card = page.locator(".board-card", has_text="A8")
    expect(page.locator("[data-status=to_come]")).to_contain_text("A8")

    drag(page, card, page.locator("[data-status=to_discuss]"))
    expect(page.locator("[data-status=to_discuss]")).to_contain_text("A8")
    expect(page.locator("#messages")).to_contain_text("A8 est maintenant")

    summary = page.locator(".board-card", has_text="A8").locator("summary")
    summary.focus()
    page.keyboard.press("Enter")
    page.locator(".board-card", has_text="A8").get_by_label("Nouveau statut").select_option(
        "to_come"
    )
    page.get_by_role("button", name="Déplacer A8").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-status=to_come]")).to_contain_text("A8")


def test_dropping_where_a_reason_is_wanted_asks_for_it_first(manager):
    board_of(manager)
    page = manager.page

    card = page.locator(".board-card", has_text="A1 ").first
    drag(page, card, page.locator("[data-status=on_hold]"))

    reason = page.locator(".board-card", has_text="A1 ").first.get_by_label("Pourquoi")
    expect(reason).to_be_focused()
    expect(page.locator("[data-status=in_progress]")).to_contain_text("A1 ")
    reason.fill("Le spectromètre est en révision.")
    page.keyboard.press("Enter")
    expect(page.locator("[data-status=on_hold]")).to_contain_text("A1 ")
    expect(page.locator("[data-status=on_hold]")).to_contain_text("en révision")


def test_without_javascript_a_phone_moves_a_card_too(visitor, manager):
    url = board_of(manager)
    cookies = manager.page.context.cookies()
    phone = visitor(PHONE, java_script_enabled=False)
    phone.page.context.add_cookies(cookies)
    phone.page.goto(url)
    card = phone.page.locator(".board-card", has_text="A1 ").first

    card.locator("summary").click()
    card.get_by_label("Nouveau statut").select_option("in_progress")
    card.get_by_role("button", name="Déplacer").click()

    expect(phone.page.locator("[data-status=in_progress]")).to_contain_text("A1 ")
