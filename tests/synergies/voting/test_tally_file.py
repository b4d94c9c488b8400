"""What `manage.py tally` writes: its keys, its amounts, and that they never change."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synergies.voting.election import Utility
from synergies.voting.pabulib import Vote, read_pabulib
from synergies.voting.tally_file import COMPLETIONS, RULES, Request, tally_file
from tests.synergies.voting.elections_at_random import files

GOLDEN = Path(__file__).parent / "data" / "golden"
REQUESTS = {
    "equal-shares-cost-add1": Request(),
    "equal-shares-cardinality-add1": Request(utility=Utility.CARDINALITY),
    "equal-shares-cost-none": Request(completion="none"),
    "equal-shares-3-places": Request(places=3),
    "greedy-cost": Request(rule="greedy"),
    "greedy-cardinality": Request(rule="greedy", utility=Utility.CARDINALITY),
    "pav-cost": Request(rule="pav"),
}


def read(path: Path):
    with path.open(encoding="utf-8", newline="") as file:
        return read_pabulib(file)


@pytest.mark.parametrize("name", REQUESTS)
@pytest.mark.parametrize("election", ["cumulative", "ordinal", "round"])
def test_the_same_input_gives_the_same_hash_and_result_for_ever(election, name):
    """A difference is a new version of the rule, never a new expectation."""
    result = tally_file(read(GOLDEN / f"{election}.pb"), REQUESTS[name])

    expected = json.loads((GOLDEN / f"{election}.json").read_text(encoding="utf-8"))
    assert json.loads(json.dumps(result)) == expected[name]


def test_keys_are_stable():
    result: dict = tally_file(read(GOLDEN / "cumulative.pb"), Request())

    assert list(result) == [
        "rule",
        "version",
        "parameters",
        "input_hash",
        "voter_count",
        "candidate_count",
        "share",
        "cost",
        "winners",
        "remaining",
    ]
    assert list(result["parameters"]) == [
        "utility",
        "completion",
        "places",
        "budget",
        "step",
        "fill_up",
        "skip",
        "minimum_points",
        "minimum_supporters",
    ]
    assert list(result["winners"][0]) == [
        "rank",
        "id",
        "name",
        "cost",
        "supporters",
        "points",
        "price",
        "score",
        "is_fill_up",
        "payments",
    ]


REQUESTS_AT_RANDOM = st.builds(
    Request,
    rule=st.sampled_from(RULES),
    utility=st.sampled_from(Utility),
    completion=st.sampled_from(COMPLETIONS),
    places=st.sampled_from([None, 1, 3]),
)


@given(file=files(), request_=REQUESTS_AT_RANDOM, step=st.sampled_from([1, -1]))
@settings(deadline=None)
def test_rows_in_another_order_and_a_voter_without_choice_change_nothing(file, request_, step):
    other = replace(
        file, projects=file.projects[::step], votes=(Vote("zz", {}), *file.votes[::step])
    )

    assert json.dumps(tally_file(other, request_)) == json.dumps(tally_file(file, request_))


def test_the_greedy_rule_of_a_file_that_stops_is_the_one_counted():
    text = (
        "META\nkey;value\nbudget;10\nvote_type;approval\nrule;greedy-no-skip\n"
        "PROJECTS\nproject_id;cost\n1;6\n2;5\n3;4\nVOTES\nvoter_id;vote\na;1,2,3\nb;1,2\nc;1\n"
    )

    stopping: dict = tally_file(read_pabulib(io.StringIO(text)), Request(rule="greedy"))
    passing: dict = tally_file(
        read_pabulib(io.StringIO(text.replace("-no-skip", ""))), Request(rule="greedy")
    )

    assert [one["id"] for one in stopping["winners"]] == ["1"]
    assert [one["id"] for one in passing["winners"]] == ["1", "3"]
    assert (stopping["parameters"]["skip"], passing["parameters"]["skip"]) == (False, True)
