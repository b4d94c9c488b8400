from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils.translation import override

from companies.models import Resource
from synergies.forms.declarations import CloseForm, DeclarationForm, prefilled
from synergies.services.amounts import Amount, join_description
from tests.factories import CompanyFactory, ResourceFactory, WasteCodeFactory

pytestmark = pytest.mark.django_db
PALLETS = "palettes europe"
NONSENSE = "zbrouf"  # the vocabulary has nothing to suggest for it


@pytest.fixture
def company():
    return CompanyFactory()


def sent(company, **values):
    facts = {
        "company": company.pk,
        "direction": "offer",
        "family": "material",
        "title": PALLETS,
        "asked_about": PALLETS,
        "concept": "none",
    }
    data = QueryDict(mutable=True)
    data.update({**facts, **values})
    return data


def form_of(company, instance=None, **values):
    instance = instance or Resource(company=company)
    return DeclarationForm(sent(company, **values), instance=instance, language="fr")


def first_suggestion(form, question=0):
    return form.questions[question].suggestions[0].value


def errors_of(form):
    return {name: [error.code for error in found] for name, found in form.errors.as_data().items()}


def test_three_things_and_a_tap_are_enough(company):
    concept = first_suggestion(form_of(company))

    form = form_of(company, concept=concept)

    assert form.is_valid()
    assert form.cleaned_data["concept"] == concept
    assert form.cleaned_data["quantity"] == Amount()
    assert form.cleaned_data["waste_code"] is None
    assert (form.instance.direction, form.instance.title) == ("offer", PALLETS)


@pytest.mark.parametrize("missing", ["direction", "family", "title"])
def test_the_three_are_needed(company, missing):
    form = form_of(company, **{missing: ""})

    assert errors_of(form) == {missing: ["required"]}
    assert not form.is_to_confirm


def test_what_may_be_meant_is_asked_before_saving(company):
    form = form_of(company, concept="", asked_about="")

    assert errors_of(form) == {"concept": ["to_confirm"]}
    assert form.is_to_confirm
    assert form.questions[0].is_open


def test_none_of_these_is_an_answer(company):
    form = form_of(company, concept="none")

    assert form.is_valid()
    assert form.cleaned_data["concept"] == ""


def test_where_nothing_can_be_suggested_nothing_is_asked(company):
    form = form_of(company, title=NONSENSE, concept="", asked_about="")

    assert form.is_valid()
    assert form.cleaned_data["concept"] == ""


@pytest.mark.parametrize("concept", ["none", "no-such-concept"])
def test_an_answer_about_other_words_is_asked_again(company, concept):
    form = form_of(company, concept=concept, asked_about="acide chlorhydrique")

    assert form.is_to_confirm


def test_a_concept_chosen_for_other_words_is_dropped_where_it_is_not_suggested(company):
    concept = first_suggestion(form_of(company))

    form = form_of(company, title=NONSENSE, concept=concept, asked_about=PALLETS)

    assert form.is_valid()
    assert form.cleaned_data["concept"] == ""


def test_for_waste_the_code_is_asked_as_well(company):
    concept = first_suggestion(form_of(company, family="waste"))

    form = form_of(company, family="waste", concept=concept)

    assert errors_of(form) == {"waste_choice": ["to_confirm"]}


def test_a_waste_code_is_confirmed_with_a_tap(company):
    code = first_suggestion(form_of(company, family="waste"), question=1)

    form = form_of(company, family="waste", waste_choice=code)

    assert form.is_valid()
    assert form.cleaned_data["waste_code"].code == code


def test_a_waste_code_that_is_typed_needs_no_tap(company):
    form = form_of(company, family="waste", waste_code="12 01 09")

    assert form.is_valid()
    assert form.cleaned_data["waste_code"] == WasteCodeFactory(code="120109")


@pytest.mark.parametrize("typed", ["12 01", "99 99 99", "chips"])
def test_a_waste_code_that_does_not_exist_is_refused(company, typed):
    assert "waste_code" in form_of(company, waste_code=typed).errors


def test_a_quantity_is_read_with_its_words(company):
    form = form_of(company, quantity="5-10 m3")

    assert form.is_valid()
    assert form.cleaned_data["quantity"] == Amount(Decimal("7.5"), "m3", words="5-10 m3")


