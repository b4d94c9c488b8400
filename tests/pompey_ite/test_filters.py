"""Selects of the filters: what Django's own would show, escaped, the chosen one marked."""

import pytest
from django import forms
from pytest_django.asserts import assertHTMLEqual

from pompey_ite.filters import FilterField

WORDS = [("", "all"), ("a&b", "A & B"), ("c", "<c>")]


class Bar(forms.Form):
    kind = FilterField(label="Kind", choices=WORDS)


class DjangosBar(forms.Form):
    kind = forms.ChoiceField(label="Kind", required=False, choices=WORDS)


@pytest.mark.parametrize("chosen", [{}, {"kind": ""}, {"kind": "a&b"}, {"kind": "c"}])
def test_select_is_that_of_django(chosen):
    assertHTMLEqual(str(Bar(chosen)["kind"]), str(DjangosBar(chosen)["kind"]))


def test_select_escapes_its_words():
    assert "<c>" not in str(Bar({})["kind"])


def test_filter_may_be_left_out_but_not_made_up():
    assert Bar({}).is_valid()
    assert Bar({"kind": "unheard"}).errors
