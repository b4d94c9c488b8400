import io
from fractions import Fraction

import pytest

from synergies.voting.pabulib import FileRefused, Vote, election_of, read_pabulib

META = {"budget": "100", "vote_type": "approval"}
PROJECTS = ("project_id;cost;name", "1;60;Banc", "2;40;Haie")


def text(meta=META, projects=PROJECTS, votes=("voter_id;vote", "a;1,2", "b;2")) -> str:
    rows = ["META", "key;value", *(f"{key};{value}" for key, value in meta.items())]
    return "\n".join([*rows, "PROJECTS", *projects, "VOTES", *votes]) + "\n"


def read(content: str):
    return read_pabulib(io.StringIO(content, newline=""))


def problems(content: str) -> list[tuple[int, str, str]]:
    with pytest.raises(FileRefused) as refused:
        read(content)
    return [(one.line, one.code, one.detail) for one in refused.value.problems]


# -- What is read ---------------------------------------------------------------------------


def test_an_approval_gives_one_point_to_each_project():
    file = read(text())

    assert file.meta == META
    assert [(one.id, one.cost, one.name) for one in file.projects] == [
        ("1", 60, "Banc"),
        ("2", 40, "Haie"),
    ]
    assert [(vote.voter, vote.points) for vote in file.votes] == [
        ("a", {"1": 1, "2": 1}),
        ("b", {"2": 1}),
    ]


@pytest.mark.parametrize("kind", ["cumulative", "scoring"])
def test_cumulative_and_scoring_ballots_say_their_points(kind):
    votes = ("voter_id;vote;points", "a;2,1;7,2.5", "b;;")

    file = read(text(META | {"vote_type": kind}, votes=votes))

    assert [vote.points for vote in file.votes] == [{"2": 7, "1": Fraction(5, 2)}, {}]


def test_an_ordinal_ballot_gives_one_point_to_its_last_and_one_more_to_each_before():
    votes = ("voter_id;vote", "a;2,1", "b;1")

    file = read(text(META | {"vote_type": "ordinal", "max_length": "2"}, votes=votes))

    assert [vote.points for vote in file.votes] == [{"2": 2, "1": 1}, {"1": 1}]


def test_an_ordinal_ballot_that_says_its_points_gives_those():
    votes = ("voter_id;vote;points", "a;2,1;5,3")

    file = read(text(META | {"vote_type": "ordinal"}, votes=votes))

    assert file.votes[0].points == {"2": 5, "1": 3}


def test_a_scoring_ballot_gives_the_default_score_to_what_it_does_not_name():
    votes = ("voter_id;vote;points", "a;2;4", "b;;")
    meta = META | {"vote_type": "scoring", "default_score": "-1"}

    assert [vote.points for vote in read(text(meta, votes=votes)).votes] == [
        {"1": -1, "2": 4},
        {},
    ]


def test_a_weight_counts_for_so_many_voters():
    votes = ("voter_id;vote;weight", "a;1;2", "b;2;0.5", "c;2;")

    file = read(text(votes=votes))

    assert [vote.weight for vote in file.votes] == [2, Fraction(1, 2), 1]
    assert election_of(file).voices == (4, 1, 2)


def test_other_columns_are_kept_as_they_are():
    projects = ("project_id;cost;name;category;selected", "1;60;Banc;a,b;1", "2;40;Haie;;0")
    votes = ("voter_id;age;sex;vote", "a;34;;1", "b;;F;2")

    file = read(text(projects=projects, votes=votes))

    assert [one.more for one in file.projects] == [
        {"category": "a,b", "selected": "1"},
        {"selected": "0"},
    ]
    assert [vote.more for vote in file.votes] == [{"age": "34"}, {"sex": "F"}]


def test_quoted_cells_hold_semicolons_quotes_and_new_lines():
    projects = ("project_id;cost;name", '1;60;"Haie; étape 2"', '2;40;"""Konik""\nplac"')

    file = read(text(projects=projects))

    assert [one.name for one in file.projects] == ["Haie; étape 2", '"Konik"\nplac']


