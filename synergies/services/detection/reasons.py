"""Why two declarations meet, in the language of the reader."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from synergies import detection
from synergies.models import Match
from synergies.services.vocabulary import relations


def language() -> str:
    """Return "fr" or "en": the language of the page."""
    return "fr" if (get_language() or settings.LANGUAGE_CODE).startswith("fr") else "en"


def reason_sentences(match: Match) -> list[str]:
    """Return why the two declarations meet, in the current language; a side is its company."""
    return _sentences(match, relations().vocabulary)


def with_sentences(matches: Iterable[Match]) -> list[tuple[Match, list[str]]]:
    """Return each match with its reasons as sentences in the current language."""
    vocabulary = relations().vocabulary
    return [(match, _sentences(match, vocabulary)) for match in matches]


def _sentences(match: Match, vocabulary: detection.Vocabulary) -> list[str]:
    companies = {
        str(resource.pk): resource.company.name for resource in (match.resource_a, match.resource_b)
    }
    return spoken(match.reasons, companies, vocabulary)


def spoken(
    reasons: Iterable[dict[str, Any]],
    companies: Mapping[str, str],
    vocabulary: detection.Vocabulary,
) -> list[str]:
    """Return stored reasons in words, leaving out one that only an older engine could say.

    companies: the name shown for each reference of a side.
    """
    found = []
    for stored in reasons:
        params = dict(stored["params"])
        if "ref" in params:
            params["ref"] = companies.get(params["ref"], params["ref"])
        reason = detection.Reason(stored["code"], tuple(params.items()))
        try:
            found.append(detection.sentence(reason, vocabulary, language()))
        except KeyError:
            continue
    return found
