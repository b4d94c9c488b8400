import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from synergies import tasks
from synergies.models import VocabularyChange
from synergies.services.vocabulary import base
from tests.factories import ParsedResourceFactory, VocabularyChangeFactory

pytestmark = pytest.mark.django_db
LIST = "/vocabulary/"
PALLET = "/vocabulary/concepts/epal-pallet/"
HTMX = {"hx-request": "true"}
Kind, Status = VocabularyChange.Kind, VocabularyChange.Status


@pytest.fixture
def english_client(staff_client):
    staff_client.cookies["django_language"] = "en"
    return staff_client


@pytest.fixture(autouse=True)
def queued(monkeypatch):
    """What is given to the worker, instead of giving it."""
    calls = []
    monkeypatch.setattr(tasks.detect_resource, "apply_async", lambda args, **_: calls.append(args))
    return calls


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", LIST),
        ("get", PALLET),
        ("get", "/vocabulary/new/"),
        ("post", "/vocabulary/new/"),
        ("post", f"{PALLET}alias/"),
        ("post", f"{PALLET}not/"),
    ],
)
def test_visitors_are_sent_to_the_login(client, method, path):
    response = getattr(client, method)(path)

    assert response.status_code == 302
    assert response.url.startswith(reverse("admin:login"))


def test_without_words_the_families_are_shown(english_client):
    response = english_client.get(LIST)

    codes = [code for code, _name, _count in response.context["sections"]]
    assert codes[:3] == ["material", "packaging", "energy"]
    assert response.context["concepts"] == []
    assert 'href="?section=packaging"' in response.content.decode()


@pytest.mark.parametrize("words", ["palettes europe", "EPAL", "euro pallets", "epal-pallet"])
def test_a_concept_is_found_by_any_of_its_names_in_both_languages(english_client, words):
    rows = english_client.get(LIST, {"words": words}).context["concepts"]

    found = {row["code"]: row for row in rows}
    assert found["epal-pallet"]["label"] == "Europe pallets"
    assert found["epal-pallet"]["other_label"] == "palettes Europe"
    assert found["epal-pallet"]["parents"] == ["pallets"]


def test_results_can_be_kept_to_a_family(english_client):
    everywhere = english_client.get(LIST, {"words": "palette"}).context["page"].object_list
    equipment = english_client.get(LIST, {"words": "palette", "section": "equipment"})

    assert {one.section for one in everywhere} > {"equipment"}
    assert {one.section for one in equipment.context["page"].object_list} == {"equipment"}


def test_a_family_is_listed_in_the_order_of_its_labels(english_client):
    response = english_client.get(LIST, {"section": "packaging"})

    labels = [row["label"].casefold() for row in response.context["concepts"]]
    assert labels == sorted(labels)
    assert len(labels) == 50


def test_htmx_receives_the_results_alone(english_client):
    page = english_client.get(LIST, {"words": "palette"}, headers=HTMX).content.decode()

    assert "<html" not in page
    assert "Europe pallets" in page


def test_nothing_found_offers_to_add_a_concept(english_client):
    page = english_client.get(LIST, {"words": "xolvine"}).content.decode()

    assert "No concept has these words" in page
    assert reverse("synergies:vocabulary_new") in page


@pytest.mark.parametrize("count", [1, 3])
def test_a_concept_costs_a_constant_number_of_queries(
    english_client, count, django_assert_num_queries
):
    VocabularyChangeFactory.create_batch(count)
    ParsedResourceFactory.create_batch(count)

    # session, user, vocabulary, changes, declarations, initiative
    with django_assert_num_queries(6):
        response = english_client.get(PALLET)

    assert response.context["declaration_count"] == count
    assert len(response.context["changes"]) == count


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Europe pallets", "Not to be confused with", "pallet exchange", "pallet repairer"]),
        ("fr", ["Palettes Europe", "À ne pas confondre avec", "palettes perdues"]),
    ],
)
def test_a_concept_shows_what_the_vocabulary_says_of_it(staff_client, language, words):
    staff_client.cookies["django_language"] = language

    page = staff_client.get(PALLET).content.decode()

    assert [one for one in words if one not in page] == []


def test_waste_codes_are_shown_with_their_everyday_label(english_client):
    concept = next(one for one in base().concepts.values() if one.waste_codes)

    response = english_client.get(f"/vocabulary/concepts/{concept.code}/")

    [(code, label), *_rest] = response.context["sheet"].waste
    assert (code, label != "") == (concept.waste_codes[0], True)
    assert f'<span class="tabular">{code}</span> {label}' in response.content.decode()


