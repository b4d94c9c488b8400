"""Accounts and groups choose permissions, and the pages of each app show, in French."""

import re

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin_page(client):
    user = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(user)
    client.cookies["django_language"] = "fr"
    return lambda url: client.get(url, follow=True).text


@pytest.mark.parametrize("kind", ["group", "user"])
def test_permissions_are_named_in_french(admin_page, kind):
    row = Group.objects.create(name="Équipe") if kind == "group" else UserFactory()
    app = "auth" if kind == "group" else "companies"

    page = admin_page(reverse(f"admin:{app}_{kind}_change", args=[row.pk]))

    assert "Entreprise\u00a0: ajouter" in page
    assert not re.search(r">[^<]*\bCan (add|change|delete|view)\b", page)


@pytest.mark.parametrize(
    ("app", "word"),
    [
        ("companies", "Entreprises"),
        ("synergies", "Synergies"),
        ("actions", "Indicateurs"),
        ("outbox", "Courriels"),
        ("auth", "Groupes"),
    ],
)
def test_the_page_of_each_app_is_french(admin_page, app, word):
    page = admin_page(reverse("admin:app_list", args=[app]))

    assert word in page
    assert not re.search(r">\s*(Add|Change|View|Delete)\s*<", page)
