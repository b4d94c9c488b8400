"""Every page that a link leads to: nothing broken, nothing unreachable, nothing too wide.

Pages are found by following links, so that a new one is looked at without being named here.
"""

import pytest
from playwright.sync_api import Page

from pompey_ite.tour.every_page import Found, find_pages
from pompey_ite.tour.looking import wrong_with
from pompey_ite.tour.pictures import Look, wear

pytestmark = pytest.mark.e2e

# Each page is met in two of the four pairs of language and theme, its neighbours in the others.
LOOKS = [
    (Look("fr", 390, "dark"), Look("en", 1280, "light")),
    (Look("en", 390, "dark"), Look("fr", 1280, "light")),
    (Look("fr", 390, "light"), Look("en", 1280, "dark")),
    (Look("en", 390, "light"), Look("fr", 1280, "dark")),
]
# Tells what the policy of a page has stopped on it.
NOTES_WHAT_IS_STOPPED = """
window.stopped = [];
addEventListener("securitypolicyviolation", event =>
    stopped.push(event.effectiveDirective + " " + event.blockedURI));
"""
INJECTS = """
document.body.insertAdjacentHTML("beforeend", "<img src=/none.png onerror='window.ran = 1'>");
const script = document.createElement("script");
script.textContent = "window.ran = 2";
document.body.append(script);
const foreign = document.createElement("script");
foreign.src = "http://localhost:9/evil.js";
document.body.append(foreign);
"""
MANY = 300  # kinds of pages that the project manager reaches; far fewer: a way is lost


@pytest.fixture(scope="module")
def workbench(everybody):
    """Every page that the project manager reaches: found once."""
    manager = everybody["manager"]
    return find_pages(manager.context.request, manager.starts)


@pytest.mark.parametrize("who", ["anybody", "voter", "company"])
def test_every_page_is_whole_in_both_languages_and_themes(who, everybody, fresh_demo):
    visitor = everybody[who]
    pages = [one for one in find_pages(visitor.context.request, visitor.starts) if one.is_page]
    assert len(pages) > 1

    page = visitor.context.new_page()
    page.add_init_script(NOTES_WHAT_IS_STOPPED)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    for number, found in enumerate(pages):
        for look in LOOKS[number % len(LOOKS)]:
            wear(page, look, fresh_demo.url)
            complaints += looked_at(page, found, look)

    assert complaints == []


def test_no_link_of_the_workbench_leads_nowhere(workbench):
    kinds = {found.kind for found in workbench}

    assert {"companies:detail", "synergies:detail", "actions:detail", "pages:style"} <= kinds
    assert len(kinds) > MANY


def test_no_page_of_the_workbench_needs_what_its_policy_stops(everybody, workbench):
    pages = [one for one in workbench if one.is_page]
    page = everybody["manager"].context.new_page()
    page.add_init_script(NOTES_WHAT_IS_STOPPED)

    stopped = []
    for found in pages:
        page.goto(found.path)
        stopped += [f"{found.path}: {one}" for one in page.evaluate("stopped")]

    assert len(pages) > MANY / 2
    assert stopped == []


@pytest.mark.parametrize("path", ["/", "/admin/"])
def test_a_script_that_got_into_a_page_does_not_run(everybody, path):
    """The control of the test above: the same list says what was stopped."""
    page = everybody["manager"].context.new_page()
    page.add_init_script(NOTES_WHAT_IS_STOPPED)
    page.goto(path)

    page.evaluate(INJECTS)
    page.wait_for_function("stopped.length > 2")

    assert page.evaluate("window.ran") is None
    assert set(page.evaluate("stopped")) == {
        "script-src-attr inline",
        "script-src-elem inline",
        "script-src-elem http://localhost:9/evil.js",
    }


def looked_at(page: Page, found: Found, look: Look) -> list[str]:
    """Return what is wrong with a page, one line each, with everything on it opened."""
    answer = page.goto(found.path)
    if answer is None or answer.status != 200:
        return [f"{found.path}: {answer and answer.status}"]
    stopped = page.evaluate("stopped")  # before axe, which tries styles of its own
    return [f"{found.path} {look} {wrong}" for wrong in [*stopped, *wrong_with(page)]]
