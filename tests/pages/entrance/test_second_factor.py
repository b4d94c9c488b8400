"""Signing in: the password, then the code; what a thief of either may not do."""

import re
import time
from datetime import timedelta

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.test import Client, override_settings
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from companies.services import second_factor
from tests.factories import UserFactory
from tests.factories.companies import PASSWORD

pytestmark = pytest.mark.django_db
NOON = "2019-03-12 11:00:00Z"
COCKPIT, LOGIN = "/admin/", "/admin/login/"
CODE, SET_UP = "/entrance/code/", "/entrance/set-up/"


def code_of(device):
    """What the app shows at this second."""
    app = TOTP(device.bin_key)
    app.time = time.time()
    return f"{app.token():06d}"


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def guarded():
    """A project manager with a second factor."""
    user = UserFactory(superuser=True, with_password=True)
    TOTPDevice.objects.create(user=user, name="app", confirmed=True)
    return user


def give_password(client, user, password=PASSWORD, query=""):
    return client.post(LOGIN + query, {"username": user.username, "password": password})


def now_code(user):
    return code_of(TOTPDevice.objects.get(user=user))


def test_the_password_alone_opens_nothing(client, guarded, clock):
    response = give_password(client, guarded)

    assert response.url == CODE
    assert client.get(COCKPIT).url.startswith(LOGIN)
    assert client.get("/entrance/").url.startswith(LOGIN)


def test_the_code_after_the_password_leads_where_one_wanted_to_go(client, guarded, clock):
    give_password(client, guarded, query="?next=/companies/")

    response = client.post(CODE, {"code": now_code(guarded)})

    assert response.url == "/companies/"
    assert client.get(COCKPIT).status_code == 200


@pytest.mark.parametrize("place", ["//evil.example/", "https://evil.example/", "javascript:x"])
def test_it_never_leads_to_another_site(client, guarded, clock, place):
    give_password(client, guarded, query=f"?next={place}")

    assert client.post(CODE, {"code": now_code(guarded)}).url == COCKPIT


def test_a_code_counts_once(client, guarded, clock):
    code = now_code(guarded)
    give_password(client, guarded)
    client.post(CODE, {"code": code})
    thief = Client()
    give_password(thief, guarded)

    response = thief.post(CODE, {"code": code})

    assert response.status_code == 200
    assert "code" in response.context["form"].errors
    assert thief.get(COCKPIT).headers["Location"].startswith(LOGIN)


def test_after_wrong_codes_even_the_right_one_waits_a_moment(client, guarded, clock):
    give_password(client, guarded)
    for _attempt in range(5):
        client.post(CODE, {"code": "000000"})

    at_once = client.post(CODE, {"code": now_code(guarded)})
    clock.shift(timedelta(minutes=1))
    later = client.post(CODE, {"code": now_code(guarded)})

    assert at_once.context["form"].errors
    assert later.headers["Location"] == COCKPIT


def test_the_password_is_forgotten_after_ten_minutes(client, guarded, clock):
    give_password(client, guarded)
    clock.shift(timedelta(minutes=11))

    assert client.post(CODE, {"code": now_code(guarded)}).url == LOGIN
    assert client.get(COCKPIT).url.startswith(LOGIN)


def test_a_password_changed_in_between_ends_the_entering(client, guarded, clock):
    give_password(client, guarded)
    guarded.set_password("another password")
    guarded.save()

    assert client.post(CODE, {"code": now_code(guarded)}).url == LOGIN


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abc", "¹²³⁴⁵⁶", "x" * 40, "x" * 400])
def test_nonsense_is_refused_in_words(client, guarded, clock, typed):
    give_password(client, guarded)

    response = client.post(CODE, {"code": typed})

    assert response.status_code == 200
    assert response.context["form"].errors["code"]


def test_set_up_gives_ten_recovery_codes_that_work_once_each(client, clock):
    user = UserFactory(superuser=True, with_password=True)
    client.force_login(user)
    client.get(SET_UP)
    device = TOTPDevice(user=user, key=client.session["key_of_app"])

    shown = client.post(SET_UP, {"code": code_of(device)})
    codes = shown.context["codes"]

    assert len(codes) == len(set(codes)) == 10
    kept = set(StaticToken.objects.values_list("token", flat=True))
    assert not kept & {code.replace(" ", "") for code in codes}
    for expected in (COCKPIT, CODE):
        other = Client()
        give_password(other, user)
        response = other.post(CODE, {"code": codes[0].lower()})
        clock.shift(timedelta(minutes=1))
        assert response.headers.get("Location", CODE) == expected
    assert second_factor.codes_left(user) == 9


