"""What the list of changes reads; everything lives in the address."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from companies.models import User
from pompey_ite.filters import FilterField, filter_helper
from pompey_ite.pages.history.kinds import KINDS


class HistoryFilterForm(forms.Form):
    """Who, what, on which day."""

    person = forms.ModelChoiceField(
        User.objects.filter(is_staff=True).order_by("last_name", "username"),
        label=_("Who"),
        required=False,
        empty_label=_("everybody"),
    )
    kind = FilterField(label=_("What"))
    day = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = sorted((str(capfirst(kind.name)), slug) for slug, kind in KINDS.items())
        choices = [("", _("everything")), *((slug, name) for name, slug in named)]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]
        self.helper = filter_helper("person", "kind", "day")
        del self.helper.attrs["hx-get"]
