"""The admin speaks French to whoever reads French: no page of any model leaks English."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import NoReverseMatch
from django.utils.functional import Promise

from tests.test_admin import REGISTERED, address, make

pytestmark = pytest.mark.django_db
# Words that no French sentence has; what the rows of the tests say is English on purpose.
ENGLISH = re.compile(
    r"\b(the|of|and|is|are|was|with|for|by|to|has|have|this|that|you|your|not|it|its|from|which|"
    r"select|selected|add|delete|deleted|view|save|choose|search|yes|no|all|any|empty|today|"
    r"now|required|optional|please|back|home|log|out|change|changed|history|user|users|password)\b",
    re.IGNORECASE,
)
SHOWN_ATTRIBUTES = ("aria-label", "title", "placeholder", "alt")
UNSEEN = ("script", "style", "option", "textarea")


class VisibleText(HTMLParser):
    """The texts of a page that somebody sees or hears."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag in UNSEEN:
            self._inside.append(tag)
        values = dict(attrs)
        self.texts += [values[name] or "" for name in SHOWN_ATTRIBUTES if values.get(name)]
        if tag == "input" and values.get("type") in {"submit", "button"}:
            self.texts.append(values.get("value") or "")

    def handle_endtag(self, tag):
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data):
        if not self._inside and data.strip():
            self.texts.append(" ".join(data.split()))


def texts_of(page: str) -> Iterator[str]:
    reader = VisibleText()
    reader.feed(page)
    yield from reader.texts


def pages_of(model, row) -> Iterator[str]:
    yield address(model, "changelist")
    yield address(model, "add")
    for name in ("change", "history", "delete"):
        try:
            yield address(model, name, row.pk)
        except NoReverseMatch:
            continue


def said_by_the_rows() -> str:
    """Return what the rows of the database say, which is nobody's translation."""
    words = []
    for one in apps.get_models():
        for row in one._default_manager.all()[:2000]:
            words.append(str(row))
            words += [str(value) for value in vars(row).values()]
    return "\n".join(words)


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model.__name__)
def test_no_page_of_the_admin_leaks_english(staff_client, model):
    row = make(model)
    english = set()
    for url in pages_of(model, row):
        response = staff_client.get(url)
        if response.status_code != 200:
            continue
        texts = texts_of(response.content.decode())
        english |= {text for text in texts if ENGLISH.search(text)}

    known = said_by_the_rows() if english else ""
    assert sorted(text[:120] for text in english if text not in known) == []


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model.__name__)
def test_every_field_has_a_name_that_is_translated(model):
    named = [field for field in model._meta.fields if not field.primary_key]

    assert [one.name for one in named if not isinstance(one.verbose_name, Promise)] == []


WITH_A_PAGE = [
    *("Company", "Contact", "Resource", "PersonalLink", "Synergy", "Party", "Round", "Action"),
    *("Milestone", "Note", "Measurement", "Funding", "Target", "Decision", "Document", "Meeting"),
    *("Programme", "Mail", "Ballot", "Vote", "Tally", "BlockingPoint", "StatusChange"),
    *("LegalTick", "Split", "Merge", "ContactEntry"),
]


@pytest.mark.parametrize(
    "model",
    [model for model in REGISTERED if model.__name__ in WITH_A_PAGE],
    ids=lambda m: m.__name__,
)
def test_each_row_leads_to_our_page_of_it(staff_client, model):
    row = make(model)

    page = staff_client.get(address(model, "change", row.pk))

    assert page.context["has_absolute_url"]
    assert staff_client.get(page.context["absolute_url"]).status_code == 200


def test_no_relation_is_shown_as_a_number():
    assert [one for one in REGISTERED if admin.site._registry[one].raw_id_fields] == []


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model.__name__)
def test_every_list_shows_several_columns(model):
    assert len(admin.site._registry[model].list_display) >= 2
