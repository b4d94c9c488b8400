"""A site below a path of its host: https://example.fr/eit. No address may lead out of it."""

import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import override_settings
from django.urls import clear_script_prefix, set_script_prefix

from tests.factories import ActionFactory, CompanyFactory, InitiativeFactory

ADDRESS = re.compile(r'(?:href|src|action|formaction|hx-get|hx-post|content)="(/[^"]*)"')
SETTINGS = """
import django
from django.conf import settings
django.setup()
from django.urls import reverse
print(settings.SITE_URL, settings.STATIC_URL, reverse("admin:index"))
print(settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
"""


@pytest.fixture
def _below():
    """What the WSGI handler does first with each request of such a site."""
    set_script_prefix("/eit/")
    with override_settings(FORCE_SCRIPT_NAME="/eit"):
        yield
    clear_script_prefix()


@pytest.mark.django_db
@pytest.mark.usefixtures("_below")
@pytest.mark.parametrize(
    "path", ["/", "/showcase/programme/", "/admin/", "/companies/", "/programme/"]
)
def test_every_address_of_a_page_stays_below(client, staff_user, path):
    InitiativeFactory()
    CompanyFactory.create_batch(2)
    ActionFactory()
    client.force_login(staff_user)

    page = client.get(path)

    assert page.status_code == 200
    found = set(ADDRESS.findall(page.content.decode()))
    outside = {one for one in found if not one.startswith(("/eit/", settings.STATIC_URL))}
    assert outside == set()
    assert len(found) > 5


def test_the_address_of_the_site_says_what_it_stands_below(tmp_path):
    """Also in workers and commands, whose mails carry addresses."""
    environment = {
        "DJANGO_SETTINGS_MODULE": "pompey_ite.settings",
        "POMPEY_DATA_DIR": str(tmp_path),
        "SITE_URL": "https://example.fr/eit/",
        "SECRET_KEY": "x" * 60,
    }
    command = [sys.executable, "-c", SETTINGS]
    root = settings.BASE_DIR
    said = subprocess.run(
        command, env=environment, cwd=root, capture_output=True, text=True, check=True
    )

    address, cookies = said.stdout.splitlines()
    assert address.split() == ["https://example.fr", "/eit/static/", "/eit/admin/"]
    # Another site of the same host does not take them for its own.
    assert cookies.split() == ["__Host-session-eit", "__Host-csrf-eit"]
