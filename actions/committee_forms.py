"""What is entered about documents, decisions and meetings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions.forms import DayInput
from actions.models import Action, Attendance, Document, Meeting, Milestone, Programme
from actions.services.decisions import NextStep
from companies.models import User
from synergies.models import Synergy


class DocumentForm(forms.Form):
    """A link or a file, and what it proves; the rules are those of the service."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of document"), choices=Document.Kind.choices, initial="other"
    )
    dated_on = forms.DateField(label=gettext_lazy("Date of the document"), widget=DayInput())
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy(
            "PDF, picture or office file (docx, xlsx, odt, ods), 10 MB at most."
        ),
    )
    url = forms.URLField(
        label=gettext_lazy("Or a link"), max_length=500, required=False, assume_scheme="https"
    )
    proves = forms.ChoiceField(
        label=gettext_lazy("What it proves"), choices=Document.Proves.choices, initial="nothing"
    )
    milestone = forms.ModelChoiceField(
        Milestone.objects.none(), label=gettext_lazy("Which milestone"), required=False
    )

    def __init__(self, *args: Any, action: Action, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["milestone"].queryset = action.milestones.all()  # type: ignore[attr-defined]

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        if url and not url.startswith(("https://", "http://")):
            raise forms.ValidationError(_("A link begins with https:// or http://."))
        return url


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=250)


class QuestionForm(forms.Form):
    """A decision that is awaited."""

    question = forms.CharField(label=gettext_lazy("What is to be decided"), max_length=250)
    body = forms.CharField(label=gettext_lazy("Who decides"), max_length=150, required=False)


class OutcomeForm(forms.Form):
    """What was decided, and what follows from it, in one form."""

    class Follows:
        NOTHING, MILESTONE, SYNERGY = "nothing", "milestone", "synergy"

    outcome = forms.CharField(
        label=gettext_lazy("Decision"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    taken_on = forms.DateField(label=gettext_lazy("Taken on"), widget=DayInput())
    follows = forms.ChoiceField(
        label=gettext_lazy("What follows"),
        choices=[
            (Follows.NOTHING, gettext_lazy("nothing to be done")),
            (Follows.MILESTONE, gettext_lazy("a milestone on an action")),
            (Follows.SYNERGY, gettext_lazy("the next step of a synergy")),
        ],
        widget=forms.RadioSelect,
        initial=Follows.NOTHING,
    )
    words = forms.CharField(label=gettext_lazy("In a few words"), max_length=200, required=False)
    due_on = forms.DateField(label=gettext_lazy("By when"), widget=DayInput(), required=False)
    action = forms.ModelChoiceField(
        Action.objects.none(), label=gettext_lazy("On which action"), required=False
    )
    synergy = forms.ModelChoiceField(
        Synergy.objects.none(), label=gettext_lazy("For which synergy"), required=False
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actions = Action.objects.of(programme).order_by("area__code", "position")
        synergies = Synergy.objects.filter(initiative=programme.initiative_id, merged_into=None)
        synergies = synergies.exclude(status=Synergy.Status.CLOSED).order_by("number")
        self.fields["action"].queryset = actions  # type: ignore[attr-defined]
        self.fields["synergy"].queryset = synergies  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        follows = data.get("follows")
        if follows == self.Follows.NOTHING:
            return data
        if not data.get("words"):
            self.add_error("words", _("Write what follows, in a few words."))
        if not data.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("Say by when."))
        if follows == self.Follows.MILESTONE and not data.get("action"):
            self.add_error("action", _("Choose the action."))
        if follows == self.Follows.SYNERGY and not data.get("synergy"):
            self.add_error("synergy", _("Choose the synergy."))
        return data

    def step(self, user: User) -> NextStep | None:
        """Return what follows, or None when nothing does."""
        data = self.cleaned_data
        if data["follows"] == self.Follows.NOTHING:
            return None
        is_milestone = data["follows"] == self.Follows.MILESTONE
        return NextStep(
            words=data["words"],
            due_on=data["due_on"],
            action=data["action"] if is_milestone else None,
            synergy=None if is_milestone else data["synergy"],
            owner=user,
        )


class DecisionForm(QuestionForm, OutcomeForm):
    """A decision that is asked for and taken at once."""

    field_order = ("question", "body")


class MeetingForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Meeting
        fields = ("title", "body", "starts_at", "place")
        widgets = {
            "starts_at": forms.DateTimeInput(
                attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
            )
        }


class PointForm(forms.Form):
    text = forms.CharField(label=gettext_lazy("Another point"), max_length=250)


class MinutesForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Meeting
        fields = ("minutes",)
        widgets = {"minutes": forms.Textarea(attrs={"rows": 16})}


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]
    """Somebody who is expected at a meeting, or has come without being expected."""

    class Meta:
        model = Attendance
        fields = ("name", "organisation")

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.meeting = meeting

    def _get_validation_exclusions(self) -> set[str]:
        names: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return names - {"meeting"}
