import pytest
from django.utils import timezone
from django.utils.translation import override

from synergies.models import Match, VocabularyChange
from synergies.services.matches import keep_match, reject_match
from synergies.services.teaching import sentence_of
from synergies.services.vocabulary import base
from tests.factories import (
    MatchFactory,
    ParsedResourceFactory,
    UserFactory,
    VocabularyChangeFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
Kind = VocabularyChange.Kind


def match_of(first, second, **fields):
    """A suggestion of two declarations about these concepts."""
    match = MatchFactory(
        resource_a__title=f"Title {first}", resource_b__title="Bacs zirkon bleus", **fields
    )
    ParsedResourceFactory(resource=match.resource_a, concept=first)
    ParsedResourceFactory(resource=match.resource_b, concept=second)
    return match


def keep(match):
    return keep_match(match=match, user=UserFactory(), now=timezone.now()).learnt


def reject(match, reason="not the same thing"):
    decision = reject_match(match=match, user=UserFactory(), reason=reason, now=timezone.now())
    return decision.learnt


def test_a_pair_set_aside_proposes_that_its_concepts_are_not_to_be_confused():
    [change] = reject(match_of("weighbridge", "epal-pallet"))

    assert (change.kind, change.concept, change.other) == (
        Kind.INCOMPATIBLE,
        "epal-pallet",
        "weighbridge",
    )
    assert change.status == VocabularyChange.Status.PROPOSED
    assert change.reason == "not the same thing (Title weighbridge ↔ Bacs zirkon bleus)"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("epal-pallet", "epal-pallet", id="one concept"),
        pytest.param("epal-pallet", "", id="one side not understood"),
        pytest.param("epal-pallet", "pallet", id="one is a kind of the other"),
        pytest.param("epal-pallet", "no-such-concept", id="a concept nobody knows"),
    ],
)
def test_a_pair_set_aside_may_teach_nothing_and_is_remembered_all_the_same(first, second):
    match = match_of(first, second)

    assert reject(match) == ()

    assert VocabularyChange.objects.count() == 0
    assert Match.objects.get().status == Match.Status.REJECTED


def test_what_was_refused_is_not_proposed_again():
    VocabularyChangeFactory(
        refused=True, kind=Kind.INCOMPATIBLE, concept="epal-pallet", other="weighbridge", words=""
    )

    assert reject(match_of("epal-pallet", "weighbridge")) == ()

    assert VocabularyChange.objects.proposed().count() == 0


def test_a_pair_kept_for_its_words_proposes_a_name_for_the_concept():
    [change] = keep(match_of("epal-pallet", "", concept=""))

    assert (change.kind, change.concept) == (Kind.ALIAS, "epal-pallet")
    assert (change.words, change.language) == ("Bacs zirkon bleus", "fr")
    assert change.reason == "Kept together: Title epal-pallet ↔ Bacs zirkon bleus"


def test_the_language_of_a_name_is_guessed_from_its_words():
    match = match_of("epal-pallet", "", concept="")
    match.resource_b.title = "Blue trays of the zirkon kind"

    [change] = keep(match)

    assert (change.words, change.language) == ("Blue trays of the zirkon kind", "en")


@pytest.mark.parametrize(
    ("first", "second", "concept"),
    [
        pytest.param("epal-pallet", "", "epal-pallet", id="a concept brought them together"),
        pytest.param("", "", "", id="neither side is understood"),
        pytest.param("epal-pallet", "weighbridge", "", id="both sides are"),
    ],
)
def test_other_pairs_kept_teach_nothing(first, second, concept):
    assert keep(match_of(first, second, concept=concept)) == ()

    assert VocabularyChange.objects.count() == 0


def test_a_name_the_vocabulary_has_is_not_proposed():
    match = match_of("epal-pallet", "", concept="")
    match.resource_b.title = "Palettes Europe"

    assert keep(match) == ()


@pytest.mark.parametrize(
    ("fields", "in_french", "in_english"),
    [
        (
            {"words": "zirkons"},
            "« zirkons » signifie « palettes Europe ».",
            "“zirkons” means “Europe pallets”.",
        ),
        (
            {"kind": Kind.INCOMPATIBLE, "other": "weighbridge"},
            "« palettes Europe » n’est pas à confondre avec « pont-bascule ».",
            "“Europe pallets” is not to be confused with “weighbridge”.",
        ),
        (
            {"kind": Kind.CONCEPT, "words": "bac", "label_en": "tray", "other": "gone"},
            "Une nouvelle notion : « bac », une sorte de « gone ».",
            "A new concept: “tray”, a kind of “gone”.",
        ),
        (
            {"kind": Kind.CONCEPT, "words": "bac", "label_en": "tray"},
            "Une nouvelle notion : « bac ».",
            "A new concept: “tray”.",
        ),
    ],
)
def test_changes_read_as_sentences_in_both_languages(fields, in_french, in_english):
    change = VocabularyChangeFactory.build(**fields)

    with override("fr"):
        spoken = sentence_of(change, base())

    assert spoken.replace("\u202f", " ").replace("\u00a0", " ") == in_french
    assert sentence_of(change, base()) == in_english
