"""Light, dark or as the system: a choice that is kept, and never leads away from the site."""

import pytest

pytestmark = pytest.mark.django_db
THEME = "/theme/"


def test_a_chosen_theme_stays_on_every_page_and_comes_back_to_where_one_was(client):
    response = client.post(THEME, {"theme": "dark", "next": "/legal/"})

    assert response.url == "/legal/"
    assert response.cookies["theme"]["max-age"] == 365 * 24 * 3600
    assert 'data-theme="dark"' in client.get("/legal/").content.decode()


def test_as_the_system_forgets_the_choice(client):
    client.post(THEME, {"theme": "light"})

    client.post(THEME, {"theme": ""})

    assert "data-theme" not in client.get("/").content.decode()


@pytest.mark.parametrize("theme", ["pink", '"><script>'])
def test_an_unknown_theme_is_none(client, theme):
    client.cookies["theme"] = theme

    assert "data-theme" not in client.get("/").content.decode()
    assert client.post(THEME, {"theme": theme}).cookies["theme"].value == ""


@pytest.mark.parametrize("away", ["https://elsewhere.example/", "//elsewhere.example", ""])
def test_nobody_is_led_away_from_the_site(client, away):
    assert client.post(THEME, {"theme": "dark", "next": away}).url == "/"


def test_the_admin_wears_the_theme_too(staff_client):
    staff_client.post(THEME, {"theme": "dark"})

    assert "theme-dark" in staff_client.get("/admin/companies/company/").content.decode()


def test_reading_the_address_changes_nothing(client):
    assert client.get(THEME).status_code == 405
