"""The files of a round: whoever has them finds the same result, and no company."""

import csv
import io
import json
from typing import Any

import pytest
from django.utils import timezone

from synergies.models import Answer, Round
from synergies.services.counting import work_at_round
from synergies.services.published_rounds import FILES, published_round, stored_count
from synergies.services.tallies import ballots_of
from synergies.voting.ballots import Answer as PaperAnswer
from synergies.voting.ballots import Ballot, input_hash
from synergies.voting.counts import Parameters
from synergies.voting.pabulib import read_pabulib
from synergies.voting.rules import count_by
from synergies.voting.tally_file import Request, tally_file
from tests.factories import (
    BallotFactory,
    CompanyFactory,
    InitiativeFactory,
    RoundFactory,
    RoundOptionFactory,
    VoteFactory,
)

pytestmark = pytest.mark.django_db

EVIL_NAMES = ('=HYPERLINK("http://x")', "@SUM(A1)", "+1+1", "-2+3", "\tcmd")
WISHES = ((1, 2), (1, 2, 3), (1, 3, 4), (4, 5), (2, 5), (3,))


def counted(rule=Round.Rule.EQUAL_SHARES):
    """A counted round of five options; names of companies and titles that a sheet would run."""
    initiative = InitiativeFactory()
    round_ = RoundFactory(initiative=initiative, closed=True, places=3, rule=rule)
    options = {
        number: RoundOptionFactory(round=round_, number=number, title=title)
        for number, title in enumerate(EVIL_NAMES, start=1)
    }
    for rank, numbers in enumerate(WISHES):
        company = CompanyFactory(initiative=initiative, name=f"Company-canary {rank}")
        ballot = BallotFactory(round=round_, company=company)
        for number in numbers:
            answer = Answer.PRIORITY if number == rank else Answer.YES
            VoteFactory(ballot=ballot, option=options[number], answer=answer)
        VoteFactory(ballot=ballot, option=RoundOptionFactory(round=round_), answer=Answer.MAYBE)
    return work_at_round(round_=round_, now=timezone.now())


@pytest.mark.parametrize("rule", Round.Rule.values)
def test_the_stored_count_is_the_count(rule):
    tally = counted(rule)
    ballots = ballots_of(tally.round)

    assert stored_count(tally, ballots) == count_by(rule, ballots, Parameters(3))


@pytest.mark.parametrize("rule", Round.Rule.values)
def test_the_file_counted_again_gives_the_same_result_and_the_same_fingerprint(rule):
    tally = counted(rule)
    text = FILES["round.pb"][1](published_round(tally))

    again: dict[str, Any] = tally_file(
        read_pabulib(io.StringIO(text, newline="")), Request(rule=rule)
    )

    retained = tally.lines.filter(retained_rank__isnull=False).order_by("retained_rank")
    assert again["input_hash"] == tally.published_hash
    assert [one["id"] for one in again["winners"]] == [
        str(number) for number in retained.values_list("option__number", flat=True)
    ]


def test_the_ballots_of_the_sheet_have_the_fingerprint_of_the_page():
    tally = counted()
    text = FILES["ballots.csv"][1](published_round(tally))
    answers: dict[str, dict[int, PaperAnswer]] = {}
    for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")):
        answers.setdefault(row["ballot"], {})[int(row["option"])] = PaperAnswer(row["answer"])

    ballots = [Ballot(code, given) for code, given in answers.items()]

    assert input_hash(ballots, tally.parameters) == tally.published_hash


def test_no_file_names_a_company_or_its_key():
    tally = counted()
    published = published_round(tally)

    files = {name: make(published) for name, (_type, make) in FILES.items()}

    assert all("canary" not in text for text in files.values())
    codes = list(tally.round.ballots.values_list("published_code", flat=True))
    assert all(code in files["ballots.csv"] for code in codes)
    assert list(json.loads(files["result.json"])["ballots"]) == sorted(codes)


@pytest.mark.parametrize("name", ["ballots.csv", "result.csv"])
def test_no_cell_of_a_sheet_is_a_formula(name):
    text = FILES[name][1](published_round(counted())).removeprefix("\ufeff")

    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]

    assert any(cell.startswith("'=") for cell in cells)
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)


def test_the_file_says_which_round_it_is():
    tally = counted()
    meta = read_pabulib(io.StringIO(FILES["round.pb"][1](published_round(tally)), newline="")).meta

    assert meta["description"] == tally.round.title
    assert meta["rule"] == "equal-shares"
    assert meta["input_hash"] == tally.published_hash
