"""The ballot by personal link, as a phone without JavaScript sees it."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from companies.services.links import revoke_link, token_of
from synergies.models import Answer, Ballot, Round, Vote, VoteChange
from synergies.services.rounds import close_early, link_purpose
from synergies.services.tallies import tally_round
from tests.factories import (
    BallotFactory,
    ContactFactory,
    PartyFactory,
    PersonalLinkFactory,
    RoundFactory,
    RoundOptionFactory,
    SynergyFactory,
    VoteFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ballot():
    """A ballot with two proposals that name the company and one that does not."""
    ballot = BallotFactory(concerned_count=2)
    for option in RoundOptionFactory.create_batch(2, round=ballot.round):
        PartyFactory(synergy=option.synergy, company=ballot.company)
    RoundOptionFactory(round=ballot.round)
    return ballot


@pytest.fixture
def link(ballot):
    return link_of(ballot)


def link_of(ballot, **values):
    return PersonalLinkFactory(
        contact=ContactFactory(company=ballot.company), purpose=link_purpose(ballot.round), **values
    )


def vote_url(link):
    return reverse("synergies:vote", args=[token_of(link)])


def enter(client, link):
    return client.post(vote_url(link), follow=True)


def url(name, ballot, *args):
    return reverse(f"synergies:{name}", args=[ballot.round.pk, *args])


def numbers(ballot, *, concerned):
    options = ballot.round.options.all()
    named = options.filter(synergy__parties__company=ballot.company)
    chosen = named if concerned else options.exclude(pk__in=named)
    return set(chosen.values_list("number", flat=True))


def number_in(response):
    return response.context["card"].option.number


# -- The door -------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_at_a_link_writes_nothing(client, ballot, link, method, django_assert_num_queries):
    with django_assert_num_queries(3) as queries:  # link, ballot, initiative; no session
        response = getattr(client, method)(vote_url(link))

    assert response.status_code == 200
    assert {query["sql"].split()[0] for query in queries.captured_queries} == {"SELECT"}
    assert not Session.objects.exists()


def test_start_leads_to_the_first_proposal_that_names_the_company(client, ballot, link):
    response = enter(client, link)

    assert response.redirect_chain[0] == (url("ballot", ballot), 303)
    assert number_in(response) in numbers(ballot, concerned=True)
    assert not any(token_of(link) in address for address, _status in response.redirect_chain)


@pytest.mark.parametrize("kind", ["unknown", "expired", "revoked", "inactive", "other_purpose"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_links_that_open_nothing_all_look_the_same(client, ballot, kind, method):
    unknown = reverse("synergies:vote", args=["x" * 43])
    address = {
        "unknown": lambda: unknown,
        "expired": lambda: vote_url(link_of(ballot, expired=True)),
        "revoked": lambda: vote_url(link_of(ballot, revoked=True)),
        "inactive": lambda: vote_url(
            PersonalLinkFactory(
                contact=ContactFactory(company=ballot.company, inactive=True),
                purpose=link_purpose(ballot.round),
            )
        ),
        "other_purpose": lambda: vote_url(PersonalLinkFactory(purpose="report:1")),
    }[kind]()

    response = getattr(client, method)(address)

    assert response.status_code == 404
    assert without_address(response, address) == without_address(client.get(unknown), unknown)


def without_address(response, address):
    text = response.content.decode().replace(address, "")
    return re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"\w+"', "", text)


def test_after_twenty_failures_a_minute_guessing_ends_and_colleagues_still_come_in(
    client, link, time_machine
):
    time_machine.move_to(timezone.now().replace(second=1), tick=False)
    wrong = reverse("synergies:vote", args=["wrong"])
    for _try in range(20):
        assert client.get(wrong).status_code == 404

    blocked = client.get(wrong)
    colleague = client.get(vote_url(link))
    time_machine.shift(timedelta(seconds=60))
    later = client.get(wrong)

    assert blocked.status_code == 429
    assert blocked.headers["Retry-After"] == "60"
    assert colleague.status_code == 200
    assert later.status_code == 404


def test_tries_that_succeed_are_not_counted(client, link):
    statuses = {client.get(vote_url(link)).status_code for _try in range(25)}

    assert statuses == {200}


def test_behind_our_proxy_the_address_is_the_one_it_saw(client, link, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    wrong = reverse("synergies:vote", args=["wrong"])
    for _try in range(20):
        client.get(wrong, headers={"X-Forwarded-For": "1.1.1.1, 192.0.2.7"})

    guesser = client.get(wrong, headers={"X-Forwarded-For": "2.2.2.2, 192.0.2.7"})
    neighbour = client.get(wrong, headers={"X-Forwarded-For": "192.0.2.8"})

    assert (guesser.status_code, neighbour.status_code) == (429, 404)


def test_every_page_of_the_ballot_is_private(client, ballot, link):
    addresses = [vote_url(link), reverse("synergies:vote", args=["wrong"])]
    enter(client, link)
    number = min(numbers(ballot, concerned=True))
    addresses += [url("ballot", ballot), url("ballot_card", ballot, number)]
    addresses += [url(f"ballot_{name}", ballot) for name in ("list", "review", "receipt")]

    for address in addresses:
        headers = client.get(address).headers
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Robots-Tag"] == "noindex"


def test_without_a_link_the_ballot_is_closed(client, ballot):
    assert client.get(url("ballot_review", ballot)).status_code == 404


def test_a_link_opens_no_other_company_and_no_other_round(client, ballot, link):
    other_round = BallotFactory(company=ballot.company)
    enter(client, link)

    assert client.get(url("ballot_review", other_round)).status_code == 404
    assert client.get(url("ballot_review", ballot)).context["visit"].ballot == ballot


def test_revoking_a_link_closes_the_session_it_opened(client, ballot, link):
    enter(client, link)

    revoke_link(link=link, now=timezone.now())

    assert client.get(url("ballot_review", ballot)).status_code == 404


def test_a_session_remembers_the_links_of_two_rounds(client, ballot, link):
    other = BallotFactory(company=ballot.company)
    enter(client, link)
    enter(client, link_of(other))

    assert client.get(url("ballot_review", ballot)).status_code == 200
    assert client.get(url("ballot_review", other)).status_code == 200


def test_entering_gives_a_new_session(client, ballot, link):
    client.session.save()
    enter(client, link)
    first = client.session.session_key

    enter(client, link)

    assert client.session.session_key != first


@pytest.mark.parametrize("state", ["planned", "cancelled"])
def test_a_round_that_is_not_open_yet_or_any_more_cannot_be_entered(client, state):
    ballot = BallotFactory(round=RoundFactory(**{state: True}))

    response = client.post(vote_url(link_of(ballot)))

    assert response.status_code == 200
    assert not Session.objects.exists()


def test_forms_need_the_token_against_forgery(link):
    assert Client(enforce_csrf_checks=True).post(vote_url(link)).status_code == 403


# -- Cards ----------------------------------------------------------------------------------


@pytest.fixture
def phone(client, link):
    enter(client, link)
    return client


def send(phone, ballot, number, answer, version=0, **values):
    address = url("ballot_card", ballot, number)
    return phone.post(address, {"answer": answer, "version": version, **values})


def test_the_whole_ballot_without_javascript(client, ballot, link):
    response = enter(client, link)
    for answer in ("yes", "no"):
        response = client.post(
            response.request["PATH_INFO"], {"answer": answer, "version": 0}, follow=True
        )
    assert response.request["PATH_INFO"] == url("ballot_review", ballot)

    response = client.post(url("ballot_review", ballot), follow=True)

    ballot.refresh_from_db()
    assert response.request["PATH_INFO"] == url("ballot_receipt", ballot)
    assert ballot.receipt_code in response.content.decode()
    assert ballot.validated_by == link.contact
    answers = Vote.objects.order_by("answer").values_list("answer", "channel", "answered_by")
    assert list(answers) == [("no", "link", link.contact.pk), ("yes", "link", link.contact.pk)]


def test_a_saved_answer_is_said_with_its_hour(phone, ballot, time_machine):
    now = timezone.localtime()  # the session has its hours: neither before it nor long after
    time_machine.move_to(now, tick=False)
    ballot.round.closes_at = timezone.now() + timedelta(days=1)
    ballot.round.save()
    phone.cookies["django_language"] = "en"
    number = min(numbers(ballot, concerned=True))

    response = send(phone, ballot, number, "yes")

    assert response.status_code == 303
    assert f"Saved at {now:%H:%M}: no. {number}, Yes." in phone.get(response.url).content.decode()


def test_a_card_without_answer_says_so_and_saves_nothing(phone, ballot):
    response = phone.post(url("ballot_card", ballot, min(numbers(ballot, concerned=True))), {})

    assert response.status_code == 200
    assert response.context["form"].errors["answer"]
    assert not Vote.objects.exists()


def test_two_colleagues_at_once_the_second_sees_the_first_and_chooses(phone, ballot):
    number = min(numbers(ballot, concerned=True))
    option = ballot.round.options.get(number=number)
    claire = ContactFactory(company=ballot.company, first_name="Claire", last_name="RH")
    VoteFactory(ballot=ballot, option=option, answer=Answer.YES, answered_by=claire)

    conflict = send(phone, ballot, number, "no", version=0)
    assert conflict.context["theirs"].answered_by == claire
    assert Vote.objects.get().answer == Answer.YES

    send(phone, ballot, number, "no", version=conflict.context["form"]["version"].value())
    assert Vote.objects.get().answer == Answer.NO


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_at_the_ballot_writes_nothing(phone, ballot, method):
    card = url("ballot_card", ballot, min(numbers(ballot, concerned=True)))
    for address in (
        url("ballot", ballot),
        card,
        *(url(f"ballot_{name}", ballot) for name in ("list", "review", "receipt")),
    ):
        getattr(phone, method)(address)

    assert not VoteChange.objects.exists()
    assert Ballot.objects.get() == ballot
    ballot.refresh_from_db()
    assert ballot.validated_at is None


def test_a_mail_scanner_that_presses_every_button_changes_nothing(client, ballot, link):
    enter(client, link)
    addresses = [url("ballot_card", ballot, n) for n in numbers(ballot, concerned=True)]
    for address in [*addresses, url("ballot_review", ballot)]:
        client.get(address)
        client.post(address, {"version": 0, "note": ""})

    ballot.refresh_from_db()
    assert ballot.validated_at is None
    assert not Vote.objects.exists()
    assert not VoteChange.objects.exists()


def test_an_unknown_number_is_not_found(phone, ballot):
    assert phone.get(url("ballot_card", ballot, 999_999)).status_code == 404


def test_after_the_last_proposal_that_names_the_company_comes_the_review(phone, ballot):
    one, two = numbers(ballot, concerned=True)
    send(phone, ballot, one, "yes")

    assert send(phone, ballot, two, "no").url == url("ballot_review", ballot)
    assert phone.get(url("ballot", ballot)).url == url("ballot_review", ballot)


def test_with_two_yes_comes_first_which_of_them_matters_most(phone, ballot):
    one, two = numbers(ballot, concerned=True)
    send(phone, ballot, one, "yes")

    assert send(phone, ballot, two, "yes").url == url("ballot_refine", ballot)


@pytest.mark.parametrize("count", [1, 3])
def test_a_card_takes_the_same_queries_for_one_and_three_proposals(
    client, count, django_assert_num_queries
):
    ballot = BallotFactory()
    option, *_others = RoundOptionFactory.create_batch(count, round=ballot.round)
    enter(client, link_of(ballot))

    # session, link with its contact, ballot with its round, seven for the deck, what the proposal
    # groups, company, initiative
    with django_assert_num_queries(12):
        client.get(url("ballot_card", ballot, option.number))


@pytest.mark.parametrize("count", [1, 3])
def test_an_answer_takes_the_same_queries_for_one_and_three_proposals(
    phone, ballot, count, django_assert_num_queries
):
    RoundOptionFactory.create_batch(count, round=ballot.round)
    first, second = numbers(ballot, concerned=True)
    send(phone, ballot, first, "no")  # the order of the ballot is stored, who answered remembered

    # session, link with its contact, ballot with its round, what is answered; then in one
    # transaction (two): lock, round, vote, history of a first answer, vote, line of history
    with django_assert_num_queries(12):
        send(phone, ballot, second, "no")
    with django_assert_num_queries(11):  # a vote that stands knows how long its history is
        send(phone, ballot, second, "yes", version=1)


def test_a_card_says_which_synergies_its_proposal_groups(phone, ballot):
    phone.cookies["django_language"] = "en"
    number = min(numbers(ballot, concerned=True))
    synergy = ballot.round.options.get(number=number).synergy
    for grouped in (912, 945):
        SynergyFactory(number=grouped, merged_into=synergy)

    page = phone.get(url("ballot_card", ballot, number)).content.decode()

    assert "Groups no. 912, 945" in page


# -- List, review, receipt ------------------------------------------------------------------


def shown(response):
    return {card.option.number for card in response.context["page"]}


def test_the_list_shows_what_is_to_do_and_what_was_answered(phone, ballot):
    one, two = numbers(ballot, concerned=True)
    (far,) = numbers(ballot, concerned=False)
    send(phone, ballot, one, "priority")
    send(phone, ballot, far, "yes")
    address = url("ballot_list", ballot)

    lists = {
        show: shown(phone.get(address, {"show": show})) for show in ("", "yes", "priority", "all")
    }

    assert lists == {
        "": {two},
        "yes": {one, far},
        "priority": {one},
        "all": {one, two, far},
    }


def test_the_list_is_filtered_by_area_and_words_from_the_address(phone, ballot):
    option = RoundOptionFactory(
        round=ballot.round, title="Benne à carton", area="skills", parties_text="Aciérie"
    )
    address = url("ballot_list", ballot)

    assert shown(phone.get(address, {"show": "all", "area": "skills"})) == {option.number}
    assert shown(phone.get(address, {"show": "all", "words": "CARTON aciérie"})) == {option.number}
    assert len(shown(phone.get(address, {"show": "all", "area": "nonsense"}))) == 4


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_three_proposals(
    client, count, django_assert_num_queries
):
    ballot = BallotFactory()
    VoteFactory.create_batch(count, ballot=ballot)
    enter(client, link_of(ballot))

    with django_assert_num_queries(10):
        client.get(url("ballot_list", ballot), {"show": "all"})


def test_an_empty_ballot_cannot_be_validated(phone, ballot):
    response = phone.post(url("ballot_review", ballot), follow=True)

    assert response.request["PATH_INFO"] == url("ballot_review", ballot)
    assert len(response.context["messages"]) == 1


def test_there_is_no_receipt_before_validating(phone, ballot):
    assert phone.get(url("ballot_receipt", ballot)).url == url("ballot_review", ballot)


def close(round_):
    now = timezone.now()
    Round.objects.filter(pk=round_.pk).update(opens_at=now - timedelta(days=9), closes_at=now)


def test_after_the_close_the_ballot_can_be_read_and_not_changed(phone, ballot, link):
    number = min(numbers(ballot, concerned=True))
    send(phone, ballot, number, "yes")
    close(ballot.round)

    late = send(phone, ballot, number, "no", version=1)

    assert late.url == url("ballot_review", ballot)
    assert Vote.objects.get().answer == Answer.YES
    for address in (vote_url(link), url("ballot_card", ballot, number), late.url):
        assert phone.get(address).status_code == 200
    assert b"<fieldset" not in phone.get(url("ballot_card", ballot, number)).content


def test_once_counted_the_company_reads_what_became_of_its_share(phone, ballot):
    send(phone, ballot, min(numbers(ballot, concerned=True)), "yes")
    close(ballot.round)
    assert phone.get(url("ballot_result", ballot)).url == url("ballot_review", ballot)

    tally_round(round_=ballot.round, now=timezone.now())

    assert phone.get(url("ballot_review", ballot)).context["is_counted"]
    share = phone.get(url("ballot_result", ballot)).context["result"].receipt
    assert share.company == ballot.company
    assert share.remaining == share.share


def test_a_partial_result_is_shown_to_nobody_while_the_round_is_open(phone, ballot):
    send(phone, ballot, min(numbers(ballot, concerned=True)), "yes")

    assert not phone.get(url("ballot_review", ballot)).context["is_counted"]
    assert phone.get(url("ballot_result", ballot)).url == url("ballot_review", ballot)


@pytest.mark.parametrize("token", [None, "wrong"])
def test_without_redis_the_links_work_all_the_same(client, link, settings, token):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    address = reverse("synergies:vote", args=[token or token_of(link)])

    assert client.get(address).status_code == (404 if token else 200)


def test_the_reason_of_an_early_close_is_told_to_the_companies(client, ballot, link):
    close_early(round_=ballot.round, reason="the list was wrong", now=timezone.now())

    assert "the list was wrong" in client.get(vote_url(link)).content.decode()