def test_a_quotation_mark_inside_a_cell_is_a_letter():
    assert read(text(projects=(*PROJECTS, '3;5;Tuyau 12" neuf'))).projects[2].name == (
        'Tuyau 12" neuf'
    )


def test_a_comment_of_meta_may_hold_semicolons_without_quotes():
    assert read(text(META | {"comment": "un; deux; trois"})).meta["comment"] == "un; deux; trois"


def test_spaces_empty_lines_missing_cells_and_the_columns_of_a_spreadsheet_are_forgiven():
    content = (
        "META;;;\nkey; value;;\nbudget; 100 ;;\nvote_type;approval;;\n\n"
        "projects;;;\r\nproject_id; cost; name;\r\n 1 ; 60\r\n2;40;Haie;\r\n"
        "VOTES;;;\nvoter_id;vote;age\na; 1 , 2 ;none\nb\n"
    )

    file = read(content)

    assert file.meta == META
    assert [(one.id, one.cost, one.name) for one in file.projects] == [
        ("1", 60, ""),
        ("2", 40, "Haie"),
    ]
    assert [(vote.points, vote.more) for vote in file.votes] == [({"1": 1, "2": 1}, {}), ({}, {})]


def test_money_may_have_decimals_with_a_point_or_a_comma():
    projects = ("project_id;cost", "1;60.25", "2;40,5")

    election = election_of(read(text(META | {"budget": "100,75"}, projects)))

    assert (election.parts, election.budget) == (4, 403)
    assert sorted(one.cost for one in election.candidates) == [162, 241]


# -- What is refused, with its line ---------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", [(1, "section_missing", "META, PROJECTS, VOTES")]),
        ("1;2;3\n", [(1, "no_section", "1"), (1, "section_missing", "META, PROJECTS, VOTES")]),
        ("META\nkey;value\nbudget;1\n", [(3, "section_missing", "PROJECTS, VOTES")]),
        (text() + "META\nkey;value\n", [(13, "section_twice", "META")]),
    ],
)
def test_a_file_without_its_sections_is_refused(content, expected):
    assert problems(content) == expected


@pytest.mark.parametrize(
    ("meta", "expected"),
    [
        ({"budget": "100"}, [(1, "vote_type", "")]),
        (META | {"vote_type": "knapsack"}, [(4, "vote_type", "knapsack")]),
        (META | {"budget": "a lot"}, [(3, "number", "budget = a lot")]),
        (META | {"budget": "-5"}, [(3, "number", "budget = -5")]),
        (META | {"budget": "1e999"}, [(3, "number", "budget = 1e999")]),
        (META | {"max_length": "two"}, [(5, "number", "max_length = two")]),
        (META | {"places": "1.5"}, [(5, "number", "places = 1.5")]),
        (META | {"num_votes": "3"}, [(5, "num_votes", "3 ≠ 2")]),
        (META | {"num_projects": "1"}, [(5, "num_projects", "1 ≠ 2")]),
        (META | {"scoring_fn": "Plurality"}, [(5, "scoring_fn", "Plurality")]),
        (META | {"max_length": "1"}, [(12, "max_length", "2 > 1")]),
        (META | {"min_length": "2"}, [(13, "min_length", "1 < 2")]),
    ],
)
def test_meta_that_is_wrong_or_broken_by_a_ballot_is_refused(meta, expected):
    assert problems(text(meta)) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (("project_id;cost", "1;60", "1;40"), [(8, "project_twice", "1")]),
        (("project_id;cost", "1;60", ";40", "2;3"), [(8, "missing_cell", "project_id")]),
        (("project_id;cost", "1;sixty", "2;40"), [(7, "number", "cost = sixty")]),
        (("project_id;cost", "1;-6", "2;40"), [(7, "number", "cost = -6")]),
        (("project_id;cost", "1;60;7;8", "2;40"), [(7, "too_many_cells", "4")]),
        (("project_id;project_id", "1;60"), [(6, "missing_column", "project_id")]),
        (("number;cost", "1;60"), [(6, "missing_column", "project_id")]),
        (("project_id;cost;name", "1;60;Banc", '2;40;"Haie'), [(8, "open_quote", '2;40;"Haie')]),
    ],
)
def test_projects_that_are_wrong_are_refused(rows, expected):
    found = problems(text(projects=rows))

    assert [one for one in found if one[1] != "unknown_project"][: len(expected)] == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (("voter_id;vote", "a;1", "a;2"), [(12, "voter_twice", "a")]),
        (("voter_id;vote", ";1"), [(11, "missing_cell", "voter_id")]),
        (("voter_id;vote", "a;1,3"), [(11, "unknown_project", "3")]),
        (("voter_id;vote", "a;1,2,1"), [(11, "choice_twice", "1")]),
        (("voter_id;vote", "a;1,"), [(11, "unknown_project", "")]),
        (("voter_id;vote;weight", "a;1;0"), [(11, "number", "weight = 0")]),
        (("voter_id;vote;weight", "a;1;x"), [(11, "number", "weight = x")]),
        (("voter_id;choice", "a;1"), [(10, "missing_column", "vote")]),
        (("voter_id;vote", "a;9", "b;1", "b;8"), None),
    ],
)
def test_votes_that_are_wrong_are_refused(rows, expected):
    every = [
        (11, "unknown_project", "9"),
        (13, "voter_twice", "b"),
        (13, "unknown_project", "8"),
    ]

    assert problems(text(votes=rows)) == (expected or every)


