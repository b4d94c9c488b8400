"""Why a group is proposed, and what it could be called, in French and in English."""

from synergies.detection.explain import LANGUAGES, french_spaces
from synergies.detection.records import Reason
from synergies.detection.vocabulary.concepts import Vocabulary

from .records import MergeGroup
from .themes import themes

# code → French sentence, English sentence. The names in braces are those of the reason.
SENTENCES: dict[str, tuple[str, str]] = {
    "same_resource": (
        "Elles portent sur la même ressource : « {resource} ».",
        "They rest on the same resource: “{resource}”.",
    ),
    "same_tool": (
        "Elles partagent le même moyen : « {resource} ».",
        "They share the same thing: “{resource}”.",
    ),
    "same_need": (
        "Elles répondent au même besoin : « {resource} ».",
        "They answer the same need: “{resource}”.",
    ),
    "same_title": (
        "Leurs intitulés disent la même chose ({words}).",
        "Their titles say the same ({words}).",
    ),
    "same_subject": ("Toutes concernent « {concept} ».", "All are about “{concept}”."),
    "same_heading": (
        "Toutes relèvent de « {concept} ».",
        "All come under “{concept}”.",
    ),
    "same_theme": ("Un même thème : « {theme} ».", "One theme: “{theme}”."),
    "kinds_differ": (
        "Substitutions et mutualisations ensemble : le regroupement est une mutualisation.",
        "Substitutions and poolings together: the group is a pooling.",
    ),
    "limited": (
        "D’autres s’en approchent : un regroupement s’arrête à {limit}.",
        "Others come close: a group stops at {limit}.",
    ),
}


def explain_merge(group: MergeGroup, vocabulary: Vocabulary, language: str) -> list[str]:
    """Return why the members are proposed together, as sentences in "fr" or "en"."""
    return [merge_sentence(reason, vocabulary, language) for reason in group.reasons]


def suggested_title(group: MergeGroup, vocabulary: Vocabulary, language: str) -> str:
    """Return what the group could be called, in "fr" or "en" where it is named by us."""
    name = _shown(*group.name, vocabulary, language)
    return name[:1].upper() + name[1:]


def merge_sentence(reason: Reason, vocabulary: Vocabulary, language: str) -> str:
    """Return one reason as a sentence in "fr" or "en"."""
    template = SENTENCES[reason.code][LANGUAGES.index(language)]
    values = {name: _shown(name, value, vocabulary, language) for name, value in reason.params}
    return (french_spaces(template) if language == "fr" else template).format(**values)


def _shown(name: str, value: str, vocabulary: Vocabulary, language: str) -> str:
    if name == "theme" and value in themes():
        return themes()[value].label(language)
    if name == "concept" and value in vocabulary:
        return vocabulary.label(value, language)
    return value
