import pytest
from django.utils import timezone

from companies.models import Resource
from synergies.models import Area, Match, Synergy, VocabularyChange
from synergies.services.group_decisions import join_group, keep_group, reject_group
from synergies.services.matches import MatchRefused
from synergies.services.suggested_groups import group_keys
from synergies.services.teaching import LEARNT_AT_MOST
from tests.factories import (
    InitiativeFactory,
    ParsedResourceFactory,
    PartyFactory,
    ResourceFactory,
    SynergyFactory,
    UserFactory,
)
from tests.synergies.pooling import CONCEPT, needs, pool

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def keep(*resources, concept=CONCEPT):
    decision = keep_group(
        concept=concept, resources=resources, user=UserFactory(), now=timezone.now()
    )
    return decision.synergy


def join(synergy, *resources):
    join_group(synergy=synergy, resources=resources, user=UserFactory(), now=timezone.now())


def reject(seen, reason="we have a contract", side="need"):
    return reject_group(
        initiative=InitiativeFactory(),
        concept=CONCEPT,
        side=side,
        seen=seen,
        reason=reason,
        user=UserFactory(),
        now=timezone.now(),
    )


def statuses(*matches):
    return [Match.objects.get(pk=match.pk).status for match in matches]


def test_a_kept_group_is_one_synergy_with_a_party_for_each_company():
    SynergyFactory(number=299)
    members = needs(3)
    pool(*members)

    synergy = keep(*members)

    assert (synergy.number, synergy.title) == (300, "Europe pallets")
    assert (synergy.kind, synergy.area, synergy.origin) == ("pooling", "resources", "detection")
    parties = [(party.company, party.role) for party in synergy.parties.all()]
    assert parties == [(member.company, "member") for member in members]
    assert [list(party.resources.all()) for party in synergy.parties.all()] == [
        [member] for member in members
    ]


def test_several_declarations_of_a_company_are_one_party():
    one, other = needs(2)
    second = ResourceFactory(need=True, company=one.company)
    pool(one, other)
    pool(second, other)

    synergy = keep(one, second, other)

    assert [party.resources.count() for party in synergy.parties.all()] == [2, 1]


def test_the_area_follows_the_family():
    members = needs(2, family=Resource.Family.SKILL)
    pool(*members)

    assert keep(*members).area == Area.SKILLS


def test_all_pairs_among_the_ticked_are_kept_and_the_others_stay_suggested():
    one, other, third = needs(3)
    [among] = pool(one, other)
    [closer] = pool(one, third, concept="pallet")
    outside = [*pool(other, needs(1)[0]), *pool(*needs(2))]
    pool(other, third)

    synergy = keep(one, other, third)

    assert statuses(among, closer, *outside) == ["kept", "kept", "suggested", "suggested"]
    assert Match.objects.filter(synergy=synergy).count() == 3


@pytest.mark.parametrize("companies", [0, 1])
def test_a_pooling_needs_two_companies(companies):
    members = needs(companies)
    members += [ResourceFactory(company=one.company) for one in members]

    with pytest.raises(MatchRefused, match="Tick at least two companies"):
        keep(*members)


def test_what_nothing_suggests_is_not_kept():
    members = needs(2)

    with pytest.raises(MatchRefused, match="Nothing suggests these together"):
        keep(*members)

    assert Synergy.objects.count() == 0


def test_a_pair_set_aside_is_not_kept_with_others():
    one, other, third = needs(3)
    pool(one, third)
    pool(other, third)
    pool(one, other, status=Match.Status.REJECTED, decision_reason="competitors")

    with pytest.raises(MatchRefused, match="were set aside: “competitors”"):
        keep(one, other, third)

    assert Synergy.objects.count() == 0


def test_a_pair_kept_meanwhile_is_not_kept_twice():
    one, other, third = needs(3)
    pool(one, other, third)
    keep(one, other)

    with pytest.raises(MatchRefused, match=r"are together in synergy no\. 1 already"):
        keep(one, other, third)

    assert Synergy.objects.count() == 1


def test_a_pair_of_a_closed_synergy_may_be_kept_with_others():
    one, other, third = needs(3)
    pool(one, third)
    pool(one, other, status=Match.Status.KEPT, synergy=SynergyFactory(closed=True, number=1))

    assert keep(one, other, third).parties.count() == 3


