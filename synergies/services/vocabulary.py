"""The vocabulary in force: the files, and what this territory's people added and accepted."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from functools import cache, lru_cache

from django.db import transaction
from django.db.models import Count, Max
from django.utils.translation import gettext as _

from companies.models import User
from synergies import detection
from synergies.detection.compact import ENGINE_VERSION
from synergies.detection.text import phrase
from synergies.detection.vocabulary.concepts import PRIMARY_SECTIONS
from synergies.detection.vocabulary.loading import DATA_FOLDER
from synergies.models import ParsedResource, VocabularyChange

KEPT_IN_MEMORY = 4  # versions of the vocabulary: a page in flight may still use the one before


class VocabularyRefused(Exception):
    """A change that cannot be accepted; its text may be shown."""


@cache
def base() -> detection.Vocabulary:
    """Return the vocabulary of the files, read once per process."""
    return detection.load_vocabulary()


@cache
def base_version() -> str:
    """Return what identifies the files and the rules of parsing: 12 hexadecimal digits."""
    digest = hashlib.sha256(ENGINE_VERSION.encode())
    for path in sorted(DATA_FOLDER.glob("*/*.csv")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def relations() -> detection.Relations:
    """Return the vocabulary in force with its relations; one query, then from memory."""
    state = VocabularyChange.objects.accepted().aggregate(rows=Count("pk"), last=Max("saved_at"))
    if not state["rows"]:
        return _base_relations()
    return _relations(state["rows"], state["last"])


@cache
def _base_relations() -> detection.Relations:
    return detection.Relations(base())


@lru_cache(maxsize=KEPT_IN_MEMORY)
def _relations(_rows: int, _last: datetime) -> detection.Relations:
    return detection.Relations(_extended(list(VocabularyChange.objects.accepted())))


def _extended(changes: list[VocabularyChange]) -> detection.Vocabulary:
    kinds = VocabularyChange.Kind
    return base().extended(
        concepts=[_concept(row) for row in changes if row.kind == kinds.CONCEPT],
        aliases=[
            (row.concept, row.language, row.words) for row in changes if row.kind == kinds.ALIAS
        ],
        incompatible=[
            (row.concept, row.other) for row in changes if row.kind == kinds.INCOMPATIBLE
        ],
    )


def _concept(change: VocabularyChange) -> detection.Concept:
    return detection.Concept(
        code=change.concept,
        section=change.section,
        parent=change.other,
        label_fr=change.words,
        label_en=change.label_en,
    )


# -- Reviewing ------------------------------------------------------------------------------------
def propose_alias(*, concept: str, language: str, words: str, reason: str) -> bool:
    """Note that `words` seem to mean `concept`, to be reviewed; return whether that is news.

    Nothing is noted for words that say nothing, for a concept nobody knows, or when the
    vocabulary in force has that meaning already.
    """
    vocabulary = relations().vocabulary
    spoken = vocabulary.spoken(words)
    if not spoken or concept not in vocabulary:
        return False
    known = vocabulary.phrases.get(spoken, {})
    if any(meaning.concept == concept for meaning in known.values()):
        return False
    return _propose(
        kind=VocabularyChange.Kind.ALIAS,
        concept=concept,
        language=language,
        words=words.strip()[:150],
        other="",
        reason=reason,
    )


def propose_incompatibility(*, first: str, second: str, reason: str) -> bool:
    """Note that two concepts seem not to be interchangeable; return whether that is news."""
    vocabulary = relations().vocabulary
    if first == second or first not in vocabulary or second not in vocabulary:
        return False
    if vocabulary.are_incompatible(first, second):
        return False
    if first in vocabulary.lineage(second) or second in vocabulary.lineage(first):
        return False
    one, other = sorted((first, second))
    return _propose(
        kind=VocabularyChange.Kind.INCOMPATIBLE,
        concept=one,
        language=VocabularyChange.Language.FRENCH,
        words="",
        other=other,
        reason=reason,
    )


def _propose(*, reason: str, **key: str) -> bool:
    _row, is_new = VocabularyChange.objects.get_or_create(**key, defaults={"reason": reason[:250]})
    return is_new


@transaction.atomic
def accept_change(*, change: VocabularyChange, user: User, now: datetime) -> int:
    """Put a proposed change in force; return how many declarations are parsed again for it.

    Raises VocabularyRefused when it would give an alias two meanings, or breaks another rule of
    the vocabulary's checker.
    """
    change.status, change.decided_at, change.decided_by = (
        VocabularyChange.Status.ACCEPTED,
        now,
        user,
    )
    accepted = VocabularyChange.objects.accepted().exclude(pk=change.pk)
    faults = detection.check_vocabulary(_extended([*accepted, change]))
    before = detection.check_vocabulary(relations().vocabulary) if faults else []
    if new := [fault for fault in faults if fault not in before]:
        raise VocabularyRefused(_("The vocabulary would contradict itself: %s") % "; ".join(new))
    change.save()
    return mark_stale(change)


@transaction.atomic
def refuse_change(*, change: VocabularyChange, user: User, now: datetime) -> int:
    """Refuse a proposed change, or take back an accepted one; return as `accept_change`."""
    was_in_force = change.status == VocabularyChange.Status.ACCEPTED
    change.status, change.decided_at, change.decided_by = (
        VocabularyChange.Status.REFUSED,
        now,
        user,
    )
    change.save()
    return mark_stale(change) if was_in_force else 0


def mark_stale(change: VocabularyChange) -> int:
    """Have the declarations a change concerns parsed again, and no other; return how many.

    An alias or a new concept concerns the texts that contain its words; an incompatibility those
    that are about one of the two concepts.
    """
    rows = ParsedResource.objects.all()
    if change.kind == VocabularyChange.Kind.INCOMPATIBLE:
        vocabulary = relations().vocabulary
        keys = [
            f"{post}:{code}"
            for side in (change.concept, change.other)
            for code in (side, *vocabulary.descendants(side))
            for post in ("is", "takes")
        ]
        rows = rows.filter(keys__key__in=keys).distinct()
        pks = list(rows.values_list("pk", flat=True))
    else:
        spoken = relations().vocabulary.spoken
        pks = [pk for words in _spellings(change) for pk in _containing(spoken(words))]
    return ParsedResource.objects.filter(pk__in=set(pks)).update(fingerprint="")


def _spellings(change: VocabularyChange) -> Iterator[str]:
    yield change.words
    if change.kind == VocabularyChange.Kind.CONCEPT:
        yield change.label_en


def _containing(words: tuple[str, ...]) -> list[int]:
    rows = ParsedResource.objects.filter(text__contains=f" {' '.join(words)} ")
    return list(rows.values_list("pk", flat=True)) if words else []


# -- Looking up -----------------------------------------------------------------------------------
def find_concepts(words: str, vocabulary: detection.Vocabulary) -> list[detection.Concept]:
    """Return the concepts one of whose names holds all the words, the shortest name first."""
    wanted = phrase(words)
    lengths = {words.strip(): 0} if words.strip() in vocabulary else {}
    for spoken, meanings in vocabulary.phrases.items() if wanted else ():
        if all(any(word.startswith(start) for word in spoken) for start in wanted):
            for meaning in meanings.values():
                shortest = lengths.get(meaning.concept, len(spoken))
                lengths[meaning.concept] = min(shortest, len(spoken))
    found = (vocabulary.concepts[code] for code in lengths)
    return sorted(found, key=lambda concept: (lengths[concept.code], concept.label_fr))


def families_of(section: str) -> list[str]:
    """Return the families that read a section first, as their values."""
    return [
        family.value
        for family, sections in PRIMARY_SECTIONS.items()
        if section in sections and family is not detection.Family.ANY
    ]
