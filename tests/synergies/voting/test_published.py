import io
import json
from fractions import Fraction

import pytest
from hypothesis import given, settings

from synergies.voting.ballots import Answer, Ballot, input_hash
from synergies.voting.counts import Parameters
from synergies.voting.equal_shares import equal_shares
from synergies.voting.pabulib import FileRefused, read_pabulib, write_pabulib
from synergies.voting.published import (
    PublishedRound,
    as_json,
    ballot_rows,
    pseudonymous,
    result_rows,
)
from synergies.voting.published_pabulib import as_pabulib, ballots_of, is_round
from synergies.voting.rules import RULES, count_by
from synergies.voting.tally_file import Request, tally_file
from tests.synergies.voting.rounds_at_random import PARAMETERS, rounds

YES, PRIORITY, MAYBE, NO = Answer.YES, Answer.PRIORITY, Answer.MAYBE, Answer.NO
BALLOTS = [
    Ballot("Aciers Dupont", {1: YES, 2: PRIORITY, 3: NO}),
    Ballot("Zinguerie", {1: YES, 2: MAYBE, 3: Answer.NOT_CONCERNED}),
    Ballot("Muette", {}),
]
CODES = {"Aciers Dupont": "POM-9", "Zinguerie": "POM-1", "Muette": "POM-5"}
TWO_PLACES = Parameters(places=2)
TITLES = {1: "Collecte de cartons", 2: "Pont-bascule", 3: "=HYPERLINK(1)"}


def published(
    ballots=BALLOTS,
    parameters=TWO_PLACES,
    codes=CODES,
    titles=TITLES,
    rule="equal-shares",
) -> PublishedRound:
    count = count_by(rule, ballots, parameters)
    return PublishedRound(*pseudonymous(ballots, count, codes), titles, bands={1: "solid"})


def through_file(round_: PublishedRound):
    text = io.StringIO()
    write_pabulib(as_pabulib(round_), text)
    return read_pabulib(io.StringIO(text.getvalue(), newline=""))


# -- Pseudonyms -----------------------------------------------------------------------------


@pytest.mark.parametrize("rule", ["equal-shares", "greedy", "pav"])
def test_nobody_finds_a_no_in_what_is_published(rule):
    round_ = published(rule=rule)

    texts = [str(ballot_rows(round_)), json.dumps(as_json(round_)["ballots"])]
    assert not any('"no"' in text or "'no'" in text for text in texts)
    assert all(Answer.NO not in ballot.answers.values() for ballot in round_.ballots)


def test_the_average_cannot_be_counted_again_without_them():
    assert any(NO in ballot.answers.values() for ballot in published(rule="average").ballots)


def test_companies_become_codes_in_the_order_of_the_codes():
    ballots, count = pseudonymous(BALLOTS, equal_shares(BALLOTS, Parameters(places=2)), CODES)

    assert [ballot.company for ballot in ballots] == ["POM-1", "POM-9"]
    assert list(count.remaining) == ["POM-1", "POM-9"]
    assert count.retained[0].supporters == ("POM-1", "POM-9")
    assert list(count.retained[0].payments) == ["POM-1", "POM-9"]


def test_no_export_names_a_company():
    round_ = published()
    text = io.StringIO()
    write_pabulib(as_pabulib(round_), text)

    exports = [
        repr(ballot_rows(round_)),
        repr(result_rows(round_)),
        json.dumps(as_json(round_)),
        text.getvalue(),
    ]
    assert [one for one in exports if "Dupont" in one or "Zinguerie" in one] == []
    assert all("POM-9" in one for one in (exports[0], exports[2], exports[3]))


@pytest.mark.parametrize("codes", [{}, {"Aciers Dupont": "X", "Zinguerie": "X"}])
def test_every_voting_company_needs_a_pseudonym_of_its_own(codes):
    with pytest.raises(ValueError, match=r"^every voting company has a pseudonym of its own$"):
        published(codes=codes)


# -- CSV and JSON ---------------------------------------------------------------------------


def test_rows_of_the_ballots_are_one_for_each_answer_and_no_formula():
    assert ballot_rows(published()) == [
        ("ballot", "option", "title", "answer"),
        ("POM-1", "1", "Collecte de cartons", "yes"),
        ("POM-1", "2", "Pont-bascule", "maybe"),
        ("POM-1", "3", "'=HYPERLINK(1)", "not_concerned"),
        ("POM-9", "1", "Collecte de cartons", "yes"),
        ("POM-9", "2", "Pont-bascule", "priority"),
        ("POM-9", "3", "'=HYPERLINK(1)", "not_concerned"),
    ]


