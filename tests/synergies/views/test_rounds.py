from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from companies.services.links import token_of
from synergies import tasks
from synergies.models import Round
from synergies.services.rounds import link_purpose
from synergies.services.turnout import Counts
from synergies.views import rounds
from tests.factories import (
    BallotFactory,
    ContactFactory,
    InitiativeFactory,
    PartyFactory,
    PersonalLinkFactory,
    RoundFactory,
    VoteFactory,
)

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"synergies:{name}", args=args)


@pytest.fixture
def counted(monkeypatch):
    """Rounds handed to the worker."""
    handed: list[int] = []
    monkeypatch.setattr(tasks.tally, "apply_async", lambda args, **_: handed.extend(args))
    return handed


@pytest.mark.parametrize(
    "name", ["rounds", "round_new", "round", "round_close", "round_links", "round_results"]
)
def test_pages_of_rounds_are_for_staff_alone(client, name):
    round_ = RoundFactory()
    address = url(name) if name in {"rounds", "round_new"} else url(name, round_.pk)

    response = client.get(address)

    assert response.status_code == 302
    assert response.url.startswith(reverse("admin:login"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_shows_each_round_in_constant_queries(
    staff_client, count, django_assert_num_queries
):
    for round_ in RoundFactory.create_batch(count):
        VoteFactory(ballot__round=round_)
        BallotFactory(round=round_)

    with django_assert_num_queries(4):  # session, user, rounds, initiative
        response = staff_client.get(url("rounds"))

    turnout = [(row.voter_count, row.ballot_count) for row in response.context["rounds"]]
    assert turnout == [(1, 2)] * count


def test_without_rounds_the_list_offers_the_first_step(staff_client):
    assert url("round_new").encode() in staff_client.get(url("rounds")).content


def form_of(**values):
    now = timezone.localtime()
    facts = {
        "title": "Spring",
        "text": "Why we ask",
        "places": 27,
        "minimum_supporters": 2,
        "opens_at": f"{now:%Y-%m-%dT%H:%M}",
        "closes_at": f"{now + timedelta(days=10):%Y-%m-%dT%H:%M}",
    }
    return {**facts, **values}


def test_a_round_is_prepared_with_its_ballots(staff_client):
    PartyFactory()

    response = staff_client.post(url("round_new"), form_of(places=12))

    round_ = Round.objects.get()
    assert response.url == round_.get_absolute_url()
    assert (round_.title, round_.places, round_.ballots.count()) == ("Spring", 12, 1)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": ""}, "title"),
        ({"places": 0}, "__all__"),
        ({"closes_at": "2019-01-01T18:00"}, "closes_at"),
        ({"opens_at": "2099-01-01T18:00"}, "__all__"),
    ],
)
def test_a_round_that_makes_no_sense_is_refused(staff_client, values, field):
    PartyFactory()

    response = staff_client.post(url("round_new"), form_of(**values))

    assert list(response.context["form"].errors) == [field]
    assert not Round.objects.exists()


def test_a_round_about_nothing_is_refused_in_words(staff_client):
    InitiativeFactory()

    response = staff_client.post(url("round_new"), form_of())

    assert len(response.context["form"].non_field_errors()) == 1


def test_without_an_initiative_there_is_no_round_to_prepare(staff_client):
    assert staff_client.get(url("round_new")).url == url("rounds")


@pytest.mark.parametrize("count", [1, 3])
def test_turnout_is_shown_in_constant_queries(staff_client, count, django_assert_num_queries):
    round_ = RoundFactory()
    for ballot in BallotFactory.create_batch(count, round=round_):
        ContactFactory(company=ballot.company, phone="03 00 00 00 00")
        VoteFactory(ballot=ballot)

    # session, user, round, how many, ballots, contacts, options, counts, tallies, history,
    # initiative
    with django_assert_num_queries(11):
        response = staff_client.get(round_.get_absolute_url())

    assert response.context["counts"] == Counts(asked=count, voted=count, validated=0)


def test_the_companies_asked_are_cut_into_pages(staff_client, monkeypatch):
    monkeypatch.setattr(rounds, "COMPANIES_PER_PAGE", 2)
    round_ = RoundFactory()
    BallotFactory.create_batch(3, round=round_)

    first = staff_client.get(round_.get_absolute_url())
    second = staff_client.get(round_.get_absolute_url(), {"page": 2})

    assert [len(page.context["rows"]) for page in (first, second)] == [2, 1]
    assert second.context["counts"].asked == 3


