"""SQL in the query of every page that filters, searches or sorts: it is never run."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.access.addresses import address_of, addresses
from tests.access.asking import changed, close_file, fingerprint, walk
from tests.access.rules import ADMIN, STAFF, rule_of
from tests.access.world import World

pytestmark = pytest.mark.django_db
SQL = "1') OR 1=1; DROP TABLE companies_company; --"
LINK = re.compile(r'href="([^"]*\?[^"]*)"')
GET_FORM = re.compile(r'<form[^>]*method="get"[^>]*>(.*?)</form>', re.DOTALL | re.IGNORECASE)
FIELD = re.compile(r'\sname="([^"]+)"')
OF_ITS_LISTS = {"q", "o", "p"}  # what the administration reads beside its filters


def keys_of(page: str) -> set[str]:
    """Return the keys that a page puts into queries, by its links and its forms."""
    links = (urlsplit(unescape(link)).query for link in LINK.findall(page))
    keys = {key for link in links for key, _value in parse_qsl(link, keep_blank_values=True)}
    return keys | {name for form in GET_FORM.findall(page) for name in FIELD.findall(form)}


def queries(world: World) -> list[tuple[str, dict[str, str]]]:
    """Return each page of staff with its keys, so that one that is refused hides no other."""
    return [
        (address_of(one, world), dict.fromkeys(keys, SQL))
        for one in addresses()
        if rule_of(one.name) in {STAFF, ADMIN}
        and (got := walk(world, "manager").got[one.name]).status == 200
        for keys in _apart(one.name, keys_of(got.content.decode(errors="ignore")))
        if keys
    ]


def _apart(name: str, keys: set[str]) -> list[set[str]]:
    if not name.startswith("admin:"):
        return [{key} for key in sorted(keys)]
    is_list = name.endswith("_changelist")
    return [keys & OF_ITS_LISTS, (keys - OF_ITS_LISTS) | {"password__startswith"}] * is_list


def test_sql_in_a_query_is_a_word_like_any_other(world):
    asked, before = queries(world), fingerprint()
    browser = world.people["manager"]

    broken = {}
    for address, query in asked:
        answer = browser.get(address, query)
        close_file(answer)
        if answer.status_code >= 500:
            broken[address] = query

    assert len(asked) > 150
    assert broken == {}
    assert changed(before) == set()
