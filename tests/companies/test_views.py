from datetime import date

import pytest
from django.urls import reverse

from companies.models import Resource
from companies.views.companies import by_direction
from tests.factories import (
    CompanyFactory,
    ContactFactory,
    PartyFactory,
    ResourceFactory,
    SynergyFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
LIST = "/companies/"


def shown(response):
    return [company.name for company in response.context["page"]]


@pytest.mark.parametrize("path", [LIST, "/companies/1/"])
def test_visitors_are_sent_to_the_login(client, path):
    response = client.get(path)

    assert response.status_code == 302
    assert response.url == f"{reverse('admin:login')}?next={path}"


def test_an_account_that_is_not_staff_is_refused(client):
    client.force_login(UserFactory())

    assert client.get(LIST).status_code == 403


def test_the_list_only_reads(staff_client):
    assert staff_client.post(LIST).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_list_counts_declarations_by_direction_in_constant_queries(
    staff_client, count, django_assert_num_queries
):
    for company in CompanyFactory.create_batch(count):
        ResourceFactory.create_batch(2, company=company)
        ResourceFactory(company=company, need=True)

    with django_assert_num_queries(7):  # session, user, towns, count, page, filters, initiative
        response = staff_client.get(LIST)

    counts = [(c.offer_count, c.need_count, c.share_count) for c in response.context["page"]]
    assert counts == [(2, 1, 0)] * count


def test_words_look_into_name_sector_and_municipality(staff_client):
    CompanyFactory(name="Fonderie Alba", sector="Fonderie", municipality="Pompey")
    CompanyFactory(name="Boulangerie", sector="fonderie d’art", municipality="Nancy")

    response = staff_client.get(LIST, {"words": "fonderie pompey"})

    assert shown(response) == ["Fonderie Alba"]


def test_direction_keeps_the_companies_that_declared_it(staff_client):
    giver, taker = CompanyFactory(name="Giver"), CompanyFactory(name="Taker")
    ResourceFactory(company=giver)
    ResourceFactory(company=taker, need=True)

    response = staff_client.get(LIST, {"direction": "need"})

    assert shown(response) == ["Taker"]


def test_municipality_is_chosen_among_those_of_the_companies(staff_client):
    CompanyFactory(name="Here", municipality="Pompey")
    CompanyFactory(name="There", municipality="Custines")
    CompanyFactory(name="Nowhere")

    response = staff_client.get(LIST, {"municipality": "Pompey"})

    assert shown(response) == ["Here"]
    choices = response.context["form"].fields["municipality"].choices
    assert [value for value, _label in choices] == ["", "Custines", "Pompey"]


def test_an_unknown_filter_is_left_out_and_named(staff_client):
    CompanyFactory(name="Here")

    response = staff_client.get(LIST, {"direction": "sideways"})

    assert shown(response) == ["Here"]
    assert list(response.context["form"].errors) == ["direction"]


def test_filters_are_kept_by_the_other_pages(staff_client):
    CompanyFactory.create_batch(51, municipality="Pompey")

    response = staff_client.get(LIST, {"municipality": "Pompey", "words": "", "page": "2"})

    assert len(shown(response)) == 1
    assert 'href="?page=1&amp;municipality=Pompey"' in response.content.decode()


def test_htmx_receives_the_results_alone(staff_client):
    CompanyFactory(name="Fonderie Alba")

    whole = staff_client.get(LIST)
    block = staff_client.get(LIST, headers={"hx-request": "true"})

    assert "<html" in whole.content.decode()
    assert "<html" not in block.content.decode()
    assert "Fonderie Alba" in block.content.decode()
    assert "HX-Request" in block["Vary"]


def test_going_back_in_htmx_receives_the_whole_page(staff_client):
    headers = {"hx-request": "true", "hx-history-restore-request": "true"}

    response = staff_client.get(LIST, headers=headers)

    assert "<html" in response.content.decode()


@pytest.mark.parametrize(
    ("query", "words"),
    [({}, "No company yet"), ({"words": "x"}, "No company answers these filters")],
)
def test_an_empty_list_says_what_to_do(staff_client, query, words):
    staff_client.cookies["django_language"] = "en"

    assert words in staff_client.get(LIST, query).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_detail_shows_the_company_in_constant_queries(
    staff_client, count, django_assert_num_queries
):
    company = CompanyFactory()
    ContactFactory.create_batch(count, company=company)
    ResourceFactory.create_batch(count, company=company, hazardous=True, measured=True)
    PartyFactory.create_batch(count, company=company)

    # session, user, company, contacts, resources, waste codes, parties, initiative, contact log
    with django_assert_num_queries(9):
        response = staff_client.get(company.get_absolute_url())

    assert len(response.context["parties"]) == count
    assert len(response.context["directions"][0][1][0][1]) == count


def test_detail_says_quantity_code_and_danger_in_words(staff_client):
    staff_client.cookies["django_language"] = "en"
    resource = ResourceFactory(measured=True, hazardous=True, waste_code__code="120109")

    page = staff_client.get(resource.company.get_absolute_url()).content.decode()

    assert "160\u00a0t per year" in page
    assert "12 01 09*" in page
    assert "hazardous" in page


def test_detail_names_the_synergies_but_not_the_merged_ones(staff_client):
    company = CompanyFactory()
    kept = PartyFactory(company=company).synergy
    PartyFactory(company=company, synergy=SynergyFactory(merged_into=kept))

    response = staff_client.get(company.get_absolute_url())

    assert [party.synergy for party in response.context["parties"]] == [kept]


def test_detail_folds_closed_declarations_away(staff_client):
    closed = ResourceFactory(closed=True)

    response = staff_client.get(closed.company.get_absolute_url())

    assert response.context["directions"] == []
    assert response.context["closed_resources"] == [closed]


def test_detail_says_when_and_why_the_company_left(staff_client):
    staff_client.cookies["django_language"] = "en"
    company = CompanyFactory(left_on=date(2019, 1, 31), left_reason="moved to Metz")

    page = staff_client.get(company.get_absolute_url()).content.decode()

    assert "moved to Metz" in page


def test_an_unknown_company_is_not_found(staff_client):
    assert staff_client.get("/companies/999999/").status_code == 404


def test_resources_are_grouped_by_direction_then_family_in_the_order_of_the_model():
    def row(direction, family):
        return Resource(direction=direction, family=family, title=f"{direction} {family}")

    rows = [
        row("need", "waste"),
        row("offer", "skill"),
        row("offer", "waste"),
        row("need", "waste"),
    ]

    groups = by_direction(rows)

    assert [direction for direction, _families in groups] == ["offer", "need"]
    assert [[len(found) for _family, found in families] for _d, families in groups] == [[1, 1], [2]]
