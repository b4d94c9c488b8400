from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone
from django.utils.translation import override

from companies.models import Resource
from synergies.models import VocabularyChange
from synergies.services.amounts import Amount, split_description
from synergies.services.declarations import (
    close_declaration,
    confirm_declarations,
    label_of_concept,
    save_declaration,
    suggestions_for,
)
from synergies.services.suggesting import suggest_concepts
from tests.factories import CompanyFactory, ContactFactory, ResourceFactory, WasteCodeFactory
from tests.synergies.services.test_races import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def contact():
    return ContactFactory(first_name="Ada", last_name="Forge")


@pytest.fixture
def pallet():
    """The code of the concept that “palettes europe” is."""
    words = {"title": "palettes europe", "description": "", "family": "", "direction": ""}
    return suggest_concepts(**words, language="fr")[0].value


def declared(contact, **values):
    facts = {"direction": "offer", "family": "material", "title": "palettes europe"}
    return Resource(company=contact.company, **{**facts, **values})


def save(resource, contact, **values):
    facts = {"amount": Amount(), "concept": "", "waste_code": None, "language": "fr"}
    return save_declaration(resource=resource, contact=contact, **{**facts, **values})


def test_a_declaration_is_saved_with_what_was_confirmed(contact, pallet):
    code = WasteCodeFactory(code="150103")
    amount = Amount(Decimal("7.5"), "m3", "year", words="5-10 m3/an")

    saved = save(
        declared(contact, description="Dry."),
        contact,
        amount=amount,
        concept=pallet,
        waste_code=code,
    )

    saved.refresh_from_db()
    assert (saved.quantity, saved.unit, saved.period) == (Decimal("7.5"), "m3", "year")
    assert split_description(saved.description) == ("Dry.", "5-10 m3/an")
    assert (saved.concept, saved.waste_code) == (pallet, code)


def test_a_button_pressed_twice_declares_once(contact):
    first = save(declared(contact), contact, amount=Amount(Decimal(3), "t"))

    second = save(declared(contact), contact, amount=Amount(Decimal(3), "t"))

    assert second == first
    assert Resource.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_declare_once(contact):
    saved = at_once([lambda: save(declared(contact), contact)] * 4)

    assert {resource.pk for resource in saved} == {Resource.objects.get().pk}


@pytest.mark.parametrize(
    "other", [{"title": "palettes"}, {"direction": "need"}, {"description": "Broken ones."}]
)
def test_what_differs_is_another_declaration(contact, other):
    save(declared(contact), contact)

    save(declared(contact, **other), contact)

    assert Resource.objects.count() == 2


def test_a_closed_declaration_can_be_made_again(contact):
    first = save(declared(contact), contact)
    close_declaration(resource=first, reason="Sold.", contact=contact, now=timezone.now())

    assert save(declared(contact), contact) != first


def test_the_history_says_who_declared(contact):
    with override("en"):
        by_contact = save(declared(contact), contact)
        by_manager = save(declared(contact, title="sand"), None)

    assert by_contact.history.get().history_change_reason == (
        "by Ada Forge, through the personal link"
    )
    assert by_manager.history.get().history_change_reason == "by the project manager"


def test_words_the_vocabulary_did_not_find_are_proposed_as_an_alias(contact, pallet):
    save(declared(contact, title="zbrouf à quatre entrées"), contact, concept=pallet)

    change = VocabularyChange.objects.get()
    assert (change.kind, change.concept, change.status) == ("alias", pallet, "proposed")
    assert (change.language, change.words) == ("fr", "zbrouf à quatre entrées")
    assert contact.company.name in change.reason


@pytest.mark.parametrize("title", ["palettes europe", "lot de palettes europe usagées"])
def test_what_the_vocabulary_found_by_itself_teaches_nothing(contact, pallet, title):
    save(declared(contact, title=title), contact, concept=pallet)

    assert not VocabularyChange.objects.exists()


def test_words_that_mean_something_else_are_not_proposed(contact, pallet):
    save(declared(contact, title="palettes"), contact, concept=pallet)

    assert not VocabularyChange.objects.exists()


def test_none_of_the_suggestions_teaches_nothing(contact):
    save(declared(contact, title="zbrouf"), contact)

    assert not VocabularyChange.objects.exists()


