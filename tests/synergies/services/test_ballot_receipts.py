"""The copy of the receipt: to every contact of the company, in their language, once a version."""

import pytest
from django.utils import timezone

from companies.services.links import token_of
from pompey_ite.outbox.models import Mail
from synergies.emails import RECEIPT
from synergies.models import Answer, Channel
from synergies.services.ballots import BallotRefused, save_answer, validate_ballot
from synergies.services.rounds import link_purpose
from tests.factories import (
    BallotFactory,
    ContactFactory,
    PersonalLinkFactory,
    RoundOptionFactory,
    VoteFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ballot():
    return VoteFactory(option__title="Share the weighbridge", answer=Answer.YES).ballot


def validate(ballot):
    return validate_ballot(ballot=ballot, contact=None, now=timezone.now())


def receipts():
    return Mail.objects.filter(kind=RECEIPT)


def test_every_contact_of_the_company_gets_a_copy_and_nobody_else(ballot):
    ours = ContactFactory.create_batch(2, company=ballot.company)
    ContactFactory(company=ballot.company, email="")
    ContactFactory(company=ballot.company, is_active=False)
    ContactFactory()

    validate(ballot)

    assert set(receipts().values_list("recipient", flat=True)) == {one.email for one in ours}


def test_the_copy_says_what_was_answered_and_the_code(ballot):
    ContactFactory(company=ballot.company, language="en")

    done = validate(ballot)

    mail = receipts().get()
    for part in (mail.subject, mail.text, mail.html):
        assert done.receipt_code in part
    assert "Share the weighbridge" in mail.text
    assert "Share the weighbridge" in mail.html


def test_the_copy_is_in_the_language_of_its_reader(ballot):
    ContactFactory(company=ballot.company, language="fr")

    validate(ballot)

    assert "reçu" in receipts().get().subject


def test_each_copy_carries_the_link_of_its_reader_only(ballot):
    links = [
        PersonalLinkFactory(
            contact=ContactFactory(company=ballot.company), purpose=link_purpose(ballot.round)
        )
        for _contact in range(2)
    ]

    validate(ballot)

    for mine, other in (links, links[::-1]):
        text = receipts().get(recipient=mine.contact.email).text
        assert token_of(mine) in text
        assert token_of(other) not in text


def test_a_changed_ballot_validated_again_is_written_about_again(ballot):
    ContactFactory(company=ballot.company)
    validate(ballot)
    validate(ballot)
    assert receipts().count() == 1

    save_answer(
        ballot=ballot,
        option=RoundOptionFactory(round=ballot.round),
        answer=Answer.NO,
        version=0,
        channel=Channel.LINK,
        now=timezone.now(),
    )
    validate(ballot)

    assert receipts().count() == 2


def test_a_ballot_that_cannot_be_validated_writes_to_nobody():
    empty = BallotFactory()
    ContactFactory(company=empty.company)

    with pytest.raises(BallotRefused):
        validate(empty)

    assert not receipts().exists()
