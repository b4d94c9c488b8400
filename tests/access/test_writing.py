"""Who may write: nothing changes by asking, by posting without a token, or into another's rows."""

from __future__ import annotations

import pytest
from django.test import Client

from companies.models import ErasureRequest
from tests.access.addresses import address_of, addresses
from tests.access.asking import changed, close_file, fingerprint, short_refusals, walk
from tests.access.rules import ADMIN, BALLOT, EVERYBODY, LINK, SPACE, STAFF, rule_of

pytestmark = pytest.mark.django_db
EVERY = addresses()
REFUSED = 403
FOREIGN, OURS_SAYS = {"origin": "https://evil.example"}, {"origin": "http://testserver"}
# Where there is nothing to protect by a token: a press on the button of a mail program (RFC 8058).
WITHOUT_TOKEN = {"outbox:stop"}


def test_the_fingerprint_sees_one_changed_cell(world):
    """The control of the tests below."""
    before = fingerprint()

    world.rows["company"].sector = "foundry"
    world.rows["company"].save()

    assert changed(before) == {"companies_company", "companies_historicalcompany"}


@pytest.mark.parametrize("who", ["anonymous", "own", "manager"])
def test_asking_for_a_page_writes_nothing(world, who):
    assert walk(world, who).changed == set()


def test_asking_for_the_head_of_a_page_writes_nothing(world):
    """Scanners of mail programs do that to every link."""
    before = fingerprint()

    for one in EVERY:
        if rule_of(one.name) in {LINK, SPACE, BALLOT}:
            close_file(world.people["own"].head(address_of(one, world)))

    assert changed(before) == set()


@pytest.mark.parametrize(
    ("who", "rules"),
    [("own", {LINK, SPACE, BALLOT, EVERYBODY}), ("manager", {STAFF, ADMIN, EVERYBODY})],
)
def test_every_post_needs_the_token_of_its_form(world, who, rules):
    browser, before = _strict(world.people[who]), fingerprint()

    with short_refusals():
        taken = {
            one.name: status
            for one in EVERY
            if rule_of(one.name) in rules
            and one.name not in WITHOUT_TOKEN
            and (status := browser.post(address_of(one, world)).status_code) < 400
        }

    assert taken == {}
    assert changed(before) == set()


@pytest.mark.parametrize(("who", "rules"), [("own", {LINK, SPACE, BALLOT}), ("manager", {STAFF})])
def test_a_post_from_another_site_is_refused(world, who, rules):
    """Even with the token of the form: the control is the same post from our own pages."""
    strict, fields = _with_token(world.people[who])
    before = fingerprint()

    with short_refusals():
        statuses = {
            strict.post(address_of(one, world), fields, headers=FOREIGN).status_code
            for one in EVERY
            if rule_of(one.name) in rules and one.name not in WITHOUT_TOKEN
        }

    assert statuses == {REFUSED}
    assert changed(before) == set()
    assert strict.post("/theme/", fields, headers=FOREIGN).status_code == REFUSED
    assert strict.post("/theme/", fields, headers=OURS_SAYS).status_code == 302


def _with_token(browser: Client) -> tuple[Client, dict[str, str]]:
    """Return a browser whose posts are checked, and the token that its forms would send."""
    token = browser.get("/join/").context["csrf_token"]
    return _strict(browser), {"csrfmiddlewaretoken": str(token)}


def _strict(browser: Client) -> Client:
    """Return the same browser, whose posts are checked as in production."""
    strict = Client(enforce_csrf_checks=True, REMOTE_ADDR=browser.defaults["REMOTE_ADDR"])
    strict.cookies = browser.cookies
    return strict


@pytest.mark.parametrize("who", ["anonymous", "other", "revoked", "stranger"])
def test_nobody_else_writes_into_the_rows_of_a_company(world, who):
    """The numbers of the first company in the address, and values that its forms would take."""
    before = fingerprint()
    values = {
        "answer": "yes",
        "version": "1",
        "title": "Pirate",
        "last_name": "Pirate",
        "visibility": "public",
        "reason": "because",
        "confirm": "1",
        "status": "closed",
        "text": "Pirate",
    }

    with short_refusals():
        for one in EVERY:
            if rule_of(one.name) != EVERYBODY:
                world.people[who].post(address_of(one, world), values)

    # Another company asked in the same round votes on its own ballot.
    own = {"synergies_vote", "synergies_votechange", "synergies_ballot"}
    own |= {"companies_erasurerequest"}  # and asks to be erased itself
    theirs = own if who == "other" else set()
    assert changed(before) <= theirs
    assert ErasureRequest.objects.filter(contact=world.rows["contact"]).count() == 1
    world.rows["resource"].refresh_from_db()
    assert world.rows["resource"].title != "Pirate"


def test_methods_that_no_page_needs_change_nothing(world):
    before = fingerprint()
    browser = world.people["manager"]

    statuses = {
        getattr(browser, method)(address_of(one, world)).status_code
        for one in EVERY
        for method in ("put", "patch", "delete", "trace")
    }

    assert statuses == {405}
    assert changed(before) == set()
