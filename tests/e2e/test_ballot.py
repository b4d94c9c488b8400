"""The ballot on a phone: without network, without JavaScript, without a mouse, on a small screen.

Each test sits at the ballot of another company, so that none meets another's answers.
"""

import gzip
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.ballot_phones import (
    answer,
    choice,
    choose,
    covered,
    enter,
    links_by_company,
    next_page,
    small_targets,
)
from tests.e2e.conftest import PHONE, Visitor

pytestmark = pytest.mark.e2e

SMALLEST = {"width": 320, "height": 640}
ZOOMED = {"width": 195, "height": 422}  # a phone of 390 by 844 at 200 %
CSS_BUDGET_B = JS_BUDGET_B = 20_000  # of a ballot page, compressed
SCREENS = ("list/", "list/?show=all", "refine/", "review/")

Seat = Callable[..., Visitor]


@pytest.fixture
def seat(visitor, manager) -> Seat:
    """Seat a contact of a company at its ballot, with a phone unless said otherwise."""
    links = links_by_company(manager)

    def come_in(company: str, contact: int = 0, viewport=PHONE, **options) -> Visitor:
        seated: Visitor = visitor(viewport, **options)
        # A browser asks before it closes a page on which answers wait; we would go.
        seated.page.on("dialog", lambda dialog: dialog.accept())
        enter(seated, links[company][contact])
        return seated

    return come_in


def waiting(page: Page):
    return page.locator("[data-pompey-waiting]")


def lose_network(person: Visitor) -> None:
    """Let the phone fetch what it keeps in reserve, then cut it off."""
    person.page.wait_for_load_state("networkidle")
    person.is_listening = False  # a browser complains about each request that cannot leave
    person.page.context.set_offline(True)


def find_network(person: Visitor) -> None:
    person.page.context.set_offline(False)
    expect(waiting(person.page)).to_be_hidden()
    person.is_listening = True


def stands(page: Page, title: str) -> str:
    """Return the answer the list shows for a proposal."""
    page.goto("/ballot/2/list/?show=all")
    line = page.locator(".ballot-list > li").filter(has_text=title).first
    return line.locator(".inline-list").inner_text()


# -- Without network --------------------------------------------------------------------------


def test_answers_given_without_network_wait_and_leave_when_it_is_back(seat):
    person = seat("Zingorène Traitements")
    page = person.page
    answer(page, "Oui")
    lose_network(person)

    titles = [answer(page, word) for word in ("Non", "Peut-être")]

    expect(waiting(page)).to_contain_text("2 réponses en attente")
    assert person.violations() == []
    page.wait_for_timeout(50)
    find_network(person)
    expect(page.locator("[data-pompey-announce]")).to_have_text(
        "Toutes les réponses en attente sont parties."
    )
    assert "Non" in stands(page, titles[0])
    assert "Peut-être" in stands(page, titles[1])
    person.look()


def test_what_waits_survives_a_reload_and_can_be_taken_back(seat):
    person = seat("Imprimerie Plumaubel")
    page = person.page
    page.wait_for_load_state("networkidle")
    person.is_listening = False
    page.route(
        "**/ballot/**",
        lambda route: route.abort() if route.request.method == "POST" else route.fallback(),
    )
    kept = answer(page, "Oui")
    answer(page, "Non")
    expect(waiting(page)).to_contain_text("2 réponses en attente")

    page.reload()

    expect(waiting(page)).to_contain_text("2 réponses en attente")
    page.get_by_role("button", name="Annuler la dernière").click()
    expect(waiting(page)).to_contain_text("1 réponse en attente")
    page.unroute_all()
    page.get_by_role("button", name="Envoyer maintenant").click()
    expect(waiting(page)).to_be_hidden()
    person.is_listening = True
    assert "Oui" in stands(page, kept)
    page.goto("/ballot/2/list/?show=all")
    assert page.locator(".ballot-list .badge", has_text=re.compile("^Non$")).count() == 0