def test_closing_keeps_the_reason_and_is_done_once(contact):
    resource, now = ResourceFactory(company=contact.company), timezone.now()

    assert close_declaration(resource=resource, reason="Sold.", contact=contact, now=now)
    assert not close_declaration(resource=resource, reason="Again.", contact=None, now=now)

    resource.refresh_from_db()
    assert (resource.closed_at, resource.closed_reason) == (now, "Sold.")
    assert resource.history.count() == 2


def suggested(**values):
    facts = {"title": "palettes europe", "description": "", "family": "", "direction": ""}
    return suggestions_for(company=CompanyFactory(), language="fr", **{**facts, **values})


def test_concepts_are_suggested_before_a_family_is_chosen():
    found = suggested()

    assert 1 <= len(found.concepts) <= 5
    assert found.waste_codes == ()


def test_waste_codes_are_suggested_for_waste():
    found = suggested(family="waste", direction="offer")

    assert 1 <= len(found.waste_codes) <= 5
    assert {len(suggestion.value) for suggestion in found.waste_codes} == {6}


def test_nothing_typed_suggests_nothing():
    found = suggested(title="", family="waste")

    assert (found.concepts, found.waste_codes) == ((), ())


def test_a_concept_has_a_label_in_both_languages_and_a_stranger_none(pallet):
    labels = {language: label_of_concept(pallet, language) for language in ("fr", "en")}

    assert labels["fr"] != labels["en"]
    assert label_of_concept("no-such-concept", "fr") == ""


# -- Still true? ------------------------------------------------------------------------------
TODAY = date(2026, 3, 20)
NOW = datetime(2026, 3, 20, 9, tzinfo=UTC)


def declared_on(day, **values):
    resource = ResourceFactory(**values)
    at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    Resource.history.filter(id=resource.pk).update(history_date=at)
    return resource


def test_a_declaration_is_asked_about_a_year_after_its_last_change_or_confirmation(contact):
    of = {"company": contact.company}
    old = declared_on(TODAY - timedelta(days=365), **of)
    declared_on(TODAY - timedelta(days=364), **of)
    declared_on(TODAY - timedelta(days=900), confirmed_on=TODAY - timedelta(days=10), **of)
    declared_on(TODAY - timedelta(days=900), closed=True, **of)

    assert [row.pk for row in Resource.objects.to_confirm(TODAY)] == [old.pk]


def test_confirming_twice_counts_once_and_says_who(contact):
    old = declared_on(date(2024, 5, 2), company=contact.company)
    facts = {"company": contact.company, "pk": old.pk, "contact": contact, "now": NOW}

    assert [confirm_declarations(**facts), confirm_declarations(**facts)] == [1, 0]

    old.refresh_from_db()
    assert old.confirmed_on == TODAY
    assert "Ada Forge" in old.history.first().history_change_reason


def test_all_of_a_company_are_confirmed_and_none_of_another(contact):
    for _index in range(2):
        declared_on(date(2024, 5, 2), company=contact.company)
    other = declared_on(date(2024, 5, 2))
    facts = {"company": contact.company, "contact": None, "now": NOW}

    assert confirm_declarations(pk=other.pk, **facts) == 0
    assert confirm_declarations(pk=None, **facts) == 2
    assert [row.pk for row in Resource.objects.to_confirm(TODAY)] == [other.pk]


def test_asked_before_the_year_is_over_the_answer_is_about_all_of_it(contact):
    """Or the same company would be asked again, having said that all is right."""
    of = {"company": contact.company}
    young, old = (declared_on(TODAY - timedelta(days=days), **of) for days in (60, 400))
    today = declared_on(TODAY, **of)
    declared_on(TODAY - timedelta(days=400))
    facts = {**of, "pk": None, "contact": contact, "now": NOW, "are_all_meant": True}

    assert [confirm_declarations(**facts), confirm_declarations(**facts)] == [2, 0]

    for row in (young, old):
        row.refresh_from_db()
        assert row.confirmed_on == TODAY
    today.refresh_from_db()
    assert today.confirmed_on is None


def test_saving_a_declaration_confirms_it(contact):
    with time_machine.travel(NOW, tick=False):
        assert save(declared(contact), contact).confirmed_on == TODAY
