"""What a decision about a suggested group says."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from companies.models import Initiative, Resource
from synergies.forms.lists import RejectionForm
from synergies.models import Synergy


class GroupForm(forms.Form):
    """Who is to take part; in which synergy of the initiative, or in a new one."""

    member = forms.ModelMultipleChoiceField(
        Resource.objects.none(),
        error_messages={
            "required": _("Tick the companies that take part."),
            "invalid_choice": _("A declaration has been closed meanwhile. Look at the list again."),
        },
    )
    into = forms.ModelChoiceField(
        Synergy.objects.none(),
        required=False,
        error_messages={"invalid_choice": _("This synergy has been closed or merged meanwhile.")},
    )

    def __init__(self, *args: Any, initiative: Initiative, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        declared = Resource.objects.for_detection().filter(company__initiative=initiative)
        self.fields["member"].queryset = declared  # type: ignore[attr-defined]
        self.fields["into"].queryset = (  # type: ignore[attr-defined]
            Synergy.objects.open().filter(initiative=initiative)
        )


class GroupRejectionForm(RejectionForm):
    """Why the declarations of a group do not belong together, and how many pairs were seen."""

    seen = forms.IntegerField(min_value=1)
