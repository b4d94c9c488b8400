"""The choice of a company in the filters: what Django's own would be, written at once."""

import pytest
from django import forms
from django.test.html import parse_html

from companies.choices import CompanyFilterField, LongSelect
from tests.factories import CompanyFactory

pytestmark = pytest.mark.django_db


class FilterForm(forms.Form):
    company = CompanyFilterField(label="Company")


@pytest.mark.parametrize("is_chosen", [True, False])
def test_it_is_written_as_django_would_write_it(is_chosen):
    company = CompanyFactory(name="Fonte & <b>Fils</b>")
    CompanyFactory(name="Autre")
    form = FilterForm({"company": company.pk if is_chosen else ""})
    choices = list(form.fields["company"].choices)  # type: ignore[attr-defined]
    value = form["company"].value()

    ours = LongSelect(choices=choices).render("company", value, {"id": "id_company"})
    djangos = forms.Select(choices=choices).render("company", value, {"id": "id_company"})

    assert parse_html(ours) == parse_html(djangos)
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
