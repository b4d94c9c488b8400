"""The whole story, clicked through in a real browser against the real demo, in its order."""

import re
from itertools import product
from typing import Literal

import pytest

from pompey_ite.tour.pictures import Look, wear
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.demo_process import running_demo
from tests.e2e.waiting import until

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """Give the story a demo of its own: those of other files change what it counts."""
    with running_demo(tmp_path_factory.mktemp("story")) as running:
        yield running


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_public_pages_tell_the_initiative(visitor, viewport):
    anybody = visitor(viewport)

    anybody.visit("/")

    text = anybody.page.inner_text("main")
    for figure in ("25", "299", "27"):
        assert re.search(rf"\b{figure}\b", text)
    for path in ("/legal/", "/accessibility/", "/privacy/", "/admin/login/"):
        anybody.visit(path)


def test_language_is_one_tap_away(visitor):
    anybody = visitor(PHONE)
    anybody.visit("/")
    assert anybody.page.get_attribute("html", "lang") == "fr"

    anybody.page.get_by_role("button", name="EN", exact=True).click()
    anybody.page.wait_for_load_state()

    assert anybody.page.get_attribute("html", "lang") == "en"
    anybody.look()


def test_report_arrives_because_the_beat_says_so(visitor):
    anybody = visitor(DESK)
    anybody.visit("/mailbox/")
    until(anybody.page, "À approuver")

    anybody.page.get_by_role("link", name=re.compile("À approuver")).first.click()

    anybody.look()
    mail = anybody.page.frame_locator("iframe").locator("body")
    assert "27 actions – terminées : 4" in mail.inner_text().replace("\N{NO-BREAK SPACE}", " ")
    assert anybody.page.request.get("/health/ready").json()["status"] == "ok"


@pytest.mark.parametrize("width", [PHONE["width"], DESK["width"]], ids=["phone", "desk"])
def test_manager_looks_at_every_page(manager, demo, width):
    """Each page in one of the four pairs of language and theme on a phone, in another on a desk."""
    themes: list[Literal["dark", "light"]] = ["dark", "light"]
    pairs = list(product(("fr", "en"), themes))
    first = 0 if width == PHONE["width"] else len(pairs) - 1
    paths = (
        "/admin/",
        "/companies/",
        "/companies/2/",
        "/suggestions/",
        "/vocabulary/",
        "/vocabulary/?words=palette",
        "/vocabulary/concepts/epal-pallet/",
        "/vocabulary/new/",
        "/vocabulary/review/",
        "/synergies/",
        "/synergies/1/",
        "/synergies/network/",
        "/synergies/network/drawing/",
        "/synergies/network/pairs/",
        "/history/",
        "/handover/",
        "/rounds/",
        "/rounds/1/",
        "/rounds/1/results/",
        "/rounds/1/results/?band=outside",
        "/rounds/1/committee/",
        "/rounds/1/committee/33/",
        "/companies/2/space/results/1/",
        "/rounds/2/",
        "/rounds/2/results/",
        "/rounds/2/close/",
        "/rounds/2/links/",
        "/rounds/new/",
        "/programme/",
        "/programme/1/timeline/",
        "/programme/1/workload/",
        "/programme/1/sequencing/",
        "/calendar/",
        "/impact/",
        "/impact/factors/",
        "/actions/1/",
        "/actions/1/status/",
        "/actions/1/edit/what/",
        "/actions/1/edit/who/",
        "/actions/1/documents/",
        "/actions/1/decisions/",
        "/committee/",
        "/committee/new/",
        "/reports/",
        "/reports/1/",
        "/reports/1/slides/",
        "/reports/1/send/",
        "/reminders/",
        "/reminders/of/synergy/",
        "/reminders/of/synergy/setting/",
        "/digest/",
        "/exports/",
        "/mails/",
        "/import/",
        "/admin/outbox/mail/",
        "/admin/companies/company/",
        "/admin/companies/company/2/history/",
    )
    for number, path in enumerate(paths, start=first):
        language, theme = pairs[number % len(pairs)]
        wear(manager.page, Look(language, width, theme), demo.url)
        manager.visit(path)
    wear(manager.page, Look("fr", DESK["width"], "light"), demo.url)


def test_manager_finds_a_synergy_among_299(manager):
    manager.visit("/synergies/")
    assert "299" in manager.page.inner_text("main")

    manager.page.get_by_label("Volet").select_option("skills")
    manager.page.wait_for_url("**area=skills**")

    assert re.search(r"\b85\b|\b64\b", manager.page.inner_text("main"))
    manager.look()