@pytest.mark.parametrize(
    ("kind", "more", "vote", "code"),
    [
        ("choose-1", {}, "a;1,2;", "max_length"),
        ("cumulative", {}, "a;1,2;5", "points_count"),
        ("cumulative", {}, "a;1,2;", "points_count"),
        ("cumulative", {}, "a;1,2;5,many", "number"),
        ("cumulative", {"max_sum_points": "10"}, "a;1,2;6,5", "max_sum_points"),
        ("cumulative", {"min_sum_points": "10"}, "a;1,2;4,5", "min_sum_points"),
        ("cumulative", {"max_points": "5"}, "a;1,2;4,6", "max_points"),
        ("scoring", {"min_points": "0"}, "a;1,2;4,-6", "min_points"),
    ],
)
def test_points_that_are_wrong_are_refused(kind, more, vote, code):
    content = text({"budget": "9", "vote_type": kind} | more, votes=("voter_id;vote;points", vote))

    assert [problem[:2] for problem in problems(content)] == [(11 + len(more), code)]


def test_the_line_counts_those_inside_quoted_cells():
    projects = ("project_id;cost;name", '1;60;"un\ndeux"', "2;x;Haie")

    assert problems(text(projects=projects))[0] == (9, "number", "cost = x")


def test_a_cost_or_a_budget_that_is_missed_is_refused_when_it_is_needed():
    without_cost = read(text(projects=("project_id", "1", "2")))
    without_budget = read(text({"vote_type": "approval"}))

    for file, code in ((without_cost, "no_cost"), (without_budget, "no_budget")):
        assert election_of(file, places=1).budget == 1
        with pytest.raises(FileRefused) as refused:
            election_of(file)
        assert [problem.code for problem in refused.value.problems] == [code]


def test_a_voter_without_choice_holds_no_share_and_one_who_gave_nothing_does():
    votes = (Vote("a", {}), Vote("b", {"1": Fraction(0)}), Vote("c", {"1": Fraction(1)}))
    file = read(text(META | {"vote_type": "scoring"}, votes=("voter_id;vote;points", "a;1;1")))

    election = election_of(type(file)(file.meta, file.projects, votes))

    assert election.voters == ("b", "c")


def test_projects_below_the_threshold_are_no_candidates():
    meta = META | {"min_project_score_threshold": "2"}

    assert [one.name for one in election_of(read(text(meta))).candidates] == ["2"]
