"""The project manager's hand on the vocabulary: review what was proposed, add what is missing."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from companies.models import User
from synergies.detection import Vocabulary
from synergies.detection.text import phrase
from synergies.detection.vocabulary.concepts import PRIMARY_SECTIONS
from synergies.models import ParsedResource, VocabularyChange
from synergies.services.teaching import label_of
from synergies.services.vocabulary import (
    VocabularyRefused,
    accept_change,
    refuse_change,
    relations,
)

Kind, Status = VocabularyChange.Kind, VocabularyChange.Status
KEY = ("kind", "concept", "language", "words", "other")  # no two changes share it


@transaction.atomic
def review_change(
    *, pk: int, seen: str, accept: bool, user: User, now: datetime
) -> tuple[VocabularyChange, int]:
    """Accept or refuse a change; return it, and how many declarations are looked at again.

    seen: its status when it was shown. Raises VocabularyRefused when somebody has decided since,
    and when the vocabulary would contradict itself.
    """
    change = VocabularyChange.objects.select_for_update().get(pk=pk)
    if change.status != seen:
        raise VocabularyRefused(_("Somebody has decided about this meanwhile."))
    return change, (_accept if accept else _refuse)(change, user, now)


@transaction.atomic
def add_change(
    *, change: VocabularyChange, user: User, now: datetime
) -> tuple[VocabularyChange, int]:
    """Put a change that a person wrote in force; return it and how many are looked at again.

    One that was proposed or refused before is accepted now. Raises VocabularyRefused when it
    says nothing new, lacks something, or contradicts the rest.
    """
    if change.kind == Kind.INCOMPATIBLE:
        change.concept, change.other = sorted((change.concept, change.other))
    before = VocabularyChange.objects.select_for_update().filter(
        **{name: getattr(change, name) for name in KEY}
    )
    if (known := before.first()) is not None:
        known.section, known.label_en = change.section, change.label_en
        change = known
    if change.status == Status.ACCEPTED or _is_known(change, relations().vocabulary):
        raise VocabularyRefused(_("The vocabulary says so already."))
    try:
        change.full_clean()
    except ValidationError as error:
        raise VocabularyRefused(" ".join(error.messages)) from error
    return change, _accept(change, user, now)


def waiting_resources() -> list[int]:
    """Return the declarations that a change of the vocabulary has made due for another look."""
    return list(ParsedResource.objects.filter(fingerprint="").values_list("pk", flat=True))


def _accept(change: VocabularyChange, user: User, now: datetime) -> int:
    vocabulary = relations().vocabulary
    if fault := next(_contradictions(change, vocabulary), ""):
        raise VocabularyRefused(fault)
    return accept_change(change=change, user=user, now=now)


def _refuse(change: VocabularyChange, user: User, now: datetime) -> int:
    return refuse_change(change=change, user=user, now=now)


def _is_known(change: VocabularyChange, vocabulary: Vocabulary) -> bool:
    if change.kind == Kind.INCOMPATIBLE:
        pair = change.concept, change.other
        return set(pair) <= set(vocabulary.concepts) and vocabulary.are_incompatible(*pair)
    if change.kind == Kind.CONCEPT:
        return change.concept in vocabulary
    meanings = vocabulary.phrases.get(vocabulary.spoken(change.words), {}).values()
    return any(meaning.concept == change.concept for meaning in meanings)


def _contradictions(change: VocabularyChange, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield what the checker would find, where it can be said in the words of the page."""
    named = (change.concept, change.other) if change.kind == Kind.INCOMPATIBLE else (change.other,)
    named = (change.concept,) if change.kind == Kind.ALIAS else named
    if unknown := [code for code in filter(None, named) if code not in vocabulary]:
        yield _("There is no concept “%s”.") % unknown[0]
    elif change.kind == Kind.INCOMPATIBLE:
        yield from _belong_together(change.concept, change.other, vocabulary)
    else:
        is_alias = change.kind == Kind.ALIAS
        section = vocabulary.section(change.concept) if is_alias else change.section
        for words in filter(None, (change.words, change.label_en)):
            yield from _other_meanings(words, change.concept, section, vocabulary)


def _other_meanings(
    words: str, concept: str, section: str, vocabulary: Vocabulary
) -> Iterator[str]:
    if not phrase(words):
        yield _("These words say nothing by themselves: %s") % words
    for other in _meant(words, section, vocabulary):
        if other != concept:
            values = {"words": words, "concept": label_of(other, vocabulary)}
            yield _("“%(words)s” already means “%(concept)s”.") % values


def _meant(words: str, section: str, vocabulary: Vocabulary) -> Iterable[str]:
    """Return the concepts that the words mean in a family that also reads this section."""
    beside = {other for sections in _families() if section in sections for other in sections} or {
        section
    }
    meanings = vocabulary.phrases.get(vocabulary.spoken(words), {})
    return [meaning.concept for name, meaning in meanings.items() if name in beside]


def _families() -> list[tuple[str, ...]]:
    return [sections for family, sections in PRIMARY_SECTIONS.items() if family.value]


def _belong_together(one: str, other: str, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield why two concepts are not kept apart: one is the other, or serves it."""
    for first, second in ((one, other), (other, one)):
        values = {"concept": label_of(first, vocabulary), "other": label_of(second, vocabulary)}
        if second in vocabulary.lineage(first):
            yield _("“%(concept)s” is a kind of “%(other)s”.") % values
        if second in vocabulary.concepts[first].uses:
            yield _("“%(concept)s” is known to serve “%(other)s”.") % values