def test_a_link_withdrawn_meanwhile_keeps_the_answer_until_the_next_link(seat, manager):
    person = seat("Cartonnages Ambrevaux")
    page = person.page
    lose_network(person)
    title = answer(page, "Prioritaire")
    row = manager.page.locator("main tbody tr").filter(has_text="Cartonnages Ambrevaux").first

    row.get_by_role("button", name=re.compile("^Retirer le lien")).click()
    page.context.set_offline(False)

    expect(waiting(page)).to_contain_text("ouvrez de nouveau votre lien")
    row.get_by_role("button", name=re.compile("^Donner un lien")).click()
    row.locator("code").wait_for()
    enter(person, row.locator("code").inner_text())
    expect(waiting(page)).to_be_hidden()
    person.is_listening = True
    assert "Prioritaire" in stands(page, title)


# -- Two people, one ballot -------------------------------------------------------------------


def test_who_comes_second_sees_the_first_answer_and_chooses(seat):
    first = seat("Malterie-Brasserie Orgelune", 0)
    second = seat("Malterie-Brasserie Orgelune", 1)
    second.page.wait_for_load_state("networkidle")
    titles = [answer(first.page, word) for word in ("Oui", "Oui")]

    assert choose(second.page, "Non") == titles[0]
    conflict = waiting(second.page)
    expect(conflict).to_contain_text("Vous répondez «")
    second.look()
    assert small_targets(second.page) == []
    conflict.get_by_role("button", name="Garder").click()
    expect(conflict).to_be_hidden()
    assert second.page.inner_text("h1") == titles[0]
    assert choice(second.page, "Oui").locator("input").is_checked()

    second.page.goto(first.page.url)  # the third card; the second is behind it
    second.page.get_by_role("link", name="Précédent").click()
    second.page.wait_for_function(
        "title => document.querySelector('h1').innerText === title", arg=titles[1]
    )
    first.page.get_by_role("link", name="Précédent").click()
    next_page(first.page, first.page.inner_text("h1"))
    answer(first.page, "Peut-être")
    choose(second.page, "Non")
    conflict.get_by_role("button", name="Mettre").click()
    expect(conflict).to_be_hidden()

    assert "Oui" in stands(second.page, titles[0])
    assert "Non" in stands(second.page, titles[1])


def test_an_answer_is_taken_back_in_one_tap(seat):
    person = seat("Garage Tornevaux Poids Lourds")
    page = person.page
    title = answer(page, "Oui")

    page.get_by_role("button", name=re.compile("^Annuler")).click()
    page.wait_for_function("was => document.querySelector('h1').innerText === was", arg=title)

    assert page.locator("label.answer input:checked").count() == 0
    person.look()
    assert "Oui" not in stands(page, title)


# -- Priorities -------------------------------------------------------------------------------


def test_five_come_first_and_a_sixth_is_refused(seat):
    person = seat("Netorane Propreté")
    page = person.page
    for _yes in range(6):
        answer(page, "Oui")

    page.get_by_role("link", name="Prioritaires").click()
    page.wait_for_url("**/refine/")
    person.look()
    boxes = page.get_by_role("checkbox")
    for place in range(5):
        boxes.nth(place).check()
    expect(boxes.nth(5)).to_be_disabled()
    expect(page.locator("[data-pompey-refine-count]")).to_contain_text("5 sur 5")
    person.look()
    page.get_by_role("button", name="Enregistrer les priorités").click()
    page.wait_for_url("**/review/")
    person.look()
    page.goto("/ballot/2/list/?show=priority")

    assert page.locator(".ballot-list > li").count() == 5


def test_without_javascript_the_server_refuses_the_sixth(seat):
    person = seat("Netorane Propreté", 1, java_script_enabled=False)
    page = person.page
    page.goto("/ballot/2/refine/")

    page.get_by_role("checkbox").nth(5).check()
    page.get_by_role("button", name="Enregistrer les priorités").click()

    expect(page.get_by_role("alert")).to_contain_text("6")
    page.goto("/ballot/2/list/?show=priority")
    assert page.locator(".ballot-list > li").count() == 5


# -- Without JavaScript, without a mouse --------------------------------------------------------


