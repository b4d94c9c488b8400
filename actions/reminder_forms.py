"""What the pages about reminders read."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions.models import Reminder, ReminderSetting
from actions.services.reminders.answers import answers_to
from actions.services.reminders.rules import USUAL_INTERVALS

SALT = "reminders"
VALID_S = 24 * 3600  # a preview of the day before is looked at again
LONGEST_ANSWER = 280


class LetGoForm(forms.Form):
    """The confirmation of a preview: `rows` is signed, so that the list is the one shown."""

    rows = forms.CharField(widget=forms.HiddenInput)
    is_sure = forms.BooleanField()

    def __init__(self, *args: Any, label: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_sure"].label = label

    @staticmethod
    def sealed(*, kind: str, pks: list[int]) -> str:
        """Return what the hidden field carries."""
        return signing.dumps([kind, pks], salt=SALT, compress=True)

    def clean_rows(self) -> list[Any]:
        """Return the kind and the rows of the preview."""
        try:
            rows: list[Any] = signing.loads(self.cleaned_data["rows"], salt=SALT, max_age=VALID_S)
        except signing.BadSignature as error:
            raise forms.ValidationError(_("The preview is too old. Look at it again.")) from error
        return rows


class AnswerForm(forms.Form):
    """One question: no answer is chosen beforehand, so that a machine that presses says nothing."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Where are you?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the answers.")},
    )
    text = forms.CharField(
        label=gettext_lazy("In a few words, if you like"), required=False, max_length=LONGEST_ANSWER
    )

    def __init__(self, *args: Any, reminder: Reminder, **kwargs: Any) -> None:
        kwargs["prefix"] = f"question-{reminder.pk}"
        super().__init__(*args, **kwargs)
        self.reminder = reminder
        choices = [(answer.value, answer.label) for answer in answers_to(reminder.kind)]
        self.fields["answer"].choices = choices  # type: ignore[attr-defined]
        if reminder.kind == Reminder.Kind.DATA:
            self.fields["answer"].label = _("Is it still right?")


class SettingForm(forms.ModelForm):  # type: ignore[type-arg]
    """How one kind of reminder works; only kinds of silence have a number of days."""

    class Meta:
        model = ReminderSetting
        fields = ("interval_days", "is_paused", "leaves_alone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usual = USUAL_INTERVALS.get(Reminder.Kind(self.instance.kind))
        if usual is None:
            del self.fields["interval_days"]
        else:
            text = _("Empty: %(count)d days.") % {"count": usual}
            self.fields["interval_days"].help_text = text
        self.helper = FormHelper()
        self.helper.layout = Layout(*self.fields, Submit("save", _("Save")))


class ExceptionForm(forms.Form):
    """A pause, or another rhythm; why."""

    interval_days = forms.IntegerField(
        label=gettext_lazy("Ask after so many days of silence"),
        required=False,
        min_value=7,
        max_value=365,
        help_text=gettext_lazy("Empty: paused, nothing leaves."),
    )
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=250)

    def __init__(self, *args: Any, has_rhythm: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_rhythm:
            del self.fields["interval_days"]
        self.helper = FormHelper()
        self.helper.layout = Layout(*self.fields, Submit("save", _("Save")))
