"""A company declares on a phone, by the link the project manager gave it, and sees its matches."""

import re

import pytest
from playwright.sync_api import Route, expect

from tests.e2e.conftest import PHONE
from tests.e2e.waiting import until

pytestmark = pytest.mark.e2e


def test_a_company_declares_on_a_phone_and_sees_a_match(visitor, manager):
    manager.visit("/companies/2/space/links/")
    manager.page.get_by_role("button", name=re.compile("^Donner un lien")).first.click()
    manager.page.locator("main code").wait_for()
    manager.look()
    link = manager.page.locator("main code").inner_text()

    director = visitor(PHONE, is_mobile=True, has_touch=True)
    page = director.page
    director.visit(link)
    page.get_by_role("button", name="Ouvrir notre espace").tap()
    page.wait_for_url("**/space/")
    director.look()
    page.get_by_role("link", name="Déclarer une ressource").tap()
    page.wait_for_url("**/declare/")
    director.look()

    page.locator("#choose-direction label").first.tap()
    page.locator("#choose-family label").first.tap()
    page.get_by_label("De quoi s’agit-il").press_sequentially("palettes europe")
    page.locator("#questions label", has_text=re.compile("^\\s*Palettes Europe\\s*$")).tap()
    page.get_by_label("Combien, et à quel rythme").press_sequentially("env. 300 par mois")
    page.locator("#amount", has_text="soit 3 600 par an").wait_for()
    director.look()
    page.get_by_role("button", name=re.compile("^Enregistrer")).tap()
    page.wait_for_url(re.compile(r"/space/declare/\d+/$"))

    assert "Reconnu comme" in page.inner_text("main")
    assert page.locator(".declare-matches .badge", has_text="sûre").count() >= 1
    director.look()
    declaration = page.url
    for path in ("edit/", "close/"):
        director.visit(f"{declaration}{path}")

    manager.visit("/suggestions/?company=2")
    until(manager.page, "palettes europe")  # stored by the worker, in a group with the others


def test_the_project_manager_declares_on_behalf_of_a_company(manager):
    for path in ("/companies/2/", "/companies/2/space/", "/companies/2/declare/"):
        manager.visit(path)

    manager.page.get_by_label("De quoi s’agit-il").press_sequentially("palettes europe")

    manager.page.locator("#questions fieldset").wait_for()
    manager.look()


def test_an_answer_stands_though_an_older_reply_comes_late(manager):
    page = manager.page
    manager.visit("/companies/2/declare/")
    page.get_by_label("De quoi s’agit-il").press_sequentially("palettes europe")
    answer = page.locator("#questions label", has_text=re.compile("^\\s*Palettes Europe\\s*$"))
    answer.wait_for()

    on_their_way: list[Route] = []

    def hold(route: Route) -> None:
        on_their_way.append(route)

    page.route("**/declare/suggest/**", hold)
    page.locator("#choose-family label").first.click()  # asks again
    page.locator(".htmx-request").first.wait_for()
    answer.click()
    page.wait_for_timeout(200)
    assert on_their_way
    page.unroute("**/declare/suggest/**")  # lets go what is held
    expect(page.locator(".htmx-request")).to_have_count(0)

    expect(answer.locator("input")).to_be_checked()
