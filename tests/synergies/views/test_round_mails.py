from datetime import datetime

import pytest
from django.urls import reverse

from pompey_ite.outbox.calendar import PARIS
from pompey_ite.outbox.models import Mail
from synergies.models import Round
from synergies.services.rounds import link_purpose
from tests.factories import BallotFactory, ContactFactory, PersonalLinkFactory, RoundFactory

pytestmark = pytest.mark.django_db

TUESDAY = datetime(2026, 11, 24, 10, tzinfo=PARIS)


@pytest.fixture(autouse=True)
def _tuesday(time_machine):
    time_machine.move_to(TUESDAY, tick=False)


def address(round_, kind="invitation", page=""):
    return reverse(f"synergies:round_mails{page}", args=[round_.pk, kind])


@pytest.fixture
def contact():
    ballot = BallotFactory()
    contact = ContactFactory(company=ballot.company)
    PersonalLinkFactory(contact=contact, purpose=link_purpose(ballot.round))
    return contact


@pytest.fixture
def round_(contact):
    return Round.objects.get()


@pytest.mark.parametrize("page", ["", "_test", "_send"])
def test_mails_of_a_round_are_for_staff_alone(client, page):
    response = client.post(address(RoundFactory(), page=page))

    assert response.url.startswith(reverse("admin:login"))


@pytest.mark.parametrize("kind", ["invitation", "reminder"])
def test_looking_sends_nothing_and_shows_list_and_sample(staff_client, round_, contact, kind):
    page = staff_client.get(address(round_, kind))

    assert [one.contact for one in page.context["plan"].recipients] == [contact]
    assert len(page.context["samples"]) == 1
    assert contact.email.encode() in page.content
    assert not Mail.objects.exists()


@pytest.mark.parametrize("kind", ["invitation", "reminder"])
def test_the_confirmed_preview_is_sent_once(staff_client, round_, contact, kind):
    form = staff_client.get(address(round_, kind)).context["form"]
    data = {"plan": form.initial["plan"], "is_sure": "on"}

    for _press in range(2):
        staff_client.post(address(round_, kind, "_send"), data)

    assert Mail.objects.get().recipient == contact.email


@pytest.mark.parametrize("broken", ["unticked", "forged", "other kind", "other round"])
def test_without_a_true_confirmation_nothing_leaves(staff_client, round_, broken):
    plan = staff_client.get(address(round_)).context["form"].initial["plan"]
    other = RoundFactory()
    data = {"plan": plan, "is_sure": "on"}
    target = address(round_, page="_send")
    if broken == "unticked":
        del data["is_sure"]
    elif broken == "forged":
        data["plan"] = f"x{plan}"
    elif broken == "other kind":
        target = address(round_, "reminder", "_send")
    else:
        target = address(other, page="_send")

    assert staff_client.get(target).status_code == 405
    assert staff_client.post(target, data).status_code == 302
    assert not Mail.objects.exists()


def test_a_test_leaves_for_the_person_who_asks(staff_client, staff_user, round_):
    staff_client.post(address(round_, page="_test"))

    assert [row.recipient for row in Mail.objects.all()] == [staff_user.email]


def test_after_the_close_the_page_says_so(staff_client):
    page = staff_client.get(address(RoundFactory(closed=True), "reminder"))

    assert page.status_code == 200
    assert "plan" not in page.context


def test_other_kinds_are_unknown(staff_client, round_):
    assert staff_client.get(address(round_, "spam")).status_code == 404


def test_with_nobody_to_write_to_there_is_nothing_to_send(staff_client):
    page = staff_client.get(address(BallotFactory().round))

    assert page.context["plan"].recipients == []
    assert b"is_sure" not in page.content
