import pytest
from django.utils import timezone

from synergies.models import ParsedResource, VocabularyChange
from synergies.services.vocabulary import VocabularyRefused, relations
from synergies.services.vocabulary_review import add_change, review_change, waiting_resources
from tests.factories import ParsedResourceFactory, UserFactory, VocabularyChangeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
Kind, Status = VocabularyChange.Kind, VocabularyChange.Status


def review(change, *, accept=True, seen=None):
    return review_change(
        pk=change.pk,
        seen=seen or change.status,
        accept=accept,
        user=UserFactory(),
        now=timezone.now(),
    )


def add(**fields):
    change = VocabularyChange(**fields)
    return add_change(change=change, user=UserFactory(), now=timezone.now())


def alias(words, concept="epal-pallet"):
    return add(kind=Kind.ALIAS, concept=concept, language="fr", words=words)


def test_accepting_puts_it_in_force_and_counts_whom_it_concerns():
    ParsedResourceFactory(text=" lot zirkonpalette bleu ")
    ParsedResourceFactory(text=" zirkon palette ")

    change, count = review(VocabularyChangeFactory(words="Zirkonpalettes"))

    assert (change.status, count) == (Status.ACCEPTED, 1)
    assert change.decided_by is not None
    assert "Zirkonpalettes" in relations().vocabulary.concepts["epal-pallet"].aliases_fr
    assert waiting_resources() == [ParsedResource.objects.get(text__contains="lot").pk]


def test_refusing_what_was_proposed_concerns_nobody():
    ParsedResourceFactory(text=" zirkonpalette ")

    change, count = review(VocabularyChangeFactory(words="Zirkonpalettes"), accept=False)

    assert (change.status, count) == (Status.REFUSED, 0)


def test_taking_back_concerns_those_it_was_about():
    ParsedResourceFactory(text=" zirkonpalette ")

    _change, count = review(
        VocabularyChangeFactory(words="Zirkonpalettes", accepted=True), accept=False
    )

    assert count == 1


@pytest.mark.parametrize("accept", [True, False])
def test_what_somebody_decided_meanwhile_is_told(accept):
    change = VocabularyChangeFactory(accepted=True)

    with pytest.raises(VocabularyRefused, match="decided about this meanwhile"):
        review(change, accept=accept, seen=Status.PROPOSED)

    change.refresh_from_db()
    assert change.status == Status.ACCEPTED


def test_a_name_that_means_something_else_is_refused_in_the_words_of_the_page():
    change = VocabularyChangeFactory(words="palettes perdues")

    with pytest.raises(VocabularyRefused, match="already means “one-way pallets”"):
        review(change)

    change.refresh_from_db()
    assert change.status == Status.PROPOSED


def test_a_name_without_meaningful_words_is_refused():
    with pytest.raises(VocabularyRefused, match="say nothing by themselves: de la"):
        review(VocabularyChangeFactory(words="de la"))


@pytest.mark.parametrize(
    "fields",
    [
        {"concept": "no-such-concept"},
        {"kind": Kind.INCOMPATIBLE, "other": "no-such-concept", "words": ""},
        {
            "kind": Kind.CONCEPT,
            "other": "no-such-concept",
            "section": "water",
            "label_en": "zirkon",
        },
    ],
)
def test_what_names_a_concept_nobody_has_is_refused(fields):
    with pytest.raises(VocabularyRefused, match="There is no concept “no-such-concept”"):
        review(VocabularyChangeFactory(**fields))


def test_what_serves_a_thing_is_not_kept_apart_from_it():
    known = relations().vocabulary
    serving, use = next(
        (code, use)
        for code, concept in known.concepts.items()
        for use in concept.uses
        if use not in known.lineage(code) and code not in known.lineage(use)
    )

    with pytest.raises(VocabularyRefused, match="is known to serve"):
        add(kind=Kind.INCOMPATIBLE, concept=serving, other=use)


def test_a_kind_of_a_thing_is_not_kept_apart_from_it():
    with pytest.raises(VocabularyRefused, match="is a kind of “pallets”"):
        add(kind=Kind.INCOMPATIBLE, concept="pallet", other="epal-pallet")


def test_what_a_person_writes_is_in_force_at_once():
    change, _count = alias("zirkonpalettes")

    assert change.status == Status.ACCEPTED
    assert change.history.count() == 1


@pytest.mark.parametrize("status", ["proposed", "refused"])
def test_what_was_proposed_or_refused_before_is_accepted_not_doubled(status):
    before = VocabularyChangeFactory(words="zirkonpalettes", status=status)

    change, _count = alias("zirkonpalettes")

    assert change == before
    assert VocabularyChange.objects.get().status == Status.ACCEPTED


def test_two_concepts_are_kept_apart_whichever_is_named_first():
    change, _count = add(kind=Kind.INCOMPATIBLE, concept="weighbridge", other="epal-pallet")

    assert (change.concept, change.other) == ("epal-pallet", "weighbridge")
    assert relations().vocabulary.are_incompatible("weighbridge", "epal-pallet")


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": Kind.ALIAS, "concept": "epal-pallet", "words": "Palette europe"},
        {"kind": Kind.INCOMPATIBLE, "concept": "epal-pallet", "other": "one-way-pallet"},
        {"kind": Kind.CONCEPT, "concept": "epal-pallet", "words": "x", "label_en": "x"},
    ],
)
def test_what_the_vocabulary_says_already_is_told(fields):
    with pytest.raises(VocabularyRefused, match="says so already"):
        add(**fields)


def test_a_concept_of_the_territory_needs_its_labels():
    with pytest.raises(VocabularyRefused, match="needs a section and both labels"):
        add(kind=Kind.CONCEPT, concept="zirkonware", words="zirkonware")


def test_a_concept_of_the_territory_is_known_with_its_parent():
    add(
        kind=Kind.CONCEPT,
        concept="zirkonware",
        other="pallet",
        section="packaging",
        words="zirkonware",
        label_en="zirkonware",
    )

    assert relations().vocabulary.lineage("zirkonware") == ("zirkonware", "pallet")
