"""Every address of the site, as the URLconf has it, with arguments of one company's rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from synergies.services.vocabulary import relations
from tests.access.world import World


@dataclass(frozen=True)
class Address:
    name: str  # “synergies:detail”
    route: str  # “synergies/<int:pk>/”
    arguments: tuple[str, ...]


def addresses() -> list[Address]:
    """Return each named address once, in the order of the URLconf."""
    found = {one.name: one for one in _walk(get_resolver(), "", "")}
    return list(found.values())


def _walk(resolver: URLResolver, space: str, start: str) -> Iterator[Address]:
    for one in resolver.url_patterns:
        route = start + str(one.pattern)
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from _walk(one, inner, route)
        elif isinstance(one, URLPattern) and one.name:
            yield Address(f"{space}{one.name}", route, tuple(_arguments(route)))


def _arguments(route: str) -> list[str]:
    named = re.findall(r"<(?:\w+:)?(\w+)>", route)
    return named or ["0"] * len(re.findall(r"\(\[\^/\]\+\)", route))  # of regular expressions


# What a number in an address stands for, by how the address begins; the first that fits.
NUMBERS = (
    (r"showcase/stories/", "story"),
    (r"showcase/partners/", "partner"),
    (r"join/requests/", "join_request"),
    (r"history/", "company"),
    (r"mails/addresses/", "address_error"),
    (r"mails/", "mail"),
    (r"erasures/", "erasure"),
    (r"workshops/", "workshop"),
    (r"tables/", "table"),
    (r"synergies/documents/", "document"),
    (r"synergies/splits/", "split"),
    (r"synergies/members/", "party"),
    (r"synergies/network/", "company"),
    (r"synergies/merges/refusals/", "refusal"),
    (r"synergies/merges/", "merge"),
    (r"synergies/", "synergy"),
    (r"contacts/", "contact_entry"),
    (r"suggestions/", "match"),
    (r"vocabulary/", "vocabulary"),
    (r"space/declare/|space/photos/", "resource"),
    (r"companies/<int:company_pk>/(declare|photos)/", "resource"),
    (r"space/results/|companies/<int:company_pk>/space/results/", "counted_round"),
    (r"rounds/<int:pk>/(results|compare|export|committee)/", "counted_round"),
    (r"rounds/|ballot/|programme/from-round/", "round"),
    (r"companies/", "company"),
    (r"programme/filters/", "saved_filter"),
    (r"programme/|exports/funder/|impact/catalogue/", "programme"),
    (r"documents/", "document"),
    (r"decisions/", "decision"),
    (r"committee/<int:meeting_pk>/decisions/", "decision"),
    (r"committee/", "meeting"),
    (r"measurements/", "measurement"),
    (r"impact/factors/", "factor"),
    (r"reports/", "report"),
    (r"reminders/pause/<int:pk>/", "pause"),
    (r"reminders/pause/", "company"),
    (r"reminders/", "reminder"),
    (r"bulk/", "bulk_act"),
    (r"actions/", "action"),
)
OTHERS = {
    "company_pk": "company",
    "contact_pk": "contact",
    "slip_pk": "slip",
    "access_pk": "table",
    "decision_pk": "committee_decision",
    "milestone_pk": "milestone",
    "meeting_pk": "meeting",
    "part_pk": "milestone",
    "pilot_pk": "co_pilot",
    "one": "company",
    "other": "other_company",
}
WORDS = {
    "number": "1",
    "record": "1",
    "after": "study",
    "line": "waste_status",
    "side": "offer",
    "concept": "pallets",
    "slug": "company",
    "form": "csv",
    "page": "synergies",
    "section": "what",
    "audience": "companies",
    "about": "company",
    "watch": "a" * 32,
    "group": "reminders",
}
# Where a word means something of its own at one address.
AT = {
    ("actions:bulk", "slug"): "companies",
    ("pages:public_page_edit", "slug"): "legal",
    ("actions:reminders_pause_all", "about"): "everything",
    ("actions:export", "kind"): "synergies",
    ("actions:export_archive", "year"): "2026",
}
KINDS = {"actions:sheet_part": "milestone", "actions:sheet_part_new": "milestone"}
NAMES = {
    "pages:opendata": "companies",
    "pages:mailbox": "1.eml",
    "synergies:round_export": "ballots.csv",
}


def address_of(one: Address, world: World) -> str:
    """Return the address with arguments that lead to rows of the first company."""
    try:
        if one.name.startswith("admin:"):
            key = str(world.admin_pk(one.name))
            return reverse(one.name, args=[key] * len(one.arguments))
        return reverse(one.name, kwargs={name: _value(one, name, world) for name in one.arguments})
    except NoReverseMatch as error:
        raise AssertionError(
            f"{one.name}: tests/access/addresses.py has no value for it"
        ) from error


def _value(one: Address, name: str, world: World) -> Any:
    if (one.name, name) in AT:
        return AT[one.name, name]
    if name == "pk":
        key = next(key for start, key in NUMBERS if re.match(start, one.route))
        return world.rows[key].pk
    if name in OTHERS:
        return world.rows[OTHERS[name]].pk
    return _word(one, name, world)


def _word(one: Address, name: str, world: World) -> str:
    if name == "token":
        return world.tokens.get(one.name, "unknown")
    if name == "kind":
        return KINDS.get(one.name, "invitation" if one.route.startswith("rounds/") else "synergy")
    if name == "name":
        return next((text for start, text in NAMES.items() if one.name.startswith(start)), "x")
    if name == "code":
        return str(next(iter(relations().vocabulary.concepts)))
    return WORDS[name]
