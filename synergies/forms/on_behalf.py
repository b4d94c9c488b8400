"""The paper of one company, as the project manager types it in."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from companies.models import Contact
from synergies.models import Answer, Ballot, Channel
from synergies.services.on_behalf import Line, lines_of


class OnBehalfForm(forms.Form):
    """How the answers came, from whom, and one choice for each proposal."""

    channel = forms.ChoiceField(
        label=gettext_lazy("How did they come?"),
        choices=[
            (Channel.PAPER, gettext_lazy("on paper")),
            (Channel.PHONE, gettext_lazy("by phone")),
        ],
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
    )
    contact = forms.ModelChoiceField(
        label=gettext_lazy("From whom?"),
        queryset=Contact.objects.none(),
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    replaces = forms.BooleanField(
        label=gettext_lazy("The company asks to replace what it answered itself."),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
    is_complete = forms.BooleanField(
        label=gettext_lazy("The ballot is complete: validate it, its reminders stop."),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )

    def __init__(self, *args: Any, ballot: Ballot, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contacts = self.fields["contact"]
        assert isinstance(contacts, forms.ModelChoiceField)  # noqa: S101 – for the type checker
        contacts.queryset = Contact.objects.active().filter(company=ballot.company_id)
        contacts.empty_label = _("not said")
        self.lines = lines_of(ballot)
        for line in self.lines:
            self.fields[line.name] = forms.ChoiceField(
                choices=[("", "–"), *Answer.choices],
                required=False,
                initial=line.entered,
                widget=forms.Select(
                    attrs={"class": "form-select", "aria-labelledby": f"option-{line.option.pk}"}
                ),
            )

    def rows(self) -> list[tuple[Line, forms.BoundField]]:
        """Return each proposal with its field."""
        return [(line, self[line.name]) for line in self.lines]

    @property
    def facts(self) -> dict[str, Any]:
        """Return what the service takes."""
        answers = {
            line.option.pk: Answer(self.cleaned_data[line.name])
            for line in self.lines
            if self.cleaned_data[line.name]
        }
        names = ("contact", "replaces", "is_complete")
        facts = {name: self.cleaned_data[name] for name in names}
        return {**facts, "answers": answers, "channel": Channel(self.cleaned_data["channel"])}
