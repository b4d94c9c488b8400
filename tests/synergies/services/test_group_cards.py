import pytest
from django.utils import timezone

from companies.models import Initiative
from synergies.models import Match, Synergy
from synergies.services.detection import run_detection
from synergies.services.group_cards import load_groups
from synergies.services.suggested_groups import group_keys
from tests.factories import (
    CompanyFactory,
    InitiativeFactory,
    PartyFactory,
    ResourceFactory,
    SynergyFactory,
)
from tests.synergies.pooling import needs, pool

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def initiative() -> Initiative:
    return InitiativeFactory()


def only_group(initiative):
    [group] = load_groups(initiative, group_keys(initiative)).values()
    return group


def ticked(group):
    return [member.resource for member in group.members if member.is_ticked]


def kept_together(*resources, **fields):
    synergy = SynergyFactory(**fields)
    for resource in resources:
        PartyFactory(synergy=synergy, company=resource.company, resources=[resource])
    pool(*resources, status=Match.Status.KEPT, synergy=synergy)
    return synergy


def test_members_of_sure_and_probable_pairs_are_ticked_and_leads_are_not(initiative):
    sure, probable, lead = needs(3)
    pool(sure, probable, tier=Match.Tier.PROBABLE)
    pool(sure, lead, tier=Match.Tier.LEAD)
    pool(probable, lead, tier=Match.Tier.LEAD)

    group = only_group(initiative)

    assert ticked(group) == [sure, probable]
    assert [member.resource for member in group.leads] == [lead]
    assert (group.tier, group.get_tier_display()) == (Match.Tier.PROBABLE, "probable")


def test_declarations_of_one_company_stand_together_the_surest_company_first(initiative):
    late = CompanyFactory(name="Zinc")
    first, second = ResourceFactory(company=late), ResourceFactory(company=late)
    third = ResourceFactory(company__name="Aluminium")
    pool(first, third, tier=Match.Tier.LEAD)
    pool(second, ResourceFactory(company__name="Brass"))

    group = only_group(initiative)

    names = [member.resource.company.name for member in group.members]
    assert names == ["Brass", "Zinc", "Zinc", "Aluminium"]
    assert group.company_count == 3


def test_a_pair_set_aside_before_is_not_ticked_together_and_says_why(initiative):
    one, other, third = needs(3)
    pool(one, third)
    pool(other, third)
    pool(one, other, status=Match.Status.REJECTED, decision_reason="competitors")

    group = only_group(initiative)

    assert ticked(group) == [one, third]
    [excluded] = [member for member in group.members if not member.is_ticked]
    assert excluded.obstacle == f"{one.company} and {other.company} were set aside: “competitors”."


def test_late_joiner_is_offered_to_the_synergy_of_the_others(initiative):
    one, other, newcomer = needs(3)
    synergy = kept_together(one, other, number=12)
    pool(one, newcomer)
    pool(other, newcomer)

    group = only_group(initiative)

    assert group.synergy == synergy
    assert [member.resource for member in group.present] == [one, other]
    assert group.present_companies == [one.company, other.company]
    assert ticked(group) == [newcomer]
    assert not group.can_start_anew


def test_late_joiner_is_offered_to_the_synergy_that_the_others_were_merged_into(initiative):
    one, other, newcomer = needs(3)
    first, second, third = (kept_together(member, needs(1)[0]) for member in (one, other, one))
    for merged, into in ((first, second), (second, third)):
        merged.merged_into = into
        merged.save()
    pool(one, newcomer)

    assert only_group(initiative).synergy == third


@pytest.mark.parametrize(
    "fields",
    [
        {"closed": True},
        {"kind": Synergy.Kind.SUBSTITUTION},
    ],
)
def test_only_an_open_pooling_is_offered_to_a_late_joiner(initiative, fields):
    one, other, newcomer = needs(3)
    kept_together(one, other, **fields)
    pool(one, newcomer)

    assert only_group(initiative).synergy is None


def test_a_synergy_of_another_concept_is_not_offered(initiative):
    one, other, newcomer = needs(3)
    synergy = kept_together(one, other)
    synergy.matches.update(concept="forklift")
    pool(one, newcomer)

    assert only_group(initiative).synergy is None


def test_the_synergy_with_most_of_the_members_is_offered(initiative):
    one, other, third, newcomer = needs(4)
    kept_together(one, other, number=1)
    larger = kept_together(other, third, newcomer, number=2)
    pool(one, newcomer)
    pool(one, third)

    assert only_group(initiative).synergy == larger


def test_members_of_another_open_synergy_are_not_ticked_together_for_a_new_one(initiative):
    one, other, third = needs(3)
    synergy = kept_together(one, other, number=7)
    synergy.matches.update(concept="forklift")
    pool(one, third)
    pool(other, third)

    group = only_group(initiative)

    assert ticked(group) == [one, third]
    obstacles = [member.obstacle for member in group.members if member.obstacle]
    expected = f"{one.company} and {other.company} are together in synergy no. 7 already."
    assert obstacles == [expected]


def test_what_detection_finds_is_explained(initiative):
    for name in ("Aa", "Bb"):
        ResourceFactory(title="Pont-bascule", share=True, company__name=name)
    ResourceFactory(title="Copeaux d'acier", company__name="Cc", family="waste")
    run_detection(initiative=initiative, now=timezone.now())

    keys = [key for key in group_keys(initiative) if key.concept == "weighbridge"]
    [group] = load_groups(initiative, keys).values()

    reasons = {member.resource.company.name: member.reason for member in group.members}
    assert group.label == "weighbridge"
    assert (reasons["Aa"], reasons["Bb"]) == ("", "")
    assert reasons["Cc"] == "Known use: “weighbridge” for “steel turnings”."
    assert group.facts[0] == "Available all year."


def test_declarations_parsed_by_an_older_engine_show_what_was_typed_alone(initiative):
    members = needs(2, title="Palettes Europe")
    run_detection(initiative=initiative)
    for member in members:
        member.parsed.vocabulary = "older"
        member.parsed.line = "of another form"
        member.parsed.save()

    group = only_group(initiative)

    assert [member.parsed for member in group.members] == [None, None]
    assert group.facts == []


@pytest.mark.parametrize("count", [1, 3])
def test_cards_take_the_same_queries(initiative, count, django_assert_num_queries):
    for number in range(count):
        members = needs(count + 2)
        concept = f"concept-{number}"
        kept_together(*members[:2]).matches.update(concept=concept)
        pool(*members[1:], concept=concept)
    keys = group_keys(initiative)

    # vocabulary, members, resources, parsed, decided pairs, who stands in the synergies
    with django_assert_num_queries(6):
        groups = load_groups(initiative, keys)

    assert len(groups) == count
    assert all(group.synergy for group in groups.values())
