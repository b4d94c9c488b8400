"""What the pages of a workshop's room read."""

import uuid
from dataclasses import dataclass
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from synergies.models import Slip, Synergy
from synergies.services.slips import NAME_LENGTH, NONE_OF_THESE, Words, concepts_for
from synergies.services.suggesting import Suggestion
from synergies.services.tables import MOST_TABLES

USUAL_TABLES = 6
KEY_LENGTH = (16, 64)
LONGEST_WHAT = 200


class TablesForm(forms.Form):
    """For which day, and for how many tables."""

    day = forms.DateField(
        label=gettext_lazy("Day of the workshop"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    tables = forms.IntegerField(
        label=gettext_lazy("Number of tables"),
        min_value=1,
        max_value=MOST_TABLES,
        initial=USUAL_TABLES,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout("day", "tables", Submit("open", _("Open the room")))


@dataclass(frozen=True)
class Suggestions:
    """What the words of a slip may mean, to be confirmed with a tap; `chosen` is "" before."""

    concepts: list[Suggestion]
    chosen: str


def suggestions_of(what: str, chosen: str) -> Suggestions:
    """Return what may be confirmed for the words typed; a choice that no longer fits is dropped."""
    concepts = concepts_for(what[:LONGEST_WHAT], language=get_language() or "fr")
    is_there = chosen in {one.value for one in concepts} | {NONE_OF_THESE}
    return Suggestions(concepts, chosen if is_there else "")


def _name_field(label: Any) -> forms.CharField:
    attrs = {"list": "companies", "autocomplete": "off", "class": "form-control"}
    return forms.CharField(label=label, max_length=NAME_LENGTH, widget=forms.TextInput(attrs=attrs))


class SlipForm(forms.Form):
    """One match slip: three fields, the rest is for those who have time."""

    offers = _name_field(gettext_lazy("Who offers"))
    wants = _name_field(gettext_lazy("Who wants"))
    what = forms.CharField(
        label=gettext_lazy("What"),
        max_length=LONGEST_WHAT,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "form-control"}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("How"),
        choices=[
            (Synergy.Kind.SUBSTITUTION, gettext_lazy("One gives, the other takes")),
            (Synergy.Kind.POOLING, gettext_lazy("Both do it together")),
        ],
        initial=Synergy.Kind.SUBSTITUTION,
        widget=forms.RadioSelect,
    )
    concept = forms.CharField(required=False, max_length=80)
    note = forms.CharField(
        label=gettext_lazy("Note (optional)"),
        max_length=250,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "form-control"}),
    )
    adds_companies = forms.BooleanField(
        label=gettext_lazy("Add companies that are not in the list"), required=False
    )
    client_key = forms.CharField(
        min_length=KEY_LENGTH[0], max_length=KEY_LENGTH[1], widget=forms.HiddenInput
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        initial = {"client_key": uuid.uuid4().hex, **kwargs.pop("initial", {})}
        super().__init__(data, initial=initial, **kwargs)

    @property
    def suggestions(self) -> Suggestions:
        """Return what the words typed so far may mean, and which of it was chosen."""
        what = str(self["what"].value() or "")
        chosen = str(self["concept"].value() or "")
        return suggestions_of(what, chosen)

    @property
    def words(self) -> Words:
        """What was typed, as the service takes it."""
        names = Words.__dataclass_fields__
        return Words(**{k: v for k, v in self.cleaned_data.items() if k in names})

    def first_error(self) -> str:
        """Return what is wrong, in one line, for a device that sent it later."""
        return " ".join(
            f"{self.fields[name].label if name in self.fields else ''} {text}".strip()
            for name, texts in self.errors.items()
            for text in texts
        )


class CorrectionForm(SlipForm):
    """A slip as it stands, to be corrected; `version` is that of the slip that was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, slip: Slip) -> None:
        names = {"offers": slip.offers.name, "wants": slip.wants.name}
        rest = {name: getattr(slip, name) for name in ("what", "kind", "note", "version")}
        concept = slip.concept if slip.concept_confirmed else ""
        super().__init__(data, initial={**names, **rest, "concept": concept})
        del self.fields["client_key"]

    def shown_again(self, version: int) -> None:
        """Keep what was typed, and take it next time as a change of this version."""
        self.data = {**{name: self.data[name] for name in self.data}, "version": version}


class WithdrawForm(forms.Form):
    """Why a slip is withdrawn."""

    reason = forms.CharField(
        label=gettext_lazy("Why is this slip withdrawn?"),
        max_length=Slip._meta.get_field("withdrawn_reason").max_length,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
