import pytest
from django.utils import timezone
from django.utils.translation import override

from companies.models import Resource
from synergies.detection.merges import Bond
from synergies.models import Area, ParsedResource, Synergy
from synergies.services.detection.matching import parse_all
from synergies.services.merge_suggestions import (
    Outlook,
    outlook,
    reasons_for,
    suggestions,
    with_sentences,
)
from tests.factories import (
    InitiativeFactory,
    MergeFactory,
    MergeRefusalFactory,
    PartyFactory,
    ResourceFactory,
    SynergyFactory,
)

pytestmark = pytest.mark.django_db
PALLETS = "Palettes Europe"


@pytest.fixture
def initiative():
    return InitiativeFactory()


def exchange(number, *resources, **changes):
    """Return a substitution between the companies of these declarations."""
    synergy = SynergyFactory(number=number, kind=Synergy.Kind.SUBSTITUTION, **changes)
    for position, resource in enumerate(resources):
        PartyFactory(
            synergy=synergy, company=resource.company, position=position, resources=[resource]
        )
    return synergy


def pallets(number, **changes):
    """Return an exchange of Europe pallets between two companies of its own."""
    return exchange(
        number, ResourceFactory(title=PALLETS), ResourceFactory(title=PALLETS, need=True), **changes
    )


def parse(initiative):
    parse_all(initiative=initiative, now=timezone.now())


def numbers(initiative):
    return [[member.number for member in group.members] for group in suggestions(initiative)]


def test_synergies_about_one_thing_are_proposed_with_the_reason(initiative):
    first, second = pallets(1, title="One"), pallets(2, title="Two")
    parse(initiative)

    with override("en"):
        (group,) = suggestions(initiative)

    assert group.members == [first, second]
    assert (group.lead, group.bond) == (first, Bond.CONCEPT)
    assert group.title == "Europe pallets"
    assert group.sentences == ["All are about “Europe pallets”."]
    assert group.key == f"{first.pk}-{second.pk}"


def test_one_declaration_holds_synergies_together_even_when_it_was_never_parsed(initiative):
    shared = ResourceFactory(title="Zirconate plombifère", need=True)
    exchange(1, ResourceFactory(), shared)
    exchange(2, ResourceFactory(), shared)

    (group,) = suggestions(initiative)

    assert group.bond is Bond.RESOURCE
    assert ParsedResource.objects.count() == 0


def test_what_an_older_program_understood_is_not_read(initiative):
    pallets(1), pallets(2)
    parse(initiative)
    ParsedResource.objects.update(vocabulary="older", line="{}")

    assert suggestions(initiative) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"status": Synergy.Status.CLOSED, "status_reason": "done"},
        {"status": Synergy.Status.STUDY},
        {"origin": Synergy.Origin.MERGE},
        {"area": Area.SKILLS},
    ],
)
def test_what_may_not_be_grouped_is_not_proposed(initiative, changes):
    pallets(1)
    pallets(2, **changes)
    parse(initiative)

    assert suggestions(initiative) == []


def test_merged_synergies_are_not_proposed_again(initiative):
    MergeFactory(members=[pallets(1), pallets(2)], synergy__number=8)
    pallets(3)
    parse(initiative)

    assert suggestions(initiative) == []


def test_other_initiatives_are_left_out(initiative):
    pallets(1)
    elsewhere = InitiativeFactory(name="Elsewhere")
    PartyFactory(
        synergy__initiative=elsewhere,
        resources=[ResourceFactory(title=PALLETS, company__initiative=elsewhere)],
    )
    parse(initiative)
    parse(elsewhere)

    assert suggestions(initiative) == []


def test_what_was_refused_is_not_proposed_again_in_any_group(initiative):
    first, second, _third = pallets(1), pallets(2), pallets(3)
    parse(initiative)
    assert numbers(initiative) == [[1, 2, 3]]

    MergeRefusalFactory(synergies=[first, second])

    assert numbers(initiative) == [[1, 3]]


def test_outlook_counts_what_would_be_left_to_vote_on(initiative):
    for number in (1, 2, 3):
        pallets(number)
    SynergyFactory(number=4)
    SynergyFactory(number=5, closed=True)
    parse(initiative)

    assert outlook(initiative) == Outlook(synergy_count=4, group_count=1, left_count=2)


@pytest.mark.parametrize("count", [2, 4])
def test_the_number_of_queries_does_not_grow_with_the_synergies(
    initiative, count, django_assert_num_queries
):
    for number in range(1, count + 1):
        pallets(number)
    parse(initiative)

    # synergies, parties with companies, resources, parsed, refusals, vocabulary
    with django_assert_num_queries(7):
        (group,) = suggestions(initiative)
        names = [str(party.company) for one in group.members for party in one.parties.all()]

    assert len(names) == 2 * count


def test_reasons_are_stored_for_the_group_that_was_chosen(initiative):
    first, second, other = pallets(1), pallets(2), SynergyFactory(number=3)
    parse(initiative)

    assert reasons_for([first, other]) == []
    assert reasons_for([first, second]) == [
        {"code": "same_subject", "params": {"concept": "epal-pallet"}}
    ]


def test_stored_reasons_are_spoken_and_unknown_ones_left_out(initiative):
    merge = MergeFactory(
        reasons=[
            {"code": "same_theme", "params": {"theme": "lifting"}},
            {"code": "no such reason", "params": {}},
        ]
    )

    with override("fr"):
        ((_merge, sentences),) = with_sentences([merge])

    assert sentences == ["Un même thème\u00a0: «\u202flevage et manutention\u202f»."]


def test_a_closed_declaration_still_holds_its_synergies(initiative):
    shared = ResourceFactory(need=True)
    exchange(1, ResourceFactory(), shared)
    exchange(2, ResourceFactory(), shared)
    Resource.objects.filter(pk=shared.pk).update(closed_at=timezone.now(), closed_reason="sold")
    parse(initiative)

    assert numbers(initiative) == [[1, 2]]
