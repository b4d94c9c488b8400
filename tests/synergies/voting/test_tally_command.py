"""`manage.py tally`; no test here has a database, so none is touched."""

import json
import shutil
from io import StringIO
from pathlib import Path
from typing import get_args

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from synergies.management.commands import tally
from synergies.voting.pabulib.records import Code

GOLDEN = Path(__file__).parent / "data" / "golden"


@pytest.fixture
def election(tmp_path: Path) -> Path:
    path = tmp_path / "votes.pb"
    path.write_text(
        "META\nkey;value\nbudget;100\nvote_type;approval\n"
        "PROJECTS\nproject_id;cost;name\n1;60;Banc\n2;50;Haie\n3;20;Abri\n"
        "VOTES\nvoter_id;vote\na;1,2,3\nb;1,3\nc;1\nd;2\n",
        encoding="utf-8",
    )
    return path


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def run(*arguments: object) -> list[str]:
    said = StringIO()
    call_command("tally", *map(str, arguments), "--no-color", stdout=said)
    return said.getvalue().splitlines()


def refusal(*arguments: object) -> str:
    with pytest.raises(CommandError) as refused:
        run(*arguments)
    return str(refused.value)


def test_winners_are_printed_in_order_with_what_the_voters_paid(election):
    *winners, summary = run(election, "--completion", "none")

    assert winners == ["1. 1 Banc · 60 · 3 voters pay 20"]
    assert summary.startswith("1 of 3 retained by 4 voters, for 60 of 100; rule equal-shares 1; ")


def test_who_had_too_little_left_is_said(tmp_path):
    path = tmp_path / "votes.pb"
    path.write_text(
        "META\nkey;value\nbudget;20\nvote_type;approval\nPROJECTS\nproject_id;cost\n1;12\n2;8\n"
        "VOTES\nvoter_id;vote\na;1,2\nb;1\nc;2\nd;1\n",
        encoding="utf-8",
    )

    assert run(path)[:-1] == [
        "1. 1 · 12 · 3 voters pay 4",
        "2. 2 · 8 · 2 voters pay 6 a point, or what they had left",
    ]


def test_amounts_follow_the_language(election):
    with translation.override("fr"):
        winners = run(election, "--rule", "pav", "--places", 2)[:-1]

    assert winners[1].endswith(" 1,5")


def test_the_result_is_written_whole_as_json(election, tmp_path):
    output = tmp_path / "result.json"

    run(election, "--rule", "greedy", "--utility", "cost", "--output", output)

    result = json.loads(output.read_text(encoding="utf-8"))
    assert [(one["id"], one["cost"], one["score"]) for one in result["winners"]] == [
        ("1", "60", "3"),
        ("3", "20", "2"),
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["result.json", "votes.pb"]


def test_places_are_counted_whatever_the_projects_cost(election):
    winners = run(election, "--rule", "pav", "--places", 2)[:-1]

    assert winners == ["1. 1 Banc · 1 · score 3", "2. 2 Haie · 1 · score 1.5"]


def test_the_same_file_gives_the_same_bytes(tmp_path):
    for name in ("one.json", "other.json"):
        run(GOLDEN / "cumulative.pb", "--output", tmp_path / name)

    one, other = ((tmp_path / name).read_bytes() for name in ("one.json", "other.json"))
    assert one == other


def test_a_published_round_is_counted_as_the_round_was():
    said = run(GOLDEN / "round.pb")

    selected = {
        line.split(";")[0]
        for line in (GOLDEN / "round.pb").read_text(encoding="utf-8").splitlines()
        if line.endswith(";1") and ";Proposition " in line
    }
    assert {line.split(". ")[1].split(" ")[0] for line in said[:-1]} == selected
    assert "input 9363d0334ec152c66d9828a087a2093b1861c036bdec8094f11db21d9c344beb" in said[-1]


def test_a_malformed_file_is_refused_with_its_lines_and_nothing_is_written(election, tmp_path):
    output = tmp_path / "result.json"
    text = election.read_text(encoding="utf-8").replace("b;1,3", "b;1,7").replace(";20;", ";-;")
    election.write_text(text, encoding="utf-8")

    assert refusal(election, "--output", output) == (
        f"{election} cannot be counted:\n"
        "  line 9: this is no number that can be counted: cost = -\n"
        "  line 13: the ballot names a project that is not listed: 7"
    )
    assert not output.exists()


def test_a_file_without_budget_says_what_to_do(election):
    text = election.read_text(encoding="utf-8").replace("budget;100\n", "")
    election.write_text(text, encoding="utf-8")

    assert "line 1: META gives no budget: add it, or ask for --places" in refusal(election)
    assert len(run(election, "--places", 1)) == 2


def test_only_the_first_problems_are_listed(election):
    text = election.read_text(encoding="utf-8")
    election.write_text(text + "".join(f"v{n};9\n" for n in range(30)), encoding="utf-8")

    assert refusal(election).count("\n") == 21
    assert refusal(election).endswith("… and 10 more.")


def test_a_file_that_is_not_utf_8_is_refused_with_its_line(election):
    election.write_bytes(election.read_bytes().replace(b"Haie", b"Haie \xe9tape"))

    assert refusal(election) == f"{election}, line 8: this is not UTF-8 text."


def test_files_of_other_programs_may_begin_with_a_mark_and_end_lines_as_they_like(election):
    expected = run(election)
    text = election.read_text(encoding="utf-8").replace("\n", "\r\n")
    election.write_bytes(b"\xef\xbb\xbf" + text.encode())

    assert run(election) == expected


def test_a_file_that_is_not_there_is_said(tmp_path):
    assert refusal(tmp_path / "no.pb").startswith(f"Cannot read {tmp_path / 'no.pb'}: ")


def test_an_output_that_cannot_be_written_is_said(election, tmp_path):
    target = tmp_path / "folder"
    shutil.copytree(GOLDEN, target)

    assert refusal(election, "--output", target).startswith(f"Cannot write {target}: ")
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize(
    ("option", "value"),
    [("--places", "0"), ("--places", "many"), ("--rule", "borda"), ("--utility", "joy")],
)
def test_an_option_that_says_nothing_known_is_refused(election, option, value):
    assert option in refusal(election, option, value)


def test_every_problem_has_its_sentence():
    assert sorted(tally.PROBLEMS) == sorted(get_args(Code))


def test_a_terminal_shows_how_far_a_long_count_is(election, monkeypatch):
    screen = StringIO()
    monkeypatch.setattr(screen, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stderr", screen)

    run(election)

    assert "%" in screen.getvalue()


def test_elsewhere_nothing_but_the_result_is_said(election, capsys):
    run(election)

    assert capsys.readouterr().err == ""
