"""The search of the workbench: everything, without accents, ranked, in constant queries."""

import pytest
from django.urls import reverse

from pompey_ite.plain import plain
from tests.factories import (
    ActionFactory,
    CompanyFactory,
    ContactFactory,
    MailFactory,
    ResourceFactory,
    RoundFactory,
    SynergyFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
URL = reverse("pages:search")


def groups(client, words):
    found = client.get(URL, {"q": words}).context["groups"]
    return {group.key: [hit.title for hit in group.hits] for group in found}


@pytest.mark.parametrize(
    ("text", "bare"), [("Écrou", "ecrou"), ("ŒUVRE", "oeuvre"), ("L’été", "l'ete"), ("ß", "ss")]
)
def test_plain_letters(text, bare):
    assert plain(text) == bare


@pytest.mark.parametrize("words", ["ecrous éclairés", "ECROUS", "éclaires ecrous"])
def test_accents_and_capitals_do_not_matter_on_any_database(staff_client, words):
    ResourceFactory(title="Écrous éclairés de l’Œuvre")
    SynergyFactory(title="Écrous éclairés ensemble")

    found = groups(staff_client, words)

    assert (found["resources"], len(found["synergies"])) == (["Écrous éclairés de l’Œuvre"], 1)


def test_everything_is_searched(staff_client):
    company = CompanyFactory(name="Zébulon fonderie")
    ContactFactory(company=company, last_name="Zébulon", first_name="Anne")
    ResourceFactory(company=company, title="Sable zébulon")
    SynergyFactory(title="Sable zébulon partagé")
    ActionFactory(title="Broyer le zébulon")
    RoundFactory(title="Consultation zébulon")
    MailFactory(subject="Bonjour zébulon")

    assert list(groups(staff_client, "zebulon")) == [
        "contacts",
        "companies",
        "synergies",
        "actions",
        "resources",
        "rounds",
        "mails",
    ]


def test_concepts_are_found_by_their_names(staff_client):
    assert "concepts" in groups(staff_client, "palette")


def test_the_title_that_is_the_word_comes_before_those_that_only_hold_it(staff_client):
    for name in ("Grande Forge", "Forges de Pompey", "Forge"):
        CompanyFactory(name=name)

    assert groups(staff_client, "forge")["companies"] == [
        "Forge",
        "Forges de Pompey",
        "Grande Forge",
    ]


def test_a_number_is_first_of_all_the_synergy_that_bears_it(staff_client):
    SynergyFactory(number=3, title="12 palettes")
    wanted = SynergyFactory(number=12, title="Autre chose")

    found = groups(staff_client, "12")

    assert next(iter(found)) == "direct"
    assert found["direct"] == [str(wanted)]
    assert found["synergies"] == ["3 · 12 palettes"]


@pytest.mark.parametrize("words", ["A12", "a12"])
def test_a_code_is_first_of_all_the_action_that_bears_it(staff_client, words):
    area = ActionFactory(code="A1", title="Suite de A12").area
    wanted = ActionFactory(code="A12", area=area)

    found = groups(staff_client, words)

    assert (next(iter(found)), found["direct"]) == ("direct", [str(wanted)])


@pytest.mark.parametrize("words", ["", "   ", "%", "_", "99999999999999999999", "zq\x009", "'"])
def test_odd_words_find_nothing_and_break_nothing(staff_client, words):
    CompanyFactory(name="Fonderie")

    assert groups(staff_client, words) == {}


def test_more_than_five_hits_lead_to_the_list_of_all(staff_client):
    CompanyFactory.create_batch(6, sector="Fonderie de précision")

    group = staff_client.get(URL, {"q": "precision"}).context["groups"][0]

    assert len(group.hits) == 5
    assert group.more_url == f"{reverse('companies:list')}?words=precision"


@pytest.mark.parametrize("count", [1, 3])
def test_the_search_costs_a_constant_number_of_queries(
    staff_client, count, django_assert_num_queries
):
    for _one in range(count):
        ContactFactory(last_name="Martin", company=CompanyFactory(sector="Martin"))
        SynergyFactory(title="Martin")
        ActionFactory(title="Martin", pilot_company=CompanyFactory())
        ResourceFactory(title="Martin")
        MailFactory(subject="Martin")
    staff_client.get(URL, {"q": "martin"})  # the vocabulary is read once

    with django_assert_num_queries(11):
        response = staff_client.get(URL, {"q": "martin"})

    assert len(response.context["groups"]) == 6


def test_htmx_gets_the_results_alone(staff_client):
    CompanyFactory(name="Fonderie")

    page = staff_client.get(URL, {"q": "fonderie"}, headers={"HX-Request": "true"}).text

    assert "Fonderie" in page
    assert "<html" not in page


def test_the_search_is_for_staff_only(client):
    client.force_login(UserFactory())

    assert client.get(URL).status_code == 403


def test_visitors_see_no_search_field(client):
    assert "site-search" not in client.get(reverse("pages:home")).text


@pytest.mark.parametrize("name", ["admin:index", "companies:list", "admin:companies_company_add"])
def test_each_page_of_the_team_has_the_search_in_its_header(staff_client, name):
    assert 'id="site-search-words"' in staff_client.get(reverse(name)).text
