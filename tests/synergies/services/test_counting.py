"""Result, comparison and bands: what is missing is worked out, whoever is killed meanwhile."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from synergies.models import Answer, Counting, Round, Tally, TallyLine, Vote
from synergies.services import counting
from synergies.services.counting import (
    finish_counted_rounds,
    tally_closed_rounds,
    unfinished_rounds,
    work_at_round,
)
from synergies.services.tallies import ballots_of, tally_round
from synergies.voting.bands import bands
from synergies.voting.counts import Parameters
from synergies.voting.rules import count_by
from tests.factories import BallotFactory, RoundFactory, RoundOptionFactory, VoteFactory

pytestmark = pytest.mark.django_db

WISHES = ((1, 2), (1, 2, 3), (1, 3, 4), (4, 5), (2, 5), (1, 2))  # the first and the last are alike


def closed_round(rule=Round.Rule.EQUAL_SHARES, *, places=3, wishes=WISHES):
    """A closed round of five options: by company, the numbers that it wants."""
    round_ = RoundFactory(closed=True, places=places, rule=rule)
    options = {n: RoundOptionFactory(round=round_, number=n) for n in range(1, 6)}
    for numbers in wishes:
        ballot = BallotFactory(round=round_)
        for number in numbers:
            VoteFactory(ballot=ballot, option=options[number])
    return round_


def work(round_, **options):
    return work_at_round(round_=round_, now=timezone.now(), **options)


def bands_of(tally):
    return {line.option.number: line.band for line in tally.lines.select_related("option")}


def expected_bands(round_):
    rule = partial(count_by, round_.rule, parameters=Parameters(round_.places))
    found = bands(ballots_of(round_), rule, numbers=range(1, 6))
    return {number: band.value for number, band in found.items()}


def test_the_result_is_there_before_its_bands():
    round_ = closed_round()

    (tally,) = tally_closed_rounds(now=timezone.now())

    assert (tally.bands_state, tally.bands_done, tally.bands_total) == ("pending", 0, 5)
    assert set(bands_of(tally).values()) == {"retained", "outside"}
    assert sum(line.is_retained for line in tally.lines.all()) == 3
    assert list(unfinished_rounds(timezone.now())) == [round_]


@pytest.mark.parametrize("rule", Round.Rule.values)
def test_bands_follow_by_the_rule_of_the_round(rule):
    round_ = closed_round(rule)

    tally = work(round_)

    assert (tally.rule, tally.bands_state) == (rule, "ready")
    assert bands_of(tally) == expected_bands(round_)
    assert set(bands_of(tally).values()) & {"solid", "to_confirm"}
    assert list(unfinished_rounds(timezone.now())) == []


def test_done_twice_nothing_changes():
    round_ = closed_round()
    before = work(round_)

    after = work(round_)

    names = [field.attname for field in Tally._meta.fields]
    assert [getattr(after, name) for name in names] == [getattr(before, name) for name in names]
    assert finish_counted_rounds(now=timezone.now()) == []


class Killed(BaseException):
    """What no code catches, as when a worker is killed."""


class Counter:
    """Counts as the service does, and says how often; killed when it has made `at_most`."""

    def __init__(self, at_most=99):
        self.made, self.at_most = 0, at_most

    def __call__(self, *arguments):
        if self.made == self.at_most:
            raise Killed
        self.made += 1
        return count_by(*arguments)


@pytest.mark.parametrize("kept", [0, 1, 3])
def test_a_killed_worker_loses_at_most_the_count_it_was_making(monkeypatch, kept):
    """The next goes on behind the counts that are kept; from the start it would make all five."""
    round_ = closed_round()
    tally_round(round_=round_, now=timezone.now())
    monkeypatch.setattr(counting, "count_by", Counter(at_most=kept))
    with pytest.raises(Killed):
        work(round_)
    assert Tally.objects.get().bands_done == kept
    assert set(bands_of(Tally.objects.get()).values()) == {"retained", "outside"}

    successor = Counter()
    monkeypatch.setattr(counting, "count_by", successor)
    tally = work(round_)

    assert successor.made == 5 - kept
    assert bands_of(tally) == expected_bands(round_)


def test_one_worker_is_at_a_round_at_a_time_until_its_claim_ends():
    round_ = closed_round()
    now = timezone.now()
    Counting.objects.create(round=round_, claimed_until=now + timedelta(minutes=1))

    assert work_at_round(round_=round_, now=now) is None
    assert tally_closed_rounds(now=now) == []
    assert Tally.objects.count() == 0

    later = now + timedelta(minutes=2)
    tally = work_at_round(round_=round_, now=later)
    assert tally == Tally.objects.get()
    assert Tally.objects.get().bands_state == "ready"
    assert Counting.objects.get().claimed_until is None


def test_a_worker_whose_claim_was_replaced_overwrites_nothing(monkeypatch):
    """Another one finishes while this one counts: what it then finds is not written."""
    round_ = closed_round()
    tally_round(round_=round_, now=timezone.now())
    expected = expected_bands(round_)
    calls = []

    def count(*arguments):
        calls.append(arguments)
        if len(calls) == 1:  # a long one, at the end of which the claim has ended
            Counting.objects.update(claimed_until=None)
            work(round_)
        return count_by(*arguments)

    monkeypatch.setattr(counting, "count_by", count)
    tally = work(round_)

    assert (tally.bands_done, tally.bands_total) == (5, 5)
    assert len(calls) == 1 + 5
    assert bands_of(tally) == expected


def test_above_so_many_different_ballots_bands_are_not_worked_out(monkeypatch):
    monkeypatch.setattr(Tally, "MOST_BALLOTS_LEFT_OUT", 4)

    tally = work(closed_round())

    assert (tally.bands_state, tally.bands_total, tally.bands_done) == ("too_many", None, 0)
    assert set(bands_of(tally).values()) == {"retained", "outside"}
    assert len(tally.comparison) == 4
    assert list(unfinished_rounds(timezone.now())) == []


def test_the_comparison_says_whom_each_rule_leaves_with_nothing():
    """Two places: by the sum, the three companies that agree take both, and two get nothing."""
    round_ = closed_round(places=2, wishes=((1, 2), (1, 2), (1, 2), (4, 5), (4, 5)))

    tally = work(round_)

    stored = {one["rule"]: one for one in tally.comparison}
    assert list(stored) == ["equal-shares", "greedy", "average", "pav"]
    assert stored["equal-shares"]["kept"] == [1, 4]
    assert stored["equal-shares"]["left_out"] == []
    unlucky = sorted(round_.ballots.order_by("-pk").values_list("company", flat=True)[:2])
    assert stored["greedy"] == {
        "rule": "greedy",
        "version": "1",
        "parameters": {"places": 2, "minimum_supporters": 2},
        "kept": [1, 2],
        "wishing_count": 5,
        "left_out": unlucky,
        "median_kept": "2",
        "points": 12,
    }


def test_a_tally_made_before_rules_were_compared_keeps_its_result():
    round_ = closed_round()
    work(round_)
    round_.ballots.update(published_code="")
    Tally.objects.update(comparison=[], published_hash="")
    before = list(TallyLine.objects.order_by("pk").values())

    assert finish_counted_rounds(now=timezone.now()) == [round_]

    tally = Tally.objects.get()
    assert len(tally.comparison) == 4
    assert len(tally.published_hash) == 64
    assert list(TallyLine.objects.order_by("pk").values()) == before


def test_an_answer_that_comes_while_it_is_counted_is_counted(monkeypatch):
    """The clock of the count is ahead; without the second look its result would lack the answer."""
    round_ = closed_round()
    ballot = round_.ballots.first()
    late = RoundOptionFactory(round=round_, number=6)

    def progress(_spent):
        if not Vote.objects.filter(option=late).exists():
            VoteFactory(ballot=ballot, option=late, answer=Answer.PRIORITY)

    tally = tally_round(round_=round_, now=timezone.now(), progress=progress)

    assert tally.answer_count == Vote.objects.count()
    assert tally.lines.get(option=late).priority_count == 1
    assert Tally.objects.count() == 1


def test_a_long_count_says_how_far_it_is_and_renews_its_claim(monkeypatch):
    monkeypatch.setattr(counting, "REPORT_EVERY_S", 0)
    round_ = closed_round()
    now = timezone.now() - timedelta(minutes=2)  # its claim would soon end

    work_at_round(round_=round_, now=now)

    row = Counting.objects.get()
    assert (row.percent, row.claimed_until) == (100, None)


def test_published_codes_are_receipts_where_there_are_some_and_stay():
    round_ = closed_round()
    validated = round_.ballots.first()
    validated.receipt_code = "POM-7K3F-92QD"
    validated.save()
    silent = BallotFactory(round=round_)

    work(round_)
    codes = dict(round_.ballots.values_list("pk", "published_code"))
    Tally.objects.update(published_hash="")
    finish_counted_rounds(now=timezone.now())

    assert codes[validated.pk] == "POM-7K3F-92QD"
    assert codes[silent.pk] == ""
    assert len(set(codes.values())) == 7
    assert dict(round_.ballots.values_list("pk", "published_code")) == codes
