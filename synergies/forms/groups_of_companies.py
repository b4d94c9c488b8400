"""What the pages about the members of a synergy read: splitting it, shares, joining, leaving."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from companies.models import Company
from synergies.forms.follow_up import day_widget
from synergies.models import Party, Synergy
from synergies.services.pooling import Share
from synergies.services.splits import Part

PARTS_OFFERED = 4  # a split into more is done in two steps


class SplitForm(forms.Form):
    """Two to four parts: their titles, and which party goes where."""

    reason = forms.CharField(label=_("Why it is split"), max_length=250)

    def __init__(self, *args: Any, synergy: Synergy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parties = synergy.parties.present().select_related("company")
        choices = [(str(party.pk), party.company.name) for party in parties]
        for number in range(1, PARTS_OFFERED + 1):
            self.fields[f"title_{number}"] = forms.CharField(
                label=_("Title"), max_length=200, required=False
            )
            self.fields[f"parties_{number}"] = forms.MultipleChoiceField(
                label=_("Companies"),
                choices=choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    def rows(self) -> list[tuple[int, forms.BoundField, forms.BoundField]]:
        """Return (number, title, companies) of each part, to be drawn."""
        numbers = range(1, PARTS_OFFERED + 1)
        return [(number, self[f"title_{number}"], self[f"parties_{number}"]) for number in numbers]

    def parts(self) -> list[Part]:
        """Return the parts on which something is written."""
        found = []
        for number in range(1, PARTS_OFFERED + 1):
            title = self.cleaned_data[f"title_{number}"]
            parties = [int(pk) for pk in self.cleaned_data[f"parties_{number}"]]
            if title or parties:
                found.append(Part(title, parties))
        return found


class ShareForm(forms.ModelForm):
    """The share of one member."""

    class Meta:
        model = Party
        fields = ("share_percent", "share_quantity", "share_unit")

    def share(self) -> Share:
        """Return what the member takes or pays."""
        data = self.cleaned_data
        return Share(data["share_percent"], data["share_quantity"], data["share_unit"])


class LeadForm(forms.Form):
    """Who leads the group; nobody is an answer."""

    lead = forms.ChoiceField(label=_("Who leads"), required=False)

    def __init__(self, *args: Any, parties: Sequence[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(str(party.pk), party.company.name) for party in parties]
        self.fields["lead"].choices = [("", _("nobody yet")), *names]  # type: ignore[attr-defined]
        self.fields["lead"].initial = next(
            (str(party.pk) for party in parties if party.role == Party.Role.LEAD), ""
        )

    def lead_key(self) -> int | None:
        """Return the key of the party that leads, or None."""
        chosen = self.cleaned_data["lead"]
        return int(chosen) if chosen else None


class JoinForm(forms.Form):
    """A company that joins, and since when."""

    company = forms.ModelChoiceField(Company.objects.none(), label=_("Company that joins"))
    day = forms.DateField(label=_("Since"), widget=day_widget())

    def __init__(self, *args: Any, synergy: Synergy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        present = synergy.parties.present().values("company")
        companies = Company.objects.active().filter(initiative=synergy.initiative_id)
        rows = companies.exclude(pk__in=present).order_by("name")
        self.fields["company"].queryset = rows  # type: ignore[attr-defined]


class LeaveForm(forms.Form):
    """Since when, and why, a company is gone."""

    day = forms.DateField(label=_("Until"), widget=day_widget())
    reason = forms.CharField(label=_("Why it leaves"), max_length=250)
