"""What the ballot pages read."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from synergies.models import Answer, Area, Vote


class AnswerForm(forms.Form):
    """One answer to one proposal; `version` is that of the answer the person saw."""

    answer = forms.ChoiceField(
        label=_("Your company’s answer"),
        choices=Answer.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of the five answers."),
            "invalid_choice": _("Choose one of the five answers."),
        },
    )
    note = forms.CharField(
        label=_("A note for the project manager (280 characters at most)"),
        max_length=280,
        required=False,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 3}),
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    @classmethod
    def showing(cls, vote: Vote | None) -> "AnswerForm":
        """Return the form as the page first shows it."""
        if vote is None:
            return cls(initial={"version": 0})
        return cls(initial={"answer": vote.answer, "note": vote.note, "version": vote.version})


class BallotFilterForm(forms.Form):
    """The filters of the list of proposals; they live in the address."""

    SHOWN = (
        ("todo", _("To do")),
        ("yes", _("Our yes")),
        ("priority", _("Priorities")),
        ("all", _("All proposals")),
    )

    show = forms.ChoiceField(choices=SHOWN, required=False, widget=forms.HiddenInput)
    area = forms.ChoiceField(
        label=_("Area"), required=False, choices=[("", _("all")), *Area.choices]
    )
    words = forms.CharField(label=_("Words or number"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].widget.attrs["class"] = "form-select"
        self.fields["words"].widget.attrs["class"] = "form-control"
