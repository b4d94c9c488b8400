"""Which accounts of staff read the workbench, and which are asked to act."""

import pytest
from django.contrib.auth.models import Group, Permission

from companies.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

# How an account comes by its rights, and whether it reads and changes.
ACCOUNTS = {
    "superuser": (True, True),
    "changer": (True, True),
    "changer by group": (True, True),
    "reader": (True, False),
    "reader by group": (True, False),
    "nobody": (False, False),
    "empty group": (False, False),
    "left": (False, False),
    "superuser who left": (False, False),
    "no staff": (False, False),
}


def account(name):
    """Return a new account of that kind."""
    user = UserFactory(
        username=name.replace(" ", "-"),
        is_staff=name != "no staff",
        is_active="left" not in name,
        is_superuser="superuser" in name,
    )
    if name.endswith("group"):
        group = Group.objects.create(name=name)
        user.groups.add(group)
        given = group.permissions
    else:
        given = user.user_permissions
    codename = "view_company" if "reader" in name else "change_company"
    if name not in {"superuser", "superuser who left", "nobody", "empty group"}:
        given.add(Permission.objects.get(codename=codename))
    return user


@pytest.mark.parametrize(("name", "expected"), ACCOUNTS.items())
def test_the_database_and_the_door_say_the_same(name, expected):
    user = account(name)

    found = (User.staff.with_rights().contains(user), User.staff.who_may_change().contains(user))

    assert found == expected
    if user.is_staff and user.is_active:
        assert (user.has_rights, user.may_change) == expected


@pytest.mark.parametrize("count", [1, 3])
def test_they_are_found_once_in_one_query(count, django_assert_num_queries):
    """Rights held twice, directly and by two groups, do not write to anybody twice."""
    right = Permission.objects.get(codename="change_company")
    groups = [Group.objects.create(name=name) for name in "ab"]
    users = UserFactory.create_batch(count, staff=True)
    for user in users:
        user.user_permissions.add(right)
        user.groups.set(groups)
    for group in groups:
        group.permissions.add(right)

    with django_assert_num_queries(1):
        found = list(User.staff.who_can_be_asked())

    assert found == users


def test_who_has_no_address_is_not_asked():
    UserFactory(superuser=True, email="")

    assert list(User.staff.who_can_be_asked()) == []
    assert User.staff.who_may_change().count() == 1