def test_manager_keeps_a_suggestion(manager):
    manager.visit("/suggestions/?kind=substitution")
    first = manager.page.locator("article.match").first

    first.get_by_role("button", name="Retenir").click()
    first.get_by_role("link", name=re.compile("synergie")).click()

    manager.page.wait_for_url("**/synergies/*/")
    manager.look()


def test_manager_adds_late_joiners_to_the_synergy_of_the_others(manager):
    manager.visit("/suggestions/?kind=pooling")
    button = re.compile("^Ajouter à la synergie")
    card = manager.page.locator("article.match-group").filter(
        has=manager.page.get_by_role("button", name=button)
    )
    card = manager.page.locator(f"#{card.first.get_attribute('id')}")
    names = card.locator("fieldset label strong").all_inner_texts()

    card.get_by_role("button", name=button).click()

    decided = manager.page.locator("article.match").filter(has_text="Ajouté à la synergie")
    decided.get_by_role("link", name="Ouvrir la synergie").click()
    manager.page.wait_for_url("**/synergies/*/")
    manager.look()
    assert names[0] in manager.page.inner_text("main")


def test_manager_teaches_and_reviews(manager):
    manager.visit("/suggestions/?kind=substitution&tier=probable")
    card = manager.page.locator("article.match").filter(has_text="Usage connu").first
    card = manager.page.locator(f"#{card.get_attribute('id')}")

    card.get_by_label("À écarter, car…").fill("Ce n’est pas pareil")
    card.get_by_role("button", name="Écarter").click()
    card.get_by_text("Proposé au vocabulaire").wait_for()
    manager.look()
    card.get_by_role("link", name="À relire").click()
    manager.page.wait_for_url("**/vocabulary/review/")
    manager.page.get_by_role("button", name=re.compile("^Refuser")).first.click()
    manager.page.locator("#messages").get_by_text("Refusé").wait_for()

    manager.look()
    assert "Ce n’est pas pareil" not in manager.page.inner_text("main")


def test_company_votes_on_a_phone_then_the_manager_gets_27_actions(visitor, manager, demo):
    director = visitor(PHONE, is_mobile=True, has_touch=True)
    director.visit(demo.ballot_links[0])
    director.page.get_by_role("button", name="Commencer").tap()
    director.page.wait_for_url("**/ballot/2/**")
    for position, answer in enumerate(("Oui", "Prioritaire", "Peut-être", "Non", "Oui"), start=1):
        if position == 1:
            director.look()
        heading = director.page.inner_text("h1")
        director.page.locator(".answer-word", has_text=re.compile(f"^{answer}$")).tap()
        director.page.wait_for_function(
            "h => document.querySelector('h1').innerText !== h", arg=heading
        )
        assert "Enregistré à" in director.page.inner_text(".ballot-saved")
    director.look()
    director.page.get_by_role("link", name="Relire et valider").tap()
    director.page.wait_for_url("**/review/")
    director.look()
    director.page.get_by_role("button", name=re.compile("^Valider")).tap()
    director.page.wait_for_url("**/receipt/")
    assert re.search(r"POM-\w{4}-\w{4}", director.page.inner_text("main"))
    director.look()

    manager.visit("/rounds/2/close/")
    manager.page.get_by_label(re.compile("Pourquoi")).fill("Fin de la démonstration")
    manager.page.locator("main form").get_by_role("button").click()
    manager.page.wait_for_url("**/rounds/2/")
    manager.page.goto("/rounds/2/results/")
    until(manager.page, "27 synergies")
    manager.look()
    manager.page.get_by_role("link", name=re.compile("fiches")).click()
    manager.page.wait_for_url("**/programme/from-round/2/")
    manager.look()
    manager.page.get_by_role("button", name=re.compile("fiches")).click()
    manager.page.wait_for_url("**/programme/*/")

    assert manager.page.locator("main tbody tr").count() == 27
    assert manager.page.locator("main section h2").count() == 3
    manager.look()

    director.page.goto("/ballot/2/review/")
    assert director.page.get_by_role("button", name=re.compile("^Valider")).count() == 0


def test_import_page_previews_then_changes_nothing(manager):
    manager.visit("/import/")
    workbook = "pompey_ite/demo/pompey-workshop.xlsx"

    manager.page.set_input_files("input[type=file]", workbook)
    manager.page.get_by_role("button", name="Vérifier le classeur").click()
    manager.page.wait_for_url("**/import/*/")

    manager.look()
    rows = manager.page.locator("main tbody").first.locator("tr")
    assert [cell.strip() for cell in rows.nth(0).all_inner_texts()[0].split("\t")][1:] == [
        "0",
        "0",
        "25",
    ]
