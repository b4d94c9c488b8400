"""Addresses of rows are those of the resolver, below a path too."""

import pytest
from django.urls import NoReverseMatch, reverse, set_script_prefix

from pompey_ite.addresses import address_of


@pytest.mark.parametrize("view", ["synergies:detail", "companies:detail", "actions:detail"])
def test_address_is_that_of_the_resolver(view):
    assert address_of(view, 12) == reverse(view, args=[12])


def test_address_below_a_path_is_not_kept_for_another():
    above = address_of("synergies:detail", 12)
    set_script_prefix("/pompey/")
    try:
        below = address_of("synergies:detail", 12)
    finally:
        set_script_prefix("/")
    assert below == f"/pompey{above}"
    assert address_of("synergies:detail", 12) == above


def test_unknown_view_is_told():
    with pytest.raises(NoReverseMatch):
        address_of("synergies:nowhere", 12)
