"""What the project manager enters on an action sheet, section by section."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions.forms import DayInput
from actions.models import Action, CoPilot, Funder, Funding, Milestone
from actions.models.sheet_choices import ResultKind, TargetKind
from actions.services.sheet import governance_bodies, known_bodies
from companies.models import Company
from synergies.models import Synergy

LONGEST_NUMBER = 9  # digits of the number of a synergy


def kinds_field(choices: Any, label: Any) -> forms.TypedMultipleChoiceField:
    """Return a list of boxes whose ticks are kept as a list of codes."""
    return forms.TypedMultipleChoiceField(
        choices=choices, label=label, required=False, widget=forms.CheckboxSelectMultiple
    )


class SectionForm(forms.ModelForm):  # type: ignore[type-arg]
    """A part of a sheet; `instance` is the action."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.widget = DayInput()
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 3


class WhatForm(SectionForm):
    title_of_section = gettext_lazy("What and why")
    target_kinds = kinds_field(TargetKind.choices, gettext_lazy("Target groups"))
    result_kinds = kinds_field(ResultKind.choices, gettext_lazy("Kinds of expected results"))

    synergy_numbers = forms.CharField(
        label=gettext_lazy("Numbers of the synergies it comes from"),
        required=False,
        help_text=gettext_lazy("Such as 12, 108, 126."),
    )

    class Meta:
        model = Action
        fields = (
            *("title", "description", "sub_area", "sub_sub_area", "theme", "sub_theme", "pillar"),
            *("objectives", "target_kinds", "target_groups", "result_kinds", "expected_results"),
            *("synergy_numbers", "visibility"),
        )
        labels = {"target_groups": gettext_lazy("Target groups in other words")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbers = self.instance.synergies.order_by("number").values_list("number", flat=True)
        self.fields["synergy_numbers"].initial = ", ".join(map(str, numbers))

    def clean_synergy_numbers(self) -> list[Synergy]:
        """Return the synergies of the initiative that bear these numbers."""
        words = self.cleaned_data["synergy_numbers"].replace(",", " ").replace(";", " ").split()
        initiative = self.instance.area.programme.initiative_id
        known = [word for word in words if word.isdecimal() and len(word) <= LONGEST_NUMBER]
        found = list(Synergy.objects.filter(initiative=initiative, number__in=map(int, known)))
        numbers = {str(synergy.number) for synergy in found}
        if unknown := [word for word in words if word.lstrip("0") not in numbers]:
            text = _("No synergy has this number: %(numbers)s.")
            raise forms.ValidationError(text % {"numbers": ", ".join(unknown)})
        return found

    def save(self, commit: bool = True) -> Any:
        action = super().save(commit)
        action.synergies.set(self.cleaned_data["synergy_numbers"])
        return action


class WhoForm(SectionForm):
    """Who leads, who decides, who takes part; a body is a word that other sheets use as well."""

    title_of_section = gettext_lazy("Who")
    bodies = forms.MultipleChoiceField(
        label=gettext_lazy("Governance bodies"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    other_bodies = forms.CharField(
        label=gettext_lazy("Other governance bodies"),
        max_length=150,
        required=False,
        help_text=gettext_lazy("Separated by commas; other sheets then offer them."),
    )

    class Meta:
        model = Action
        fields = (
            *("pilot_company", "pilot_name", "pilot_service", "pilot_bodies", "elected_referent"),
            *("bodies", "other_bodies", "partners", "other_partners", "participation"),
        )
        widgets = {"partners": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        initiative = self.instance.area.programme.initiative_id
        companies = Company.objects.filter(initiative=initiative).order_by("name")
        for name in ("pilot_company", "partners"):
            self.fields[name].queryset = companies  # type: ignore[attr-defined]
        names = known_bodies(self.instance)
        self.fields["bodies"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]
        self.fields["bodies"].initial = governance_bodies(self.instance.governance)
        if not names:
            del self.fields["bodies"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        named = [*data.get("bodies", []), *governance_bodies(data.get("other_bodies", ""))]
        text = ", ".join(dict.fromkeys(named))
        longest = Action._meta.get_field("governance").max_length or 0
        if len(text) > longest:
            self.add_error("other_bodies", _("These names are too long together."))
        self.instance.governance = text[:longest]
        return data


class WhenForm(SectionForm):
    title_of_section = gettext_lazy("Calendar and means")

    class Meta:
        model = Action
        fields = ("priority", "starts_on", "due_on", "is_yearly", "effort_days", "means")


class MoneyForm(SectionForm):
    title_of_section = gettext_lazy("Money")

    class Meta:
        model = Action
        fields = (
            *("budget_eur", "investment_eur", "spent_investment_eur", "spent_operation_eur"),
            "funding_notes",
        )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        budget, part = data.get("budget_eur"), data.get("investment_eur")
        if budget is not None and part is not None and part > budget:
            self.add_error("investment_eur", _("The investment is more than the whole budget."))
        return data


class StatusForm(forms.Form):
    """The status, why, and how far the work is."""

    status = forms.ChoiceField(label=gettext_lazy("Status"), choices=Action.Status.choices)
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=250,
        required=False,
        help_text=gettext_lazy("Needed for an action that is on hold, blocked or abandoned."),
    )
    progress_percent = forms.IntegerField(
        label=gettext_lazy("Progress (%)"), min_value=0, max_value=100, required=False
    )


class NoteForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    day = forms.DateField(label=gettext_lazy("Day"), widget=DayInput())


class MoveMilestoneForm(forms.Form):
    due_on = forms.DateField(label=gettext_lazy("New date"), widget=DayInput())
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=100, required=False)


class PartForm(SectionForm):
    """A row of a sheet: its action is given and not asked for, yet its constraints count."""

    def __init__(self, *args: Any, action: Action, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.action = action

    def _get_validation_exclusions(self) -> set[str]:
        names: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return names - {"action"}


class MilestoneForm(PartForm):
    class Meta:
        model = Milestone
        fields = ("title", "due_on", "done_on")


def _plain_amount(amount: Decimal | None) -> Decimal | None:
    """Return an amount without cents that say nothing: 12000, not 12000.00."""
    if amount is None or amount != amount.to_integral_value():
        return amount
    return amount.quantize(Decimal(1))


class FundingForm(PartForm):
    """Who pays what; a funder that is not in the list yet is written in words."""

    new_funder = forms.CharField(
        label=gettext_lazy("Or another funder"), max_length=150, required=False
    )

    class Meta:
        model = Funding
        fields = ("funder", "new_funder", "nature", "planned_eur", "actual_eur")

    def __init__(self, *args: Any, action: Action, **kwargs: Any) -> None:
        super().__init__(*args, action=action, **kwargs)
        self.initiative = action.area.programme.initiative
        for name in ("planned_eur", "actual_eur"):
            self.initial[name] = _plain_amount(self.initial.get(name))
        self.fields["funder"].required = False
        self.fields["funder"].queryset = self.initiative.funders.all()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        name = data.get("new_funder", "").strip()
        if not data.get("funder") and not name:
            self.add_error("funder", _("Choose a funder, or name one."))
        elif name and data.get("funder"):
            self.add_error("new_funder", _("Choose a funder or name one: one of the two."))
        elif name:
            found = Funder.objects.filter(initiative=self.initiative, name__iexact=name).first()
            data["funder"] = found or Funder(initiative=self.initiative, name=name)
        return data

    def save(self, commit: bool = True) -> Any:
        funder = self.instance.funder
        if funder.pk is None:
            funder.save()
            self.instance.funder = funder
        return super().save(commit)


class CoPilotForm(PartForm):
    class Meta:
        model = CoPilot
        fields = ("company", "name", "service")

    def __init__(self, *args: Any, action: Action, **kwargs: Any) -> None:
        super().__init__(*args, action=action, **kwargs)
        companies = Company.objects.filter(initiative=action.area.programme.initiative_id)
        self.fields["company"].queryset = companies.order_by("name")  # type: ignore[attr-defined]


SECTIONS: dict[str, type[Any]] = {
    "what": WhatForm,
    "who": WhoForm,
    "when": WhenForm,
    "money": MoneyForm,
}
PARTS: dict[str, type[Any]] = {
    "milestone": MilestoneForm,
    "funding": FundingForm,
    "pilot": CoPilotForm,
}
