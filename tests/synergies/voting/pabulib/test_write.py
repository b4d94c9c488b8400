import io
from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from synergies.voting.pabulib import (
    PabulibFile,
    Project,
    Vote,
    hash_of,
    read_pabulib,
    write_pabulib,
)
from synergies.voting.pabulib.records import decimal, number
from tests.synergies.voting.elections_at_random import files


def written(file: PabulibFile) -> str:
    text = io.StringIO()
    write_pabulib(file, text)
    return text.getvalue()


def read(text: str) -> PabulibFile:
    return read_pabulib(io.StringIO(text, newline=""))


def test_a_file_is_written_with_its_three_sections():
    file = PabulibFile(
        {"vote_type": "cumulative", "budget": "100", "comment": "a; b", "description": "PB"},
        (Project("1", Fraction(121, 2), 'Haie "longue"', {"selected": "1"}), Project("2", None)),
        (Vote("a", {"2": Fraction(3), "1": Fraction(1, 2)}), Vote("b", {}, Fraction(2))),
    )

    assert written(file) == (
        "META\nkey;value\ndescription;PB\nnum_projects;2\nnum_votes;2\nbudget;100\n"
        'vote_type;cumulative\ncomment;"a; b"\n'
        'PROJECTS\nproject_id;cost;name;selected\n1;60.5;"Haie ""longue""";1\n2;;;\n'
        "VOTES\nvoter_id;vote;points;weight\na;2,1;3,0.5;1\nb;;;2\n"
    )


@given(file=files())
@settings(deadline=None)
def test_what_is_written_is_read_back_unchanged(file):
    back = read(written(file))

    assert (back.projects, back.votes) == (file.projects, file.votes)
    counts = {"num_projects": str(len(file.projects)), "num_votes": str(len(file.votes))}
    assert back.meta == dict(file.meta) | counts
    assert hash_of(back, {}) == hash_of(file, {})


@given(name=st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20))
def test_any_name_is_read_back_unchanged(name):
    file = PabulibFile({"vote_type": "approval"}, (Project("1", Fraction(1), name),), ())

    assert read(written(file)).projects[0].name == name.strip()


def test_the_hash_is_that_of_what_is_counted_alone():
    votes = (Vote("a", {"1": Fraction(1)}, more={"age": "7"}), Vote("b", {}))
    file = PabulibFile(
        {"vote_type": "approval", "budget": "9"}, (Project("1", Fraction(3), "Haie"),), votes
    )

    same = PabulibFile(
        {"vote_type": "approval", "budget": "9.0", "comment": "x"},
        (Project("1", Fraction(3), "Banc"),),
        (Vote("a", {"1": Fraction(1)}),),
    )
    assert hash_of(same, {"places": 2}) == hash_of(file, {"places": 2})
    others = [
        hash_of(file, {"places": 3}),
        hash_of(replace(file, meta={"vote_type": "approval", "budget": "8"}), {"places": 2}),
        hash_of(replace(file, projects=(Project("1", Fraction(4)),)), {"places": 2}),
        hash_of(replace(file, votes=(Vote("a", {"1": Fraction(2)}),)), {"places": 2}),
        hash_of(replace(file, votes=(Vote("a", votes[0].points, Fraction(2)),)), {"places": 2}),
    ]
    assert len({hash_of(file, {"places": 2}), *others}) == 6


@given(whole=st.integers(-10_000, 10_000), places=st.integers(0, 6))
def test_decimals_are_written_exactly_as_they_are_read(whole, places):
    value = Fraction(whole, 10**places)

    assert number(decimal(value)) == value
