"""What the pages about the vocabulary read."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.core.validators import RegexValidator
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from pompey_ite.filters import FilterField, filter_helper
from synergies.detection import Vocabulary
from synergies.detection.text import phrase
from synergies.forms.lists import EVERY_FEMININE
from synergies.models import VocabularyChange
from synergies.services.concept_sheet import SECTIONS
from synergies.services.teaching import label_of
from synergies.services.vocabulary import find_concepts

LONGEST_WORDS = 150
LONGEST_CODE = 80
PROPOSED_PARENTS = 5
Language = VocabularyChange.Language


class VocabularySearchForm(forms.Form):
    """Which concepts to show; the words live in the address."""

    words = forms.CharField(label=_("Words or code"), required=False, max_length=LONGEST_WORDS)
    section = FilterField(label=_("Family"), choices=[EVERY_FEMININE, *SECTIONS.items()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = filter_helper("words", "section")


class OtherConceptForm(forms.Form):
    """The words by which the other concept is looked for, then its code."""

    other = forms.CharField(required=False, max_length=LONGEST_WORDS)


class AliasForm(forms.Form):
    """One more name of a concept."""

    words = forms.CharField(
        label=_("Words"),
        max_length=LONGEST_WORDS,
        help_text=_("As people write it; plurals and accents do not matter."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            "words", "language", Submit("add", _("Add the alias"), css_class="btn-outline-primary")
        )


class ConceptForm(forms.Form):
    """A concept of the territory: what it is called, and the broader one it belongs to."""

    words = forms.CharField(label=_("Label in French"), max_length=LONGEST_WORDS)
    label_en = forms.CharField(label=_("Label in English"), max_length=LONGEST_WORDS)
    section = forms.ChoiceField(label=_("Family"), choices=list(SECTIONS.items()))
    parent = forms.CharField(
        label=_("Broader concept"),
        required=False,
        max_length=LONGEST_WORDS,
        help_text=_("Its name or its code; empty for a concept of the first rank."),
    )
    code = forms.CharField(
        label=_("Code"),
        required=False,
        max_length=LONGEST_CODE,
        validators=[
            RegexValidator(
                r"^[a-z0-9]+(-[a-z0-9]+)*\Z", _("Lower-case words joined by hyphens, no accents.")
            )
        ],
        help_text=_("Left empty, it is made of the English label."),
    )

    def __init__(self, *args: Any, vocabulary: Vocabulary, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.vocabulary = vocabulary
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "words", "label_en", "section", "parent", "code", Submit("add", _("Add the concept"))
        )

    def clean_parent(self) -> str:
        """Return the code of the one concept that the words name, or "" without words."""
        words: str = self.cleaned_data["parent"].strip()
        if not words or words in self.vocabulary:
            return words
        found = find_concepts(words, self.vocabulary)
        named = [one.code for one in found if phrase(words) in map(phrase, one.names())]
        if len(named) == 1:
            return named[0]
        near = ", ".join(
            f"{one.code} ({label_of(one.code, self.vocabulary)})"
            for one in found[:PROPOSED_PARENTS]
        )
        if near:
            raise forms.ValidationError(_("Which one? Write its code: %s") % near)
        raise forms.ValidationError(_("There is no concept “%s”.") % words)

    def clean(self) -> dict[str, Any]:
        """Return the answers, with a code of the English label's words where none was written."""
        answers = super().clean() or self.cleaned_data
        if "code" in answers and not answers["code"]:
            answers["code"] = slugify(answers.get("label_en", ""))[:LONGEST_CODE].strip("-")
        if answers.get("code", "") in self.vocabulary:
            self.add_error("code", _("This code is taken."))
        return answers


class ReviewForm(forms.Form):
    """The status a change had when the person decided."""

    seen = forms.ChoiceField(choices=VocabularyChange.Status.choices)
