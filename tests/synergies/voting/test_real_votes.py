"""Our counting on real elections and reference instances, which stay outside the repository.

REAL_VOTES names the folder: pabulib/*.pb with their published winners, abcvoting/*.yaml with the
committees that another program elects.
"""

import json
import os
import re
from fractions import Fraction
from pathlib import Path

import pytest

from synergies.voting.election import Election, Outcome, Utility
from synergies.voting.equal_shares import by_budget, share_out
from synergies.voting.greedy import most_points
from synergies.voting.pabulib import PabulibFile, Project, Vote, election_of, read_pabulib
from synergies.voting.pav import sequential
from synergies.voting.tally_file import Request, tally_file
from tests.synergies.voting import independent

LARGEST_FOR_PABUTOOLS = 700  # voters


def real_files(pattern: str) -> list[Path]:
    folder = os.environ.get("REAL_VOTES", "")
    if not folder:
        pytest.skip("no real votes here: set REAL_VOTES to their folder")
    paths = sorted(Path(folder).glob(pattern))
    assert paths
    return paths


def read(path: Path) -> PabulibFile:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return read_pabulib(file)


# -- Elections of cities --------------------------------------------------------------------


def test_greedy_gives_the_published_winners_of_every_city():
    for path in real_files("pabulib/*.pb"):
        file = read(path)

        result: dict = tally_file(file, Request(rule="greedy"))

        published = {one.id for one in file.projects if one.more["selected"] != "0"}
        assert {winner["id"] for winner in result["winners"]} == published, path.name


def test_votes_and_scores_are_those_that_the_cities_published():
    for path in real_files("pabulib/*.pb"):
        file = read(path)
        meta = dict(file.meta) | {"min_project_score_threshold": "0"}
        election = election_of(PabulibFile(meta, file.projects, file.votes))

        said: dict = {one.name: (one.judges, one.points) for one in election.candidates}
        for project in file.projects:
            votes = int(project.more["votes"])
            score = int(project.more.get("score", votes))
            assert said.get(project.id, (0, 0)) == (votes, score), (path.name, project.id)


def test_payments_are_the_costs_and_nobody_pays_more_than_the_share():
    for path in real_files("pabulib/*.pb"):
        election = election_of(read(path))

        outcome = share_out(election, completion=by_budget(election))

        spent = [Fraction(0)] * len(election.voters)
        for win in outcome.wins:
            assert sum(win.payments.values()) == election.candidates[win.candidate].cost
            for voter, part in win.payments.items():
                spent[voter] += part
        assert {one + left for one, left in zip(spent, outcome.left, strict=True)} == {
            outcome.share
        }


@pytest.mark.skipif(not independent.HAS_PABUTOOLS, reason="pabutools is not installed")
@pytest.mark.parametrize("utility", list(Utility))
def test_small_cities_are_counted_as_by_pabutools(utility):
    for path in real_files("pabulib/*.pb"):
        election = election_of(read(path))
        if len(election.voters) > LARGEST_FOR_PABUTOOLS or len(election.candidates) < 4:
            continue
        theirs = independent.ByPabutools(_drawn(read(path)), utility.value)

        outcome = share_out(election, utility=utility, completion=by_budget(election))

        assert theirs.equal_shares(outcome.share) == [
            (
                election.candidates[win.candidate].name,
                {election.voters[voter]: part for voter, part in win.payments.items()},
            )
            for win in outcome.wins
        ]
        costs = {one.name: one.cost for one in election.candidates}
        larger = theirs.equal_shares(outcome.share + 1)
        assert sum(costs[name] for name, _paid in larger) > election.budget


def _drawn(file: PabulibFile) -> dict:
    """The election in the plain terms of `independent`; costs and points are whole here."""
    eligible = {one.name for one in election_of(file).candidates}
    return {
        "vote_type": file.meta["vote_type"],
        "budget": int(file.meta["budget"]),
        "costs": {one.id: int(one.cost or 0) for one in file.projects if one.id in eligible},
        "votes": {
            vote.voter: {
                name: int(points) for name, points in vote.points.items() if name in eligible
            }
            for vote in sorted(file.votes, key=lambda vote: int(re.sub(r"\D", "", vote.voter)))
        },
    }


# -- Committees elected by another program --------------------------------------------------


def instances() -> list[tuple[str, PabulibFile, int, dict[str, list[set[str]]]]]:
    """(name, election, places, committees by rule) of every instance."""
    return [_instance(path) for path in real_files("abcvoting/*.yaml")]


def _instance(path: Path) -> tuple[str, PabulibFile, int, dict[str, list[set[str]]]]:
    text = path.read_text(encoding="utf-8")
    head, computed = text.split("compute:", 1)
    found = re.search(r"profile: (.*?)\s+num_cand: (\d+)\s+committeesize: (\d+)", head, re.DOTALL)
    assert found
    profile, number, places = json.loads(found[1]), int(found[2]), int(found[3])
    committees: dict[str, list[set[str]]] = {}
    for rule, result in re.findall(
        r"rule_id: (\S+)\s+result: ([\[\]\d,\s]+?)\s+resolute: false", computed
    ):
        committees[rule] = [{str(one) for one in committee} for committee in json.loads(result)]
    file = PabulibFile(
        {"vote_type": "approval"},
        tuple(Project(str(rank), None) for rank in range(number)),
        tuple(
            Vote(str(rank), {str(one): Fraction(1) for one in approved})
            for rank, approved in enumerate(profile)
        ),
    )
    return path.name, file, places, committees


def names_of(election: Election, outcome: Outcome) -> set[str]:
    return {election.candidates[win.candidate].name for win in outcome.wins}


def assert_elected(
    election: Election, elected: set[str], committees: list[set[str]], name: str
) -> None:
    """One of the committees; what nobody wants is never elected, even to fill it."""
    wanted = {one.name for one in election.wanted()}
    assert elected in [committee & wanted for committee in committees], name


def test_sequential_pav_elects_one_of_the_expected_committees():
    for name, file, places, committees in instances():
        election = election_of(file, places=places)

        elected = names_of(election, sequential(election))
        assert_elected(election, elected, committees["seqpav"], name)


def test_greedy_elects_one_of_the_expected_committees():
    for name, file, places, committees in instances():
        election = election_of(file, places=places)

        elected = names_of(election, most_points(election))
        assert_elected(election, elected, committees["av"], name)


def test_equal_shares_are_part_of_an_expected_committee_and_all_of_it_when_full():
    for name, file, places, committees in instances():
        election = election_of(file, places=places)

        elected = names_of(election, share_out(election))

        assert any(elected <= committee for committee in committees["equal-shares"]), name
        if len(elected) == places:
            assert elected in committees["equal-shares"], name
