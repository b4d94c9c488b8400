"""The pages of companies and of anybody: enlarged, spaced out, and reached by keyboard alone.

Of the workbench, some are enlarged: `manage.py pictures --widths 320 --axe` looks at all of them.
"""

import pytest
from playwright.sync_api import Page, ViewportSize

from pompey_ite.tour.every_page import Found, find_pages
from pompey_ite.tour.looking import OPEN_ALL, TOO_WIDE
from pompey_ite.tour.pictures import Look, wear

pytestmark = pytest.mark.e2e

SMALLEST: ViewportSize = {"width": 320, "height": 640}  # 1280 px enlarged four times (WCAG 1.4.10)
DOUBLED: ViewportSize = {"width": 640, "height": 450}  # 1280 px enlarged twice (WCAG 1.4.4)
MOST_TABS = 400
# Of the team: those that were once too wide, and those of every day.
STAFF_PAGES = (
    *("/admin/", "/companies/", "/companies/2/", "/synergies/", "/synergies/15/", "/rounds/"),
    *("/actions/1/", "/programme/", "/reminders/", "/reminders/of/synergy/", "/reports/1/"),
    *("/reports/1/send/", "/admin/companies/user/1/history/", "/admin/outbox/heartbeat/1/history/"),
)
# The spacing of WCAG 1.4.12, in a sheet of its own: the policy of our pages stops inline styles.
SPACE_OUT = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { letter-spacing: 0.12em !important; line-height: 1.5 !important;
    word-spacing: 0.16em !important } p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""
CUT = """() => [...document.querySelectorAll('body *')].filter(one => {
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  if (box.width < 2 || box.height < 2 || !one.innerText || one.closest('svg, .visually-hidden'))
    return false;
  const hides = way => way === 'hidden' || way === 'clip';
  return (hides(style.overflowX) && one.scrollWidth > one.clientWidth + 2)
    || (hides(style.overflowY) && one.scrollHeight > one.clientHeight + 4);
}).map(one => one.outerHTML.slice(0, 120))"""
# What has the focus: where it stands in the page, and whether it shows. Null back on the page.
FOCUSED = """async () => {
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const box = one.getBoundingClientRect(), style = getComputedStyle(one);
  const host = [one, one.parentElement, one.labels && one.labels[0]].filter(Boolean);
  const isMarked = host.some(each => {
    const own = getComputedStyle(each);
    return (own.outlineStyle !== 'none' && parseFloat(own.outlineWidth) > 0)
      || own.boxShadow !== 'none';
  });
  return {
    place: [...document.querySelectorAll('*')].indexOf(one),
    shows: box.bottom > 0 && box.top < innerHeight && style.visibility !== 'hidden' && isMarked,
    hasParts: one.type === 'date',
    html: one.outerHTML.slice(0, 120),
  };
}"""


@pytest.mark.parametrize("who", ["anybody", "voter", "company"])
def test_nothing_is_lost_enlarged_spaced_out_or_by_keyboard(who, everybody, fresh_demo):
    visitor = everybody[who]
    found_pages = find_pages(visitor.context.request, visitor.starts)
    pages = [one for one in found_pages if one.is_page and (who == "anybody" or is_own(one))]
    page = visitor.context.new_page()
    wear(page, Look("fr", 1280, "light"), fresh_demo.url)
    page.emulate_media(reduced_motion="reduce")  # or what Tab reaches is still on its way

    wrong = [line for found in pages for line in (*enlarged(page, found), *tabbed(page, found))]

    assert len(pages) > 1
    assert "\n".join(wrong) == ""


def test_the_workbench_is_whole_enlarged(everybody, fresh_demo):
    manager = everybody["manager"]
    page = manager.context.new_page()
    wear(page, Look("fr", 1280, "light"), fresh_demo.url)

    wrong = [line for path in STAFF_PAGES for line in too_wide(page, path)]

    assert "\n".join(wrong) == ""


def too_wide(page: Page, path: str) -> list[str]:
    """Return at which size a page with everything opened is wider than the screen."""
    page.goto(path)
    page.evaluate(OPEN_ALL)
    wrong = []
    for viewport in (DOUBLED, SMALLEST):
        page.set_viewport_size(viewport)
        if page.evaluate(TOO_WIDE):
            wrong.append(f"{path} at {viewport['width']} px")
    return wrong


def is_own(found: Found) -> bool:
    """Return whether a page is none of those that anybody sees."""
    return not found.kind.startswith(("pages:", "admin:"))


def enlarged(page: Page, found: Found) -> list[str]:
    """Return what a page loses at 200 %, at 400 %, and there with its text spaced out."""
    wrong = []
    page.goto(found.path)
    page.evaluate(OPEN_ALL)
    for name, viewport, prepare in (
        ("200 %", DOUBLED, None),
        ("400 %", SMALLEST, None),
        ("spaced out", SMALLEST, SPACE_OUT),
    ):
        page.set_viewport_size(viewport)
        if prepare:
            page.evaluate(prepare)
        if page.evaluate(TOO_WIDE):
            wrong.append(f"{found.path} {name}: too wide")
        wrong += [f"{found.path} {name} cut: {html}" for html in page.evaluate(CUT)]
    return wrong


def tabbed(page: Page, found: Found) -> list[str]:
    """Return where Tab shows no focus, goes back, or stays caught, from top to end of a page."""
    page.goto(found.path)
    page.evaluate("document.activeElement.blur(); getSelection().removeAllRanges()")
    wrong: list[str] = []
    first, last = None, -1
    for _press in range(MOST_TABS):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None or focused["place"] == first != last:  # round the end of the page
            return wrong
        first = focused["place"] if first is None else first
        if focused["place"] < last or (focused["place"] == last and not focused["hasParts"]):
            return [*wrong, f"{found.path} goes back to {focused['html']}"]
        if not focused["shows"] and focused["place"] != last:
            wrong.append(f"{found.path} does not show {focused['html']}")
        last = focused["place"]
    return [*wrong, f"{found.path} never ends"]
