"""What a declaration asks of a hand: a few taps on a phone, or the keyboard alone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import DESK, PHONE, Visitor

pytestmark = pytest.mark.e2e

MOST_TAPS = (
    7  # from the space to the match: open, direction, family, title, concept, quantity, save
)
MOST_TABS = 40  # between two controls; more: the keyboard is lost
MOST_REQUIRED = 5  # fields, by docs: a declaration takes three minutes


@pytest.fixture(scope="module")
def link(browser, demo) -> str:
    """The link of a contact to the space of its company, as the project manager gives it."""
    login, password = demo.login
    context = browser.new_context(base_url=demo.url, locale="fr-FR")
    page = context.new_page()
    page.goto("/admin/")
    page.get_by_label("Nom d’utilisateur").fill(login)
    page.get_by_label("Mot de passe").fill(password)
    page.get_by_role("button", name="Se connecter").click()
    page.goto("/companies/4/space/links/")
    page.get_by_role("button", name=re.compile("^Donner un lien")).first.click()
    found: str = page.locator("main code").first.inner_text()
    context.close()
    return found


class Taps:
    """A thumb that counts."""

    def __init__(self) -> None:
        self.count = 0

    def on(self, locator) -> None:
        self.count += 1
        locator.tap()


def test_a_declaration_takes_at_most_seven_taps_and_five_mandatory_fields(visitor, link):
    page = enter(visitor(PHONE, is_mobile=True, has_touch=True), link)
    thumb = Taps()

    thumb.on(page.get_by_role("link", name="Déclarer une ressource"))
    page.wait_for_url("**/declare/")
    thumb.on(page.locator("#choose-direction label").first)
    thumb.on(page.locator("#choose-family label").first)
    title = page.get_by_label("De quoi s’agit-il")
    thumb.on(title)
    title.press_sequentially("palettes europe")
    thumb.on(page.locator("#questions label", has_text=re.compile("^\\s*Palettes Europe\\s*$")))
    required = page.locator("form#declare-form [required]")
    names = set(required.evaluate_all("fields => fields.map(field => field.name)"))
    quantity = page.get_by_label("Combien, et à quel rythme")
    thumb.on(quantity)
    quantity.press_sequentially("300 par mois")
    thumb.on(page.get_by_role("button", name=re.compile("^Enregistrer")))

    page.wait_for_url(re.compile(r"/space/declare/\d+/$"))
    assert thumb.count <= MOST_TAPS
    assert len(names) <= MOST_REQUIRED
    assert {"direction", "family", "title"} <= names


def test_the_keyboard_alone_declares_corrects_and_closes(visitor, link):
    page = enter(visitor(DESK), link, by=press_button)

    tab_to(page, "Déclarer une ressource")
    page.keyboard.press("Enter")
    page.wait_for_url("**/declare/")
    choose(page, "direction", "offer")
    choose(page, "family", "material")
    tab_to(page, "De quoi s’agit-il ?")
    page.keyboard.type("palettes europe")
    page.locator("#questions fieldset").wait_for()
    choose(page, "concept", "pallet.*")
    tab_to(page, "Combien, et à quel rythme")
    page.keyboard.type("300 par mois")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/space/declare/\d+/$"))
    expect(page.locator("main")).to_contain_text("Reconnu comme")

    tab_to(page, "Changer qui la voit")
    page.keyboard.press("Enter")
    page.wait_for_url("**/seen/")
    choose(page, "visibility", "parties")
    tab_to(page, "Enregistrer")
    page.keyboard.press("Enter")
    page.wait_for_url("**/space/seen-as/?as=parties")
    expect(page.locator("main")).to_contain_text("Palettes europe")


def enter(who: Visitor, link: str, by: Callable[[Page], None] | None = None) -> Page:
    """Open the space by its link and its button."""
    who.visit(link)
    (by or (lambda page: page.get_by_role("button", name="Ouvrir notre espace").tap()))(who.page)
    who.page.wait_for_url("**/space/")
    return who.page


def press_button(page: Page) -> None:
    tab_to(page, "Ouvrir notre espace")
    page.keyboard.press("Enter")


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the control of this name has the focus, which one can see."""
    words = re.compile(rf"^\s*{re.escape(name)}")
    wanted = (
        page.get_by_role("link", name=words)
        .or_(page.get_by_role("button", name=words))
        .or_(page.get_by_role("textbox", name=words))
    ).first
    for _press in range(MOST_TABS):
        page.keyboard.press("Tab")
        if wanted.evaluate("control => control === document.activeElement"):
            assert wanted.evaluate("control => control.matches(':focus-visible')")
            return
    raise AssertionError(f"Tab does not reach “{name}”")


def choose(page: Page, name: str, value: str) -> None:
    """Reach a group of choices by Tab, and go through it by the arrows until the wanted one."""
    for _press in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.locator(":focus").get_attribute("name") == name:
            break
    page.keyboard.press("Space")
    for _press in range(MOST_TABS):
        chosen = page.locator(f"input[name={name}]:checked")
        if chosen.count() and re.fullmatch(value, chosen.input_value()):
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"the arrows do not reach {value} of {name}")
