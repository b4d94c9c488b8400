"""While a company declares: concepts and waste codes to confirm, and what its trade often has."""

from dataclasses import dataclass
from functools import lru_cache

from companies.models import Company, Resource
from companies.services.waste import waste_labels
from synergies import detection
from synergies.detection.suggest import AT_MOST, Suggester, WasteEntry, typed
from synergies.models import ParsedResource
from synergies.services import vocabulary as words
from synergies.services.vocabulary import relations

PROMPTS_AT_MOST = 6


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing to confirm with a tap: its value in the form, and how it reads."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """What companies of a trade often have or need, which this one has not declared.

    `direction` and `family` are values of Resource; `concept` is the code in the vocabulary.
    """

    activity: str
    concept: str
    label: str
    direction: str
    family: str


@lru_cache(maxsize=words.KEPT_IN_MEMORY)
def _suggester(vocabulary: detection.Vocabulary) -> Suggester:
    entries = (
        WasteEntry(label.form, (label.label_fr, label.label_en, *label.words))
        for label in waste_labels().values()
    )
    return Suggester(vocabulary, entries)


def suggest_concepts(
    *, title: str, description: str, family: str, direction: str, language: str
) -> list[Suggestion]:
    """Return up to 5 concepts for what has been typed, the likeliest first."""
    declaration = _typed(title, description, family, direction)
    found = _suggester(relations().vocabulary).concepts(declaration, AT_MOST)
    return [
        Suggestion(concept.code, concept.label_en if language == "en" else concept.label_fr)
        for concept in found
    ]


def suggest_waste_codes(
    *, company: Company, title: str, description: str, family: str, direction: str, language: str
) -> list[Suggestion]:
    """Return up to 5 waste codes in force for what has been typed; values are six digits.

    The typical wastes of the company's trade (its NAF code) come first among what the words find.
    """
    vocabulary = relations().vocabulary
    activities = vocabulary.activities_of_naf(company.naf_code)
    declaration = _typed(title, description, family, direction)
    found = _suggester(vocabulary).waste_codes(declaration, activities, AT_MOST)
    by_form = {label.form: (code, label) for code, label in waste_labels().items()}
    return [
        Suggestion(code, f"{label.form} {label.label(language)}")
        for code, label in (by_form[form] for form in found if form in by_form)
    ]


def prompts(*, company: Company, language: str) -> list[Prompt]:
    """Return what companies of this trade often have or need and this one has not declared."""
    vocabulary = relations().vocabulary
    declared = set(
        ParsedResource.objects.filter(resource__company=company).values_list("concept", flat=True)
    )
    covered = {code for head in declared if head in vocabulary for code in vocabulary.lineage(head)}
    covered.update(below for head in declared for below in vocabulary.descendants(head))
    found: dict[tuple[str, str], Prompt] = {}
    for activity in vocabulary.activities_of_naf(company.naf_code):
        for direction, things in (
            (Resource.Direction.OFFER, vocabulary.has(activity)),
            (Resource.Direction.NEED, vocabulary.needs(activity)),
        ):
            for thing in things:
                if thing in vocabulary and thing not in covered:
                    prompt = _prompt(vocabulary, activity, thing, direction, language)
                    found.setdefault((thing, direction), prompt)
    return _interleaved(list(found.values()))[:PROMPTS_AT_MOST]


def _prompt(
    vocabulary: detection.Vocabulary, activity: str, thing: str, direction: str, language: str
) -> Prompt:
    concept = vocabulary.concepts[thing]
    family = Resource.Family.MATERIAL.value
    if concept.section in Resource.Family.values:
        family = concept.section
    if concept.waste_codes and direction == Resource.Direction.OFFER:
        family = Resource.Family.WASTE.value
    return Prompt(
        activity=vocabulary.label(activity, language),
        concept=thing,
        label=vocabulary.label(thing, language),
        direction=direction,
        family=family,
    )


def _interleaved(prompts: list[Prompt]) -> list[Prompt]:
    """Return offers and needs in turn, so that a short list shows both."""
    offers = [prompt for prompt in prompts if prompt.direction == Resource.Direction.OFFER]
    needs = [prompt for prompt in prompts if prompt.direction != Resource.Direction.OFFER]
    ranked = [
        (place, side, prompt)
        for side, group in enumerate((offers, needs))
        for place, prompt in enumerate(group)
    ]
    return [prompt for _, _, prompt in sorted(ranked, key=lambda item: item[:2])]


def _typed(title: str, description: str, family: str, direction: str) -> detection.Declaration:
    return typed(title, description, detection.Family(family), detection.Direction(direction))
