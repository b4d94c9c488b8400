import pytest
from django.urls import reverse

from synergies.models import Channel, Vote, VoteChange
from tests.factories import (
    BallotFactory,
    ContactFactory,
    PartyFactory,
    RoundFactory,
    RoundOptionFactory,
    VoteChangeFactory,
    VoteFactory,
)

pytestmark = pytest.mark.django_db


def address(ballot, page="enter"):
    return reverse(f"synergies:round_{page}", args=[ballot.round_id, ballot.company_id])


@pytest.fixture
def ballot():
    return BallotFactory()


def paper(answers, **values):
    answers = {f"answer_{option.pk}": answer for option, answer in answers.items()}
    return {"channel": "paper", **answers, **values}


@pytest.mark.parametrize("page", ["enter", "history"])
def test_pages_of_one_ballot_are_for_staff_alone(client, ballot, page):
    assert client.get(address(ballot, page)).url.startswith(reverse("admin:login"))


@pytest.mark.parametrize("channel", ["paper", "phone"])
def test_answers_are_entered_and_labelled_with_how_they_came(
    staff_client, staff_user, ballot, channel
):
    one, two = RoundOptionFactory.create_batch(2, round=ballot.round)
    contact = ContactFactory(company=ballot.company)
    data = paper({one: "yes", two: ""}, channel=channel, contact=contact.pk)

    response = staff_client.post(address(ballot), data)

    vote, change = Vote.objects.get(), VoteChange.objects.get()
    assert response.url == ballot.round.get_absolute_url()
    assert (vote.option, vote.answer, vote.channel) == (one, "yes", channel)
    assert (change.user, change.contact, change.channel) == (staff_user, contact, channel)


def test_what_the_company_answered_itself_is_neither_shown_nor_replaced(staff_client, ballot):
    vote = VoteFactory(ballot=ballot, channel=Channel.LINK, answer="priority")

    form = staff_client.get(address(ballot)).context["form"]
    staff_client.post(address(ballot), paper({vote.option: "no"}))

    vote.refresh_from_db()
    assert form.lines[0].entered == ""
    assert form.lines[0].is_answered
    assert (vote.answer, vote.version) == ("priority", 1)


def test_it_is_replaced_when_the_company_asks(staff_client, ballot):
    vote = VoteFactory(ballot=ballot, channel=Channel.LINK, answer="priority", note="Ours")

    staff_client.post(address(ballot), paper({vote.option: "no"}, replaces="on"))

    vote.refresh_from_db()
    assert (vote.answer, vote.note, vote.channel) == ("no", "Ours", Channel.PAPER)
    assert VoteChange.objects.get().before == "priority"


def test_what_was_entered_before_is_shown_and_may_be_corrected(staff_client, ballot):
    vote = VoteFactory(ballot=ballot, channel=Channel.PHONE, answer="yes")

    form = staff_client.get(address(ballot)).context["form"]
    staff_client.post(address(ballot), paper({vote.option: "maybe"}))

    vote.refresh_from_db()
    assert form.lines[0].entered == "yes"
    assert (vote.answer, vote.channel) == ("maybe", Channel.PAPER)


def test_the_same_paper_twice_changes_nothing(staff_client, ballot):
    option = RoundOptionFactory(round=ballot.round)

    for _time in range(2):
        staff_client.post(address(ballot), paper({option: "yes"}))

    assert VoteChange.objects.count() == 1


def test_a_complete_paper_validates_the_ballot(staff_client, ballot):
    option = RoundOptionFactory(round=ballot.round)

    staff_client.post(address(ballot), paper({option: "yes"}, is_complete="on"))

    ballot.refresh_from_db()
    assert ballot.validated_at is not None


@pytest.mark.parametrize("state", ["planned", "closed", "cancelled"])
def test_nothing_is_entered_outside_the_round(staff_client, state):
    ballot = BallotFactory(round=RoundFactory(**{state: True}))
    option = RoundOptionFactory(round=ballot.round)

    response = staff_client.post(address(ballot), paper({option: "yes"}))

    assert response.status_code == 200
    assert not Vote.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_form_is_shown_in_constant_queries(
    staff_client, ballot, count, django_assert_num_queries
):
    for option in RoundOptionFactory.create_batch(count, round=ballot.round):
        PartyFactory(synergy=option.synergy, company=ballot.company)

    # session, user, ballot, votes, options, named, contacts, initiative
    with django_assert_num_queries(8):
        response = staff_client.get(address(ballot))

    assert len(response.context["form"].lines) == count


@pytest.mark.parametrize("state", [{}, {"cancelled": True}])
def test_before_the_close_the_history_shows_nothing(staff_client, state):
    change = VoteChangeFactory(ballot__round=RoundFactory(**state), option__title="Secret proposal")

    response = staff_client.get(address(change.ballot, "history"))

    assert b"Secret proposal" not in response.content
    assert list(response.context["changes"]) == []


@pytest.mark.parametrize("count", [1, 3])
def test_after_the_close_each_change_is_told_in_constant_queries(
    staff_client, count, django_assert_num_queries
):
    ballot = BallotFactory(round=RoundFactory(closed=True))
    changes = VoteChangeFactory.create_batch(
        count, ballot=ballot, channel=Channel.PHONE, contact=ContactFactory(company=ballot.company)
    )

    with django_assert_num_queries(5):  # session, user, ballot, changes, initiative
        response = staff_client.get(address(ballot, "history"))

    assert list(response.context["changes"]) == changes
