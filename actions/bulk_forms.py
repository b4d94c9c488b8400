"""What an act on several rows asks for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions.forms import DayInput
from actions.models import Action
from companies.models import Company
from synergies.forms.follow_up import staff
from synergies.models import Area, Synergy


class AreaForm(forms.Form):
    area = forms.ChoiceField(
        label=gettext_lazy("Area"), choices=Area.choices, widget=forms.RadioSelect
    )


class ParkForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=250)
    next_step = forms.CharField(
        label=gettext_lazy("Next step"),
        max_length=250,
        required=False,
        help_text=gettext_lazy("Empty: the one that each has stays."),
    )
    next_due_on = forms.DateField(
        label=gettext_lazy("By when"),
        widget=DayInput(),
        required=False,
        help_text=gettext_lazy("Empty: the day that each has stays."),
    )


class MoveForm(ParkForm):
    status = forms.ChoiceField(
        label=gettext_lazy("Status"),
        choices=[one for one in Synergy.Status.choices if one[0] != Synergy.Status.OPERATIONAL],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=250,
        required=False,
        help_text=gettext_lazy("Needed to go back, to park and to close."),
    )
    field_order = ("status", "reason", "next_step", "next_due_on")


class NextStepForm(forms.Form):
    """What is left empty stays as each has it."""

    next_step = forms.CharField(label=gettext_lazy("Next step"), max_length=250, required=False)
    next_due_on = forms.DateField(label=gettext_lazy("By when"), widget=DayInput(), required=False)
    owner = forms.ModelChoiceField(
        staff(),
        label=gettext_lazy("Followed by"),
        required=False,
        empty_label=gettext_lazy("as each has it"),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(data.values()):
            raise forms.ValidationError(_("Fill in at least one of the three."))
        return data


class StatusForm(forms.Form):
    status = forms.ChoiceField(
        label=gettext_lazy("Status"),
        choices=[one for one in Action.Status.choices if one[0] != Action.Status.LATE],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=250,
        required=False,
        help_text=gettext_lazy("Needed for an action that is on hold, blocked or abandoned."),
    )


class PilotForm(forms.Form):
    """A company, or a person or body in words."""

    company = forms.ModelChoiceField(
        Company.objects.active().order_by("name"),
        label=gettext_lazy("Company that leads"),
        required=False,
        empty_label=gettext_lazy("none"),
    )
    name = forms.CharField(
        label=gettext_lazy("Or a person or body"), max_length=150, required=False
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(data.values()):
            raise forms.ValidationError(_("Choose a company, or name somebody."))
        return data


class PostponeForm(forms.Form):
    weeks = forms.IntegerField(
        label=gettext_lazy("By how many weeks"), min_value=1, max_value=104, initial=2
    )
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=100, required=False)


class AskForm(forms.Form):
    """Companies that have spoken of what they declared since then are left in peace."""

    days = forms.ChoiceField(
        label=gettext_lazy("Ask where something was not confirmed for"),
        choices=[
            ("30", gettext_lazy("a month")),
            ("91", gettext_lazy("three months")),
            ("182", gettext_lazy("six months")),
            ("365", gettext_lazy("a year")),
        ],
        initial="182",
        widget=forms.RadioSelect,
    )


class MemberForm(forms.Form):
    is_member = forms.ChoiceField(
        label=gettext_lazy("Member of the association"),
        choices=[("yes", gettext_lazy("yes")), ("no", gettext_lazy("no"))],
        widget=forms.RadioSelect,
    )


FORMS: dict[tuple[str, str], type[forms.Form]] = {
    ("synergies", "area"): AreaForm,
    ("synergies", "park"): ParkForm,
    ("synergies", "status"): MoveForm,
    ("synergies", "next"): NextStepForm,
    ("actions", "status"): StatusForm,
    ("actions", "pilot"): PilotForm,
    ("actions", "postpone"): PostponeForm,
    ("companies", "ask"): AskForm,
    ("companies", "member"): MemberForm,
}
