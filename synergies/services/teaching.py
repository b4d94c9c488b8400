"""What a decision about a suggestion teaches: proposals to the vocabulary, reviewed by a person.

A pair that was set aside although its two main concepts differ says that one is not the other. A
pair that was kept although only its words are alike says what the words of one side mean.
"""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from companies.models import Resource
from synergies.detection import Vocabulary
from synergies.detection.text import looks_english
from synergies.models import Match, ParsedResource, VocabularyChange
from synergies.services.detection.reasons import language
from synergies.services.vocabulary import propose_alias, propose_incompatibility

LEARNT_AT_MOST = 5  # of one decision: a person has to review each


def from_rejection(matches: Iterable[Match], reason: str) -> tuple[VocabularyChange, ...]:
    """Return what is newly proposed because these pairs were set aside, the first ones first.

    Each two main concepts are proposed once as not to be confused; a pair about one concept
    teaches nothing of the vocabulary.
    """
    matches = list(matches)
    concepts = _main_concepts(matches)
    learnt: list[VocabularyChange] = []
    seen: set[tuple[str, ...]] = set()
    for match in matches:
        pair = sorted((concepts[match.resource_a_id], concepts[match.resource_b_id]))
        if len(learnt) == LEARNT_AT_MOST:
            break
        if "" not in pair and tuple(pair) not in seen:
            seen.add(tuple(pair))
            learnt.extend(_not_the_same(pair, match, reason))
    return tuple(learnt)


def from_keeping(match: Match) -> tuple[VocabularyChange, ...]:
    """Return what is newly proposed because this pair was kept: an alias, or nothing.

    Only a pair that its words alone brought together teaches: the title of the side that the
    vocabulary did not understand means the concept of the other.
    """
    if match.concept:
        return ()
    concepts = _main_concepts([match])
    sides = (match.resource_a, match.resource_b)
    known = [concepts[side.pk] for side in sides if concepts[side.pk]]
    unknown = [side for side in sides if not concepts[side.pk]]
    if len(known) != 1:
        return ()
    return _alias(known[0], unknown[0], match)


def sentence_of(change: VocabularyChange, vocabulary: Vocabulary) -> str:
    """Return a change of the vocabulary as a sentence in the current language."""
    values = {
        "words": change.words,
        "concept": label_of(change.concept, vocabulary),
        "other": label_of(change.other, vocabulary),
    }
    if change.kind == VocabularyChange.Kind.ALIAS:
        return _("“%(words)s” means “%(concept)s”.") % values
    if change.kind == VocabularyChange.Kind.INCOMPATIBLE:
        return _("“%(concept)s” is not to be confused with “%(other)s”.") % values
    values["words"] = change.label_en if language() == "en" else change.words
    if not change.other:
        return _("A new concept: “%(words)s”.") % values
    return _("A new concept: “%(words)s”, a kind of “%(other)s”.") % values


def label_of(code: str, vocabulary: Vocabulary) -> str:
    """Return the label of a concept; of one that the files no longer have, its code."""
    return vocabulary.label(code, language()) if code in vocabulary else code


def _not_the_same(pair: list[str], match: Match, reason: str) -> Iterator[VocabularyChange]:
    first, second = pair
    because = f"{reason} ({match.resource_a.title} ↔ {match.resource_b.title})"
    if propose_incompatibility(first=first, second=second, reason=because):
        kind = VocabularyChange.Kind.INCOMPATIBLE
        yield VocabularyChange.objects.get(kind=kind, concept=first, other=second)


def _alias(concept: str, side: Resource, match: Match) -> tuple[VocabularyChange, ...]:
    because = _("Kept together: %(first)s ↔ %(second)s")
    because %= {"first": match.resource_a.title, "second": match.resource_b.title}
    spoken = "en" if looks_english(side.title) else "fr"
    if not propose_alias(concept=concept, language=spoken, words=side.title, reason=because):
        return ()
    words, kind = side.title.strip(), VocabularyChange.Kind.ALIAS
    proposed = VocabularyChange.objects.filter(kind=kind, concept=concept, words=words)
    return (proposed.get(language=spoken),)


def _main_concepts(matches: list[Match]) -> dict[int, str]:
    """Return the main concept of each declaration of the pairs, "" where none was understood."""
    pks = {pk for match in matches for pk in (match.resource_a_id, match.resource_b_id)}
    known = dict(ParsedResource.objects.filter(pk__in=pks).values_list("pk", "concept"))
    return {pk: known.get(pk, "") for pk in pks}
