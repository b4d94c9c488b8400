"""What the pages of a workshop's room read."""

import uuid
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from synergies.models import Slip, Synergy
from synergies.services.slips import NAME_LENGTH, Words
from synergies.services.tables import MOST_TABLES

USUAL_TABLES = 6
KEY_LENGTH = (16, 64)


class TablesForm(forms.Form):
    """For which day, and for how many tables."""

    day = forms.DateField(
        label=gettext_lazy("Day of the workshop"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    tables = forms.IntegerField(
        label=gettext_lazy("Number of tables"),
        min_value=1,
        max_value=MOST_TABLES,
        initial=USUAL_TABLES,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout("day", "tables", Submit("open", _("Open the room")))


def _name_field(label: Any) -> forms.CharField:
    attrs = {"list": "companies", "autocomplete": "off", "class": "form-control"}
    return forms.CharField(label=label, max_length=NAME_LENGTH, widget=forms.TextInput(attrs=attrs))


class SlipForm(forms.Form):
    """One match slip: three fields, the rest is for those who have time."""

    offers = _name_field(gettext_lazy("Who offers"))
    wants = _name_field(gettext_lazy("Who wants"))
    what = forms.CharField(
        label=gettext_lazy("What"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "form-control"}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("How"),
        choices=[
            (Synergy.Kind.SUBSTITUTION, gettext_lazy("One gives, the other takes")),
            (Synergy.Kind.POOLING, gettext_lazy("Both do it together")),
        ],
        initial=Synergy.Kind.SUBSTITUTION,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("Note (optional)"),
        max_length=250,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "form-control"}),
    )
    adds_companies = forms.BooleanField(
        label=gettext_lazy("Add companies that are not in the list"), required=False
    )
    client_key = forms.CharField(
        min_length=KEY_LENGTH[0], max_length=KEY_LENGTH[1], widget=forms.HiddenInput
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        initial = {"client_key": uuid.uuid4().hex, **kwargs.pop("initial", {})}
        super().__init__(data, initial=initial, **kwargs)

    @property
    def words(self) -> Words:
        """What was typed, as the service takes it."""
        return Words(**{k: v for k, v in self.cleaned_data.items() if k != "client_key"})

    def first_error(self) -> str:
        """Return what is wrong, in one line, for a device that sent it later."""
        return " ".join(
            f"{self.fields[name].label if name in self.fields else ''} {text}".strip()
            for name, texts in self.errors.items()
            for text in texts
        )


class WithdrawForm(forms.Form):
    """Why a slip is withdrawn."""

    reason = forms.CharField(
        label=gettext_lazy("Why is this slip withdrawn?"),
        max_length=Slip._meta.get_field("withdrawn_reason").max_length,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
