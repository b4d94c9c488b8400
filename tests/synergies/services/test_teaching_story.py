"""What one person teaches counts for everybody once another has accepted it, and not before."""

from datetime import timedelta

import pytest
from django.utils import timezone

from companies.models import Initiative
from synergies.models import Match, ParsedResource, VocabularyChange
from synergies.services.detection import detect_due, due_count
from synergies.services.matches import keep_match, reject_match
from synergies.services.vocabulary_review import review_change
from tests.factories import (
    InitiativeFactory,
    ResourceFactory,
    UserFactory,
    VocabularyChangeFactory,
)

pytestmark = pytest.mark.django_db
Kind, Status = VocabularyChange.Kind, VocabularyChange.Status


@pytest.fixture
def initiative() -> Initiative:
    return InitiativeFactory()


def own_concept(code, words, parent=""):
    VocabularyChangeFactory(
        accepted=True,
        kind=Kind.CONCEPT,
        concept=code,
        words=words,
        label_en=code.replace("-", " "),
        section="material",
        other=parent,
    )


@pytest.fixture
def siblings() -> None:
    """Two kinds of one thing that nothing else in the vocabulary knows."""
    own_concept("bromiflex", "bromiflex")
    own_concept("bromiflex-plates", "plaques de bromiflex", "bromiflex")
    own_concept("bromiflex-rods", "barreaux de bromiflex", "bromiflex")


def look(initiative, *, minutes):
    """Detect what is due, so many minutes from now."""
    return detect_due(initiative=initiative, now=timezone.now() + timedelta(minutes=minutes))


def review(*, accept):
    change = VocabularyChange.objects.proposed().get()
    _change, count = review_change(
        pk=change.pk, seen=change.status, accept=accept, user=UserFactory(), now=timezone.now()
    )
    return count


def parsed_at():
    return dict(ParsedResource.objects.values_list("pk", "parsed_at"))


def suggested(*resources):
    pks = [resource.pk for resource in resources]
    return Match.objects.suggested().filter(resource_a__in=pks, resource_b__in=pks).exists()


@pytest.mark.usefixtures("siblings")
def test_a_rejection_counts_for_others_after_acceptance_only(initiative):
    plates = ResourceFactory.create_batch(2, title="Plaques de bromiflex")
    rods = ResourceFactory.create_batch(2, title="Barreaux de bromiflex")
    other = ResourceFactory(title="Palettes Europe")
    look(initiative, minutes=0)
    match = Match.objects.get(resource_a=plates[0], resource_b=rods[0])

    reject_match(match=match, user=UserFactory(), reason="not the same", now=timezone.now())

    assert look(initiative, minutes=1) == 0
    assert suggested(plates[1], rods[1])
    before = parsed_at()

    assert review(accept=True) == 4

    assert due_count(initiative) == 4
    look(initiative, minutes=2)
    assert not suggested(plates[1], rods[1])
    assert suggested(*plates)
    assert Match.objects.get(pk=match.pk).status == Match.Status.REJECTED
    moved = {pk for pk, instant in parsed_at().items() if instant != before[pk]}
    assert moved == {one.pk for one in (*plates, *rods)}
    assert other.pk in before


@pytest.mark.usefixtures("siblings")
def test_taken_back_it_no_longer_counts(initiative):
    plates = ResourceFactory(title="Plaques de bromiflex")
    rods = ResourceFactory(title="Barreaux de bromiflex")
    change = VocabularyChangeFactory(
        accepted=True,
        kind=Kind.INCOMPATIBLE,
        concept="bromiflex-plates",
        other="bromiflex-rods",
        words="",
    )
    look(initiative, minutes=0)
    assert not suggested(plates, rods)

    review_change(
        pk=change.pk, seen=Status.ACCEPTED, accept=False, user=UserFactory(), now=timezone.now()
    )

    look(initiative, minutes=1)
    assert suggested(plates, rods)


def test_a_kept_pair_gives_others_their_matches_after_acceptance(initiative):
    own_concept("bromiflex-plates", "plaques de bromiflex")
    known = ResourceFactory(title="Plaques de bromiflex")
    unknown = ResourceFactory(title="Bromiflex trifugé", need=True)
    late = ResourceFactory(title="Stock de bromiflex trifugé")
    unrelated = ResourceFactory(title="Bromiflex sec")
    look(initiative, minutes=0)
    match = Match.objects.get(resource_a=known, resource_b=unknown)
    assert match.concept == ""

    keep_match(match=match, user=UserFactory(), now=timezone.now())

    assert look(initiative, minutes=1) == 0
    assert ParsedResource.objects.get(pk=late.pk).concept == ""
    before = parsed_at()

    assert review(accept=True) == 2

    look(initiative, minutes=2)
    assert ParsedResource.objects.get(pk=late.pk).concept == "bromiflex-plates"
    assert Match.objects.get(resource_a=known, resource_b=late).concept == "bromiflex-plates"
    moved = {pk for pk, instant in parsed_at().items() if instant != before[pk]}
    assert moved == {unknown.pk, late.pk}
    assert unrelated.pk in before


@pytest.mark.usefixtures("siblings")
def test_refused_it_changes_nothing(initiative):
    plates = ResourceFactory.create_batch(2, title="Plaques de bromiflex")
    rods = ResourceFactory.create_batch(2, title="Barreaux de bromiflex")
    look(initiative, minutes=0)
    match = Match.objects.get(resource_a=plates[0], resource_b=rods[0])
    reject_match(match=match, user=UserFactory(), reason="not the same", now=timezone.now())

    assert review(accept=False) == 0

    assert look(initiative, minutes=1) == 0
    assert suggested(plates[1], rods[1])
