from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from companies.services.links import token_of
from synergies import tasks
from synergies.models import Round
from synergies.services.rounds import link_purpose
from synergies.services.tallies import tally_round
from tests.factories import (
    BallotFactory,
    ContactFactory,
    InitiativeFactory,
    PartyFactory,
    PersonalLinkFactory,
    RoundFactory,
    RoundOptionFactory,
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

    # session, user, round, ballots, contacts, options, tallies, initiative
    with django_assert_num_queries(8):
        response = staff_client.get(round_.get_absolute_url())

    assert response.context["voted_count"] == count
    assert response.context["validated_count"] == 0


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
    links = PersonalLinkFactory.create_batch(count, purpose=link_purpose(round_))
    PersonalLinkFactory(purpose=link_purpose(round_), revoked=True)
    PersonalLinkFactory(purpose="round:0")

    with django_assert_num_queries(5):  # session, user, round, links, initiative
        response = staff_client.get(url("round_links", round_.pk))

    addresses = {row["url"] for row in response.context["rows"]}
    assert addresses == {f"http://testserver/vote/{token_of(link)}/" for link in links}
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("state", [{}, {"planned": True}, {"closed": True}, {"cancelled": True}])
def test_there_is_no_result_before_the_count(staff_client, state):
    round_ = VoteFactory(ballot__round=RoundFactory(**state)).ballot.round

    response = staff_client.get(url("round_results", round_.pk))

    assert response.status_code == 200
    assert response.context["tally"] is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_result_is_shown_in_constant_queries(staff_client, count, django_assert_num_queries):
    round_ = RoundFactory(closed=True)
    one, two = BallotFactory.create_batch(2, round=round_)
    for option in RoundOptionFactory.create_batch(count, round=round_):
        VoteFactory(ballot=one, option=option)
        VoteFactory(ballot=two, option=option)
    tally_round(round_=round_, now=timezone.now())

    # session, user, round, tally, lines, votes, names, options, companies, initiative
    with django_assert_num_queries(10):
        response = staff_client.get(url("round_results", round_.pk))

    assert response.context["retained_count"] == count
    assert [len(receipt.parts) for receipt in response.context["receipts"]] == [count] * 2
    assert reverse("actions:create_from_round", args=[round_.pk]).encode() in response.content
