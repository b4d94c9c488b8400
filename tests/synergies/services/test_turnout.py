from datetime import date, timedelta

import pytest
from django.utils import timezone

from synergies.services.on_behalf import lines_of
from synergies.services.rounds import open_round
from synergies.services.turnout import Progress, turnout_of
from tests.factories import (
    BallotFactory,
    ContactFactory,
    PartyFactory,
    RoundFactory,
    VoteFactory,
)

pytestmark = pytest.mark.django_db


def test_turnout_counts_answers_to_what_names_the_company_apart():
    ballot = BallotFactory(concerned_count=2)
    concerned = VoteFactory(ballot=ballot).option
    PartyFactory(synergy=concerned.synergy, company=ballot.company)
    PartyFactory(synergy=concerned.synergy)
    VoteFactory(ballot=ballot)
    contact = ContactFactory(company=ballot.company)
    ContactFactory(company=ballot.company, inactive=True)

    row = turnout_of(ballot.round)[0]

    assert (row.answered, row.concerned_answered, row.concerned) == (2, 1, 2)
    assert row.contacts == [contact]
    assert row.progress == Progress.STARTED


def test_progress_goes_from_not_started_to_validated():
    round_ = RoundFactory()
    BallotFactory(round=round_, company__name="A")
    BallotFactory(round=round_, company__name="B", validated=True)

    progress = [row.progress for row in turnout_of(round_)]

    assert progress == [Progress.NOT_STARTED, Progress.VALIDATED]


@pytest.mark.parametrize("count", [1, 3])
def test_turnout_takes_two_queries_for_one_and_three_companies(count, django_assert_num_queries):
    round_ = RoundFactory()
    for ballot in BallotFactory.create_batch(count, round=round_):
        ContactFactory(company=ballot.company)

    with django_assert_num_queries(2):
        turnout_of(round_)


def test_a_company_that_left_a_synergy_is_neither_named_nor_counted_by_it():
    left = PartyFactory(left_on=date(2019, 3, 1), left_reason="Sold.")
    stays = PartyFactory(synergy=left.synergy)
    now = timezone.now()
    round_ = open_round(
        initiative=left.synergy.initiative,
        title="Consultation",
        opens_at=now,
        closes_at=now + timedelta(days=9),
        now=now,
    )
    for ballot in round_.ballots.all():
        VoteFactory(ballot=ballot, option=round_.options.get())

    named = {row.company: (row.concerned, row.concerned_answered) for row in turnout_of(round_)}

    assert named == {left.company: (0, 0), stays.company: (1, 1)}
    assert round_.options.get().parties_text == str(stays.company)
    lines = lines_of(round_.ballots.get(company=left.company))
    assert [line.is_concerned for line in lines] == [False]
