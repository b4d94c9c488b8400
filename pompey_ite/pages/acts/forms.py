"""What the pages of the frequent acts read: few fields, the first one under the cursor."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions.forms import DayInput
from actions.models import Action, Milestone, Programme
from companies.models import Company
from pompey_ite.outbox.calendar import local_day
from pompey_ite.pages.acts.finding import NamedField
from synergies.models import ContactEntry, Synergy
from synergies.services.ladder import Wish
from synergies.services.newcomers import Person

DAYS = {"7": timedelta(days=7), "14": timedelta(days=14), "30": timedelta(days=30)}


def autofocus(form: forms.Form, name: str) -> None:
    """Put the cursor into a field that is still empty, so that one types at once."""
    if not form.is_bound and not form.initial.get(name):
        form.fields[name].widget.attrs["autofocus"] = True


class CallForm(forms.Form):
    """Who was spoken to, and what was said."""

    company = NamedField(
        label=gettext_lazy("Company"),
        unknown=gettext_lazy("No company bears this name. Was it met for the first time? Add it."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("How"),
        choices=ContactEntry.Kind.choices,
        initial=ContactEntry.Kind.CALL,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=gettext_lazy("What was said"),
        max_length=250,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    synergy = NamedField(
        label=gettext_lazy("About which synergy"),
        required=False,
        help_text=gettext_lazy("Its number is enough; empty if about none."),
        unknown=gettext_lazy("No open synergy has this number."),
    )
    held_on = forms.DateField(label=gettext_lazy("Day"), widget=DayInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["company"].propose(Company.objects.active())  # type: ignore[attr-defined]
        self.fields["synergy"].propose(Synergy.objects.open())  # type: ignore[attr-defined]
        autofocus(self, "company")


class PostponeForm(forms.Form):
    """Which milestone, until when, and why."""

    milestone = forms.ModelChoiceField(
        Milestone.objects.none(), label=gettext_lazy("Milestone"), empty_label=None
    )
    until = forms.ChoiceField(
        label=gettext_lazy("Postpone to"),
        choices=[
            ("7", gettext_lazy("in a week")),
            ("14", gettext_lazy("in two weeks")),
            ("30", gettext_lazy("in a month")),
            ("", gettext_lazy("on another day, below")),
        ],
        initial="14",
        required=False,
        widget=forms.RadioSelect,
    )
    due_on = forms.DateField(label=gettext_lazy("Another day"), widget=DayInput(), required=False)
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=100, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Milestone.objects.filter(action__area__programme=Programme.objects.current())
        field: Any = self.fields["milestone"]
        field.queryset = mine.running().for_list()
        field.label_from_instance = _milestone_words
        autofocus(self, "milestone")

    def clean(self) -> dict[str, Any]:
        """Work the new day out: the chosen one wins over a span."""
        data: dict[str, Any] = super().clean() or {}
        if not data.get("due_on"):
            if not data.get("until"):
                self.add_error("due_on", _("Choose the new day."))
            else:
                data["due_on"] = local_day(timezone.now()) + DAYS[data["until"]]
        return data


def _milestone_words(milestone: Milestone) -> str:
    day = date.strftime(milestone.due_on, "%d/%m/%Y")
    return f"{day} · {milestone.action.code} · {milestone.title}"


class ActionStatusForm(forms.Form):
    """Which action, how it stands, and why."""

    action = NamedField(
        label=gettext_lazy("Action"),
        help_text=gettext_lazy("Its code is enough, such as A12."),
        unknown=gettext_lazy("No action of the programme has this code."),
    )
    status = forms.ChoiceField(
        label=gettext_lazy("Status"),
        choices=[one for one in Action.Status.choices if one[0] != Action.Status.LATE],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=250,
        required=False,
        help_text=gettext_lazy("Needed for an action that is on hold, blocked or abandoned."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Action.objects.filter(area__programme=Programme.objects.current())
        ordered = mine.order_by("area__code", "position", "pk")
        self.fields["action"].propose(ordered)  # type: ignore[attr-defined]
        autofocus(self, "action")


class SynergyMoveForm(forms.Form):
    """Which synergy, where it goes, and what comes next; what works is proved on its own page."""

    synergy = NamedField(
        label=gettext_lazy("Synergy"),
        help_text=gettext_lazy("Its number is enough."),
        unknown=gettext_lazy("No synergy has this number."),
    )
    status = forms.ChoiceField(
        label=gettext_lazy("Status"), choices=Synergy.Status.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=250,
        required=False,
        help_text=gettext_lazy("Needed to go back, to park and to close."),
    )
    next_step = forms.CharField(
        label=gettext_lazy("Next step"),
        max_length=250,
        required=False,
        help_text=gettext_lazy("Empty: the one that is written stays."),
    )
    next_due_on = forms.DateField(label=gettext_lazy("By when"), widget=DayInput(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Synergy.objects.filter(merged_into=None).order_by("number")
        self.fields["synergy"].propose(rows)  # type: ignore[attr-defined]
        autofocus(self, "synergy")

    def wish(self, today: date) -> Wish:
        """Return the move as the rules of the ladder take it."""
        data = self.cleaned_data
        synergy: Synergy = data["synergy"]
        return Wish(
            before=synergy.status,
            after=data["status"],
            today=today,
            reason=data["reason"],
            next_step=data["next_step"] or synergy.next_step,
            next_due_on=data["next_due_on"] or synergy.next_due_on,
        )


class NewcomerForm(forms.Form):
    """A company met on the road."""

    name = forms.CharField(label=gettext_lazy("Name of the company"), max_length=150)
    municipality = forms.CharField(
        label=gettext_lazy("Municipality"), max_length=100, required=False
    )
    first_name = forms.CharField(label=gettext_lazy("First name"), max_length=100, required=False)
    last_name = forms.CharField(label=gettext_lazy("Last name"), max_length=100, required=False)
    role = forms.CharField(label=gettext_lazy("Function"), max_length=150, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail address"), required=False)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=30, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("How"),
        choices=ContactEntry.Kind.choices,
        initial=ContactEntry.Kind.VISIT,
        widget=forms.RadioSelect,
    )
    said = forms.CharField(
        label=gettext_lazy("What was said"),
        max_length=250,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    OF_PERSON = ("first_name", "last_name", "role", "email", "phone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        autofocus(self, "name")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        said = [name for name in self.OF_PERSON if data.get(name)]
        if said and not data.get("last_name") and "last_name" not in self.errors:
            self.add_error("last_name", _("Write the last name, so that one knows who this is."))
        return data

    def facts(self) -> dict[str, Any]:
        """Return the company, the person and the words, as the service takes them."""
        data = {**self.cleaned_data}
        return {"person": Person(**{name: data.pop(name) for name in self.OF_PERSON}), **data}
