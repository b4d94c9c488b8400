"""What the pages about declarations read."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from companies.models import Resource, WasteCode
from companies.services.waste import waste_labels
from companies.workbook.codes import read_waste_code, waste_validity
from companies.workbook.reading import Remark
from synergies.services.amounts import Amount, amount_of, read_amount, split_description
from synergies.services.declarations import Suggestions, label_of_concept, suggestions_for
from synergies.services.suggesting import Suggestion

NONE_OF_THESE = "none"
TO_CONFIRM = "to_confirm"
LONGEST_TITLE = 150
LONGEST_QUANTITY = 150
LONGEST_DESCRIPTION = 2000


@dataclass(frozen=True)
class Question:
    """What is to be confirmed with one tap; `chosen` is "" before anybody did."""

    name: str
    suggestions: tuple[Suggestion, ...]
    chosen: str

    @property
    def is_open(self) -> bool:
        """Whether there is something to choose and nobody has."""
        return bool(self.suggestions) and not self.chosen


def _text_widget(**attrs: str) -> forms.TextInput:
    return forms.TextInput(attrs={"class": "form-control", "autocomplete": "off", **attrs})


def _day_widget() -> forms.DateInput:
    """Return the browser's own picker of a day."""
    return forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d")


class DeclarationForm(forms.ModelForm):
    """What a company offers, needs or would share: four things to say, the rest if known.

    `concept` and `waste_choice` answer the questions about `asked_about`, the title they were
    asked for. They are asked when there is something to suggest, and then an answer is needed:
    without JavaScript that makes the second step.
    """

    quantity = forms.CharField(
        label=gettext_lazy("How much, how often"),
        required=False,
        max_length=LONGEST_QUANTITY,
        widget=_text_widget(),
        help_text=gettext_lazy("As you would say it: “12 t per year”, “5-10 m³”, “3 pallets/week”"),
    )
    waste_code = forms.CharField(
        label=gettext_lazy("Waste code, if you know it"),
        required=False,
        widget=_text_widget(inputmode="numeric"),
    )
    concept = forms.CharField(required=False)
    waste_choice = forms.CharField(required=False)
    asked_about = forms.CharField(required=False)
    company = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Resource
        fields = (
            "direction", "family", "title", "description", "available_from", "available_to",
        )  # fmt: skip
        widgets = {
            "direction": forms.RadioSelect,
            "family": forms.RadioSelect,
            "title": _text_widget(),
            "description": forms.Textarea(attrs={"class": "form-control", "rows": 4}),
            "available_from": _day_widget(),
            "available_to": _day_widget(),
        }
        labels = {
            "title": gettext_lazy("What is it?"),
            "description": gettext_lazy("What should a partner know?"),
        }
        error_messages = {
            "direction": {"required": gettext_lazy("Choose one of the three.")},
            "family": {"required": gettext_lazy("Choose a family.")},
            "title": {"required": gettext_lazy("Say in a few words what it is.")},
        }

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        instance: Resource,
        language: str,
        initial: dict[str, str] | None = None,
    ) -> None:
        self.language = language
        known = {"company": instance.company_id, **_shown(instance), **(initial or {})}
        super().__init__(data, instance=instance, initial=known)
        for name, choices in (
            ("direction", Resource.Direction.choices),
            ("family", Resource.Family.choices),
        ):
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # no empty one

    # -- What is asked ----------------------------------------------------------------------------
    @cached_property
    def suggestions(self) -> Suggestions:
        """Return what the words typed so far may mean."""
        family, direction = self._typed("family"), self._typed("direction")
        return suggestions_for(
            company=self.instance.company,
            title=self._typed("title")[:LONGEST_TITLE],
            description=self._typed("description")[:LONGEST_DESCRIPTION],
            family=family if family in Resource.Family.values else "",
            direction=direction if direction in Resource.Direction.values else "",
            language=self.language,
        )

    @cached_property
    def questions(self) -> tuple[Question, Question]:
        """Return the question about the concept, and the one about the waste code."""
        return (
            self._question("concept", self.suggestions.concepts),
            self._question("waste_choice", self.suggestions.waste_codes),
        )

    @property
    def is_to_confirm(self) -> bool:
        """Whether all is well but for a tap that confirms: the second step."""
        found = [error.code for errors in self.errors.as_data().values() for error in errors]
        return bool(found) and set(found) == {TO_CONFIRM}

    @property
    def words(self) -> str:
        """Return the title typed so far."""
        return self._typed("title")

    @property
    def amount(self) -> Amount:
        """Return the quantity as it is understood so far."""
        return read_amount(self._typed("quantity")[:LONGEST_QUANTITY])

    @property
    def has_details(self) -> bool:
        """Whether something was said of what is folded away, or is wrong there."""
        names = ("description", "available_from", "available_to", "waste_code")
        return any(self[name].value() or self[name].errors for name in names)

    def _question(self, name: str, suggestions: tuple[Suggestion, ...]) -> Question:
        chosen = self._typed(name)
        if chosen in {suggestion.value for suggestion in suggestions}:
            return Question(name, suggestions, chosen)
        label = self._label(name, chosen)
        if not label or self._typed("asked_about") != self._typed("title"):
            return Question(name, suggestions, "")  # other words: what was chosen may not fit
        if chosen != NONE_OF_THESE:
            suggestions = (Suggestion(chosen, label), *suggestions)
        return Question(name, suggestions, chosen)

    def _label(self, name: str, chosen: str) -> str:
        """Return how a choice reads that is no suggestion, or "" when it makes no sense."""
        if chosen == NONE_OF_THESE:
            return chosen
        if name == "concept":
            return label_of_concept(chosen, self.language)
        listed = waste_labels().get(chosen)
        return f"{listed.form} {listed.label(self.language)}" if listed else ""

    def _typed(self, name: str) -> str:
        return str(self[name].value() or "").strip()

    # -- What is read -----------------------------------------------------------------------------
    def clean_company(self) -> int:
        """Return the company the page was shown for: another one may have come in since."""
        company: int = self.cleaned_data["company"]
        if company != self.instance.company_id:
            text = _("This page was opened for another company. Open the link of your mail again.")
            raise forms.ValidationError(text)
        return company

    def clean_quantity(self) -> Amount:
        """Return the quantity read; one that was not touched stays exactly as it is."""
        if not self.instance._state.adding and "quantity" not in self.changed_data:
            return amount_of(self.instance)
        return read_amount(self.cleaned_data["quantity"])

    def clean_waste_code(self) -> WasteCode | None:
        """Return the code typed, when it is in force."""
        typed = self.cleaned_data["waste_code"]
        if not typed:
            return None
        reading = read_waste_code(typed)
        if reading.value is None:
            raise forms.ValidationError(reading.notes[-1].message)
        for note in waste_validity(reading.value, timezone.localdate()).notes:
            if note.remark is Remark.TO_CONFIRM:
                raise forms.ValidationError(note.message)
        return WasteCode.objects.get(code=reading.value.code)

    def clean(self) -> dict[str, Any]:
        """Return the values with what was confirmed; ask for it once all else is well."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        about_concept, about_waste = self.questions
        start, end = values.get("available_from"), values.get("available_to")
        if start and end and end < start:
            self.add_error("available_to", _("It ends before it begins."))
        if not self.errors:
            if about_concept.is_open:
                self.add_error("concept", self._ask())
            if about_waste.is_open and not values["waste_code"]:
                self.add_error("waste_choice", self._ask())
        if not self.errors:
            values["concept"] = (
                "" if about_concept.chosen == NONE_OF_THESE else about_concept.chosen
            )
            values["waste_code"] = values["waste_code"] or _waste_code(about_waste.chosen)
        return values

    def _ask(self) -> forms.ValidationError:
        return forms.ValidationError(_("Choose one, or “none of these”."), code=TO_CONFIRM)


class CloseForm(forms.Form):
    """Why a declaration is no longer so: one tap, and words if there is more to say."""

    REASONS = (
        ("gone", gettext_lazy("This is no longer so")),
        ("here", gettext_lazy("We found a partner through the initiative")),
        ("elsewhere", gettext_lazy("We found a solution elsewhere")),
        ("mistake", gettext_lazy("It was declared by mistake")),
    )

    why = forms.ChoiceField(
        label=gettext_lazy("Why?"),
        choices=REASONS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a reason.")},
    )
    words = forms.CharField(
        label=gettext_lazy("Anything to add?"),
        required=False,
        max_length=150,
        widget=_text_widget(),
    )

    @property
    def reason(self) -> str:
        """Return the reason in words, once the form is valid."""
        label = str(dict(self.REASONS)[self.cleaned_data["why"]])
        return ". ".join(filter(None, (label, self.cleaned_data["words"])))


class VisibilityForm(forms.ModelForm):
    """Who sees a declaration."""

    class Meta:
        model = Resource
        fields = ("visibility",)
        widgets = {"visibility": forms.RadioSelect}
        labels = {"visibility": gettext_lazy("Who may see it?")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["visibility"].choices = (  # type: ignore[attr-defined]
            ("public", _("everybody, also on the public site")),
            ("participants", _("the companies that take part")),
            ("parties", _("only your partners in a synergy that rests on it")),
            ("manager", _("only the project manager")),
        )


def prefilled(query: QueryDict, language: str) -> dict[str, str]:
    """Return how a new form begins when a link named a concept: “do you have this as well?”"""
    concept = query.get("concept", "")
    title = label_of_concept(concept, language)
    found = {"direction": query.get("direction", ""), "family": query.get("family", "")}
    if title:
        found |= {"title": title, "concept": concept, "asked_about": title}
    return found


def _shown(resource: Resource) -> dict[str, str]:
    """Return how a declaration that is changed first stands in the form."""
    if resource._state.adding:
        return {}
    description, words = split_description(resource.description)
    return {
        "description": description,
        "quantity": words or _plain_text(resource),
        "concept": resource.concept,
        "waste_choice": resource.waste_code.code if resource.waste_code else "",
        "asked_about": resource.title,
    }


def _plain_text(resource: Resource) -> str:
    """Return a quantity as one would type it: “1250,5 kg par mois”."""
    if resource.quantity is None:
        return ""
    number = format(resource.quantity.normalize(), "f")
    number = number.replace(".", get_format("DECIMAL_SEPARATOR"))
    return " ".join(filter(None, (number, resource.unit, resource.get_period_display())))


def _waste_code(chosen: str) -> WasteCode | None:
    return WasteCode.objects.filter(code=chosen).first() if chosen else None
