from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from companies.models import Resource
from companies.services.links import open_link, token_of
from synergies.models import Match
from synergies.services import space
from synergies.services.detection import run_detection
from synergies.services.detection.matching import parse_all
from synergies.services.space import (
    LINK_LIFETIME,
    SpaceRefused,
    give_link,
    matches_of_company,
    matches_of_resource,
    prompt_groups,
)
from synergies.services.suggesting import Prompt
from tests.factories import (
    CompanyFactory,
    ContactFactory,
    InitiativeFactory,
    MatchFactory,
    ResourceFactory,
    SynergyFactory,
)

pytestmark = pytest.mark.django_db
PALLETS = "Palettes Europe"
HIDDEN = [
    {"visibility": Resource.Visibility.PARTIES},
    {"visibility": Resource.Visibility.MANAGER},
    {"closed": True},
    {"company__left": True},
]


@pytest.fixture
def company():
    return CompanyFactory(name="Ours")


# -- The way in -----------------------------------------------------------------------------


def test_a_link_lives_a_year_and_ends_the_one_before():
    contact, now = ContactFactory(), timezone.now()
    first = give_link(contact=contact, now=now)

    second = give_link(contact=contact, now=now + timedelta(days=1))

    assert open_link(token=token_of(first), now=now) is None
    assert second.expires_at == now + timedelta(days=1) + LINK_LIFETIME
    assert open_link(token=token_of(second), now=now) == second


@pytest.mark.parametrize("values", [{"inactive": True}, {"company__left": True}])
def test_no_link_for_who_takes_no_part(values):
    contact = ContactFactory(**values)

    with pytest.raises(SpaceRefused):
        give_link(contact=contact, now=timezone.now())

    assert not contact.personal_links.exists()


# -- Stored matches -------------------------------------------------------------------------


@pytest.mark.parametrize("side", ["resource_a", "resource_b"])
def test_a_company_sees_its_matches_from_its_own_side(company, side):
    match = MatchFactory(**{f"{side}__company": company})
    MatchFactory()

    (shown,) = matches_of_company(company)

    assert (shown.match, shown.mine) == (match, getattr(match, side))
    assert shown.other.company != company


def test_the_surest_come_first_and_in_a_tier_the_new_ones(company):
    lead = MatchFactory(resource_a__company=company, tier=Match.Tier.LEAD)
    kept = MatchFactory(resource_a__company=company, kept=True, synergy=SynergyFactory())
    sure = MatchFactory(resource_a__company=company)

    found = matches_of_company(company)

    assert [shown.match for shown in found] == [sure, kept, lead]
    assert [shown.is_kept for shown in found] == [False, True, False]


def test_what_was_rejected_or_given_up_is_not_shown(company):
    MatchFactory(resource_a__company=company, rejected=True)
    MatchFactory(resource_a__company=company, kept=True, synergy=SynergyFactory(closed=True))

    assert matches_of_company(company) == []


@pytest.mark.parametrize("values", HIDDEN)
def test_what_is_not_for_the_participants_is_not_shown(company, values):
    MatchFactory(
        resource_a__company=company,
        **{f"resource_b__{name}": value for name, value in values.items()},
    )

    assert matches_of_company(company) == []


def test_what_is_for_the_parties_is_shown_once_it_is_kept(company):
    MatchFactory(
        resource_a__company=company,
        resource_b__visibility=Resource.Visibility.PARTIES,
        kept=True,
        synergy=SynergyFactory(),
    )

    assert len(matches_of_company(company)) == 1


def test_matches_of_what_is_closed_are_not_shown(company):
    MatchFactory(resource_a__company=company, resource_a__closed=True)

    assert matches_of_company(company) == []


def test_one_declaration_does_not_fill_the_list(company):
    mine = ResourceFactory(company=company)
    for _index in range(5):
        MatchFactory(resource_a=mine)
    other = MatchFactory(resource_a__company=company, tier=Match.Tier.LEAD)

    found = [shown.match for shown in matches_of_company(company)]

    assert len(found) == 4
    assert found[-1] == other