def test_a_late_joiner_is_added_with_its_pairs():
    one, other, newcomer, absent = needs(4)
    pool(one, other, newcomer, absent)
    synergy = keep(one, other)

    join(synergy, newcomer)

    parties = [(party.company, party.position) for party in synergy.parties.all()]
    assert parties == [(one.company, 0), (other.company, 1), (newcomer.company, 2)]
    assert Match.objects.filter(synergy=synergy).count() == 3
    assert Match.objects.suggested().count() == 3


def test_a_company_that_takes_part_brings_one_declaration_more():
    one, other = needs(2)
    pool(one, other)
    synergy = keep(one, other)
    second = ResourceFactory(need=True, company=one.company)
    pool(second, other)

    join(synergy, second)

    party = synergy.parties.get(company=one.company)
    assert list(party.resources.order_by("pk")) == [one, second]


def test_adding_who_is_there_already_is_refused():
    one, other = needs(2)
    pool(one, other)
    synergy = keep(one, other)

    with pytest.raises(MatchRefused, match="already been decided"):
        join(synergy, one)


@pytest.mark.parametrize("fields", [{"closed": True}, {"kind": Synergy.Kind.SUBSTITUTION}])
def test_nobody_joins_a_synergy_that_is_no_open_pooling(fields):
    one, newcomer = needs(2)
    synergy = SynergyFactory(**fields)
    PartyFactory(synergy=synergy, company=one.company, resources=[one])
    pool(one, newcomer)

    with pytest.raises(MatchRefused, match="closed or merged meanwhile"):
        join(synergy, newcomer)


def test_who_was_set_aside_with_a_member_does_not_join():
    one, other, newcomer = needs(3)
    pool(one, other)
    synergy = keep(one, other)
    pool(one, newcomer)
    pool(other, newcomer, status=Match.Status.REJECTED, decision_reason="competitors")

    with pytest.raises(MatchRefused, match="competitors"):
        join(synergy, newcomer)

    assert synergy.parties.count() == 2


def test_members_set_aside_among_themselves_do_not_keep_a_newcomer_out():
    one, other, newcomer = needs(3)
    synergy = SynergyFactory()
    for member in (one, other):
        PartyFactory(synergy=synergy, company=member.company, resources=[member])
    pool(one, other, status=Match.Status.REJECTED, decision_reason="long ago")
    pool(one, newcomer)

    join(synergy, newcomer)

    assert synergy.parties.count() == 3


def test_who_stands_together_elsewhere_may_join_too():
    one, other, newcomer, fourth = needs(4)
    pool(one, other)
    synergy = keep(one, other)
    pool(newcomer, fourth)
    keep(newcomer, fourth)
    pool(one, newcomer)

    join(synergy, newcomer, fourth)

    assert synergy.parties.count() == 4


def test_joining_needs_somebody():
    with pytest.raises(MatchRefused, match="at least one company"):
        join(SynergyFactory())


def test_a_group_set_aside_rejects_all_its_pairs_with_the_reason():
    pairs = pool(*needs(3))
    elsewhere = [*pool(*ResourceFactory.create_batch(2)), *pool(*needs(2), concept="forklift")]

    reject(3, " we have a contract ")

    assert statuses(*pairs, *elsewhere) == ["rejected"] * 3 + ["suggested"] * 2
    assert set(
        Match.objects.filter(pk__in=[pair.pk for pair in pairs]).values_list(
            "decision_reason", flat=True
        )
    ) == {"we have a contract"}
    assert VocabularyChange.objects.count() == 0


def test_setting_a_group_aside_needs_a_reason():
    pool(*needs(2))

    with pytest.raises(MatchRefused, match="Say why"):
        reject(1, "  ")


def test_nobody_sets_aside_what_was_not_seen():
    pool(*needs(3))

    with pytest.raises(MatchRefused, match="changed meanwhile"):
        reject(1)

    assert Match.objects.suggested().count() == 3


def test_a_group_that_is_gone_has_been_decided():
    members = needs(2)
    pool(*members)
    keep(*members)

    with pytest.raises(MatchRefused, match="already been decided"):
        reject(1)


def test_a_group_set_aside_teaches_which_concepts_differ_but_not_too_many():
    kinds = ["epal-pallet", "weighbridge", "heat", "warehouse", "forklift"]
    members = needs(5)
    for member, concept in zip(members, kinds, strict=True):
        ParsedResourceFactory(resource=member, concept=concept)
    pairs = pool(*members)

    decision = reject(len(pairs))

    assert len(decision.learnt) == LEARNT_AT_MOST
    assert set(VocabularyChange.objects.all()) == set(decision.learnt)
    assert group_keys(InitiativeFactory()) == []
