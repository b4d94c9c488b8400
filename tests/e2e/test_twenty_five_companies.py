"""All twenty-five companies vote on their phones; the round closes; there are twenty-seven actions.

It has a demo of its own: what the other stories left would count here.
"""

import json
import random
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.ballot_phones import choose, enter, links_by_company, next_page
from tests.e2e.conftest import PHONE, Visitor
from tests.e2e.demo_process import RunningDemo, running_demo
from tests.e2e.waiting import until

pytestmark = pytest.mark.e2e

COMPANIES, PLACES, TAPS = 25, 27, 5
AT_ONCE = 5  # phones side by side: while one waits for its next page, the next one is tapped
UNFINISHED = 4  # companies that do not validate: what they answered counts all the same
SEED = 27
ANSWERS = ("Oui", "Oui", "Oui", "Peut-être", "Non", "Ne nous concerne pas")
CARD = "[data-pompey-answer-form]"


@pytest.fixture(scope="module")
def data_dir(filled_folder: Callable[[], Path]) -> Path:
    return filled_folder()


@pytest.fixture(scope="module")
def demo(data_dir: Path) -> Iterator[RunningDemo]:
    with running_demo(data_dir) as running:
        yield running


def vote(people: list[Visitor], chance: random.Random) -> None:
    """Let each of them answer some proposals, all at the same time."""
    for person in people:
        if not person.page.locator(CARD).count():  # all that names it is answered: change one
            person.page.goto("/ballot/2/list/?show=yes")
            person.page.locator(".ballot-list a").first.click()
            person.page.locator(CARD).wait_for()
    for _tap in range(TAPS):
        at_a_card = [person.page for person in people if person.page.locator(CARD).count()]
        titles = [choose(page, _another_answer(page, chance)) for page in at_a_card]
        for page, title in zip(at_a_card, titles, strict=True):
            next_page(page, title)


def _another_answer(page: Page, chance: random.Random) -> str:
    chosen = page.locator("label.answer:has(input[name=answer]:checked) .answer-word")
    stands = chosen.all_inner_texts()
    return chance.choice([answer for answer in ANSWERS if answer not in stands])


def validate(page: Page) -> str:
    """Read again and validate; return the code of the receipt."""
    page.goto("/ballot/2/review/")
    page.get_by_role("button", name=re.compile("^Valider")).tap()
    page.wait_for_url("**/receipt/")
    return page.inner_text(".receipt-code")


def stored_result(data_dir: Path) -> tuple[dict[str, Any], dict[int, bool]]:
    """Return the shares of the counted round, and its actions: number, whether a fill-up."""
    database = f"file:{data_dir / 'pompey.sqlite3'}?mode=ro"
    with closing(sqlite3.connect(database, uri=True)) as connection:
        pk, shares = connection.execute(
            "SELECT id, shares FROM synergies_tally WHERE round_id = 2"
        ).fetchone()
        retained = connection.execute(
            "SELECT o.number, l.is_fill_up FROM synergies_tallyline l"
            " JOIN synergies_roundoption o ON o.id = l.option_id"
            " WHERE l.tally_id = ? AND l.retained_rank IS NOT NULL",
            [pk],
        ).fetchall()
    return json.loads(shares), {number: bool(is_fill_up) for number, is_fill_up in retained}


def check_receipts(shares: dict[str, Any], retained: dict[int, bool]) -> None:
    """Each company paid and kept exactly its share; each action was paid exactly once."""
    paid: Counter[int] = Counter()
    for one in shares.values():
        parts = {int(number): Fraction(part) for number, part in one["paid"].items()}
        assert sum(parts.values()) + Fraction(one["remaining"]) == Fraction(one["share"])
        paid.update(parts)
    bought = {number for number, is_fill_up in retained.items() if not is_fill_up}
    assert paid == dict.fromkeys(bought, Fraction(1))


def test_twenty_five_companies_vote_and_get_27_actions(visitor, manager, data_dir):
    links = links_by_company(manager)
    names = sorted(links)
    chance = random.Random(SEED)
    receipts = {}
    for start in range(0, COMPANIES, AT_ONCE):
        people = {}
        for name in names[start : start + AT_ONCE]:
            people[name] = visitor(PHONE, is_mobile=True, has_touch=True)
            enter(people[name], links[name][0])
        vote(list(people.values()), chance)
        for name in people.keys() & set(names[UNFINISHED:]):
            receipts[name] = validate(people[name].page)
        next(iter(people.values())).look()
        for person in list(people.values())[:-1]:
            person.page.context.close()
    assert len(names) == COMPANIES
    assert len(set(receipts.values())) == COMPANIES - UNFINISHED

    close_round(manager)
    manager.page.get_by_role("link", name=re.compile("fiches")).click()
    manager.page.wait_for_url("**/programme/from-round/2/")
    manager.page.get_by_role("button", name=re.compile("fiches")).click()
    manager.page.wait_for_url("**/programme/*/")

    assert manager.page.locator("main tbody tr").count() == PLACES
    shares, retained = stored_result(data_dir)
    assert len(shares) == COMPANIES
    assert len(retained) == PLACES
    check_receipts(shares, retained)
    last = people[names[-1]]
    last.visit("/ballot/2/result/")
    assert names[-1] in last.page.inner_text("h1")
    assert "Votre part" in last.page.inner_text(".share-receipt")


def close_round(manager: Visitor) -> None:
    """Close before the clock does, with a reason, and wait until the worker has counted."""
    manager.page.goto("/rounds/2/close/")
    manager.page.get_by_label(re.compile("Pourquoi")).fill("Toutes les entreprises ont voté")
    manager.page.locator("main form").get_by_role("button").click()
    manager.page.wait_for_url("**/rounds/2/")
    manager.page.goto("/rounds/2/results/")
    until(manager.page, f"{PLACES} synergies")
