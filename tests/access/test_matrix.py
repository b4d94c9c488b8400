"""Each address of the site, asked for by each kind of person: who gets a page and who does not."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from companies.models import Company
from pompey_ite.pages.entrance.rights import OWN_ACCOUNT
from synergies.services.published_rounds import FILES
from tests.access.addresses import Address, address_of, addresses
from tests.access.asking import SIGN_IN, walk
from tests.access.rules import (
    ADMIN,
    BALLOT,
    EVERYBODY,
    LINK,
    RESULT,
    RULES,
    SPACE,
    STAFF,
    TABLE,
    rule_of,
)
from tests.access.world import QUIET, SECRET, World
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
OURS = [one for one in addresses() if not one.name.startswith("admin:")]
ADMINS = [one for one in addresses() if one.name.startswith("admin:")]
CONTACTS = ("own", "other", "revoked")
# Answers that give nothing away: sign in, refused, not there, wrong way of asking.
REFUSED, NOT_THERE, WRONG_WAY = 403, 404, 405
HTMX = {"hx-request": "true"}


def outcome(world: World, who: str, one: Address) -> int | str:
    return walk(world, who).got[one.name].outcome


def test_every_address_has_a_rule():
    missing = [one.name for one in addresses() if rule_of(one.name) is None]

    assert not missing, f"Say in tests/access/rules.py who may open: {', '.join(missing)}"


def test_every_rule_has_an_address():
    used = {
        next(pattern for pattern in RULES if fnmatchcase(one.name, pattern)) for one in addresses()
    }

    assert used == set(RULES)


def test_the_workbench_is_for_signed_in_staff(world):
    wrong = {
        (who, one.name): got
        for who in ["anonymous", *CONTACTS]
        for one in OURS
        if rule_of(one.name) == STAFF and (got := outcome(world, who, one)) != SIGN_IN
    }

    assert wrong == {}


def test_a_signed_in_person_who_is_not_staff_is_refused(world):
    wrong = {
        one.name: got
        for one in OURS
        if rule_of(one.name) == STAFF
        and not one.name.startswith("pages:entrance_")  # these sign such a session out
        and (got := outcome(world, "stranger", one)) != REFUSED
    }

    assert wrong == {}


def test_the_project_manager_gets_every_page_of_the_workbench(world):
    """What is not a page has a reason; a 404 here would mean that the others prove nothing."""
    got = {one.name: outcome(world, "manager", one) for one in OURS if rule_of(one.name) == STAFF}

    broken = {name: status for name, status in got.items() if status in {SIGN_IN, 400, 403, 500}}
    assert broken == {}
    assert {name for name, status in got.items() if status == NOT_THERE} == NOT_THERE_FOR_MANAGER


# Rows that the territory has not: a photo, a file.
NOT_THERE_FOR_MANAGER = {
    "actions:document",
    "synergies:company_photo",
    "synergies:document",
}


def test_the_pages_of_a_company_open_for_nobody_without_its_link(world):
    wrong = {
        (who, one.name): got
        for who in ("anonymous", "revoked", "stranger", "staff", "manager")
        for one in OURS
        if rule_of(one.name) in {SPACE, BALLOT}
        and (got := outcome(world, who, one)) not in {NOT_THERE, WRONG_WAY}
    }

    assert wrong == {}


def test_a_company_opens_no_declaration_of_another(world):
    named = [one for one in OURS if one.route.startswith(("space/declare/<", "space/photos/<"))]

    got = {one.name: outcome(world, "other", one) for one in named}

    assert len(named) > 5
    assert set(got.values()) <= {NOT_THERE, WRONG_WAY}
    assert outcome(world, "own", next(one for one in named if one.name.endswith("_edit"))) == 200


def test_the_company_itself_gets_its_space_and_its_ballot(world):
    got = {
        one.name: outcome(world, "own", one) for one in OURS if rule_of(one.name) in {SPACE, BALLOT}
    }

    assert [name for name, status in got.items() if status in {SIGN_IN, 403, 500}] == []
    assert len([name for name, status in got.items() if status == 200]) > len(got) / 2


def test_a_table_opens_by_its_code_alone(world):
    wrong = {
        (who, one.name): got
        for who in ["anonymous", "other", "stranger", "staff", "manager"]
        for one in OURS
        if rule_of(one.name) == TABLE
        and (got := outcome(world, who, one)) not in {NOT_THERE, WRONG_WAY}
    }

    assert wrong == {}


def test_a_link_that_is_unknown_or_revoked_opens_nothing(world):
    wrong = {
        (who, one.name): got
        for who in ["anonymous", "other"]
        for one in OURS
        if rule_of(one.name) == LINK
        and (got := outcome(world, who, one)) not in {NOT_THERE, SIGN_IN, 429}
    }

    assert wrong == {}


def test_unknown_and_revoked_links_are_told_apart_by_nothing(world):
    dead, unknown = world.tokens["synergies:space"], "A" * len(world.tokens["synergies:space"])
    browser = world.people["anonymous"]

    answers = [browser.get(f"/space/{token}/") for token in (dead, unknown)]

    assert [answer.status_code for answer in answers] == [NOT_THERE, NOT_THERE]
    first, second = (
        re.sub(r'"\w{64}"', "", answer.content.decode().replace(token, "TOKEN"))  # of forms
        for answer, token in zip(answers, (dead, unknown), strict=True)
    )
    assert first == second


def test_the_administration_is_for_signed_in_staff(world):
    wrong = {
        (who, one.name): got
        for who in ["anonymous", *CONTACTS]
        for one in ADMINS
        if rule_of(one.name) == ADMIN and (got := outcome(world, who, one)) != SIGN_IN
    }

    assert wrong == {}


def test_an_account_of_staff_without_any_right_opens_its_own_account_alone(world):
    got = {
        one.name: outcome(world, "staff", one)
        for one in addresses()
        if rule_of(one.name) in {STAFF, ADMIN}
    }

    assert {name for name, status in got.items() if status != REFUSED} == OWN_ACCOUNT - {
        "admin:logout"
    }


def test_who_may_only_view_changes_nothing(world):
    user, browser = UserFactory(staff=True), world.people["anonymous"]
    user.user_permissions.add(Permission.objects.get(codename="view_company"))
    browser.force_login(user)

    assert browser.get("/synergies/").status_code == 200
    assert browser.post("/do/company/", {"name": "Newcomer"}).status_code == REFUSED
    assert not Company.objects.filter(name="Newcomer").exists()


@pytest.mark.parametrize("who", ["anonymous", "other"])
def test_asking_by_htmx_opens_no_more(world, who):
    """A part of a page is as closed as the page."""
    browser = world.people[who]
    guarded = [one for one in OURS if rule_of(one.name) in {STAFF, SPACE, BALLOT, TABLE}]

    opened = {
        one.name: got
        for one in guarded
        if outcome(world, who, one) != 200
        and (got := browser.get(address_of(one, world), headers=HTMX).status_code) < 300
    }

    assert len(guarded) > 200
    assert opened == {}


def test_nothing_private_of_a_company_is_in_a_page_for_others(world):
    """The words that only the company and the staff may read stand in no answer to anybody else."""
    leaks = [
        (who, one.name)
        for who in ("anonymous", "other", "revoked")
        for one in OURS
        if SECRET.encode().lower() in _content(world, who, one).lower()
    ]

    assert leaks == []


def test_the_canaries_are_seen_where_they_belong(world):
    """The control: the same search finds them in the pages of the company and of the staff."""
    seen = {
        who: {
            one.name
            for one in OURS
            if rule_of(one.name) in rules and SECRET.encode() in _content(world, who, one)
        }
        for who, rules in (("own", {SPACE, BALLOT}), ("manager", {STAFF}))
    }

    assert {"synergies:space_home", "synergies:space_resource"} <= seen["own"]
    assert {"companies:detail", "outbox:list"} <= seen["manager"]


def _content(world: World, who: str, one: Address) -> bytes:
    return walk(world, who).got[one.name].content


def test_everybody_gets_the_public_pages(world):
    got = {
        one.name: outcome(world, "anonymous", one)
        for one in OURS
        if rule_of(one.name) == EVERYBODY and one.name != "pages:entrance_code"  # half signed in
    }

    assert [name for name, status in got.items() if status in {SIGN_IN, 403, 500}] == []


RESULTS = [one for one in OURS if rule_of(one.name) == RESULT]


def test_a_result_opens_for_the_team_and_the_companies_asked(world):
    """Whoever else is told apart by nothing: the door, the same for a round that is not there."""
    got = {
        who: {outcome(world, who, one) for one in RESULTS}
        for who in ("own", "other", "manager", "anonymous", "revoked", "stranger", "staff")
    }

    assert len(RESULTS) == 3
    assert got == {
        "own": {200},
        "other": {200},
        "manager": {200},
        "anonymous": {SIGN_IN},
        "revoked": {SIGN_IN},
        "stranger": {REFUSED},
        "staff": {REFUSED},
    }


def test_a_result_that_the_round_makes_public_opens_for_everybody(world):
    """But an account of staff without rights comes by the door of staff, as to every page."""
    got = {
        who: {answer.status_code for answer in public_result(world, who)}
        for who in ("anonymous", "revoked", "stranger", "other", "own", "manager", "staff")
    }

    assert got.pop("staff") == {REFUSED}
    assert set(map(frozenset, got.values())) == {frozenset({200})}


def test_a_public_result_names_only_who_agreed_to_be_named(world):
    """Nor does it hold the words of a ballot; the control: the team reads the name there."""
    named = {
        who: [QUIET in answer.content.decode() for answer in public_result(world, who)]
        for who in ("anonymous", "revoked", "stranger", "other", "manager")
    }
    texts = [answer.content for who in named for answer in public_result(world, who)]

    assert any(named.pop("manager"))
    assert not any(map(any, named.values()))
    assert not any(SECRET.encode() in text for text in texts)


def public_result(world, who):
    """Return what somebody gets at the pages of the result that the round makes public."""
    pk = world.rows["public_round"].pk
    return [
        world.people[who].get(reverse(f"synergies:round_{page}", args=[pk, *name]))
        for page, name in (
            ("results", []),
            ("compare", []),
            *(("export", [file]) for file in FILES),
        )
    ]
