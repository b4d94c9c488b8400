"""What the pages about merges read."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pompey_ite.filters import FilterField, filter_helper
from synergies.detection.merges import Bond
from synergies.forms.lists import EVERY
from synergies.models import Area, Synergy
from synergies.services.merge_suggestions import Suggestion

AT_LEAST_TWO = _("Choose at least two synergies.")


class MergeFilterForm(forms.Form):
    """The filters of the proposed groups; they live in the address."""

    BONDS = (
        (str(Bond.RESOURCE.value), _("same resource, need or service")),
        (str(Bond.CONCEPT.value), _("same thing")),
        (str(Bond.HEADING.value), _("same heading")),
        (str(Bond.THEME.value), _("same theme")),
    )

    area = FilterField(label=_("Area"), choices=[EVERY, *Area.choices])
    bond = FilterField(label=_("Why"), choices=[EVERY, *BONDS])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = filter_helper("area", "bond")

    def keeps(self, group: Suggestion) -> bool:
        """Return whether the filters leave a group; titles that say the same name one thing."""
        area, bond = self.cleaned_data.get("area"), self.cleaned_data.get("bond")
        mine = Bond.CONCEPT if group.bond is Bond.TITLE else group.bond
        return area in (None, "", group.lead.area) and bond in (None, "", str(mine.value))


class MembersForm(forms.Form):
    """Which synergies a decision is about."""

    members = forms.ModelMultipleChoiceField(
        Synergy.objects.select_related("initiative"),
        error_messages=dict.fromkeys(
            ("required", "invalid_choice", "invalid_pk_value"), AT_LEAST_TWO
        ),
    )

    def decision(self) -> dict[str, Any]:
        """Return what the form decides, as the services take it."""
        rest = {**self.cleaned_data}
        members = list(rest.pop("members"))
        pks = [member.pk for member in members]
        return {"initiative": members[0].initiative, "pks": pks, **rest}


class MergeForm(MembersForm):
    """The synergies to group, and what the group is called; empty: as its lead."""

    title = forms.CharField(label=_("Title of the group"), max_length=200, required=False)


class MergeRefusalForm(MembersForm):
    """Why synergies are not the same."""

    reason = forms.CharField(
        label=_("Do not group, because…"),
        max_length=250,
        error_messages={"required": _("Say why they are not the same.")},
    )