def test_a_whole_ballot_without_javascript(seat):
    person = seat("Biogaz des Six-Sillons", java_script_enabled=False)
    page = person.page
    for turn in range(60):
        if not re.search(r"/ballot/2/\d+/$", page.url):
            break
        was = page.url
        choice(page, ("Oui", "Non", "Peut-être")[turn % 3]).click()
        page.get_by_role("button", name="Enregistrer et continuer").click()
        assert page.url != was
    page.get_by_role("link", name="Relire et valider").click()

    page.get_by_role("button", name=re.compile("^Valider")).click()

    assert re.search(r"POM-\w{4}-\w{4}", page.inner_text("main"))
    page.goto("/ballot/2/list/?show=todo")
    assert page.locator(".ballot-list > li").count() == 0


def press_until(page: Page, key: str, selector: str) -> None:
    """Press a key until what has the focus answers to the selector, and can be seen."""
    for _press in range(40):
        page.keyboard.press(key)
        if page.evaluate("what => document.activeElement.matches(what)", selector):
            assert page.evaluate("document.activeElement.matches(':focus-visible')")
            return
    raise AssertionError(f"{key} never reached {selector}")


def test_a_ballot_by_keyboard_alone(seat):
    person = seat("Vigilorne Facilities")
    page = person.page
    for arrows, expected in ((1, "Non"), (3, "Oui")):
        title = page.inner_text("h1")
        assert page.evaluate("document.activeElement.tagName") == "H1"  # where reading starts
        press_until(page, "Tab", "input[name=answer]")
        page.keyboard.press("Space")
        for _arrow in range(arrows - 1):
            page.keyboard.press("ArrowDown")
        assert choice(page, expected).locator("input").is_checked()
        press_until(page, "Tab", "form[data-pompey-answer-form] button")
        page.keyboard.press("Enter")
        next_page(page, title)
        expect(page.locator("[data-pompey-announce]")).to_contain_text(expected)
    press_until(page, "Shift+Tab", "a[href$='/review/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/review/")
    press_until(page, "Tab", "main form[data-pompey-send-form] .ballot-main-button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/receipt/")

    person.look()


def test_a_screen_reader_meets_where_one_is_then_the_proposal_then_the_answers(seat):
    page = seat("Tables de Sorbevigne").page

    tree = page.locator("[data-pompey-page]").aria_snapshot()

    title = page.inner_text("h1")
    said = ("1 sur ", f'heading "{title}"', 'group "Que répond Tables de Sorbevigne', "radio ")
    places = [tree.index(words) for words in (*said, 'button "Enregistrer', 'link "Passer"')]
    assert places == sorted(places)
    assert re.findall(r'radio "([^"\d]+?) ?(?:\d sur \d)?"', tree) == [
        "Non",
        "Peut-être",
        "Oui",
        "Prioritaire",
        "Ne nous concerne pas",
    ]
    assert page.locator("[role=status]").count() >= 1


# -- Small screens, big thumbs ------------------------------------------------------------------


@pytest.mark.parametrize("viewport", [SMALLEST, ZOOMED, PHONE], ids=["320", "200 %", "phone"])
def test_every_screen_fits_nothing_is_covered_and_targets_suit_a_thumb(seat, viewport):
    person = seat("Brissolart Machines Spéciales", viewport=viewport)
    page = person.page
    card = page.url
    answer(page, "Oui")
    answer(page, "Prioritaire")

    for address in (card, *(f"/ballot/2/{screen}" for screen in SCREENS)):
        person.visit(address)  # looks: nothing wider than the screen, axe
        for summary in page.locator(".ballot summary").all():
            summary.click()
        person.look()
        assert small_targets(page) == []
        assert covered(page) == []


def test_a_ballot_page_is_light(seat):
    person = seat("Tables de Sorbevigne")
    sizes = {"stylesheet": 0, "script": 0}

    def weigh(response) -> None:
        kind = response.request.resource_type
        if kind in sizes:
            sizes[kind] += len(gzip.compress(response.body()))

    person.page.on("response", weigh)
    person.page.reload(wait_until="networkidle")

    assert 0 < sizes["stylesheet"] <= CSS_BUDGET_B
    assert 0 < sizes["script"] <= JS_BUDGET_B
