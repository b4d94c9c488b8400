"""Fixtures shared by the tests of several apps."""

import pytest
from django.test import Client

from companies.models import User
from tests.factories import UserFactory


@pytest.fixture
def staff_user(db: None) -> User:
    """The project manager: every right, no password."""
    return UserFactory(superuser=True)


@pytest.fixture
def staff_client(client: Client, staff_user: User) -> Client:
    """A browser in which the project manager is signed in."""
    client.force_login(staff_user)
    return client
