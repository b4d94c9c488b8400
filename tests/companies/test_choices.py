"""The choice of a company in the filters: a select, or a name to type where there are too many."""

import pytest
from django import forms
from django.test.html import parse_html
from django.urls import reverse

from companies import choices
from companies.choices import CompanyFilterField
from tests.factories import CompanyFactory

pytestmark = pytest.mark.django_db


class FilterForm(forms.Form):
    company = CompanyFilterField(label="Company")


@pytest.fixture
def many(monkeypatch):
    """More companies than a select offers."""
    monkeypatch.setattr(choices, "MOST_OFFERED", 3)
    names = ("Fonderie Grandjean", "Fonderie Mangin", "Brasserie", "Brasserie Neuve")
    return {name: CompanyFactory(name=name) for name in names}


@pytest.mark.parametrize("is_chosen", [True, False])
def test_it_is_written_as_django_would_write_it(is_chosen):
    company = CompanyFactory(name="Fonte & <b>Fils</b>")
    CompanyFactory(name="Autre")
    form = FilterForm({"company": company.pk if is_chosen else ""})
    options = list(form.fields["company"].choices)  # type: ignore[attr-defined]
    value = form["company"].value()

    ours = str(form["company"])
    attributes = {"id": "id_company", "aria-invalid": None}
    djangos = forms.Select(choices=options).render("company", value, attributes)

    assert parse_html(ours) == parse_html(djangos.replace(' aria-invalid="None"', ""))
    assert "<b>" not in ours


def test_a_company_that_is_not_there_is_refused():
    form = FilterForm({"company": "999"})

    assert not form.is_valid()
    assert FilterForm({}).is_valid()


def test_the_names_alone_are_read(django_assert_num_queries):
    CompanyFactory(name="A")

    with django_assert_num_queries(1):
        page = str(FilterForm()["company"])

    assert ">A</option>" in page


def test_where_there_are_too_many_a_name_is_typed_and_a_link_still_opens_one(many):
    page = str(FilterForm({"company": many["Brasserie"].pk})["company"])

    assert "<option" not in page
    assert 'value="Brasserie"' in page
    assert 'name="company"' in page


@pytest.mark.parametrize(
    ("typed", "name"),
    [("mangin", "Fonderie Mangin"), ("Brasserie", "Brasserie"), (" neuve ", "Brasserie Neuve")],
)
def test_a_part_of_a_name_that_one_company_has_is_enough(many, typed, name):
    form = FilterForm({"company": typed})

    assert form.is_valid()
    assert form.cleaned_data["company"] == many[name]


@pytest.mark.parametrize(
    ("typed", "said"), [("fonderie", "Fonderie Grandjean, Fonderie Mangin"), ("Zinc", "Zinc")]
)
def test_words_of_none_or_of_several_say_so_and_are_kept(many, typed, said):
    form = FilterForm({"company": typed})

    assert not form.is_valid()
    assert said in str(form.errors)
    assert f'value="{typed}"' in str(form["company"])


@pytest.mark.parametrize("name", ["synergies:list", "synergies:matches"])
def test_htmx_loads_the_whole_page_for_a_name_it_cannot_read(staff_client, many, name):
    address = f"{reverse(name)}?company=Zinc"

    told = staff_client.get(address, headers={"HX-Request": "true"})
    whole = staff_client.get(address)

    assert told.headers["HX-Redirect"] == address
    assert 'form-control is-invalid" id="id_company"' in whole.content.decode()
    assert "Zinc" in whole.content.decode().partition("invalid-feedback")[2]
