"""The public pages, and the door of all others."""

import pytest
from django.urls import reverse

from tests.factories.actions import ActionFactory
from tests.factories.companies import PASSWORD, CompanyFactory, UserFactory
from tests.factories.synergies import SynergyFactory

pytestmark = pytest.mark.django_db

PUBLIC = ["home", "legal", "accessibility", "privacy"]


@pytest.mark.parametrize("name", PUBLIC)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_public_pages_open_in_both_languages(client, name, language):
    client.cookies["django_language"] = language

    response = client.get(reverse(f"pages:{name}"))

    assert response.status_code == 200
    assert response["Content-Language"] == language
    assert f'<html lang="{language}">' in response.content.decode()


def test_privacy_says_how_long_mails_and_requests_to_join_are_kept(client, settings):
    settings.MAIL_TEXT_DAYS = 183
    settings.JOIN_REQUEST_DAYS = 730

    page = " ".join(client.get(reverse("pages:privacy")).content.decode().split())

    assert "pendant 6 mois" in page
    assert "24 mois si elles n’ont pas de suite" in page


def test_french_is_the_default_whatever_the_browser_prefers(client):
    response = client.get(reverse("pages:home"), headers={"accept-language": "en"})

    assert response["Content-Language"] == "fr"


def test_language_is_chosen_by_a_form(client):
    client.post(reverse("set_language"), {"language": "en", "next": "/"})

    assert client.get(reverse("pages:home"))["Content-Language"] == "en"


@pytest.mark.parametrize("count", [1, 3])
def test_home_tells_the_key_figures_in_constant_queries(client, count, django_assert_num_queries):
    CompanyFactory.create_batch(count)
    CompanyFactory(left=True)
    SynergyFactory.create_batch(count)
    ActionFactory.create_batch(count)
    ActionFactory(done=True)

    with django_assert_num_queries(15):
        response = client.get(reverse("pages:home"))

    figures = response.context["figures"]
    assert (figures["companies"], figures["synergies"]) == (count, count)
    assert (figures["actions"], figures["actions_done"]) == (count + 1, 1)


STAFF = [
    "admin:index",
    "companies:list",
    "synergies:list",
    "synergies:matches",
    "synergies:rounds",
    "actions:programme",
    "actions:reports",
    "actions:import",
]


@pytest.mark.parametrize("name", STAFF)
def test_staff_pages_send_strangers_to_the_login(client, name):
    response = client.get(reverse(name))

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("admin:login"))


@pytest.mark.parametrize("name", [n for n in STAFF if not n.startswith("admin")])
def test_staff_pages_refuse_accounts_that_are_not_staff(client, name):
    client.force_login(UserFactory())

    assert client.get(reverse(name)).status_code == 403


@pytest.mark.parametrize("name", STAFF)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_staff_pages_open_on_an_empty_database(client, name, language):
    client.force_login(UserFactory(superuser=True))
    client.cookies["django_language"] = language

    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_cockpit_costs_a_constant_number_of_queries(client, count, django_assert_num_queries):
    client.force_login(UserFactory(superuser=True))
    for action in ActionFactory.create_batch(count, late=True):
        action.milestones.create(title="late one", due_on="2018-06-30")

    with django_assert_num_queries(40):
        response = client.get(reverse("admin:index"))

    assert response.context["late_count"] == count


def test_strict_policy_on_every_page(client):
    policy = client.get(reverse("pages:home"))["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("place", ["", "?next=//evil.example"])
def test_login_leads_to_the_cockpit_and_never_elsewhere(client, place):
    user = UserFactory(superuser=True, with_password=True)
    answers = {"username": user.username, "password": PASSWORD}

    response = client.post(reverse("admin:login") + place, answers)

    assert (response.status_code, response.url) == (302, reverse("admin:index"))
