"""Answers from our script, undoing and choosing priorities, as the pages of the ballot do them."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from companies.services.links import token_of
from synergies.models import Answer, Ballot, Channel, Vote
from synergies.services.rounds import close_early, link_purpose
from tests.factories import (
    BallotFactory,
    ContactFactory,
    PartyFactory,
    PersonalLinkFactory,
    RoundOptionFactory,
    VoteFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ballot():
    """A ballot with three proposals that name the company."""
    ballot = BallotFactory(concerned_count=3)
    for option in RoundOptionFactory.create_batch(3, round=ballot.round):
        PartyFactory(synergy=option.synergy, company=ballot.company)
    return ballot


@pytest.fixture
def phone(client, ballot):
    """The phone of a contact of the company, come in by the personal link, reading English."""
    contact = ContactFactory(company=ballot.company)
    link = PersonalLinkFactory(contact=contact, purpose=link_purpose(ballot.round))
    client.post(reverse("synergies:vote", args=[token_of(link)]))
    client.cookies["django_language"] = "en"
    return client


def url(name, ballot, *args):
    return reverse(f"synergies:{name}", args=[ballot.round.pk, *args])


def numbers(ballot):
    return sorted(ballot.round.options.values_list("number", flat=True))


def send(phone, ballot, number, answer, version=0, **values):
    """Answer as our script does; return what it is told."""
    response = phone.post(
        url("ballot_card", ballot, number),
        {"answer": answer, "version": version, **values},
        headers={"accept": "application/json"},
    )
    return json.loads(response.content)


# -- Answers from our script ------------------------------------------------------------------


def test_our_script_is_told_what_was_saved_and_where_to_go(phone, ballot):
    first, second, third = numbers(ballot)

    told = send(phone, ballot, first, "yes", note="from May", brings=["time", "equipment"])

    assert told["outcome"] == "saved"
    assert told["version"] == 1
    assert told["next"] in {url("ballot_card", ballot, number) for number in (second, third)}
    assert f"no. {first}, Yes" in told["text"]
    vote = Vote.objects.get()
    assert (vote.note, vote.brings) == ("from May", ["equipment", "time"])


def test_the_same_answer_sent_again_is_saved_once(phone, ballot):
    first = numbers(ballot)[0]

    told = [send(phone, ballot, first, "yes") for _time in range(2)]

    assert [one["outcome"] for one in told] == ["saved", "saved"]
    assert ballot.changes.count() == 1


def test_a_colleague_who_was_faster_is_named_with_the_answer(phone, ballot):
    first = numbers(ballot)[0]
    colleague = ContactFactory(company=ballot.company, first_name="Claire", last_name="Usine")
    option = ballot.round.options.get(number=first)
    VoteFactory(
        ballot=ballot,
        option=option,
        answer=Answer.NO,
        answered_by=colleague,
        channel=Channel.LINK,
    )

    told = send(phone, ballot, first, "yes")

    assert told["outcome"] == "conflict"
    assert "Claire" in told["text"]
    assert "“No”" in told["text"]
    assert "You answer “Yes”" in told["text"]
    assert send(phone, ballot, first, "yes", version=told["version"])["outcome"] == "saved"


@pytest.mark.parametrize(
    "values",
    [
        {"answer": "perhaps"},
        {"answer": ""},
        {"answer": "yes", "note": "x" * 281},
        {"answer": "yes", "brings": "gold"},
        {"answer": "yes", "version": "-1"},
    ],
)
def test_what_cannot_be_read_is_refused_with_words(phone, ballot, values):
    told = send(phone, ballot, numbers(ballot)[0], **values)

    assert told["outcome"] == "refused"
    assert told["text"]
    assert not Vote.objects.exists()


def test_after_the_close_our_script_is_told_so(phone, ballot):
    close_early(round_=ballot.round, reason="All have voted.", now=timezone.now())

    told = send(phone, ballot, numbers(ballot)[0], "yes")

    assert told["outcome"] == "refused"
    assert not Vote.objects.exists()


# -- Undoing ----------------------------------------------------------------------------------


def test_the_bar_takes_the_last_answer_back(phone, ballot):
    first, second, _third = numbers(ballot)
    send(phone, ballot, first, "yes")
    page = phone.get(url("ballot_card", ballot, second)).content.decode()
    assert url("ballot_undo", ballot, first) in page

    response = phone.post(url("ballot_undo", ballot, first), {"version": 1}, follow=True)

    assert response.redirect_chain == [(url("ballot_card", ballot, first), 303)]
    assert f"Undone: no. {first}." in response.content.decode()
    assert not Vote.objects.exists()


@pytest.mark.parametrize("values", [{}, {"version": "x"}, {"version": "0"}, {"version": "7"}])
def test_undoing_what_is_not_there_changes_nothing(phone, ballot, values):
    first = numbers(ballot)[0]
    send(phone, ballot, first, "yes")

    response = phone.post(url("ballot_undo", ballot, first), values)

    assert response.status_code == 303
    assert Vote.objects.get().answer == Answer.YES


def test_looking_at_the_address_of_undoing_does_nothing(phone, ballot):
    first = numbers(ballot)[0]
    send(phone, ballot, first, "yes")

    assert phone.get(url("ballot_undo", ballot, first)).status_code == 405
    assert Vote.objects.exists()


def test_nobody_is_offered_to_take_back_what_a_colleague_answered(phone, ballot):
    first, second, _third = numbers(ballot)
    option = ballot.round.options.get(number=first)
    colleague = ContactFactory(company=ballot.company)
    VoteFactory(ballot=ballot, option=option, answer=Answer.NO, answered_by=colleague)

    page = phone.get(url("ballot_card", ballot, second)).content.decode()

    assert url("ballot_undo", ballot, first) not in page


# -- Priorities -------------------------------------------------------------------------------


@pytest.fixture
def eight_yes(phone, ballot):
    """The numbers of eight proposals the company answered with yes."""
    RoundOptionFactory.create_batch(5, round=ballot.round)
    for number in numbers(ballot):
        send(phone, ballot, number, "yes")
    return numbers(ballot)


def versions(ballot):
    shown = Ballot.objects.get(pk=ballot.pk).votes.values_list("option__number", "version")
    return {f"version_{number}": version for number, version in shown}


def chosen(ballot):
    votes = Vote.objects.filter(ballot=ballot, answer=Answer.PRIORITY)
    return sorted(votes.values_list("option__number", flat=True))


def test_up_to_five_priorities_are_chosen_at_once(phone, ballot, eight_yes):
    response = phone.post(
        url("ballot_refine", ballot), {"priorities": eight_yes[:5], **versions(ballot)}
    )

    assert response.url == url("ballot_review", ballot)
    assert chosen(ballot) == eight_yes[:5]


def test_six_priorities_are_too_many_and_the_choice_stays_on_the_page(phone, ballot, eight_yes):
    response = phone.post(
        url("ballot_refine", ballot), {"priorities": eight_yes[:6], **versions(ballot)}
    )

    page = response.content.decode()
    assert "You chose 6. Five are the most" in page
    assert page.count(" checked") == 6
    assert chosen(ballot) == []


def test_a_yes_added_since_the_page_was_opened_stays_as_it_is(phone, ballot, eight_yes):
    first, *_rest, last = eight_yes
    send(phone, ballot, last, "no", version=1)
    seen = versions(ballot)
    del seen[f"version_{last}"]
    send(phone, ballot, last, "priority", version=2)

    response = phone.post(url("ballot_refine", ballot), {"priorities": [first], **seen})

    assert response.url == url("ballot_review", ballot)
    assert chosen(ballot) == [first, last]


def test_a_yes_a_colleague_changed_is_told_and_stays(phone, ballot, eight_yes):
    seen = versions(ballot)
    send(phone, ballot, eight_yes[0], "maybe", version=1)
    send(phone, ballot, eight_yes[0], "yes", version=2)

    response = phone.post(
        url("ballot_refine", ballot), {"priorities": eight_yes[:2], **seen}, follow=True
    )

    assert f"No. {eight_yes[0]} has changed" in response.content.decode()
    assert chosen(ballot) == [eight_yes[1]]


def test_without_a_yes_the_page_says_where_to_begin(phone, ballot):
    page = phone.get(url("ballot_refine", ballot)).content.decode()

    assert "No “yes” yet" in page
    assert url("ballot_list", ballot) in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_priorities_takes_the_same_queries_for_one_and_three_yes(
    phone, ballot, count, django_assert_num_queries
):
    for number in numbers(ballot)[:count]:
        send(phone, ballot, number, "yes")

    # session, link with its contact, ballot with its round, options, answers, initiative
    with django_assert_num_queries(6):
        phone.get(url("ballot_refine", ballot))
