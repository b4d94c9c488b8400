"""What others see of a company is what the preview says; a company decides who sees what."""

import pytest
from django.urls import reverse

from companies.audiences import SEES, Audience
from companies.models import Resource
from companies.services.links import token_of
from synergies.services.space import PURPOSE, matches_of_company
from tests.factories import (
    BallotFactory,
    CompanyFactory,
    ContactFactory,
    MatchFactory,
    PartyFactory,
    PersonalLinkFactory,
    ResourceFactory,
    SynergyFactory,
)

pytestmark = pytest.mark.django_db

SEEN = reverse("synergies:space_seen_as")
AUDIENCES = ["public", "participants", "parties"]


@pytest.fixture
def contact():
    return ContactFactory(
        company__name="Fonderie Alba",
        company__is_public=True,
        company__notes="secret notes",
        last_name="Secret-Name",
        phone="03 83 99 99 99",
    )


@pytest.fixture
def company(contact):
    return contact.company


@pytest.fixture
def phone(client, contact):
    link = PersonalLinkFactory(contact=contact, purpose=PURPOSE)
    client.post(reverse("synergies:space", args=[token_of(link)]))
    client.cookies["django_language"] = "en"
    return client


def seen_by(phone, audience):
    return phone.get(SEEN, {"as": audience}).context["seen"]


def test_each_audience_sees_what_is_for_it_and_for_wider_ones(phone, company):
    for visibility in Resource.Visibility.values:
        ResourceFactory(company=company, title=visibility, visibility=visibility)
    ResourceFactory(company=company, closed=True)
    ResourceFactory(title="of others")

    shown = {
        audience: {row.title for row in seen_by(phone, audience).company.shown}
        for audience in AUDIENCES
    }

    assert shown == {
        "public": {"public"},
        "participants": {"public", "participants"},
        "parties": {"public", "participants", "parties"},
    }
    assert len(seen_by(phone, "parties").company.hidden) == 1


def test_a_company_that_did_not_agree_is_nothing_to_everybody(phone, company):
    company.is_public = False
    company.save()
    ResourceFactory(company=company, visibility="public")
    PartyFactory(company=company, synergy=SynergyFactory(is_public=True))

    seen = seen_by(phone, "public")

    assert (seen.company.is_named, seen.company.facts, seen.company.shown) == (False, [], [])
    assert seen.synergies == []


@pytest.mark.parametrize("audience", AUDIENCES)
def test_what_is_private_is_never_in_a_preview(phone, company, audience):
    ResourceFactory(company=company, outlet="secret outlet", description="secret description")

    page = phone.get(SEEN, {"as": audience}).content.decode().lower()

    assert "fonderie alba" in page
    assert "secret" not in page
    assert "03 83 99 99 99" not in page


@pytest.mark.parametrize("visibility", Resource.Visibility.values)
@pytest.mark.parametrize("status", ["proposed", "kept"])
def test_the_preview_tells_what_another_company_is_shown(phone, company, visibility, status):
    traits = {"kept": True} if status == "kept" else {}
    other = CompanyFactory()
    mine = ResourceFactory(company=company, visibility=visibility)
    MatchFactory(resource_a=mine, resource_b__company=other, **traits)

    audience = "parties" if status == "kept" else "participants"
    is_previewed = mine in seen_by(phone, audience).company.shown

    assert is_previewed == bool(matches_of_company(other))


@pytest.mark.parametrize("count", [1, 3])
def test_a_preview_costs_a_constant_number_of_queries(
    phone, company, count, django_assert_num_queries
):
    for _index in range(count):
        ResourceFactory(company=company, hazardous=True)
        PartyFactory(company=company, synergy=SynergyFactory())

    with django_assert_num_queries(5):  # session, link, resources, synergies, initiative
        response = phone.get(SEEN)

    assert len(response.context["seen"].synergies) == count


def test_a_company_changes_who_sees_a_declaration_and_looking_changes_nothing(phone, company):
    own = ResourceFactory(company=company, visibility="participants")
    address = reverse("synergies:space_seen_by", args=[own.pk])

    assert phone.get(address).status_code == 200
    wrong = phone.post(address, {"visibility": "nobody"})
    own.refresh_from_db()
    assert (wrong.status_code, own.visibility) == (200, "participants")
    saved = phone.post(address, {"visibility": "manager"})

    own.refresh_from_db()
    assert (saved.url, own.visibility) == (f"{SEEN}?as=parties", "manager")
    assert "personal link" in own.history.first().history_change_reason


def test_nobody_changes_what_is_of_others(phone):
    other = ResourceFactory(visibility="parties")
    address = reverse("synergies:space_seen_by", args=[other.pk])

    assert phone.get(address).status_code == 404
    assert phone.post(address, {"visibility": "public"}).status_code == 404
    other.refresh_from_db()
    assert other.visibility == "parties"


def test_staff_sees_the_same_preview(staff_client, company):
    ResourceFactory(company=company)

    page = staff_client.get(reverse("synergies:company_seen_as", args=[company.pk]))

    assert len(page.context["seen"].company.shown) == 1


def test_audiences_go_from_the_widest_to_the_closest():
    assert [len(SEES[audience]) for audience in Audience] == [1, 2, 3]


# -- Receipts -------------------------------------------------------------------------------


def test_receipts_of_validated_ballots_stand_in_the_space(phone, contact, company):
    ballot = BallotFactory(company=company, validated=True)
    BallotFactory(validated=True)
    own = PersonalLinkFactory(contact=contact, purpose=f"round:{ballot.round.pk}")

    response = phone.get(reverse("synergies:space_home"))

    assert [one.ballot for one in response.context["receipts"]] == [ballot]
    page = response.content.decode()
    assert ballot.receipt_code in page
    assert reverse("synergies:vote", args=[token_of(own)]) in page
