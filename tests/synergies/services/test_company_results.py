"""The result of a round for one company."""

from datetime import timedelta

import pytest
from django.utils import timezone

from synergies.models import Answer, CommitteeDecision
from synergies.services.company_results import counted_rounds_of, result_of_company
from synergies.services.tallies import tally_round
from tests.factories import (
    BallotFactory,
    CommitteeDecisionFactory,
    RoundFactory,
    RoundOptionFactory,
    TallyFactory,
    VoteFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ballot():
    """A ballot of a closed round with six proposals: the company wants four, a partner three."""
    round_ = RoundFactory(closed=True, places=3)
    one, two = (BallotFactory(round=round_, company__name=name) for name in ("A", "B"))
    wanted = [RoundOptionFactory(round=round_, title=title) for title in ("W1", "W2", "W3", "W4")]
    for option in wanted:
        VoteFactory(ballot=one, option=option)
    for option in wanted[:3]:
        VoteFactory(ballot=two, option=option)
    for title in ("N1", "N2"):
        VoteFactory(
            ballot=one, option=RoundOptionFactory(round=round_, title=title), answer=Answer.NO
        )
    return one


@pytest.fixture
def tally(ballot):
    return tally_round(round_=ballot.round, now=timezone.now())


def titles(lines):
    return [row.line.option.title for row in lines]


def option(tally, title):
    return tally.round.options.get(title=title)


def test_a_company_reads_what_became_of_each_of_its_wishes(ballot, tally):
    CommitteeDecisionFactory(
        tally=tally, option=option(tally, "W1"), kind=CommitteeDecision.Kind.SET_ASIDE
    )
    added = CommitteeDecisionFactory(tally=tally, option=option(tally, "W4"))
    other = CommitteeDecisionFactory(tally=tally, option=option(tally, "N1"))

    found = result_of_company(tally, ballot.company)

    assert titles(found.kept) == ["W2", "W3"]
    assert titles(found.set_aside) == ["W1"]
    assert titles(found.added) == ["W4"]
    assert titles(found.lost) == []
    assert (found.wish_count, found.programme_count, found.answer_count) == (4, 3, 6)
    assert {added, other} < set(found.decisions)


def test_what_it_did_not_get_says_why(ballot, tally):
    row = result_of_company(tally, ballot.company).lost[0]

    assert row.line.option.title == "W4"
    assert row.why != ""


def test_its_share_is_accounted_for(ballot, tally):
    receipt = result_of_company(tally, ballot.company).receipt

    assert receipt is not None
    assert receipt.company == ballot.company
    assert receipt.remaining + sum(part.part for part in receipt.parts) == receipt.share


def test_a_company_without_answer_has_no_receipt(ballot):
    silent = BallotFactory(round=ballot.round)
    tally = tally_round(round_=ballot.round, now=timezone.now())

    found = result_of_company(tally, silent.company)

    assert (found.receipt, found.answer_count, found.wish_count) == (None, 0, 0)


def test_the_result_of_a_company_takes_the_same_queries_whatever_it_wants(
    ballot, django_assert_num_queries
):
    for _ in range(2):
        tally = tally_round(round_=ballot.round, now=timezone.now())
        # ballot, votes, decisions, lines, votes, least points, company, options
        with django_assert_num_queries(8):
            result_of_company(tally, ballot.company)
        VoteFactory(ballot=ballot, option=RoundOptionFactory(round=ballot.round))


def test_the_space_lists_the_counted_rounds_of_the_company_the_latest_first(ballot, tally):
    company = ballot.company
    latest = RoundFactory(closed=True, closes_at=timezone.now() - timedelta(hours=1))
    BallotFactory(round=latest, company=company)
    TallyFactory.create_batch(2, round=latest)
    BallotFactory(round=RoundFactory(closed=True), company=company)  # not counted
    BallotFactory(round=RoundFactory(), company=company)  # open
    TallyFactory()  # of others

    assert list(counted_rounds_of(company)) == [latest, ballot.round]
