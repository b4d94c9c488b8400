"""What the ballot pages read."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pompey_ite.filters import FilterField
from synergies.models import Answer, Area, Offer, Vote
from synergies.services.ballot_order import MOST_PRIORITIES, Card


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
    brings = forms.MultipleChoiceField(
        label=_("What we can bring"),
        choices=Offer.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    @classmethod
    def showing(cls, vote: Vote | None) -> "AnswerForm":
        """Return the form as the page first shows it."""
        if vote is None:
            return cls(initial={"version": 0})
        return cls(
            initial={
                "answer": vote.answer,
                "note": vote.note,
                "brings": vote.brings,
                "version": vote.version,
            }
        )

    def clean_brings(self) -> list[str]:
        """Return the codes in the order of the form, however they were sent."""
        return [offer for offer in Offer.values if offer in self.cleaned_data["brings"]]


class UndoForm(forms.Form):
    """Which answer is taken back: that of the version the person saw."""

    version = forms.IntegerField(min_value=1)


class ValidationForm(forms.Form):
    """The word of a person, from a browser that gave no answer itself: it may be a scanner's."""

    is_read = forms.BooleanField(
        label=_("I have read the answers of our company."),
        error_messages={"required": _("Tick the box: mail filters press buttons, people read.")},
    )

    def __init__(self, *args: Any, is_asked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_asked:
            del self.fields["is_read"]


class RefineForm(forms.Form):
    """Up to five of the company's “yes”; the versions are those of the answers shown."""

    def __init__(self, *args: Any, cards: list[Card], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cards = cards
        self.fields["priorities"] = forms.TypedMultipleChoiceField(
            label=_("Priorities"),
            coerce=int,
            required=False,
            choices=[(card.option.number, card.option.title) for card in cards],
            initial=[card.option.number for card in cards if card.is_priority],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": _("One of these is no longer a “yes”.")},
        )
        for card in cards:
            self.fields[_version_name(card)] = forms.IntegerField(
                min_value=1, initial=card.version, widget=forms.HiddenInput, required=False
            )

    @property
    def seen(self) -> dict[int, int]:
        """The version that was shown of each answer, by number.

        A “yes” that a colleague added since was not shown: it has none, and stays as it is.
        """
        versions = {card.option.number: _version_name(card) for card in self.cards}
        sent = {number: self.cleaned_data.get(name) for number, name in versions.items()}
        return {number: version for number, version in sent.items() if version is not None}

    def clean_priorities(self) -> list[int]:
        """Return the numbers chosen, if they are not too many."""
        chosen: list[int] = self.cleaned_data["priorities"]
        if len(chosen) > MOST_PRIORITIES:
            text = _("You chose %(count)d. Five are the most: take some away.")
            raise forms.ValidationError(text % {"count": len(chosen)})
        return chosen


def _version_name(card: Card) -> str:
    return f"version_{card.option.number}"


class BallotFilterForm(forms.Form):
    """The filters of the list of proposals; they live in the address."""

    SHOWN = (
        ("todo", _("To do")),
        ("yes", _("Our yes")),
        ("priority", _("Priorities")),
        ("all", _("All proposals")),
    )

    show = forms.ChoiceField(choices=SHOWN, required=False, widget=forms.HiddenInput)
    area = FilterField(label=_("Area"), choices=[("", _("all")), *Area.choices])
    words = forms.CharField(label=_("Words or number"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].widget.attrs["class"] = "form-select"
        self.fields["words"].widget.attrs["class"] = "form-control"
