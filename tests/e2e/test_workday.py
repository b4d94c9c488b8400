"""The project manager's day: frequent acts in three clicks at most, and by keyboard alone."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import DESK, PHONE

pytestmark = pytest.mark.e2e
MOST_CLICKS = 3


class Hand:
    """A hand on a mouse, which counts its clicks; typing is not clicking."""

    def __init__(self) -> None:
        self.clicks = 0

    def click(self, target: Locator) -> None:
        with target.page.expect_navigation(wait_until="load"):
            target.click()
        self.clicks += 1

    def tick(self, target: Locator) -> None:
        target.click()
        self.clicks += 1


def cockpit(manager) -> Page:
    manager.visit("/admin/")
    page: Page = manager.page
    return page


def quick(page: Page, name: str) -> Locator:
    return page.get_by_label("Gestes courants").get_by_role("link", name=name)


def save(page: Page) -> Locator:
    return page.get_by_role("button", name="Enregistrer", exact=True)


def test_a_call_is_logged_in_two_clicks(manager):
    page, hand = cockpit(manager), Hand()

    hand.click(quick(page, "Noter un appel"))
    manager.look()
    expect(page.locator("#id_company")).to_be_focused()
    page.keyboard.type("val-cendreux")
    page.get_by_label("Ce qui s’est dit").fill("Elle attend le devis.")
    hand.click(save(page))

    expect(page.locator("#messages")).to_contain_text("Fonderie Val-Cendreux")
    assert hand.clicks <= MOST_CLICKS


def test_a_late_milestone_is_postponed_in_two_clicks_from_its_line(manager):
    page, hand = cockpit(manager), Hand()
    line = page.locator(".matter", has_text="jours de retard").first
    title = line.locator(".matter-words a").inner_text()

    hand.click(line.get_by_role("link", name="Reporter"))
    manager.look()
    hand.click(save(page))

    expect(page.locator("#messages")).to_contain_text(title)
    expect(page.locator(".matter", has_text=title)).to_have_count(0)
    assert hand.clicks <= MOST_CLICKS


def test_the_status_of_an_action_is_set_in_three_clicks(manager):
    page, hand = cockpit(manager), Hand()

    hand.click(quick(page, "Changer le statut d’une action"))
    manager.look()
    page.keyboard.type("b2")
    hand.tick(page.get_by_label("en discussion"))
    hand.click(save(page))

    expect(page.locator("#messages")).to_contain_text("B2")
    assert hand.clicks <= MOST_CLICKS


def test_a_synergy_is_moved_in_three_clicks(manager):
    page, hand = cockpit(manager), Hand()

    hand.click(quick(page, "Faire avancer une synergie"))
    manager.look()
    page.keyboard.type("2")
    hand.tick(page.get_by_label("à l’étude"))
    page.get_by_label("Prochaine étape").fill("Réunir les trois entreprises")
    page.get_by_label("Pour quand").fill("2099-01-15")
    hand.click(save(page))

    expect(page.locator("#messages")).to_contain_text("à l’étude")
    assert hand.clicks <= MOST_CLICKS


def test_a_company_met_on_the_road_is_added_in_two_clicks_on_a_phone(visitor, manager):
    cookies = manager.page.context.cookies()
    phone = visitor(PHONE)
    phone.page.context.add_cookies(cookies)
    page, hand = cockpit(phone), Hand()

    hand.click(quick(page, "Ajouter une entreprise rencontrée"))
    phone.look()
    expect(page.locator("#id_name")).to_be_focused()
    page.keyboard.type("Scierie du Mad")
    page.get_by_label("Nom*", exact=True).or_(page.get_by_label("Nom", exact=True)).fill("Louis")
    page.get_by_label("Ce qui s’est dit").fill("Donne de la sciure.")
    hand.click(save(page))

    expect(page.locator("h1")).to_contain_text("Scierie du Mad")
    assert hand.clicks <= MOST_CLICKS


def press_until(page: Page, focused: Locator, key: str = "Tab", most: int = 60) -> None:
    """Press a key until something has the focus, as one does who has no mouse."""
    for _one in range(most):
        if focused.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{most} × {key} did not reach {focused}")


def test_a_call_and_a_search_need_no_mouse(manager):
    page = cockpit(manager)

    press_until(page, quick(page, "Noter un appel"))
    page.keyboard.press("Enter")
    expect(page.locator("#id_company")).to_be_focused()
    page.keyboard.type("orgelune")
    press_until(page, page.get_by_label("Ce qui s’est dit"))
    page.keyboard.type("Rappeler lundi")
    press_until(page, save(page))
    page.keyboard.press("Enter")
    expect(page.locator("#messages")).to_contain_text("Orgelune")

    page.locator("body").press("/")
    expect(page.locator("#site-search-words")).to_be_focused()
    page.keyboard.type("B2")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    manager.look()
    press_until(page, page.locator(".is-direct a").first)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("B2")


def test_a_follow_up_needs_no_mouse(manager):
    page = cockpit(manager)

    press_until(page, quick(page, "Changer le statut d’une action"))
    page.keyboard.press("Enter")
    expect(page.locator("#id_action")).to_be_focused()
    page.keyboard.type("b3")
    press_until(page, page.locator("[name=status]").first)
    page.keyboard.press("Space")
    press_until(page, page.get_by_label("en discussion"), key="ArrowRight")
    press_until(page, save(page))
    page.keyboard.press("Enter")
    expect(page.locator("#messages")).to_contain_text("B3")

    page.locator("body").press("/")
    page.keyboard.type("B3")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    press_until(page, page.locator(".is-direct a").first)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("B3")
    expect(page.locator("main")).to_contain_text("en discussion")
    press_until(page, page.locator("main textarea").first)
    page.keyboard.type("Les trois directrices sont d’accord.")
    press_until(page, page.get_by_role("button", name="Ajouter la note"))
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_contain_text("Les trois directrices sont d’accord.")


def test_the_search_answers_while_one_types_and_without_javascript(visitor, manager):
    page = manager.page
    manager.visit("/search/")
    page.get_by_label("Mots, numéro ou code").fill("metrologie")
    expect(page.locator("#found-actions")).to_be_visible()
    manager.look()

    plain = visitor(DESK, java_script_enabled=False)
    plain.page.context.add_cookies(page.context.cookies())
    plain.page.goto("/search/?q=metrologie")
    expect(plain.page.locator("#found-actions")).to_be_visible()


def test_the_key_of_the_search_can_be_switched_off(manager):
    page = manager.page
    manager.visit("/search/")

    page.get_by_label("La touche / mène à la recherche").uncheck()
    manager.visit("/companies/")
    page.locator("body").press("/")

    expect(page.locator("#site-search-words")).not_to_be_focused()


@pytest.mark.parametrize("place", ["/synergies/", "/companies/", "/programme/"])
def test_rows_are_chosen_looked_at_and_left_alone(visitor, manager, place):
    cookies = manager.page.context.cookies()
    phone = visitor(PHONE)
    phone.page.context.add_cookies(cookies)
    for seated in (manager, phone):
        page = seated.page
        seated.visit(place)
        page.locator(".bulk-box input").first.check()
        seated.look()
        page.get_by_role("button", name="Continuer").click()
        page.wait_for_url("**/bulk/**")
        seated.look()
        page.get_by_role("link", name="Ne rien changer").first.click()
        page.wait_for_url(f"**{place}")


def test_parked_together_and_back_in_one_press(manager):
    page = manager.page
    manager.visit("/synergies/?status=idea")
    for number in range(2):
        page.locator(".bulk-box input").nth(number).check()
    page.get_by_label("Changer les lignes choisies").select_option("park")
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Pourquoi").fill("Pas de volume cette année")
    page.get_by_label("Prochaine étape").fill("Rappeler")
    page.get_by_label("Pour quand").fill("2099-03-01")
    page.get_by_role("button", name="Voir ce qui changerait").click()
    expect(page.locator("#changing-title")).to_contain_text("2 changeraient")
    manager.look()

    page.get_by_role("button", name="Changer 2 lignes").click()
    page.wait_for_url("**/bulk/done/**")
    manager.look()
    page.get_by_role("button", name="Défaire").click()

    expect(page.locator("#messages")).to_contain_text("2 lignes sont redevenues comme avant")
