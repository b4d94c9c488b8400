"""What the project manager's pages about rounds read."""

from datetime import datetime, timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row, Submit
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from synergies.models import Round

FARTHEST_CLOSE = timedelta(days=366)


def _instant_widget() -> forms.DateTimeInput:
    """Return the browser's own picker of a day and an hour."""
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class RoundForm(forms.ModelForm):
    """What a round is asked to be; options, ballots and links follow from it."""

    class Meta:
        model = Round
        fields = ("title", "text", "places", "minimum_supporters", "opens_at", "closes_at")
        widgets = {
            "text": forms.Textarea(attrs={"rows": 4}),
            "opens_at": _instant_widget(),
            "closes_at": _instant_widget(),
        }
        help_texts = {
            "text": gettext_lazy("Why you ask, and what will be done with the answers."),
            "places": gettext_lazy("How many synergies become actions."),
            "minimum_supporters": gettext_lazy("A synergy that fewer companies want is left out."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "title",
            "text",
            Row(Column("places"), Column("minimum_supporters")),
            Row(Column("opens_at"), Column("closes_at")),
            Submit("save", _("Prepare the round")),
        )

    def clean_closes_at(self) -> datetime:
        """Return the instant of the close, which must still come, and within a year."""
        closes_at: datetime = self.cleaned_data["closes_at"]
        if closes_at <= timezone.now():
            raise forms.ValidationError(_("Choose a close in the future."))
        if closes_at > timezone.now() + FARTHEST_CLOSE:
            raise forms.ValidationError(_("Choose a close within a year."))
        return closes_at


class CloseEarlyForm(forms.Form):
    """Why a round ends before its time."""

    reason = forms.CharField(
        label=gettext_lazy("Why does it close early?"),
        max_length=250,
        help_text=gettext_lazy("The companies and the committee will read it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "reason", Submit("close", _("Close the round now"), css_class="btn-danger")
        )
