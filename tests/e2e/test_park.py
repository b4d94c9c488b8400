"""The map and the circle in a browser: a company opens, the ground grows, all of it by keyboard."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import DESK, PHONE

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("address", ["/map/", "/synergies/network/drawing/"])
def test_a_company_opens_beside_the_drawing_and_closes_by_keyboard(manager, address):
    manager.visit(address)
    page = manager.page
    first = page.locator("[data-pompey-node]").first
    first.focus()
    page.keyboard.press("ArrowDown")
    chosen = page.locator("[data-pompey-node]:focus")
    expect(chosen).to_have_count(1)
    assert chosen.get_attribute("data-pompey-node") != first.get_attribute("data-pompey-node")

    page.keyboard.press("Enter")

    expect(page.locator("[data-pompey-panel-room] h2")).to_be_focused()
    manager.look()
    page.keyboard.press("Escape")
    expect(page.locator("[data-pompey-panel-room] h2")).to_have_count(0)


def test_the_ground_grows_while_names_keep_their_size(manager):
    manager.visit("/map/")
    page = manager.page
    name = page.locator(".nodes .z1").first
    width, text = page.locator("svg.park").bounding_box()["width"], name.bounding_box()["height"]

    page.locator("[data-pompey-node]").first.focus()
    page.keyboard.press("+")
    page.keyboard.press("+")

    assert page.locator("svg.park").bounding_box()["width"] == pytest.approx(width * 2.25, rel=0.02)
    assert name.bounding_box()["height"] == pytest.approx(text, rel=0.1)
    expect(page.locator("[data-pompey-say]")).to_contain_text("225")
    manager.look()


def test_the_public_map_answers_a_phone_without_script(visitor):
    public = visitor(PHONE, java_script_enabled=False)
    public.page.goto("/map/public/")

    expect(public.page.locator("[data-pompey-tools]")).to_be_hidden()
    expect(public.page.get_by_role("table")).to_be_visible()


def test_the_public_map_is_for_everybody(visitor):
    visitor(DESK).visit("/map/public/")