def test_the_page_of_an_open_round_says_who_voted_and_never_what(staff_client):
    vote = VoteFactory(option__title="Secret proposal", answer="priority")

    page = staff_client.get(vote.ballot.round.get_absolute_url()).content.decode()

    assert vote.ballot.company.name in page
    assert "Secret proposal" not in page


def test_a_round_is_closed_early_with_a_reason_and_handed_to_the_worker(staff_client, counted):
    round_ = RoundFactory()

    response = staff_client.post(url("round_close", round_.pk), {"reason": "All have voted"})

    round_.refresh_from_db()
    assert response.url == round_.get_absolute_url()
    assert (round_.state, round_.change_reason) == (Round.State.CLOSED, "All have voted")
    assert counted == [round_.pk]


def test_a_closed_round_is_not_closed_again(staff_client, counted):
    round_ = RoundFactory(closed=True)

    response = staff_client.post(url("round_close", round_.pk), {"reason": "again"})

    assert len(response.context["form"].non_field_errors()) == 1
    assert counted == []


def test_the_form_to_close_writes_nothing_when_looked_at(staff_client):
    round_ = RoundFactory()

    staff_client.get(url("round_close", round_.pk))

    round_.refresh_from_db()
    assert round_.state == Round.State.OPEN


@pytest.mark.parametrize("count", [1, 3])
def test_personal_links_are_listed_for_their_round(staff_client, count, django_assert_num_queries):
    round_ = RoundFactory()
    purpose = link_purpose(round_)
    asked = [ContactFactory(company=BallotFactory(round=round_).company) for _ in range(count)]
    links = [PersonalLinkFactory(contact=contact, purpose=purpose) for contact in asked]
    late = ContactFactory(company=asked[0].company)
    PersonalLinkFactory(contact=late, purpose=purpose, revoked=True)
    PersonalLinkFactory(contact=late, purpose="round:0")

    with django_assert_num_queries(6):  # session, user, round, links, contacts, initiative
        response = staff_client.get(url("round_links", round_.pk))

    addresses = {row["contact"]: row["url"] for row in response.context["rows"]}
    assert addresses.pop(late) == ""
    assert set(addresses.values()) == {
        f"http://testserver/vote/{token_of(link)}/" for link in links
    }
    assert "no-store" in response.headers["Cache-Control"]


def test_a_contact_gets_a_new_link_and_the_old_one_ends(client, staff_client):
    round_ = BallotFactory().round
    contact = ContactFactory(company=round_.ballots.get().company)
    old = PersonalLinkFactory(contact=contact, purpose=link_purpose(round_))
    address = url("round_link_renew", round_.pk, contact.pk)

    assert staff_client.get(address).status_code == 405
    assert staff_client.post(address).url == url("round_links", round_.pk)

    old.refresh_from_db()
    new = contact.personal_links.get(revoked_at=None)
    assert old.revoked_at is not None
    assert client.get(url("vote", token_of(old))).status_code == 404
    assert client.get(url("vote", token_of(new))).status_code == 200


@pytest.mark.parametrize(
    ("state", "values"),
    [({"closed": True}, {}), ({"cancelled": True}, {}), ({}, {"inactive": True})],
)
def test_no_new_link_after_the_round_or_for_who_has_left(staff_client, state, values):
    round_ = BallotFactory(round=RoundFactory(**state)).round
    contact = ContactFactory(company=round_.ballots.get().company, **values)

    staff_client.post(url("round_link_renew", round_.pk, contact.pk))

    assert not contact.personal_links.exists()


def test_no_link_for_a_company_that_is_not_asked(staff_client):
    contact = ContactFactory()

    staff_client.post(url("round_link_renew", RoundFactory().pk, contact.pk))

    assert not contact.personal_links.exists()


def test_a_round_of_years_is_refused_as_a_slip_of_the_keyboard(staff_client):
    data = {"title": "Long", "places": 27, "minimum_supporters": 2}
    dates = {"opens_at": "2026-11-24T10:00", "closes_at": "9999-12-31T23:59"}
    PartyFactory()

    response = staff_client.post(url("round_new"), data | dates)

    assert "closes_at" in response.context["form"].errors
    assert not Round.objects.exists()


@pytest.mark.parametrize("state", [{}, {"planned": True}, {"closed": True}, {"cancelled": True}])
def test_there_is_no_result_before_the_count(staff_client, state):
    round_ = VoteFactory(ballot__round=RoundFactory(**state)).ballot.round

    response = staff_client.get(url("round_results", round_.pk))

    assert response.status_code == 200
    assert response.context["tally"] is None
