"""What the project manager's pages about rounds read."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row, Submit
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from synergies.models import Area, Round, Synergy
from synergies.services.round_scope import NumbersRefused, Scope, numbers_of, words_of
from synergies.services.rule_words import rule_choices

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

FARTHEST_CLOSE = timedelta(days=366)
CODE_LENGTH_MAX = 20  # eight symbols, and the dashes and spaces people put between them
ASKABLE = [choice for choice in Synergy.Status.choices if choice[0] != Synergy.Status.CLOSED]


def _instant_widget() -> forms.DateTimeInput:
    """Return the browser's own picker of a day and an hour."""
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def future_close(closes_at: datetime) -> datetime:
    """Return the instant of a close if it is still to come, and within a year."""
    if closes_at <= timezone.now():
        raise forms.ValidationError(_("Choose a close in the future."))
    if closes_at > timezone.now() + FARTHEST_CLOSE:
        raise forms.ValidationError(_("Choose a close within a year."))
    return closes_at


class RoundForm(forms.ModelForm):
    """What a round is asked to be; options, ballots and links follow from it."""

    areas = forms.MultipleChoiceField(
        label=gettext_lazy("Areas"),
        choices=Area.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None ticked: all."),
    )
    statuses = forms.MultipleChoiceField(
        label=gettext_lazy("Statuses"),
        choices=ASKABLE,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None ticked: all that are open."),
    )
    numbers = forms.CharField(
        label=gettext_lazy("Only these numbers"),
        required=False,
        max_length=5000,
        help_text=gettext_lazy("Such as “3, 7, 12-20”. Empty: all."),
    )

    class Meta:
        model = Round
        fields = (
            "title",
            "text",
            "places",
            "minimum_supporters",
            "rule",
            "opens_at",
            "closes_at",
            "results_are_public",
        )
        widgets = {
            "rule": forms.RadioSelect,
            "text": forms.Textarea(attrs={"rows": 4}),
            "opens_at": _instant_widget(),
            "closes_at": _instant_widget(),
        }
        help_texts = {
            "text": gettext_lazy("Why you ask, and what will be done with the answers."),
            "places": gettext_lazy("How many synergies become actions."),
            "rule": gettext_lazy("Fixed once the round opens; all four are compared afterwards."),
            "minimum_supporters": gettext_lazy("A synergy that fewer companies want is left out."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            scope = Scope.from_json(self.instance.scope)
            self.initial["areas"] = scope.areas
            self.initial["statuses"] = scope.statuses
            self.initial["numbers"] = words_of(scope.numbers)
        self.fields["rule"].choices = rule_choices()  # type: ignore[attr-defined]
        self.fields["rule"].required = False
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "title",
            "text",
            Row(Column("places"), Column("minimum_supporters")),
            "rule",
            Row(Column("opens_at"), Column("closes_at")),
            "results_are_public",
            Fieldset(_("Which synergies"), Row(Column("areas"), Column("statuses")), "numbers"),
            Submit("save", _("Prepare the round")),
        )

    def clean_closes_at(self) -> datetime:
        """Return the instant of the close, which must still come, and within a year."""
        return future_close(self.cleaned_data["closes_at"])

    def clean_rule(self) -> str:
        """Return the rule that was chosen, equal shares when none was."""
        return self.cleaned_data["rule"] or Round.Rule.EQUAL_SHARES

    def clean_numbers(self) -> tuple[int, ...]:
        """Return the numbers that were written, none for all."""
        try:
            return numbers_of(self.cleaned_data["numbers"])
        except NumbersRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    @property
    def facts(self) -> dict[str, Any]:
        """Return what the services take: the round's own fields, and its scope."""
        values = {name: self.cleaned_data[name] for name in self.Meta.fields}
        scope = Scope(
            tuple(self.cleaned_data["areas"]),
            tuple(self.cleaned_data["statuses"]),
            self.cleaned_data["numbers"],
        )
        return {**values, "scope": scope}


class _ReasonForm(forms.Form):
    """A change of a round, with its reason: `button` is its words, `button_class` its look."""

    button: "StrOrPromise" = ""
    button_class = "btn-danger"

    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=250,
        help_text=gettext_lazy("The companies and the committee will read it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        submit = Submit("change", self.button, css_class=self.button_class)
        self.helper.layout = Layout(*self.fields, submit)


class CloseEarlyForm(_ReasonForm):
    """Why a round ends before its time."""

    button = gettext_lazy("Close the round now")

    reason = forms.CharField(
        label=gettext_lazy("Why does it close early?"),
        max_length=250,
        help_text=gettext_lazy("The companies and the committee will read it."),
    )


class CancelForm(_ReasonForm):
    """Why a round will not be counted."""

    button = gettext_lazy("Cancel the round")


class ExtendForm(_ReasonForm):
    """Until when a round goes on, and why."""

    button = gettext_lazy("Extend the round")
    button_class = ""
    field_order = ("closes_at", "reason")

    closes_at = forms.DateTimeField(label=gettext_lazy("New close"), widget=_instant_widget())

    def clean_closes_at(self) -> datetime:
        """Return the instant of the close, which must still come, and within a year."""
        return future_close(self.cleaned_data["closes_at"])


class RoomDayForm(forms.Form):
    """For which day the codes of the tables are."""

    day = forms.DateField(
        label=gettext_lazy("Day in the room"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    renew = forms.BooleanField(
        label=gettext_lazy("Replace all codes of this day: those given out open nothing any more."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout("day", "renew", Submit("make", _("Make the codes")))


class DayForm(forms.Form):
    """Which day's sheet is shown."""

    day = forms.DateField()

    @classmethod
    def day_of(cls, data: Any, usual: date) -> date:
        """Return the day that was asked for, `usual` when it cannot be read."""
        form = cls(data)
        return form.cleaned_data["day"] if form.is_valid() else usual


class RoomCodeForm(forms.Form):
    """The code that stands on the table."""

    code = forms.CharField(
        label=gettext_lazy("Code of your table"),
        max_length=CODE_LENGTH_MAX,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "form-control code-field",
            }
        ),
        help_text=gettext_lazy("Eight letters and digits, such as 7K3F-92QD."),
    )
