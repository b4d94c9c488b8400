"""Guessing passwords, names that exist or not, and sessions that nobody uses any more."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import reverse

from tests.factories import UserFactory
from tests.factories.companies import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN = "/admin/login/"


def give(client, name, password, address="192.0.2.1"):
    answers = {"username": name, "password": password}
    return client.post(LOGIN, answers, REMOTE_ADDR=address)


@pytest.fixture
def clock():
    with time_machine.travel("2019-03-12 11:00:00Z", tick=False) as traveller:
        yield traveller


@pytest.fixture
def user():
    return UserFactory(superuser=True, with_password=True)


def test_after_ten_wrong_passwords_even_the_right_one_waits(client, user, clock):
    for _attempt in range(10):
        give(client, user.username, "wrong")

    slowed = give(client, user.username.upper(), PASSWORD)
    assert (slowed.status_code, slowed.headers["Retry-After"]) == (429, "900")
    clock.shift(timedelta(minutes=15))
    assert give(client, user.username, PASSWORD).url == reverse("admin:index")


def test_nobody_is_shut_out_by_others(client, user, clock):
    for _attempt in range(40):
        give(client, user.username, "wrong", address="198.51.100.9")

    assert give(Client(), user.username, PASSWORD).url == reverse("admin:index")


def test_one_password_tried_on_many_names_is_slowed_down(client, user, clock):
    for number in range(30):
        give(client, f"name{number}", "Summer2019!")

    assert give(client, user.username, PASSWORD).status_code == 429


def test_a_right_password_is_never_counted(client, user, clock):
    for _time in range(35):
        assert give(client, user.username, PASSWORD).status_code == 302


def test_a_name_that_exists_answers_like_one_that_does_not(client, user, clock):
    known, unknown = (give(client, name, "wrong") for name in (user.username, "nobody"))

    assert known.status_code == unknown.status_code == 200
    errors = [str(response.context["form"].errors) for response in (known, unknown)]
    assert errors[0] == errors[1]


class Counted(MD5PasswordHasher):
    """Says how often a password was hashed, which is what takes time."""

    algorithm, times = "counted", 0

    def encode(self, password, salt):
        type(self).times += 1
        return super().encode(password, salt)


def test_it_takes_as_long_as_well(client, user, settings):
    """A clock would measure the machine: hashing is the work, and is done as often for both."""
    settings.PASSWORD_HASHERS = [f"{__name__}.Counted"]
    user.set_password(PASSWORD)
    user.save()
    times = []

    for name in (user.username, "nobody"):
        before = Counted.times
        give(client, name, "wrong")
        times.append(Counted.times - before)

    assert times == [1, 1]


def test_a_quiet_session_ends_and_a_used_one_goes_on(client, user, clock):
    give(client, user.username, PASSWORD)
    for _visit in range(3):
        clock.shift(timedelta(minutes=110))
        assert client.get("/companies/").status_code == 200

    clock.shift(timedelta(minutes=121))
    assert client.get("/companies/").url == f"{LOGIN}?next=/companies/"
    assert client.get("/companies/").url == f"{LOGIN}?next=/companies/"


def test_the_session_changes_its_name_at_the_entrance(client, user):
    """A session that somebody else put into the browser gives no way in."""
    client.get(LOGIN)
    before = client.session.session_key
    give(client, user.username, PASSWORD)

    assert client.session.session_key != before


def test_signing_out_ends_the_session_everywhere_it_was_copied_to(client, user):
    give(client, user.username, PASSWORD)
    copy = Client()
    copy.cookies = client.cookies.copy()
    client.post(reverse("admin:logout"))

    assert copy.get("/companies/").headers["Location"].startswith(LOGIN)


def test_a_new_password_ends_the_other_sessions(client, user):
    give(client, user.username, PASSWORD)
    other = Client()
    give(other, user.username, PASSWORD)
    new = "a long new password 4711"
    client.post(
        reverse("admin:password_change"),
        {"old_password": PASSWORD, "new_password1": new, "new_password2": new},
    )

    assert client.get("/companies/").status_code == 200
    assert other.get("/companies/").headers["Location"].startswith(LOGIN)


@pytest.mark.parametrize("new", ["eleven long", "password1234", "111111111111", "{name}2019"])
def test_a_password_that_is_short_common_or_ones_own_name_is_refused(client, user, new):
    user.username = "guillemette"
    user.save()
    client.force_login(user)
    new = new.format(name="guillemette")

    page = client.post(
        reverse("admin:password_change"),
        {"old_password": PASSWORD, "new_password1": new, "new_password2": new},
    )

    assert page.context["form"].errors["new_password2"]
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
