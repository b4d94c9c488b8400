"""What the pages about a result read: filters, and the decisions of the committee."""

from collections.abc import Iterable
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row, Submit
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pompey_ite.filters import FilterField, filter_helper
from synergies.forms.lists import EVERY, EVERY_FEMININE
from synergies.models import Area, CommitteeDecision, TallyLine
from synergies.services.results import sortable


class ResultFilterForm(forms.Form):
    """The filters of a result; they live in the address."""

    words = forms.CharField(label=gettext_lazy("Words or number"), required=False)
    area = FilterField(label=gettext_lazy("Area"), choices=[EVERY, *Area.choices])
    band = FilterField(
        label=gettext_lazy("Band"),
        choices=[EVERY_FEMININE, *TallyLine.Band.choices],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = filter_helper("words", "area", "band")

    def chosen(self, lines: Iterable[TallyLine]) -> list[TallyLine]:
        """Return the lines the filters leave, in order; what cannot be read filters nothing."""
        self.is_valid()
        area, band = (self.cleaned_data.get(name) for name in ("area", "band"))
        words = self.cleaned_data.get("words") or ""
        return [
            line
            for line in with_words(lines, words)
            if (not area or line.option.area == area) and (not band or line.band == band)
        ]


def with_words(lines: Iterable[TallyLine], words: str) -> list[TallyLine]:
    """Return the lines whose number or title holds every word, whatever its case and accents.

    Who is a party of a proposal is not looked at: the public could find out by searching.
    """
    wanted = sortable(words).split()

    def holds_all(line: TallyLine) -> bool:
        text = sortable(f"{line.option.number} {line.option.title}")
        return all(word in text for word in wanted)

    return [line for line in lines if holds_all(line)]


class CommitteeForm(forms.ModelForm):
    """Why the committee sets a proposal aside or adds it, who decided, and when."""

    class Meta:
        model = CommitteeDecision
        fields = ("reason", "committee", "decided_on")
        widgets = {
            "reason": forms.Textarea(attrs={"rows": 3}),
            "decided_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {
            "reason": gettext_lazy("Everybody who may read the result reads it, beside the vote."),
            "committee": gettext_lazy("Such as “Steering committee of 12 March”."),
        }

    def __init__(self, *args: Any, button: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "reason", Row(Column("committee"), Column("decided_on")), Submit("decide", button)
        )


class WithdrawalForm(forms.Form):
    """Why a decision of the committee no longer stands."""

    reason = forms.CharField(
        label=gettext_lazy("Why is it withdrawn?"),
        max_length=250,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The decision and both reasons stay in the history."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout("reason", Submit("withdraw", _("Withdraw the decision")))