def test_reasons_that_decide_are_told_apart_from_the_rest(company):
    match = MatchFactory(resource_a__company=company)
    ref = str(match.resource_b_id)
    match.reasons = [
        {"code": "all_year", "params": {}},
        {"code": "hazardous", "params": {"ref": ref, "code": "12 01 09*"}},
    ]
    match.save()

    with override("en"):
        (shown,) = matches_of_company(company)

    name = match.resource_b.company.name
    assert shown.reasons == [
        f"Hazardous waste ({name}, code 12 01 09*): transport and tracking are regulated."
    ]
    assert shown.more == ["Available all year."]


# -- Matches of one declaration, at once ----------------------------------------------------


def known(initiative, **values):
    """A need of pallets that the worker has looked at."""
    resource = ResourceFactory(title=PALLETS, need=True, **values)
    parse_all(initiative=initiative, now=timezone.now())
    return resource


def test_a_new_declaration_has_its_matches_before_the_worker_looked():
    need = known(InitiativeFactory())
    offer = ResourceFactory(title=PALLETS)

    (shown,) = matches_of_resource(offer)

    assert (shown.mine, shown.other, shown.is_kept) == (offer, need, False)
    assert shown.match.get_tier_display() != ""
    assert shown.reasons != []
    assert not Match.objects.exists()


@pytest.mark.parametrize("values", HIDDEN)
def test_at_once_as_well_only_what_is_for_the_participants_is_shown(values):
    initiative = InitiativeFactory()
    need = known(initiative)
    offer = ResourceFactory(title=PALLETS)
    assert len(matches_of_resource(offer)) == 1
    if values.get("closed"):
        Resource.objects.filter(pk=need.pk).update(closed_at=timezone.now(), closed_reason="sold")
    elif "visibility" in values:
        Resource.objects.filter(pk=need.pk).update(**values)
    else:
        need.company.left_on, need.company.left_reason = timezone.localdate(), "moved"
        need.company.save()

    assert matches_of_resource(offer) == []


def test_what_people_decided_shows_at_once_as_well():
    initiative = InitiativeFactory()
    kept, rejected, given_up = (known(initiative) for _index in range(3))
    offer = ResourceFactory(title=PALLETS)
    for need, values in (
        (kept, {"kept": True, "synergy": SynergyFactory()}),
        (rejected, {"rejected": True}),
        (given_up, {"kept": True, "synergy": SynergyFactory(closed=True)}),
    ):
        MatchFactory(resource_a=need, resource_b=offer, **values)

    found = matches_of_resource(offer)

    assert [(shown.other, shown.is_kept) for shown in found] == [(kept, True)]


@pytest.mark.parametrize("count", [1, 3])
def test_both_lists_take_the_same_queries_for_one_and_three_matches(
    company, count, django_assert_num_queries
):
    initiative = InitiativeFactory()
    for _index in range(count):
        ResourceFactory(title=PALLETS, need=True)
    offer = ResourceFactory(title=PALLETS, company=company)
    run_detection(initiative=initiative)

    with django_assert_num_queries(2):  # matches, vocabulary
        assert len(matches_of_company(company)) == count
    # vocabulary, candidates by three sorts of keys, kept, given up, others, vocabulary
    with django_assert_num_queries(8):
        assert len(matches_of_resource(offer)) == count


# -- Prompts --------------------------------------------------------------------------------


def test_prompts_are_grouped_by_trade_and_direction(company, monkeypatch):
    prompts = [
        Prompt("fonderie", concept, concept, direction, "waste")
        for concept, direction in (("sand", "offer"), ("pallet", "need"), ("slag", "offer"))
    ]
    monkeypatch.setattr(space, "prompts", lambda **_: prompts)

    groups = prompt_groups(company)

    assert [
        (group.activity, group.direction, [prompt.concept for prompt in group.prompts])
        for group in groups
    ] == [("fonderie", "offer", ["sand", "slag"]), ("fonderie", "need", ["pallet"])]