def test_a_concept_nobody_has_is_not_found(staff_client):
    assert staff_client.get("/vocabulary/concepts/no-such-concept/").status_code == 404
    assert staff_client.post("/vocabulary/concepts/no-such-concept/alias/").status_code == 404


def test_an_added_alias_is_in_force_and_its_declarations_are_looked_at_again(
    english_client, queued
):
    concerned = ParsedResourceFactory(text=" lot zirkonpalette ")
    ParsedResourceFactory()

    response = english_client.post(f"{PALLET}alias/", {"words": "Zirkonpalettes", "language": "fr"})

    change = VocabularyChange.objects.get()
    assert (change.kind, change.status) == (Kind.ALIAS, Status.ACCEPTED)
    assert change.reason.startswith("Written by ")
    assert response.url == PALLET
    assert told(response) == ["The vocabulary knows it now. 1 declaration is looked at again."]
    assert queued == [(concerned.pk,)]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("", "Write the words."),
        ("palette Europe", "The vocabulary says so already."),
        ("palettes perdues", "“palettes perdues” already means “one-way pallets”."),
    ],
)
def test_an_alias_that_cannot_be_is_told(english_client, words, message):
    response = english_client.post(f"{PALLET}alias/", {"words": words, "language": "fr"})

    assert told(response) == [message]
    assert VocabularyChange.objects.count() == 0


def test_the_other_concept_is_looked_for_then_chosen(english_client):
    page = english_client.get(PALLET, {"other": "weighbridge"})

    response = english_client.post(f"{PALLET}not/", {"other": "weighbridge"})

    assert "weighbridge" in [row["code"] for row in page.context["others"]]
    change = VocabularyChange.objects.get()
    assert (change.concept, change.other) == ("epal-pallet", "weighbridge")
    assert response.url == PALLET


def test_a_concept_is_not_confused_with_what_does_not_exist(english_client):
    response = english_client.post(f"{PALLET}not/", {"other": "no-such-concept"})

    assert told(response) == ["Choose the other concept."]
    assert VocabularyChange.objects.count() == 0


NEW = {"words": "bromiflex", "label_en": "bromiflex sheets", "section": "packaging", "code": ""}


def test_a_new_concept_is_known_at_once_under_a_code_of_its_own(english_client):
    response = english_client.post("/vocabulary/new/", NEW | {"parent": "palettes"})

    assert response.url == "/vocabulary/concepts/bromiflex-sheets/"
    change = VocabularyChange.objects.get()
    assert (change.kind, change.other, change.status) == (Kind.CONCEPT, "pallet", Status.ACCEPTED)
    assert english_client.get(response.url).context["sheet"].lineage[0].code == "pallet"


@pytest.mark.parametrize(
    ("answers", "field", "message"),
    [
        ({"parent": "xolvine"}, "parent", "There is no concept “xolvine”."),
        ({"code": "Bromi Flex"}, "code", "Lower-case words joined by hyphens, no accents."),
        ({"code": "epal-pallet"}, "code", "This code is taken."),
        ({"words": ""}, "words", "This field is required."),
    ],
)
@pytest.mark.usefixtures("english")  # the messages of a form are put into words when looked at
def test_a_concept_that_cannot_be_read_is_asked_again(english_client, answers, field, message):
    response = english_client.post("/vocabulary/new/", NEW | answers)

    assert response.context["form"].errors[field] == [message]
    assert VocabularyChange.objects.count() == 0


def test_a_broader_concept_that_several_could_be_is_asked_by_code(english_client):
    response = english_client.post("/vocabulary/new/", NEW | {"parent": "europe pal"})

    [message] = response.context["form"].errors["parent"]
    assert message.startswith("Which one? Write its code: ")
    assert "epal-pallet (Europe pallets)" in message


def test_a_concept_that_contradicts_the_rest_keeps_what_was_typed(english_client):
    response = english_client.post("/vocabulary/new/", NEW | {"words": "palettes perdues"})

    assert "already means “one-way pallets”" in response.content.decode()
    assert 'value="bromiflex sheets"' in response.content.decode()
    assert VocabularyChange.objects.count() == 0


def test_a_narrower_concept_starts_from_its_parent(english_client):
    response = english_client.get("/vocabulary/new/", {"parent": "pallet", "section": "packaging"})

    assert response.context["form"].initial == {"parent": "pallet", "section": "packaging"}
