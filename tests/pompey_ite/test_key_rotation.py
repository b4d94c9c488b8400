"""A new secret: what was given away still opens while the old one is a fallback; else not."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from actions.models import Audience, Report
from actions.services import report_sending
from companies.models import PersonalLink
from companies.services import second_factor
from companies.services.links import issue_link, open_link, token_of
from companies.services.second_factor import CodeRefused
from pompey_ite.outbox.calendar import local_day
from pompey_ite.outbox.links import (
    address_of_token,
    preferences_token,
    return_address,
    returned_mail_pk,
)
from synergies.models import RoomAccess, TableAccess
from synergies.services.room import issue_room, room_by_code, room_by_token, room_code, room_token
from synergies.services.tables import table_by_code
from tests.factories import (
    BallotFactory,
    ContactFactory,
    MailFactory,
    TableAccessFactory,
    UserFactory,
)
from tests.factories.companies import PASSWORD

pytestmark = pytest.mark.django_db
NEW = "another-one-" * 5


@pytest.fixture(params=[True, False], ids=["old key is a fallback", "old key is gone"])
def rotate(request, settings):
    """Change the secret when called; return whether the old one still counts."""

    def change() -> bool:
        old, settings.SECRET_KEY = settings.SECRET_KEY, NEW
        settings.SECRET_KEY_FALLBACKS = [old] if request.param else []
        return bool(request.param)

    return change


def test_a_session_stays_signed_in(rotate):
    browser, user = Client(), UserFactory(superuser=True, with_password=True)
    browser.post("/admin/login/", {"username": user.username, "password": PASSWORD})
    assert browser.get("/companies/").status_code == 200

    is_kept = rotate()

    assert (browser.get("/companies/").status_code == 200) is is_kept


def test_a_session_of_the_fallback_goes_over_to_the_new_key(rotate, settings):
    browser, user = Client(), UserFactory(superuser=True, with_password=True)
    browser.post("/admin/login/", {"username": user.username, "password": PASSWORD})
    is_kept = rotate()
    browser.get("/companies/")

    settings.SECRET_KEY_FALLBACKS = []

    assert (browser.get("/companies/").status_code == 200) is is_kept


def test_a_reminder_carries_the_link_that_the_invitation_carried(rotate):
    now = timezone.now()
    link = issue_link(
        contact=ContactFactory(), purpose="space", now=now, expires_at=now + timedelta(days=9)
    )
    mailed = token_of(link)

    is_kept = rotate()

    reminded = token_of(PersonalLink.objects.get())
    assert (reminded == mailed) is is_kept
    assert (open_link(token=reminded, now=now) == link) is is_kept
    # What is in somebody's mailbox is found by its hash, which no secret has a part in.
    assert open_link(token=mailed, now=now) == link


def test_a_link_issued_afterwards_needs_no_fallback(rotate, settings):
    rotate()
    now = timezone.now()
    link = issue_link(
        contact=ContactFactory(), purpose="space", now=now, expires_at=now + timedelta(days=9)
    )

    settings.SECRET_KEY_FALLBACKS = []

    assert open_link(token=token_of(link), now=now) == link


def test_the_sheet_of_a_room_is_printed_again_and_its_codes_open(rotate):
    ballot, now = BallotFactory(), timezone.now()
    issue_room(round_=ballot.round, day=local_day(now), now=now)
    access = RoomAccess.objects.get()
    printed = (room_token(access), room_code(access))

    is_kept = rotate()

    assert ((room_token(access), room_code(access)) == printed) is is_kept
    assert (room_by_token(token=room_token(access), now=now) == access) is is_kept
    assert (room_by_code(code=printed[1], now=now) == access) is is_kept
    assert room_by_token(token=printed[0], now=now) == access


def test_the_code_of_a_table_opens(rotate):
    access = TableAccessFactory()
    printed = room_code(access)

    is_kept = rotate()

    assert (table_by_code(code=printed, now=timezone.now()) == access) is is_kept
    assert (room_code(TableAccess.objects.get()) == printed) is is_kept


def test_a_page_of_preferences_opens(rotate):
    token = preferences_token("alix@forge.example")

    is_kept = rotate()

    assert address_of_token(token) == ("alix@forge.example" if is_kept else None)


def test_a_mail_that_comes_back_is_known(rotate):
    mail = MailFactory(sent=True)
    sender = return_address(mail)

    is_kept = rotate()

    assert returned_mail_pk(f"To: <{sender}>") == (mail.pk if is_kept else None)
    assert returned_mail_pk(f"To: <{return_address(mail)}>") == mail.pk


def test_the_link_of_a_report_opens(rotate):
    funders = (Audience.FUNDERS, "fr")
    token = report_sending.token_of(Report(pk=1), audience=funders[0], language=funders[1])

    is_kept = rotate()

    assert report_sending.open_token(token) == ((1, *funders) if is_kept else None)


def test_a_recovery_code_opens_once(rotate):
    user = UserFactory(superuser=True)
    first, _second, *_more = second_factor._new_recovery_codes(user)

    is_kept = rotate()

    for counts in (is_kept, False):
        assert recovers(user, first) is counts
    assert second_factor.codes_left(user) == second_factor.RECOVERY_CODES - is_kept


def recovers(user, code):
    try:
        second_factor.check(user, code)
    except CodeRefused:
        return False
    return True