def test_a_quantity_that_is_not_understood_keeps_nobody_from_saving(company):
    form = form_of(company, quantity="une dizaine")

    assert form.is_valid()
    assert form.cleaned_data["quantity"].words == "une dizaine"


def test_an_end_before_the_beginning_is_refused(company):
    form = form_of(company, available_from="2026-05-01", available_to="2026-04-01")

    assert list(form.errors) == ["available_to"]
    assert form.has_details


def test_a_page_of_another_company_saves_nothing_for_this_one(company):
    other = Resource(company=CompanyFactory())

    form = form_of(company, other)

    assert list(form.errors) == ["company"]


# -- Changing -------------------------------------------------------------------------------


@pytest.fixture
def declared(company):
    return ResourceFactory(
        company=company,
        title=PALLETS,
        description=join_description("Dry.", "5-10 t/mois"),
        quantity=Decimal("7.5"),
        unit="t",
        period="month",
        concept=first_suggestion(form_of(company)),
        waste_code=WasteCodeFactory(code="150103"),
    )


def test_a_declaration_stands_in_the_form_as_it_was_typed(declared):
    form = DeclarationForm(instance=declared, language="fr")

    shown = {name: form[name].value() for name in ("quantity", "description", "asked_about")}
    assert shown == {"quantity": "5-10 t/mois", "description": "Dry.", "asked_about": PALLETS}
    assert [question.chosen for question in form.questions] == [declared.concept, "150103"]


@pytest.mark.parametrize(
    ("language", "text"), [("fr", "1250,5 kg par mois"), ("en", "1250.5 kg per month")]
)
def test_a_quantity_from_elsewhere_is_shown_as_one_would_type_it(company, language, text):
    resource = ResourceFactory(company=company, quantity="1250.5", unit="kg", period="month")
    resource.refresh_from_db()

    with override(language):
        form = DeclarationForm(instance=resource, language=language)

    assert form["quantity"].value() == text


def test_a_quantity_that_is_not_touched_stays_exactly_as_it_is(company):
    resource = ResourceFactory(company=company, quantity="1.125", unit="odd", period="permanent")
    resource.refresh_from_db()
    typed = DeclarationForm(instance=resource, language="fr")["quantity"].value()

    form = form_of(company, resource, quantity=typed)

    assert form.is_valid()
    assert form.cleaned_data["quantity"] == Amount(Decimal("1.125"), "odd", "permanent")


def test_a_concept_is_asked_again_when_the_words_change(company, declared):
    form = form_of(company, declared, title="acide chlorhydrique", concept=declared.concept)

    assert form.is_to_confirm


def test_a_confirmed_concept_stays_when_other_things_change(company, declared):
    concept = declared.concept

    form = form_of(company, declared, concept=concept, quantity="12 t", waste_choice="150103")

    assert form.is_valid()
    assert form.cleaned_data["concept"] == concept
    assert form.cleaned_data["waste_code"].code == "150103"


# -- Prompts, closing -----------------------------------------------------------------------


def test_a_prompt_fills_in_the_form_with_its_concept_confirmed(company):
    concept = first_suggestion(form_of(company))
    query = QueryDict(f"direction=offer&family=waste&concept={concept}")

    form = DeclarationForm(
        instance=Resource(company=company), language="fr", initial=prefilled(query, "fr")
    )

    assert form["title"].value() != ""
    assert form.questions[0].chosen == concept


@pytest.mark.parametrize("query", ["", "concept=no-such-concept&family=nonsense"])
def test_a_prompt_that_makes_no_sense_gives_an_empty_form(company, query):
    form = DeclarationForm(
        instance=Resource(company=company),
        language="fr",
        initial=prefilled(QueryDict(query), "fr"),
    )

    assert not form["title"].value()
    assert [question.suggestions for question in form.questions] == [(), ()]


def test_closing_takes_one_tap_and_perhaps_words():
    with override("en"):
        short, long = (
            CloseForm({"why": "elsewhere", "words": words}) for words in ("", "Sold in Metz")
        )
        assert short.is_valid()
        assert long.is_valid()
        assert short.reason == "We found a solution elsewhere"
        assert long.reason == "We found a solution elsewhere. Sold in Metz"


@pytest.mark.parametrize("why", ["", "because"])
def test_closing_needs_a_reason(why):
    assert list(CloseForm({"why": why}).errors) == ["why"]
