from datetime import timedelta
from fractions import Fraction

import pytest
from django.utils import timezone

from synergies import tasks
from synergies.models import Answer, Tally, TallyLine
from synergies.services.counting import tally_closed_rounds
from synergies.services.tallies import TallyRefused, tally_round, uncounted_rounds
from tests.factories import (
    BallotFactory,
    PartyFactory,
    RoundFactory,
    RoundOptionFactory,
    VoteFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def counted_round():
    """Four companies, two places. One wants nothing; 30 has a single supporter."""
    round_ = RoundFactory(closed=True, places=2)
    options = {n: RoundOptionFactory(round=round_, number=n) for n in (10, 20, 30)}
    a, b, c, d = BallotFactory.create_batch(4, round=round_)
    for ballot in (a, b, c):
        VoteFactory(ballot=ballot, option=options[10])
    VoteFactory(ballot=a, option=options[20], answer=Answer.PRIORITY)
    VoteFactory(ballot=b, option=options[20])
    VoteFactory(ballot=c, option=options[20], answer=Answer.MAYBE)
    VoteFactory(ballot=c, option=options[30])
    VoteFactory(ballot=d, option=options[30], answer=Answer.NOT_CONCERNED)
    PartyFactory(synergy=options[30].synergy, company=d.company)
    PartyFactory(synergy=options[30].synergy, company=a.company)
    BallotFactory(company=a.company)  # a ballot of another round must not be counted in
    return round_


def test_a_tally_says_which_options_are_in_why_and_how_everybody_answered(counted_round):
    tally = tally_round(round_=counted_round, now=timezone.now())

    assert (tally.company_count, tally.voter_count, tally.answer_count) == (4, 4, 8)
    lines = {line.option.number: line for line in tally.lines.all()}
    assert (lines[10].retained_rank, lines[10].price, lines[10].band) == (1, "1/3", "retained")
    assert (lines[20].retained_rank, lines[20].price) == (2, "1/2")
    assert lines[20].band == TallyLine.Band.RETAINED
    assert (lines[20].priority_count, lines[20].yes_count, lines[20].maybe_count) == (1, 1, 1)
    assert (lines[30].retained_rank, lines[30].band) == (None, "outside")
    assert (lines[30].not_concerned_count, lines[30].silent_count) == (1, 1)
    assert not any(line.is_fill_up for line in lines.values())


def test_shares_are_kept_as_exact_fractions_that_add_up(counted_round):
    tally = tally_round(round_=counted_round, now=timezone.now())

    for stored in tally.shares.values():
        paid = sum(map(Fraction, stored["paid"].values()))
        assert paid + Fraction(stored["remaining"]) == Fraction(stored["share"])
    company = str(counted_round.ballots.order_by("pk").first().company_id)
    assert tally.shares[company]["paid"] == {"10": "1/3", "20": "1/2"}


def test_counting_twice_gives_the_same_row(counted_round):
    first = tally_round(round_=counted_round, now=timezone.now())

    second = tally_round(round_=counted_round, now=timezone.now())

    assert second == first
    assert Tally.objects.count() == 1
    assert TallyLine.objects.count() == 3


@pytest.mark.parametrize("state", [{}, {"planned": True}, {"cancelled": True}])
def test_a_round_is_counted_only_after_its_close(state):
    with pytest.raises(TallyRefused):
        tally_round(round_=RoundFactory(**state), now=timezone.now())


def test_a_round_nobody_voted_in_is_counted_too():
    round_ = RoundOptionFactory(round=RoundFactory(closed=True)).round

    tally = tally_round(round_=round_, now=timezone.now())

    assert (tally.voter_count, tally.shares) == (0, {})
    assert tally.lines.get().band == TallyLine.Band.OUTSIDE


def test_the_clock_counts_what_is_closed_and_not_counted_yet():
    closed = RoundFactory(closed=True)
    open_now = RoundFactory()
    RoundFactory(closed=True, cancelled=True)
    now = timezone.now()

    assert list(uncounted_rounds(now)) == [closed]
    assert [tally.round for tally in tally_closed_rounds(now=now)] == [closed]
    assert tally_closed_rounds(now=now) == []
    later = now + timedelta(days=30)
    assert [tally.round for tally in tally_closed_rounds(now=later)] == [open_now]


def test_the_task_counts_a_closed_round():
    round_ = RoundFactory(closed=True)

    tasks.tally(round_.pk)

    assert round_.tallies.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_counting_takes_the_same_queries_for_one_and_three_options(
    count, django_assert_num_queries
):
    ballot = BallotFactory(round=RoundFactory(closed=True))
    VoteFactory.create_batch(count, ballot=ballot)

    with django_assert_num_queries(26):
        tally_round(round_=ballot.round, now=timezone.now())
