"""What the pages of the companies read."""

from typing import Any

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from companies.models import Resource


class CompanyFilterForm(forms.Form):
    """The filters of the list; they live in the address."""

    words = forms.CharField(label=_("Name, sector or municipality"), required=False)
    direction = forms.ChoiceField(
        label=_("Has declared"),
        required=False,
        choices=[
            ("", _("anything")),
            (Resource.Direction.OFFER, _("Offers")),
            (Resource.Direction.NEED, _("Needs")),
            (Resource.Direction.SHARE, _("Shares")),
        ],
    )
    municipality = forms.ChoiceField(label=_("Municipality"), required=False)

    def __init__(self, *args: Any, municipalities: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("all municipalities")), *((name, name) for name in municipalities)]
        self.fields["municipality"].choices = choices  # type: ignore[attr-defined]
        self.helper = filter_helper("words", "direction", "municipality")


def filter_helper(*fields: str) -> FormHelper:
    """Return the layout of a filter bar: a GET form that replaces #results where htmx runs."""
    helper = FormHelper()
    helper.form_method = "get"
    helper.form_class = "filters"
    helper.form_action = "."
    helper.attrs = {
        "role": "search",
        "hx-get": ".",
        "hx-target": "#results",
        "hx-push-url": "true",
        "hx-trigger": "submit, change",
        "hx-sync": "this:replace",
    }
    button = StrictButton(_("Apply filters"), type="submit", css_class="btn-outline-primary")
    helper.layout = Layout(*fields, button)
    return helper
