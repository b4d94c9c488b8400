"""What the views of the programme read: filters, a move on the board, a place in the order."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actions.models import Action, Programme, SavedFilter
from companies.choices import CompanyFilterField
from pompey_ite.filters import FilterField, filter_helper
from synergies.forms.lists import EVERY, EVERY_FEMININE
from synergies.models import Area


class ActionFilterForm(forms.Form):
    """The filters that every view of the programme shares; they live in the address."""

    words = forms.CharField(label=_("Words or code"), required=False, max_length=100)
    area = FilterField(label=_("Area"), choices=[EVERY, *Area.choices])
    status = FilterField(label=_("Status"), choices=[EVERY, *Action.Status.choices])
    priority = FilterField(
        label=pgettext_lazy("of an action", "Priority"),
        choices=[EVERY_FEMININE, *Action.Priority.choices],
    )
    company = CompanyFilterField(label=_("Company"))
    is_late = forms.BooleanField(label=_("late only"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = ("words", "area", "status", "priority", "company", "is_late")
        self.helper = filter_helper(*names)
        # Each view answers with its whole page; what depends on the filters is taken out of it.
        self.helper.attrs |= {
            "hx-select": "#results",
            "hx-swap": "outerHTML",
            "hx-select-oob": "#programme-tabs,#saved-filters",
        }


class CardMoveForm(forms.Form):
    """Where a card of the board goes; `before` is where its page showed it."""

    before = forms.CharField(widget=forms.HiddenInput)
    status = forms.ChoiceField(
        label=_("New status"),
        choices=[choice for choice in Action.Status.choices if choice[0] != Action.Status.LATE],
    )
    reason = forms.CharField(label=_("Why"), required=False, max_length=250)


class PlaceForm(forms.ModelForm):  # type: ignore[type-arg]
    """How large effort and benefit are thought to be."""

    class Meta:
        model = Action
        fields = ("effort_size", "benefit_size")


class CapacityForm(forms.ModelForm):  # type: ignore[type-arg]
    """How many days a month there are for the programme."""

    class Meta:
        model = Programme
        fields = ("capacity_days",)
        localized_fields = ("capacity_days",)


class SavedFilterForm(forms.ModelForm):  # type: ignore[type-arg]
    """A name for the filters of the address; `instance.user` is who gives it."""

    class Meta:
        model = SavedFilter
        fields = ("name", "query")
        widgets = {"query": forms.HiddenInput}
