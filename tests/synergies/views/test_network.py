"""The pages of the network: who counts as tied, what the filters leave, in constant queries."""

from datetime import date

import pytest
from django.urls import reverse

from synergies.bench import network as bench
from synergies.models import Area, Synergy
from synergies.services import network as services
from tests.factories import CompanyFactory, PartyFactory, SynergyFactory

pytestmark = pytest.mark.django_db
PAGES = ["synergies:network", "synergies:network_drawing", "synergies:network_pairs"]


def synergy_of(*companies, **fields):
    synergy = SynergyFactory(**fields)
    for position, company in enumerate(companies):
        PartyFactory(synergy=synergy, company=company, position=position)
    return synergy


@pytest.fixture
def trio():
    return [CompanyFactory(name=name) for name in ("Aciers", "Bois", "Cartons")]


def shown(response):
    return {(row.a, row.b): row.count for row in response.context["page"]}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("count", [1, 3])
def test_each_view_takes_constant_queries(
    staff_client, trio, page, count, django_assert_num_queries
):
    for _synergy in range(count):
        synergy_of(*trio, CompanyFactory())

    # session, user, parties, companies of the filter, initiative
    with django_assert_num_queries(5):
        response = staff_client.get(reverse(page))

    assert response.context["synergy_count"] == count


def test_pairs_count_synergies_in_play_and_companies_that_still_take_part(staff_client, trio):
    aciers, bois, cartons = trio
    synergy_of(aciers, bois)
    synergy_of(aciers, bois, operational=True)
    group = synergy_of(*trio)
    group.parties.filter(company=cartons).update(left_on=date(2019, 3, 1), left_reason="Moved.")
    synergy_of(bois, cartons, status=Synergy.Status.CLOSED, status_reason="No.")
    synergy_of(bois, cartons, merged_into=group)

    response = staff_client.get(reverse("synergies:network_pairs"))

    assert shown(response) == {("Aciers", "Bois"): 3}
    assert response.context["page"][0].operational == 1


@pytest.mark.parametrize(
    ("query", "pairs"),
    [
        ({"area": Area.SKILLS}, {("Bois", "Cartons"): 1}),
        ({"kind": Synergy.Kind.SUBSTITUTION}, {("Aciers", "Bois"): 1}),
        ({"status": "under_way"}, {("Bois", "Cartons"): 1}),
        ({"status": Synergy.Status.IDEA}, {("Aciers", "Bois"): 1}),
        ({"area": "nowhere"}, {("Aciers", "Bois"): 1, ("Bois", "Cartons"): 1}),
    ],
)
def test_filters_live_in_the_address(staff_client, trio, query, pairs):
    aciers, bois, cartons = trio
    synergy_of(aciers, bois, kind=Synergy.Kind.SUBSTITUTION, area=Area.RESOURCES)
    synergy_of(
        bois,
        cartons,
        kind=Synergy.Kind.POOLING,
        area=Area.SKILLS,
        status=Synergy.Status.DISCUSSION,
    )

    response = staff_client.get(reverse("synergies:network_pairs"), query)

    assert shown(response) == pairs


def test_one_company_sees_its_partners_the_strongest_first(staff_client, trio):
    aciers, bois, cartons = trio
    synergy_of(aciers, cartons)
    synergy_of(aciers, bois)
    synergy_of(aciers, bois)

    response = staff_client.get(reverse("synergies:network"), {"company": aciers.pk})

    assert [(p.name, p.count) for p in response.context["row"].partners] == [
        ("Bois", 2),
        ("Cartons", 1),
    ]


def test_too_many_companies_for_a_matrix_give_the_strongest_partners(
    staff_client, trio, monkeypatch
):
    synergy_of(*trio)
    address = reverse("synergies:network")
    assert staff_client.get(address).context["matrix"] is not None
    monkeypatch.setattr(services, "MATRIX_MOST", 2)

    response = staff_client.get(address, {"most": 1})

    assert response.context["matrix"] is None
    rows = {(row.name, len(row.partners), row.more) for row in response.context["page"]}
    assert rows == {("Aciers", 1, 1), ("Bois", 1, 1), ("Cartons", 1, 1)}


def test_the_pair_lists_the_synergies_of_both(staff_client, trio):
    aciers, bois, cartons = trio
    both = synergy_of(*trio)
    synergy_of(aciers, cartons)
    left = synergy_of(aciers, bois)
    left.parties.filter(company=bois).update(left_on=date(2019, 3, 1), left_reason="Moved.")

    response = staff_client.get(reverse("synergies:network_pair", args=[bois.pk, aciers.pk]))

    assert list(response.context["synergies"]) == [both]


def test_the_drawing_names_the_companies_there_was_room_for(staff_client, trio, monkeypatch):
    monkeypatch.setattr(services, "DRAWN_MOST", 2)
    aciers, bois, _cartons = trio
    synergy_of(*trio)
    synergy_of(aciers, bois)

    drawing = staff_client.get(reverse("synergies:network_drawing")).context["drawing"]

    assert {name for _place, name in drawing.places} == {"Aciers", "Bois"}
    assert (drawing.companies_left_out, drawing.pairs_left_out) == (1, 2)


def test_the_bench_of_the_network_runs_the_real_pages(monkeypatch):
    monkeypatch.setattr(bench, "COMPANIES", 12)
    monkeypatch.setattr(bench, "SYNERGIES", 20)
    monkeypatch.setattr(bench, "REPEATS", 1)

    figures = dict(bench.bench_network(size=1_000, say=lambda _text: None))

    assert figures["page, drawing"].endswith("× reading")
    assert int(figures["pairs"]) > 0


def test_partners_are_ranked_by_the_number_that_is_shown(staff_client, trio):
    aciers, bois, cartons = trio
    for _group in range(2):
        synergy_of(aciers, cartons, *CompanyFactory.create_batch(3))  # weak ties, yet two synergies
    synergy_of(aciers, bois)

    response = staff_client.get(reverse("synergies:network"), {"company": aciers.pk})

    assert [(p.name, p.count) for p in response.context["row"].partners][:2] == [
        ("Cartons", 2),
        ("Bois", 1),
    ]
