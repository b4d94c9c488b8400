"""What a territory teaches the vocabulary: reviewed, checked, and felt only where it applies."""

from datetime import timedelta

import pytest
from django.utils import timezone

from synergies.models import ParsedResource, VocabularyChange
from synergies.services import vocabulary as services
from synergies.services.detection import detect_due, due_count
from tests.factories import ResourceFactory, UserFactory

pytestmark = pytest.mark.django_db
Kind, Status = VocabularyChange.Kind, VocabularyChange.Status


@pytest.fixture
def user():
    return UserFactory(superuser=True)


def proposed(**values) -> VocabularyChange:
    defaults = {"kind": Kind.ALIAS, "concept": "epal-pallet", "words": "planchers roulants"}
    return VocabularyChange.objects.create(**{**defaults, **values})


def accept(change: VocabularyChange, user) -> int:
    return services.accept_change(change=change, user=user, now=timezone.now())


def test_an_accepted_alias_is_understood_and_a_proposed_one_is_not(user):
    change = proposed()
    sections = ("packaging",)
    assert services.relations().vocabulary.meaning(("plancher", "roulant"), sections) is None

    accept(change, user)

    meaning = services.relations().vocabulary.meaning(("plancher", "roulant"), sections)
    assert meaning is not None
    assert meaning.concept == "epal-pallet"


def test_an_alias_makes_parse_again_only_what_contains_its_words(user):
    concerned = ResourceFactory(title="Planchers roulants d'occasion")
    ResourceFactory(title="Planchers de bureau", company=concerned.company)
    ResourceFactory(title="Copeaux d'acier", company=concerned.company)
    initiative = concerned.company.initiative
    detect_due(initiative=initiative, now=timezone.now() - timedelta(hours=1))
    assert due_count(initiative) == 0

    assert accept(proposed(), user) == 1

    assert due_count(initiative) == 1
    detect_due(initiative=initiative, now=timezone.now())
    concepts = dict(ParsedResource.objects.values_list("resource__title", "concept"))
    assert concepts["Planchers roulants d'occasion"] == "epal-pallet"
    recent = ParsedResource.objects.filter(parsed_at__gt=timezone.now() - timedelta(minutes=9))
    assert [row.resource for row in recent] == [concerned]


def test_taking_an_alias_back_undoes_it(user):
    resource = ResourceFactory(title="Planchers roulants d'occasion")
    initiative = resource.company.initiative
    change = proposed()
    accept(change, user)
    detect_due(initiative=initiative, now=timezone.now())

    assert services.refuse_change(change=change, user=user, now=timezone.now()) == 1

    detect_due(initiative=initiative, now=timezone.now())
    assert ParsedResource.objects.get().concept != "epal-pallet"


def test_an_incompatibility_concerns_the_declarations_of_both_concepts(user):
    steel = ResourceFactory(title="Copeaux d'acier", family="waste")
    ResourceFactory(title="Palettes Europe", company=steel.company)
    zinc = ResourceFactory(title="Cendres de zinc", family="waste")
    detect_due(initiative=steel.company.initiative, now=timezone.now())
    heads = set(ParsedResource.objects.filter(pk__in=[steel.pk, zinc.pk]).values_list("concept"))
    assert heads == {("steel-chips",), ("zinc-ash",)}

    change = proposed(kind=Kind.INCOMPATIBLE, concept="steel-chips", other="zinc-ash", words="")

    assert accept(change, user) == 2
    assert services.relations().vocabulary.are_incompatible("zinc-ash", "steel-chips")


def test_an_alias_that_means_something_else_already_is_refused(user):
    change = proposed(concept="one-way-pallet", words="palettes Europe")

    with pytest.raises(services.VocabularyRefused, match="palette europe"):
        accept(change, user)

    change.refresh_from_db()
    assert change.status == Status.PROPOSED


def test_a_new_concept_belongs_to_its_parent(user):
    change = proposed(
        kind=Kind.CONCEPT,
        concept="mirabelle-crate",
        other="reusable-crate",
        section="packaging",
        words="cagettes à mirabelles",
        label_en="mirabelle plum crates",
    )

    accept(change, user)

    vocabulary = services.relations().vocabulary
    assert vocabulary.lineage("mirabelle-crate") == ("mirabelle-crate", "reusable-crate")
    assert vocabulary.label("mirabelle-crate", "fr") == "cagettes à mirabelles"


@pytest.mark.parametrize(
    ("concept", "words"),
    [("no-such-concept", "planchers"), ("epal-pallet", "de la"), ("epal-pallet", "palettes EUR")],
)
def test_what_teaches_nothing_is_not_proposed(concept, words):
    assert not services.propose_alias(concept=concept, language="fr", words=words, reason="x")

    assert VocabularyChange.objects.count() == 0


def test_the_same_proposal_is_noted_once_even_after_it_was_refused(user):
    values = {"concept": "epal-pallet", "language": "fr", "words": "planchers roulants"}
    assert services.propose_alias(**values, reason="kept together")
    change = VocabularyChange.objects.get()
    services.refuse_change(change=change, user=user, now=timezone.now())

    assert not services.propose_alias(**values, reason="again")

    assert VocabularyChange.objects.get().status == Status.REFUSED


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("epal-pallet", "epal-pallet"),
        ("epal-pallet", "pallet"),
        ("epal-pallet", "nothing"),
        ("epal-pallet", "one-way-pallet"),
    ],
)
def test_incompatibility_of_kin_or_known_already_is_not_proposed(first, second):
    assert not services.propose_incompatibility(first=first, second=second, reason="no")


def test_history_keeps_who_decided(user):
    change = proposed()

    accept(change, user)

    last = change.history.first()
    assert (last.status, last.decided_by) == (Status.ACCEPTED, user)


def test_words_are_found_by_their_beginnings():
    found = services.find_concepts("transpal élect", services.base())

    assert "electric-pallet-truck" in {concept.code for concept in found} or found
    assert all("transpalette" in " ".join(concept.names()).lower() for concept in found)


def test_a_page_asks_once_for_the_vocabulary(user, django_assert_num_queries):
    accept(proposed(), user)
    services.relations()

    with django_assert_num_queries(1):
        services.relations()


def test_an_alias_that_looks_like_a_slip_of_a_known_word_is_understood_all_the_same(user):
    resource = ResourceFactory(title="Plaques de zirkon", family="waste")
    initiative = resource.company.initiative
    detect_due(initiative=initiative, now=timezone.now())
    change = proposed(concept="ceramic-waste", words="plaques de zirkon")

    assert accept(change, user) == 1
    detect_due(initiative=initiative, now=timezone.now())
    assert ParsedResource.objects.get().concept == "ceramic-waste"

    assert services.refuse_change(change=change, user=user, now=timezone.now()) == 1
