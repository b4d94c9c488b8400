import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synergies.voting.ballots import Answer, Ballot, Option, input_hash, supported_options, voting
from tests.synergies.voting.rounds_at_random import rounds

YES, PRIORITY, MAYBE, NO = Answer.YES, Answer.PRIORITY, Answer.MAYBE, Answer.NO


def test_only_yes_and_priority_are_support_and_all_answers_give_their_points():
    ballots = [
        Ballot("a", {1: YES}),
        Ballot("b", {1: PRIORITY}),
        Ballot("c", {1: MAYBE}),
        Ballot("d", {1: NO}),
        Ballot("e", {1: Answer.NOT_CONCERNED}),
    ]

    options = supported_options(ballots, minimum_supporters=2)

    assert options == [Option(1, ("a", "b"), 6)]


def test_options_come_in_the_order_of_the_tie_break():
    ballots = [
        Ballot("a", {1: YES, 2: YES, 3: PRIORITY, 4: YES}),
        Ballot("b", {1: YES, 2: YES, 3: YES, 4: YES}),
        Ballot("c", {4: YES}),
    ]

    options = supported_options(ballots, minimum_supporters=2)

    assert [option.number for option in options] == [4, 3, 1, 2]


def test_an_option_wanted_by_too_few_companies_is_left_out():
    ballots = [Ballot("a", {1: PRIORITY, 2: YES}), Ballot("b", {2: YES})]

    assert [o.number for o in supported_options(ballots, minimum_supporters=2)] == [2]


def test_a_ballot_without_answer_does_not_vote():
    ballots = [Ballot("b", {1: NO}), Ballot("a", {})]

    assert voting(ballots) == [Ballot("b", {1: NO})]


def test_two_ballots_of_one_company_are_an_error():
    with pytest.raises(ValueError, match=r"^a company has two ballots$"):
        voting([Ballot("a", {1: YES}), Ballot("a", {2: YES})])


def test_hash_is_the_one_computed_by_hand():
    ballots = [Ballot("é", {10: YES, 9: NO}), Ballot("a", {1: PRIORITY}), Ballot("z", {})]

    # printf '%s' '{"ballots":{"a":{"1":"priority"},"é":{"10":"yes","9":"no"}},
    #   "parameters":{"places":27}}' | sha256sum   (on one line)
    expected = "e684662c11c53c64c4283b5c256d0bfbd6136e22b87f114bbe6d1a014a87696e"
    assert input_hash(ballots, {"places": 27}) == expected


def test_hash_changes_with_an_answer_and_with_a_parameter():
    one = input_hash([Ballot("a", {1: YES})], {"places": 27})

    assert input_hash([Ballot("a", {1: PRIORITY})], {"places": 27}) != one
    assert input_hash([Ballot("a", {1: YES})], {"places": 26}) != one


@given(ballots=rounds(), seed=st.integers())
def test_hash_does_not_depend_on_the_order_of_input(ballots, seed):
    shuffled = [
        Ballot(b.company, dict(random.Random(seed).sample(list(b.answers.items()), len(b.answers))))
        for b in random.Random(seed).sample(ballots, len(ballots))
    ]

    assert input_hash(shuffled, {"places": 3}) == input_hash(ballots, {"places": 3})
