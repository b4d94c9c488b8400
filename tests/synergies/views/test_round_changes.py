from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from companies.services.links import token_of
from synergies.models import Round
from synergies.services.rounds import link_purpose
from tests.factories import (
    BallotFactory,
    ContactFactory,
    PartyFactory,
    PersonalLinkFactory,
    RoundFactory,
)

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"synergies:{name}", args=args)


def written(instant):
    return f"{timezone.localtime(instant):%Y-%m-%dT%H:%M}"


def form_of(round_, **values):
    facts = {
        "title": round_.title,
        "places": 9,
        "minimum_supporters": 2,
        "opens_at": written(round_.opens_at),
        "closes_at": written(round_.closes_at),
    }
    return facts | values


@pytest.mark.parametrize("name", ["round_edit", "round_extend", "round_close", "round_cancel"])
def test_pages_that_change_a_round_are_for_staff_and_write_nothing_when_looked_at(
    client, staff_client, name
):
    round_ = RoundFactory(planned=True)
    before = Round.objects.filter(pk=round_.pk).values().get()

    assert staff_client.get(url(name, round_.pk)).status_code == 200
    client.logout()
    assert client.get(url(name, round_.pk)).url.startswith(reverse("admin:login"))
    assert client.post(url(name, round_.pk), {"reason": "x"}).status_code == 302
    assert Round.objects.filter(pk=round_.pk).values().get() == before


def test_a_planned_round_is_narrowed_to_an_area_and_chosen_numbers(staff_client):
    round_ = RoundFactory(planned=True)
    for number in (1, 2, 3):
        PartyFactory(synergy__number=number, synergy__area="skills")
    PartyFactory(synergy__number=4, synergy__area="equipment")
    data = form_of(round_, areas=["skills"], numbers="2-4")

    response = staff_client.post(url("round_edit", round_.pk), data)

    round_.refresh_from_db()
    assert response.url == round_.get_absolute_url()
    assert (round_.places, round_.scope) == (9, {"areas": ["skills"], "numbers": [2, 3, 4]})
    assert list(round_.options.values_list("number", flat=True)) == [2, 3]
    assert (
        staff_client.get(url("round_edit", round_.pk)).context["form"].initial["numbers"] == "2-4"
    )


def test_an_open_round_is_not_prepared_again(staff_client):
    round_ = RoundFactory()
    PartyFactory()

    response = staff_client.post(url("round_edit", round_.pk), form_of(round_, title="Other"))

    assert len(response.context["form"].non_field_errors()) == 1
    assert not Round.objects.filter(title="Other").exists()


def test_numbers_that_cannot_be_read_are_refused_on_their_field(staff_client):
    round_ = RoundFactory(planned=True)

    response = staff_client.post(url("round_edit", round_.pk), form_of(round_, numbers="a, b"))

    assert list(response.context["form"].errors) == ["numbers"]


def test_a_round_is_extended_with_a_reason(staff_client):
    round_ = RoundFactory()
    later = (round_.closes_at + timedelta(days=2)).replace(second=0, microsecond=0)

    response = staff_client.post(
        url("round_extend", round_.pk), {"closes_at": written(later), "reason": "Holidays"}
    )

    round_.refresh_from_db()
    assert response.url == round_.get_absolute_url()
    assert (round_.closes_at, round_.change_reason) == (later, "Holidays")


def test_a_round_is_cancelled_with_a_reason_and_its_page_tells_the_story(staff_client):
    round_ = RoundFactory()

    refused = staff_client.post(url("round_cancel", round_.pk), {"reason": " "})
    staff_client.post(url("round_cancel", round_.pk), {"reason": "Wrong list"})

    page = staff_client.get(round_.get_absolute_url())
    assert list(refused.context["form"].errors) == ["reason"]
    assert page.context["state"] == Round.State.CANCELLED
    assert [event.reason for event in page.context["events"]] == ["", "Wrong list"]
    assert page.context["events"][1].who == str(page.context["user"])


def test_a_withdrawn_link_opens_nothing_and_another_may_be_given(client, staff_client):
    round_ = BallotFactory().round
    contact = ContactFactory(company=round_.ballots.get().company)
    link = PersonalLinkFactory(contact=contact, purpose=link_purpose(round_))
    address = url("round_link_withdraw", round_.pk, contact.pk)

    assert staff_client.get(address).status_code == 405
    assert staff_client.post(address).url == url("round_links", round_.pk)
    staff_client.post(address)  # again: nothing to withdraw

    assert client.get(url("vote", token_of(link))).status_code == 404
    assert not contact.personal_links.filter(revoked_at=None).exists()
    staff_client.post(url("round_link_renew", round_.pk, contact.pk))
    assert contact.personal_links.filter(revoked_at=None).count() == 1
