"""What the pages of the network read; everything lives in the address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from companies.choices import CompanyFilterField
from companies.models import Resource
from pompey_ite.filters import FilterField, filter_helper
from synergies.forms.lists import EVERY, EVERY_FEMININE
from synergies.models import Area, Party, Synergy
from synergies.models.synergy import SynergyQuerySet
from synergies.services.park import ParkAudience

UNDER_WAY = "under_way"
BEYOND_AN_IDEA = (
    Synergy.Status.DISCUSSION,
    Synergy.Status.STUDY,
    Synergy.Status.AGREED,
    Synergy.Status.OPERATIONAL,
)
FEWEST_PARTNERS, USUAL_PARTNERS, MOST_PARTNERS = 1, 3, 20


class NetworkForm(forms.Form):
    """The filters of the network, and the company looked at alone."""

    company = CompanyFilterField(label=_("One company"))
    area = FilterField(label=_("Area"), choices=[EVERY, *Area.choices])
    kind = FilterField(label=_("Kind"), choices=[EVERY, *Synergy.Kind.choices])
    status = FilterField(
        label=_("Status"),
        choices=[EVERY, (UNDER_WAY, _("discussed or further")), *Synergy.Status.choices],
    )
    most = forms.IntegerField(
        label=_("Partners of each"),
        required=False,
        min_value=FEWEST_PARTNERS,
        max_value=MOST_PARTNERS,
        widget=forms.NumberInput(attrs={"placeholder": USUAL_PARTNERS}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = filter_helper(*self.fields)
        del self.helper.attrs["hx-get"]  # the views differ by their address: the whole page comes
        self.helper.form_action = ""

    def synergies(self) -> SynergyQuerySet:
        """Return the synergies the filters leave; without a status those still in play."""
        status = self.cleaned_data.get("status", "")
        rows = Synergy.objects.filter(merged_into=None)
        if not status:
            rows = rows.open()
        elif status == UNDER_WAY:
            rows = rows.filter(status__in=BEYOND_AN_IDEA)
        else:
            rows = rows.filter(status=status)
        wanted = {name: self.cleaned_data.get(name) for name in ("area", "kind")}
        return rows.filter(**{name: value for name, value in wanted.items() if value})

    @property
    def partners(self) -> int:
        return self.cleaned_data.get("most") or USUAL_PARTNERS


class ParkForm(NetworkForm):
    """The filters of the map; the public chooses an area only."""

    company = None  # type: ignore[assignment]  # the map has a panel for one company
    family = FilterField(label=_("Family"), choices=[EVERY_FEMININE, *Resource.Family.choices])
    field_order = ("area", "family", "kind", "status", "most")

    def __init__(self, *args: Any, audience: ParkAudience, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if audience == ParkAudience.PUBLIC:
            for name in ("family", "kind", "status", "most"):
                del self.fields[name]
        self.helper.layout = filter_helper(*self.fields).layout

    def synergies(self) -> SynergyQuerySet:
        """Return the synergies the filters leave, with a resource of the family asked for."""
        rows = super().synergies()
        if family := self.cleaned_data.get("family"):
            named = Party.objects.present().filter(resources__family=family)
            rows = rows.filter(pk__in=named.values("synergy"))
        return rows