def test_rows_of_the_result_are_one_for_each_option():
    assert result_rows(published()) == [
        ("option", "title", "supporters", "points", "rank", "price", "is_fill_up", "band"),
        ("1", "Collecte de cartons", "2", "4", "1", "1/2", "0", "solid"),
        ("2", "Pont-bascule", "1", "4", "", "", "", ""),
        ("3", "'=HYPERLINK(1)", "0", "0", "", "", "", ""),
    ]


def test_json_holds_ballots_rule_parameters_and_result():
    content = json.loads(json.dumps(as_json(published())))

    assert content == {
        "about": {},
        "rule": "equal-shares",
        "version": "1",
        "parameters": {"minimum_supporters": 2, "places": 2},
        "input_hash": content["input_hash"],
        "options": {"1": "Collecte de cartons", "2": "Pont-bascule", "3": "=HYPERLINK(1)"},
        "ballots": {
            "POM-1": {"1": "yes", "2": "maybe", "3": "not_concerned"},
            "POM-9": {"1": "yes", "2": "priority", "3": "not_concerned"},
        },
        "share": "1",
        "remaining": {"POM-1": "1/2", "POM-9": "1/2"},
        "winners": [
            {
                "rank": 1,
                "id": "1",
                "name": "Collecte de cartons",
                "cost": "1",
                "supporters": "2",
                "points": "4",
                "price": "1/2",
                "score": None,
                "is_fill_up": False,
                "payments": {"POM-1": "1/2", "POM-9": "1/2"},
            }
        ],
        "bands": {"1": "solid"},
    }


# -- PaBuLib --------------------------------------------------------------------------------


def test_a_round_is_written_as_approvals_with_one_place_for_each_option():
    text = io.StringIO()
    write_pabulib(as_pabulib(published()), text)

    assert text.getvalue() == (
        "META\nkey;value\n"
        "description;unknown\ncountry;unknown\nunit;unknown\ninstance;unknown\n"
        "num_projects;3\nnum_votes;2\nbudget;2\nvote_type;approval\n"
        "rule;equal-shares\nplaces;2\nminimum_supporters;2\nrule_version;1\n"
        "answers;no,maybe,priority,not_concerned\n"
        f"input_hash;{published().input_hash}\n"
        "PROJECTS\nproject_id;cost;name;votes;selected\n"
        "1;1;Collecte de cartons;2;1\n2;1;Pont-bascule;1;0\n3;1;=HYPERLINK(1);0;0\n"
        "VOTES\nvoter_id;vote;no;maybe;priority;not_concerned\n"
        "POM-1;1;;2;;3\nPOM-9;1,2;;;2;3\n"
    )


@pytest.mark.parametrize("rule", RULES)
@given(ballots=rounds(), parameters=PARAMETERS)
@settings(deadline=None, max_examples=50)
def test_whoever_counts_the_published_file_finds_the_same(rule, ballots, parameters):
    codes = {ballot.company: f"POM-{99 - rank}" for rank, ballot in enumerate(ballots)}
    titles = {number: f"option {number}" for number in range(1, 13)}
    round_ = published(ballots, parameters, codes, titles, rule)

    file = through_file(round_)

    assert is_round(file)
    assert ballots_of(file) == list(round_.ballots)
    if rule == "average":  # counts judgements, which only a round has
        return
    result: dict = tally_file(file, Request(rule=rule))
    assert [int(one["id"]) for one in result["winners"]] == [
        one.number for one in count_by(rule, ballots, parameters).retained
    ]
    assert result["input_hash"] == round_.input_hash == file.meta["input_hash"]
    if rule == "equal-shares":
        assert result["winners"] == as_json(round_)["winners"]
        assert result["share"] == str(round_.count.share)
        assert result["remaining"] == as_json(round_)["remaining"]


def test_the_published_hash_is_that_of_the_published_ballots():
    round_ = published()

    assert round_.input_hash == input_hash(round_.ballots, {"minimum_supporters": 2, "places": 2})


def test_other_places_can_be_asked_of_a_published_round():
    result: dict = tally_file(through_file(published()), Request(places=1))

    assert result["parameters"]["places"] == 1
    assert result["parameters"]["step"] == str(Fraction(1, 200))
    assert result["parameters"]["minimum_supporters"] == 2


@pytest.mark.parametrize(
    ("row", "broken"),
    [
        ("POM-1;1;;2;;3", "POM-1;1;;2;2;3"),  # a priority that is not wanted
        ("POM-1;1;;2;;3", "POM-1;1;;1;;3"),  # wanted and maybe
        ("POM-1;1;;2;;3", "POM-1;1;;9;;3"),  # no such option
    ],
)
def test_answers_that_contradict_each_other_are_refused(row, broken):
    text = io.StringIO()
    write_pabulib(as_pabulib(published()), text)
    file = read_pabulib(io.StringIO(text.getvalue().replace(row, broken), newline=""))

    with pytest.raises(FileRefused) as refused:
        tally_file(file, Request())

    assert [problem.code for problem in refused.value.problems] == ["answers"]
