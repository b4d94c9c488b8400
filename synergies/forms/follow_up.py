"""What the pages about following a synergy up read."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from companies.models import Company, User
from synergies.models import BlockingPoint, StatusChange, Synergy
from synergies.services.ladder import Wish, needs_reason

DOCUMENTS = ("pdf", "png", "jpg", "jpeg", "odt", "ods", "docx", "xlsx")
LARGEST_DOCUMENT_BYTES = 10 * 1024 * 1024


def day_widget() -> forms.DateInput:
    """Return the browser's own picker of a day."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def staff() -> Any:
    """Return who may follow a synergy up: its reminders ask for an act."""
    return User.staff.who_may_change().order_by("username")


class NextStepForm(forms.Form):
    """Who does what next, and by when."""

    next_step = forms.CharField(label=_("Next step"), max_length=250)
    next_due_on = forms.DateField(label=_("By when"), widget=day_widget())
    owner = forms.ModelChoiceField(staff(), label=_("Followed by"), empty_label=None)


class MoveForm(forms.Form):
    """A move to one rung or aside: it asks what that move needs.

    What is lacking is said by the rules of the ladder, in sentences.
    """

    OF_OPERATIONAL = ("proof", "users", "evidence", "happened_on", "document")

    before = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why"), max_length=250, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    proof = forms.ChoiceField(
        label=_("What is fulfilled"),
        choices=StatusChange.Proof.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    users = forms.ModelMultipleChoiceField(
        Company.objects.none(),
        label=_("Companies that use the service"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    evidence = forms.CharField(
        label=_("What proves it"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Such as “weighing slip no. 12 of 3 May, in the shared folder”."),
    )
    happened_on = forms.DateField(label=_("Since when"), widget=day_widget(), required=False)
    document = forms.FileField(
        label=_("Document"),
        required=False,
        validators=[FileExtensionValidator(DOCUMENTS)],
        help_text=_("Optional: PDF, picture or office file, 10 MB at most."),
    )
    next_step = forms.CharField(label=_("Next step"), max_length=250, required=False)
    next_due_on = forms.DateField(label=_("By when"), widget=day_widget(), required=False)
    owner = forms.ModelChoiceField(staff(), label=_("Followed by"), required=False)

    def __init__(self, *args: Any, synergy: Synergy, after: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.after = after
        users = Company.objects.filter(parties__in=synergy.parties.present()).order_by("name")
        self.fields["users"].queryset = users  # type: ignore[attr-defined]
        for name in self._needless(synergy.status):
            del self.fields[name]

    def _needless(self, before: str) -> list[str]:
        """Return the fields that a move does not ask about."""
        names = [] if needs_reason(before, self.after) else ["reason"]
        if self.after != Synergy.Status.OPERATIONAL:
            names += self.OF_OPERATIONAL
        if self.after == Synergy.Status.CLOSED:
            names += ["next_step", "next_due_on"]
        return names

    def clean_document(self) -> Any:
        document = self.cleaned_data["document"]
        if document and document.size > LARGEST_DOCUMENT_BYTES:
            raise forms.ValidationError(_("The document is larger than 10 MB."))
        return document

    def wish(self, today: date) -> Wish:
        """Return the move as the rules of the ladder take it."""
        apart = ("users", "document", "owner")
        said = {name: value for name, value in self.cleaned_data.items() if name not in apart}
        users = self.cleaned_data.get("users", ())
        return Wish(after=self.after, today=today, user_count=len(users), **said)


class BlockingForm(forms.Form):
    """One line of the blocking points."""

    topic = forms.ChoiceField(choices=BlockingPoint.Topic.choices, widget=forms.HiddenInput)
    state = forms.ChoiceField(
        label=pgettext_lazy("blocking point", "State"), choices=BlockingPoint.State.choices
    )
    sentence = forms.CharField(label=_("In one sentence"), max_length=250, required=False)


def blocking_forms(lines: Sequence[Any], data: Any = None) -> list[BlockingForm]:
    """Return the forms of the six lines; `data` fills the one that was sent."""
    forms_of_lines = []
    for line in lines:
        sent = data if data and data.get("topic") == line.topic else None
        facts = {"topic": line.topic, "state": line.state}
        facts["sentence"] = line.point.sentence if line.point else ""
        forms_of_lines.append(BlockingForm(sent, initial=facts, auto_id=f"id_{line.topic}_%s"))
    return forms_of_lines
