"""What the pages about synergies and suggestions read."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from companies.choices import CompanyFilterField
from pompey_ite.filters import FilterField, filter_helper
from synergies.models import Area, Match, Synergy

EVERY = ("", _("all"))
EVERY_FEMININE = ("", pgettext_lazy("families, priorities", "all"))  # in French: toutes


class SynergyFilterForm(forms.Form):
    """The filters of the list; they live in the address."""

    words = forms.CharField(label=_("Words or number"), required=False)
    area = FilterField(label=_("Area"), choices=[EVERY, *Area.choices])
    kind = FilterField(label=_("Kind"), choices=[EVERY, *Synergy.Kind.choices])
    status = FilterField(label=_("Status"), choices=[EVERY, *Synergy.Status.choices])
    follow_up = FilterField(
        label=_("Follow-up"),
        choices=[EVERY, ("incomplete", _("to complete")), ("blocked", _("blocked"))],
    )
    company = CompanyFilterField(label=_("Company"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = filter_helper("words", "area", "kind", "status", "follow_up", "company")


class MatchFilterForm(forms.Form):
    """The filters of the suggestions; they live in the address."""

    tier = FilterField(label=_("How sure"), choices=[EVERY, *Match.Tier.choices])
    kind = FilterField(label=_("Kind"), choices=[EVERY, *Synergy.Kind.choices])
    company = CompanyFilterField(label=_("Company"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = filter_helper("tier", "kind", "company")


class RejectionForm(forms.Form):
    """Why two declarations do not belong together."""

    reason = forms.CharField(
        label=_("Not a match, because…"),
        max_length=250,
        error_messages={"required": _("Say why it is not a match.")},
    )
