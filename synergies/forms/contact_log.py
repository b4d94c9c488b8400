"""What the contact log reads."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from companies.models import Company, Contact
from synergies.forms.follow_up import day_widget
from synergies.models import ContactEntry, Synergy


class TapForm(forms.Form):
    """The one tap: which kind of contact took place."""

    kind = forms.ChoiceField(choices=ContactEntry.Kind.choices)


class ContactEntryForm(forms.Form):
    """What a tap left open: the day, the person, the words, the synergies."""

    text = forms.CharField(label=_("What was said"), max_length=250, required=False)
    held_on = forms.DateField(label=_("Day"), widget=day_widget())
    company = forms.ModelChoiceField(Company.objects.none(), label=_("Company"), required=False)
    contact = forms.ModelChoiceField(Contact.objects.none(), label=_("Contact"), required=False)
    synergies = forms.ModelMultipleChoiceField(
        Synergy.objects.none(),
        label=_("Synergies spoken about"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, entry: ContactEntry) -> None:
        mine = [synergy.pk for synergy in entry.synergies.all()]
        initial = {
            "text": entry.text,
            "held_on": entry.held_on,
            "company": entry.company_id,
            "contact": entry.contact_id,
            "synergies": mine,
        }
        super().__init__(data, initial=initial)
        companies = Company.objects.filter(initiative=entry.initiative)
        if entry.company is None:
            companies = companies.filter(parties__synergy__in=mine).distinct()
        synergies = entry.initiative.synergies.filter(merged_into=None)
        named = synergies.open().naming(entry.company) if entry.company else synergies.none()
        chosen = synergies.filter(pk__in=mine) | synergies.filter(pk__in=named.values("pk"))
        contacts = Contact.objects.active().filter(company=entry.company)
        self.fields["company"].queryset = companies.order_by("name")  # type: ignore[attr-defined]
        self.fields["contact"].queryset = contacts  # type: ignore[attr-defined]
        self.fields["synergies"].queryset = chosen.order_by("number")  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """Return what the line says, as the service takes it."""
        data = {**self.cleaned_data}
        return {"day": data.pop("held_on"), **data}