def test_an_app_that_shows_another_code_changes_nothing(client):
    user = UserFactory(superuser=True)
    client.force_login(user)
    client.get(SET_UP)

    response = client.post(SET_UP, {"code": "000000"})

    assert response.context["form"].errors["code"]
    assert not second_factor.has_one(user)
    assert client.get(COCKPIT).status_code == 200


def test_the_key_stays_the_same_while_it_is_set_up(client):
    client.force_login(UserFactory(superuser=True))

    first, second = (client.get(SET_UP).context["key"] for _visit in range(2))

    assert first == second
    assert re.fullmatch(r"([A-Z2-7]{4} ){7}[A-Z2-7]{4}", first)


class TestSiteThatAsksForIt:
    """With HTTPS nobody of the staff works without a second factor."""

    @pytest.fixture(autouse=True)
    def _asked(self):
        with override_settings(REQUIRE_SECOND_FACTOR=True):
            yield

    def test_the_first_sign_in_leads_to_the_set_up_and_to_nothing_else(self, client, clock):
        user = UserFactory(superuser=True, with_password=True)

        assert give_password(client, user).url == SET_UP
        assert client.get(COCKPIT).url.startswith(LOGIN)
        client.get(SET_UP)
        device = TOTPDevice(user=user, key=client.session["key_of_app"])
        client.post(SET_UP, {"code": code_of(device)})
        assert client.get(COCKPIT).status_code == 200

    def test_a_session_older_than_the_rule_is_led_to_the_set_up(self, client):
        client.force_login(UserFactory(superuser=True))

        for path in (COCKPIT, "/companies/", "/entrance/"):
            assert client.get(path).url == SET_UP

    def test_who_has_one_but_did_not_give_it_signs_in_again(self, client, guarded):
        client.force_login(guarded)

        assert client.get(COCKPIT).url == SET_UP
        assert client.get(SET_UP).url == LOGIN
        assert client.get(COCKPIT).url.startswith(LOGIN)

    def test_a_removed_factor_ends_the_sessions_it_opened(self, client, guarded, clock):
        give_password(client, guarded)
        client.post(CODE, {"code": now_code(guarded)})
        second_factor.forget(guarded)

        assert client.get("/companies/").url == SET_UP


class TestAccount:
    @pytest.fixture
    def inside(self, client, guarded, clock):
        give_password(client, guarded)
        client.post(CODE, {"code": now_code(guarded)})
        clock.shift(timedelta(minutes=1))
        return client

    def test_new_codes_replace_the_old_ones(self, inside, guarded):
        first = inside.post("/entrance/recovery-codes/", {"code": now_code(guarded)})
        second = inside.post("/entrance/recovery-codes/", {"code": first.context["codes"][0]})

        assert not set(first.context["codes"]) & set(second.context["codes"])
        assert second_factor.codes_left(guarded) == 10

    @pytest.mark.parametrize("act", ["recovery-codes", "remove"])
    def test_nothing_changes_without_a_code(self, inside, guarded, act):
        response = inside.post(f"/entrance/{act}/", {"code": "000000"})

        assert response.status_code == 400
        assert second_factor.has_one(guarded)
        assert second_factor.codes_left(guarded) == 0

    def test_it_can_be_removed(self, inside, guarded):
        response = inside.post("/entrance/remove/", {"code": now_code(guarded)})

        assert response.url == "/entrance/"
        assert not second_factor.has_one(guarded)
        assert len(list(get_messages(response.wsgi_request))) == 1


def test_a_colleague_with_all_rights_removes_a_lost_factor(staff_client, guarded):
    answers = {"action": "forget_second_factor", "_selected_action": [guarded.pk]}

    staff_client.post(reverse("admin:companies_user_changelist"), answers)

    assert not second_factor.has_one(guarded)


def test_accounts_are_closed_to_staff_with_fewer_rights(client, guarded):
    """Who may change accounts could give itself every right."""
    from django.contrib.auth.models import Permission

    helper = UserFactory(is_staff=True)
    helper.user_permissions.set(Permission.objects.filter(content_type__app_label="companies"))
    client.force_login(helper)

    assert client.get(reverse("admin:companies_company_changelist")).status_code == 200
    for address in (
        reverse("admin:companies_user_changelist"),
        reverse("admin:companies_user_change", args=[guarded.pk]),
        reverse("admin:auth_user_password_change", args=[guarded.pk]),
    ):
        assert client.get(address).status_code == 403
