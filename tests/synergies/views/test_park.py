"""The map of the park: who stands on it, what the public sees, in constant queries."""

from datetime import date

import pytest
from django.urls import reverse

from synergies.models import Area, Synergy
from tests.factories import CompanyFactory, PartyFactory, ResourceFactory, SynergyFactory

pytestmark = pytest.mark.django_db
MAP, PUBLIC = "/map/", "/map/public/"
POMPEY, FROUARD = {"latitude": 48.772, "longitude": 6.126}, {"latitude": 48.763, "longitude": 6.126}


def together(*companies, **fields):
    synergy = SynergyFactory(**fields)
    for position, company in enumerate(companies):
        PartyFactory(synergy=synergy, company=company, position=position)
    return synergy


@pytest.fixture
def pair():
    return [
        CompanyFactory(name="Aciers", municipality="Pompey", is_public=True, **POMPEY),
        CompanyFactory(name="Bois", municipality="Frouard", is_public=True, **FROUARD),
    ]


def drawn(response):
    return {mark.site.name for mark in response.context["map"].park.marks}


@pytest.mark.parametrize("count", [1, 3])
def test_the_map_takes_constant_queries(staff_client, pair, count, django_assert_num_queries):
    for _synergy in range(count):
        together(*pair, CompanyFactory(**POMPEY))

    # session, user, companies, parties, initiative
    with django_assert_num_queries(5):
        response = staff_client.get(MAP)

    assert len(drawn(response)) == 2 + count


@pytest.mark.parametrize("count", [1, 3])
def test_the_public_map_takes_constant_queries(client, pair, count, django_assert_num_queries):
    for _synergy in range(count):
        together(*pair, is_public=True)

    # companies, parties, initiative
    with django_assert_num_queries(3):
        client.get(PUBLIC)


def test_the_table_says_the_nearest_partner_and_how_far_it_is(staff_client, pair):
    aciers, _bois = pair
    far = CompanyFactory(name="Loin", latitude=48.9, longitude=6.126)
    together(*pair)
    together(aciers, far)

    rows = {row.name: row for row in staff_client.get(MAP).context["map"].rows}

    assert (rows["Aciers"].nearest, rows["Aciers"].synergies) == ("Bois", 2)
    assert rows["Aciers"].nearest_km == pytest.approx(1.0, abs=0.01)
    assert rows["Loin"].nearest == "Aciers"


def test_who_has_no_place_or_an_impossible_one_is_listed_with_a_way_to_add_it(staff_client, pair):
    nowhere = CompanyFactory(name="Nulle part", latitude=None, longitude=None)
    CompanyFactory(name="Équateur", latitude=0, longitude=0)
    CompanyFactory(name="Partie", left_on=date(2019, 1, 1), left_reason="Moved.", **POMPEY)

    response = staff_client.get(MAP)

    assert drawn(response) == {"Aciers", "Bois"}
    assert [row.name for row in response.context["map"].without_place] == ["Nulle part"]
    assert [row.name for row in response.context["map"].far] == ["Équateur"]
    address = reverse("admin:companies_company_change", args=[nowhere.pk])
    assert f'href="{address}#id_latitude"' in response.content.decode()


@pytest.mark.parametrize(
    ("query", "lines"),
    [({}, 1), ({"area": Area.SKILLS}, 0), ({"family": "energy"}, 1), ({"family": "water"}, 0)],
)
def test_filters_leave_all_companies_and_the_lines_they_ask_for(staff_client, pair, query, lines):
    synergy = together(*pair, area=Area.RESOURCES)
    resource = ResourceFactory(company=pair[0], family="energy")
    synergy.parties.get(company=pair[0]).resources.add(resource)

    response = staff_client.get(MAP, query)

    assert drawn(response) == {"Aciers", "Bois"}
    assert len(response.context["map"].lines) == lines


def test_a_pair_works_when_one_of_its_synergies_is_operational(staff_client, pair):
    together(*pair)
    together(*pair, operational=True)

    shown = staff_client.get(MAP).context["map"]

    assert [line.works for line in shown.lines] == [True]
    assert shown.working_pairs == 1


def test_the_public_sees_only_companies_and_synergies_that_may_be_shown(client, pair):
    aciers, bois = pair
    secret = CompanyFactory(name="Discrète", is_public=False, **POMPEY)
    together(aciers, bois, is_public=False)
    together(aciers, secret, is_public=True)

    response = client.get(PUBLIC)

    assert drawn(response) == {"Aciers", "Bois"}
    assert response.context["map"].lines == []
    assert "Discrète" not in response.content.decode()
    assert "/companies/" not in response.content.decode()


def test_the_public_cannot_ask_for_more_than_the_area(client, pair):
    together(*pair, is_public=True, status=Synergy.Status.CLOSED, status_reason="No.")

    response = client.get(PUBLIC, {"status": "closed"})

    assert response.context["map"].lines == []


def test_visitors_are_sent_from_the_staff_map_to_the_login(client):
    response = client.get(MAP)

    assert response.url == f"{reverse('admin:login')}?next={MAP}"


def test_a_map_without_companies_says_what_to_do(staff_client):
    response = staff_client.get(MAP)

    assert reverse("admin:companies_company_add") in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_a_company_opens_beside_the_drawing(staff_client, pair, count, django_assert_num_queries):
    aciers, _bois = pair
    for _synergy in range(count):
        together(*pair)
    address = reverse("synergies:network_company", args=[aciers.pk])

    # session, user, company, the network's parties and companies, the synergies of the panel
    with django_assert_num_queries(6):
        response = staff_client.get(address, headers={"HX-Request": "true"})

    assert response.context["row"].synergy_count == count
    assert len(response.context["synergies"]) == count
    assert "<html" not in response.content.decode()


def test_a_company_opens_as_a_page_without_htmx(staff_client, pair):
    aciers, _bois = pair

    response = staff_client.get(
        reverse("synergies:network_company", args=[aciers.pk]), {"area": "skills"}
    )

    assert response.url == f"/synergies/network/?area=skills&company={aciers.pk}"
