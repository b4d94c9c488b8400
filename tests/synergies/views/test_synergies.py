import pytest
from django.urls import reverse

from synergies.models import Area, Synergy
from tests.factories import (
    MatchFactory,
    PartyFactory,
    ResourceFactory,
    SynergyFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
LIST = "/synergies/"


def shown(response):
    return [synergy.number for synergy in response.context["page"]]


@pytest.mark.parametrize("path", [LIST, "/synergies/1/"])
def test_visitors_are_sent_to_the_login(client, path):
    response = client.get(path)

    assert response.status_code == 302
    assert response.url == f"{reverse('admin:login')}?next={path}"


def test_an_account_that_is_not_staff_is_refused(client):
    client.force_login(UserFactory())

    assert client.get(LIST).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_list_shows_each_synergy_with_its_companies_in_constant_queries(
    staff_client, count, django_assert_num_queries
):
    for synergy in SynergyFactory.create_batch(count):
        PartyFactory.create_batch(2, synergy=synergy)

    # session, user, companies of the filter, count, page, parties, saved filters, initiative
    with django_assert_num_queries(8):
        response = staff_client.get(LIST)

    assert [len(s.parties.all()) for s in response.context["page"]] == [2] * count


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({"words": "cardboard press"}, [1]),
        ({"words": "2"}, [2]),
        ({"area": Area.SKILLS}, [2]),
        ({"kind": Synergy.Kind.SUBSTITUTION}, [1]),
        ({"status": Synergy.Status.OPERATIONAL}, [3]),
        ({"area": Area.RESOURCES, "status": Synergy.Status.IDEA}, [1]),
        ({"area": "nowhere"}, [1, 2, 3]),
        ({}, [1, 2, 3]),
    ],
)
def test_filters_narrow_the_list(staff_client, query, numbers):
    SynergyFactory(number=1, title="Cardboard press", kind=Synergy.Kind.SUBSTITUTION)
    SynergyFactory(number=2, title="Shared trainer", area=Area.SKILLS)
    SynergyFactory(number=3, title="Heat", operational=True)

    assert shown(staff_client.get(LIST, query)) == numbers


def test_company_keeps_the_synergies_that_name_it_once(staff_client):
    party = PartyFactory(synergy__number=7)
    PartyFactory(synergy=party.synergy)
    PartyFactory(synergy__number=8)

    assert shown(staff_client.get(LIST, {"company": party.company_id})) == [7]


def test_merged_synergies_are_left_out(staff_client):
    kept = SynergyFactory(number=1)
    SynergyFactory(number=2, merged_into=kept)

    assert shown(staff_client.get(LIST)) == [1]


def test_page_holds_fifty_and_counts_all(staff_client):
    staff_client.cookies["django_language"] = "en"
    SynergyFactory.create_batch(51)

    response = staff_client.get(LIST)

    assert len(shown(response)) == 50
    assert "51 synergies" in response.content.decode()


def test_htmx_receives_the_results_alone(staff_client):
    SynergyFactory(title="Cardboard press")

    block = staff_client.get(LIST, headers={"hx-request": "true"}).content.decode()

    assert "<html" not in block
    assert "Cardboard press" in block


@pytest.mark.parametrize("count", [1, 3])
def test_detail_shows_parties_and_reasons_in_constant_queries(
    staff_client, count, django_assert_num_queries
):
    synergy = SynergyFactory(from_workshop=True)
    for _index in range(count):
        party = PartyFactory(synergy=synergy)
        party.resources.add(ResourceFactory(company=party.company, hazardous=True))
        MatchFactory(kept=True, synergy=synergy)

    # session, user, synergy, parties, resources, waste codes, what it groups, the five parts of the
    # follow-up (test_follow_up.py fills them), matches, initiative twice
    with django_assert_num_queries(15):
        response = staff_client.get(synergy.get_absolute_url())

    assert len(response.context["matches"]) == count
    assert len(response.context["synergy"].parties.all()) == count


def test_detail_says_status_next_step_and_table(staff_client):
    staff_client.cookies["django_language"] = "en"
    synergy = SynergyFactory(from_workshop=True, operational=True, next_step="Visit the press")

    page = staff_client.get(synergy.get_absolute_url()).content.decode()

    assert "operational" in page
    assert "Visit the press" in page
    assert "table 3" in page
    assert "weighing slip 12" in page


def test_a_merged_synergy_says_where_it_went(staff_client):
    staff_client.cookies["django_language"] = "en"
    kept = SynergyFactory(title="Cardboard press")
    merged = SynergyFactory(merged_into=kept)

    page = staff_client.get(merged.get_absolute_url()).content.decode()

    assert f"It was merged into {kept.number} · Cardboard press." in page


@pytest.mark.parametrize("words", ["9" * 5000, "9" * 20])
def test_a_number_without_end_finds_nothing(staff_client, words):
    SynergyFactory()

    assert shown(staff_client.get(LIST, {"words": words})) == []
