"""Mail scanners open links, follow redirects and press buttons: a ballot must not notice."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone

from companies.models import PersonalLink
from companies.services.links import token_of
from pompey_ite.outbox.models import Mail
from synergies.emails import INVITATION
from synergies.models import Answer, Ballot, Channel, Vote, VoteChange
from synergies.services.ballots import save_answer, validate_ballot
from synergies.services.room import issue_room, room_token
from synergies.services.round_mails import plan_of, send_mails
from synergies.services.rounds import link_purpose
from synergies.services.turnout import turnout_of
from tests.factories import (
    BallotFactory,
    ContactFactory,
    PartyFactory,
    PersonalLinkFactory,
    RoundOptionFactory,
)
from tests.synergies.views.scanner import Scanner

pytestmark = pytest.mark.django_db

OPTIONS = 4  # answered in this order by the contacts below


@pytest.fixture
def ballot():
    """A ballot on four proposals that name the company, with two contacts who have links."""
    ballot = BallotFactory(concerned_count=OPTIONS)
    for option in RoundOptionFactory.create_batch(OPTIONS, round=ballot.round):
        PartyFactory(synergy=option.synergy, company=ballot.company)
    for _contact in range(2):
        contact = ContactFactory(company=ballot.company)
        PersonalLinkFactory(contact=contact, purpose=link_purpose(ballot.round))
    return ballot


@pytest.fixture
def contact(ballot):
    return ballot.company.contacts.first()


@pytest.fixture
def mail(ballot, contact):
    """Text and HTML of the invitation, as the scanner gets them."""
    now = timezone.now()
    plan = plan_of(round_=ballot.round, kind=INVITATION, now=now)
    send_mails(
        round_=ballot.round,
        kind=INVITATION,
        contact_pks=plan.contact_pks,
        step=plan.step,
        now=now,
    )
    row = Mail.objects.get(recipient=contact.email)
    return f"{row.text}\n{row.html}"


def give(ballot: Ballot, contact, **answers: str) -> None:
    """Answer the proposals in their order, as the contact did on another day."""
    for option, answer in zip(ballot.round.options.all(), answers.values(), strict=False):
        save_answer(
            ballot=ballot,
            option=option,
            answer=Answer(answer),
            version=0,
            note="lundi",
            channel=Channel.LINK,
            contact=contact,
            now=timezone.now(),
        )


def not_begun(_ballot, _contact):
    """Nobody has answered."""


def begun(ballot, contact):
    give(ballot, contact, one="yes", two="priority", three="no")


def begun_by_a_colleague(ballot, contact):
    give(ballot, ballot.company.contacts.exclude(pk=contact.pk).get(), one="yes", two="yes")


def validated(ballot, contact):
    begun(ballot, contact)
    validate_ballot(ballot=ballot, contact=contact, now=timezone.now())


def changed_since(ballot, contact):
    begun(ballot, contact)
    validate_ballot(ballot=ballot, contact=contact, now=timezone.now())
    option = ballot.round.options.last()
    save_answer(
        ballot=ballot,
        option=option,
        answer=Answer.MAYBE,
        version=0,
        channel=Channel.LINK,
        contact=contact,
        now=timezone.now(),
    )


def all_answered(ballot, contact):
    give(ballot, contact, one="yes", two="yes", three="yes", four="no")


STATES: list[Callable] = [
    not_begun,
    begun,
    begun_by_a_colleague,
    all_answered,
    validated,
    changed_since,
]


def everything(ballot: Ballot) -> dict[str, list]:
    """Return all that a scanner must leave as it is."""
    return {
        "turnout": turnout_of(ballot.round),
        "ballots": list(Ballot.objects.values()),
        "answers": list(Vote.objects.order_by("pk").values()),
        "history": list(VoteChange.objects.order_by("pk").values()),
        "mails": list(Mail.objects.order_by("pk").values("pk", "kind", "recipient", "status")),
        "links": list(PersonalLink.objects.order_by("pk").values()),
        "contacts": list(ballot.company.contacts.order_by("pk").values()),
    }


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_a_scanner_of_the_invitation_changes_nothing(ballot, contact, mail, state):
    state(ballot, contact)
    before = everything(ballot)
    scanner = Scanner()

    scanner.scan(mail)

    assert everything(ballot) == before
    start = reverse("synergies:vote", args=[token_of(link_of(contact))])
    assert {start, review(ballot)} <= set(scanner.pressed)  # it did come in
    assert any(path.startswith(f"/ballot/{ballot.round_id}/") for path in scanner.pressed)


def test_a_scanner_of_a_code_in_the_room_changes_nothing(ballot, contact, mail):
    begun(ballot, contact)
    issue_room(round_=ballot.round, day=timezone.localdate(), now=timezone.now())
    before = everything(ballot)
    address = reverse("synergies:room_vote", args=[room_token(ballot.room_accesses.get())])
    scanner = Scanner()

    scanner.scan(f"http://127.0.0.1:8000{address}")

    assert everything(ballot) == before
    assert {address, review(ballot)} <= set(scanner.pressed)


def link_of(contact) -> PersonalLink:
    return PersonalLink.objects.get(contact=contact)


def review(ballot: Ballot) -> str:
    return reverse("synergies:ballot_review", args=[ballot.round_id])


def card(ballot: Ballot) -> str:
    first = ballot.round.options.all()[0]
    return reverse("synergies:ballot_card", args=[ballot.round_id, first.number])


# -- What a person does, the same door and the same buttons do change ---------------------------


@pytest.fixture
def person(client, ballot, contact):
    client.post(reverse("synergies:vote", args=[token_of(link_of(contact))]))
    return client


def test_a_person_who_picks_an_answer_changes_the_ballot(person, ballot, mail):
    before = everything(ballot)

    person.post(card(ballot), {"answer": "yes", "version": 0})

    after = everything(ballot)
    assert {name for name, rows in after.items() if rows != before[name]} == {
        "turnout",
        "ballots",
        "answers",
        "history",
    }


def test_the_same_buttons_pressed_where_an_answer_was_given_do_change_it(person, ballot, mail):
    person.post(card(ballot), {"answer": "yes", "version": 0})

    Scanner(person).scan(mail)

    assert not Vote.objects.exists()  # it pressed “Take it back”


def test_who_answered_in_this_browser_validates_with_one_tap(person, ballot, mail):
    person.post(card(ballot), {"answer": "yes", "version": 0})
    assert "is_read" not in person.get(review(ballot)).context["form"].fields

    response = person.post(review(ballot))

    assert response.url == reverse("synergies:ballot_receipt", args=[ballot.round_id])


def test_who_answered_elsewhere_says_to_have_read_before_validating(person, ballot, contact):
    begun(ballot, contact)

    refused = person.post(review(ballot))
    assert refused.context["form"].errors["is_read"]
    ballot.refresh_from_db()
    assert ballot.validated_at is None

    person.post(review(ballot), {"is_read": "on"})
    ballot.refresh_from_db()
    assert ballot.validated_by == contact


def test_an_answer_is_taken_back_where_one_was_given(person, ballot, contact):
    begun(ballot, contact)
    number = ballot.round.options.all()[0].number
    undo = reverse("synergies:ballot_undo", args=[ballot.round_id, number])
    assert undo.encode() not in person.get(card(ballot)).content

    person.post(undo, {"version": 1})
    assert Vote.objects.filter(option__number=number).get().answer == "yes"

    person.post(card(ballot), {"answer": "no", "version": 1})
    person.post(undo, {"version": 2})
    assert Vote.objects.filter(option__number=number).get().answer == "yes"
    assert VoteChange.objects.filter(option__number=number).count() == 3


def test_a_browser_that_sends_the_answers_it_finds_is_not_taken_for_a_person(
    person, ballot, contact
):
    begun(ballot, contact)

    person.post(card(ballot), {"answer": "yes", "version": 1, "note": "lundi"})

    assert "is_read" in person.get(review(ballot)).context["form"].fields
