"""Fixtures shared by the tests of several apps."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from companies.models import User
from tests.factories import UserFactory


@pytest.fixture
def staff_user(db: None) -> User:
    """The project manager: every right, no password."""
    return UserFactory(superuser=True)


@pytest.fixture
def colleague(db: None) -> User:
    """Somebody of the staff who changes companies, and has no other right."""
    user: User = UserFactory(username="colleague", staff=True)
    user.user_permissions.add(Permission.objects.get(codename="change_company"))
    return user


@pytest.fixture
def not_asked(db: None) -> list[User]:
    """Staff that no mail asks for an act: without a right, with one to view, no longer here."""
    newcomer, reader = UserFactory(staff=True), UserFactory(staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_company"))
    return [newcomer, reader, UserFactory(superuser=True, is_active=False)]


@pytest.fixture
def staff_client(client: Client, staff_user: User) -> Client:
    """A browser in which the project manager is signed in."""
    client.force_login(staff_user)
    return client
