from typing import Any

import pytest
from django.core.paginator import Paginator

from companies.models import Initiative
from synergies.models import Match, Synergy
from synergies.services.suggested_groups import GroupKey, find_group, group_keys, suggestions
from tests.factories import InitiativeFactory, MatchFactory, ResourceFactory
from tests.synergies.pooling import CONCEPT, needs, pool

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiative() -> Initiative:
    return InitiativeFactory()


def everything(initiative, **filters):
    return suggestions(initiative, **filters)[0:100]


@pytest.mark.parametrize("companies", [2, 5])
def test_a_pooling_of_n_companies_is_one_suggestion(initiative, companies):
    pool(*needs(companies))

    [key] = everything(initiative)

    assert (key.concept, key.directions) == (CONCEPT, {"need"})
    assert key.pair_count == companies * (companies - 1) // 2
    assert len(suggestions(initiative)) == 1


def test_those_who_would_give_and_those_who_would_buy_are_two_groups(initiative):
    pool(*needs(2))
    pool(*ResourceFactory.create_batch(3))

    assert [key.side for key in group_keys(initiative)] == ["offer", "need"]


def test_who_shares_with_both_sides_makes_one_group_of_them(initiative):
    share = ResourceFactory(share=True)
    need, offer = ResourceFactory(need=True), ResourceFactory()
    pool(*needs(2))
    pool(share, need)
    pool(share, offer)

    [key] = group_keys(initiative)

    assert key.directions == {"offer", "need", "share"}
    assert key.pair_count == 3


def test_a_group_is_as_sure_as_its_strongest_pair(initiative):
    pool(*needs(3), tier=Match.Tier.LEAD)
    pool(*needs(2), tier=Match.Tier.PROBABLE)

    [key] = group_keys(initiative)

    assert key.tier_order == 2


def test_the_surest_come_first_and_in_a_tier_groups_before_pairs(initiative):
    lead, sure = MatchFactory(tier=Match.Tier.LEAD), MatchFactory()
    pool(*needs(2), concept="forklift", tier=Match.Tier.LEAD)
    pool(*needs(2))

    shown = everything(initiative)

    names = [entry.concept if isinstance(entry, GroupKey) else entry for entry in shown]
    assert names == [CONCEPT, sure, "forklift", lead]


@pytest.mark.parametrize("per_page", [1, 2, 3, 4])
def test_pages_show_everything_once_wherever_they_are_cut(initiative, per_page):
    for tier in Match.Tier:
        MatchFactory.create_batch(2, tier=tier)
        pool(*needs(2), concept=f"concept-{tier}", tier=tier)
        pool(*needs(2), concept=f"other-{tier}", tier=tier)

    rows: Any = suggestions(initiative)
    paginator = Paginator(rows, per_page)
    shown = [entry for page in paginator for entry in page.object_list]

    assert shown == everything(initiative)
    assert paginator.count == 12


def test_poolings_by_words_alone_stay_pairs(initiative):
    [match] = pool(*needs(2), concept="")

    assert everything(initiative) == [match]


def test_decided_pairs_are_in_no_group(initiative):
    pool(*needs(3), status=Match.Status.KEPT)

    assert everything(initiative) == []


def test_each_initiative_has_its_own_groups(initiative):
    elsewhere = InitiativeFactory(name="Elsewhere")
    pool(*needs(2, company__initiative=elsewhere))

    assert group_keys(initiative) == []
    assert len(group_keys(elsewhere)) == 1


def test_filters_choose_by_tier_and_kind(initiative):
    pair = MatchFactory(tier=Match.Tier.PROBABLE)
    pool(*needs(2))

    assert everything(initiative, tier="probable") == [pair]
    assert everything(initiative, kind=Synergy.Kind.SUBSTITUTION) == [pair]
    assert [key.concept for key in everything(initiative, kind=Synergy.Kind.POOLING)] == [CONCEPT]
    assert everything(initiative, tier="lead") == []


def test_the_filter_of_a_company_leaves_the_whole_group_it_is_in(initiative):
    members = needs(3)
    pool(*members)
    pool(*ResourceFactory.create_batch(2))
    pool(*needs(2), concept="forklift")
    MatchFactory()

    [key] = everything(initiative, company=members[1].company)

    assert (key.side, key.pair_count) == ("need", 3)


def test_a_group_is_found_by_its_concept_and_any_of_its_directions(initiative):
    pool(ResourceFactory(), ResourceFactory(need=True))

    assert find_group(initiative, CONCEPT, "need") == find_group(initiative, CONCEPT, "offer")
    assert find_group(initiative, CONCEPT, "need") is not None
    assert find_group(initiative, CONCEPT, "share") is None


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_takes_the_same_queries(initiative, count, django_assert_num_queries):
    for number in range(count):
        pool(*needs(count + 1), concept=f"concept-{number}")
        MatchFactory()

    with django_assert_num_queries(3):  # groups, how many pairs, pairs
        shown = everything(initiative)

    assert len(shown) == 2 * count
