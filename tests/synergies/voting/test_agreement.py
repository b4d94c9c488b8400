"""Our rules give what independent programs give: on elections and rounds drawn at random, whose
results are stored, and on real elections that lie outside the repository."""

import json

import pytest

from synergies.voting.ballots import Answer, Ballot
from synergies.voting.counts import Parameters
from synergies.voting.election import Election, Outcome, Utility
from synergies.voting.equal_shares import by_budget, equal_shares, share_out
from synergies.voting.greedy import most_points
from synergies.voting.pabulib import election_of
from synergies.voting.pav import sequential
from tests.synergies.voting import independent, independent_rounds
from tests.synergies.voting.elections_at_random import as_file

CASES = json.loads(independent.STORED.read_text(encoding="utf-8"))
ROUNDS = json.loads(independent_rounds.STORED.read_text(encoding="utf-8"))
UTILITIES = [utility.value for utility in Utility]
LETTERS = {
    "n": Answer.NO,
    "m": Answer.MAYBE,
    "y": Answer.YES,
    "p": Answer.PRIORITY,
    "c": Answer.NOT_CONCERNED,
}


def names_of(election: Election, outcome: Outcome) -> list[str]:
    return [election.candidates[win.candidate].name for win in outcome.wins]


def paid_of(election: Election, outcome: Outcome) -> list:
    return [
        [
            election.candidates[win.candidate].name,
            {election.voters[voter]: str(part) for voter, part in win.payments.items()},
        ]
        for win in outcome.wins
    ]


def ballots_of(case: dict) -> list[Ballot]:
    return [
        Ballot(
            company,
            {
                number: LETTERS[letter]
                for number, letter in enumerate(letters, start=1)
                if letter != "."
            },
        )
        for company, letters in case["ballots"].items()
    ]


# -- Stored results -------------------------------------------------------------------------


def test_there_are_enough_stored_results_and_they_are_not_trivial():
    assert len(CASES) >= 200
    assert {case["election"]["vote_type"] for case in CASES} == {
        "approval",
        "cumulative",
        "scoring",
        "ordinal",
    }
    assert sum(len(case["retained"]) > 2 for case in ROUNDS) >= 150
    assert sum(bool(case["retained"]) for case in ROUNDS) >= 200


@pytest.mark.parametrize("utility", UTILITIES)
def test_equal_shares_with_completion_pay_what_pabutools_pays(utility):
    for case in CASES:
        election = election_of(as_file(case["election"]))

        outcome = share_out(election, utility=Utility(utility), completion=by_budget(election))

        expected = case["results"][utility]
        assert paid_of(election, outcome) == expected["add1"], case["seed"]
        assert str(outcome.share) == expected["share"], case["seed"]


@pytest.mark.parametrize("utility", UTILITIES)
def test_equal_shares_without_completion_retain_what_pabutools_retains(utility):
    for case in CASES:
        election = election_of(as_file(case["election"]))

        outcome = share_out(election, utility=Utility(utility))

        assert names_of(election, outcome) == case["results"][utility]["none"], case["seed"]


@pytest.mark.parametrize("utility", UTILITIES)
def test_greedy_retains_what_pabutools_retains(utility):
    for case in CASES:
        election = election_of(as_file(case["election"]))

        outcome = most_points(election, utility=Utility(utility))

        assert names_of(election, outcome) == case["results"][utility]["greedy"], case["seed"]


def test_sequential_pav_retains_what_abcvoting_retains():
    approvals = [case for case in CASES if "pav" in case["results"]]
    for case in approvals:
        expected = case["results"]["pav"]
        election = election_of(as_file(case["election"]), places=len(expected))

        assert names_of(election, sequential(election)) == expected, case["seed"]

    assert len(approvals) >= 60


def test_rounds_are_counted_as_by_pabutools_to_the_last_payment():
    for case in ROUNDS:
        count = equal_shares(ballots_of(case), Parameters(case["places"], case["minimum"]))

        bought = [
            [str(one.number), {who: str(part) for who, part in one.payments.items()}]
            for one in count.retained
            if not one.is_fill_up
        ]
        assert bought == case["retained"], case["seed"]
        fill_ups = [str(one.number) for one in count.retained if one.is_fill_up]
        assert fill_ups == case["fill_ups"], case["seed"]
        assert str(count.share) == case["share"], case["seed"]


# -- The programs themselves, where they are installed --------------------------------------


@pytest.mark.skipif(not independent.HAS_PABUTOOLS, reason="pabutools is not installed")
def test_stored_results_are_those_of_pabutools():
    for case in CASES[::6]:
        assert independent.counted(case["seed"], stored=case) == case


@pytest.mark.skipif(not independent.HAS_PABUTOOLS, reason="pabutools is not installed")
def test_stored_rounds_are_those_of_pabutools():
    for case in ROUNDS[::6]:
        assert independent_rounds.counted(case["seed"]) == case
