"""The sample is drawn by lot, stays as it was, and keeps the verdicts that still hold."""

import csv
from io import StringIO
from pathlib import Path

import pytest

from synergies.detection import Kind, Match, Tier
from synergies.measures.ranking import Share
from synergies.measures.sample import (
    VerdictsRefused,
    draw,
    read_verdicts,
    sample_csv,
    standing,
)
from tests.synergies.detection.builders import offer

SEED = 2026
MATCHES = [
    Match(f"A-{n:02}", f"B-{n:02}", Kind.POOLING, Tier.SURE if n % 4 else Tier.LEAD, "slag", ())
    for n in range(40)
]
DECLARATIONS = [
    offer(f"Slag of {letter}-{n:02}", ref=f"{letter}-{n:02}") for n in range(40) for letter in "AB"
]
VERDICTS = """ref_a,ref_b,title_a,title_b,verdict,reason
A-01,B-01,Slag of A-01,Slag of B-01,right,both slag
B-02,A-02,Slag of B-02,Slag of A-02,wrong,one is wet
A-03,B-03,Ash of A-03,Slag of B-03,right,its title was another
A-05,B-05,Slag of A-05,Slag of B-05,,nobody has looked
A-04,B-04,Slag of A-04,Slag of B-04,right,no longer SURE
"""


@pytest.fixture
def verdicts(tmp_path: Path):
    path = tmp_path / "verdicts.csv"
    path.write_text(VERDICTS, encoding="utf-8")
    return read_verdicts(path)


def test_only_sure_matches_are_drawn_in_the_order_of_their_references():
    drawn = draw(MATCHES, 100, SEED)

    assert drawn == [match for match in MATCHES if match.tier is Tier.SURE]


def test_the_same_seed_draws_the_same_and_another_seed_another_sample():
    assert draw(MATCHES, 8, SEED) == draw(MATCHES[::-1], 8, SEED)
    assert draw(MATCHES, 8, SEED) != draw(MATCHES, 8, SEED + 1)


def test_a_larger_sample_holds_the_smaller_one():
    assert set(draw(MATCHES, 8, SEED)) < set(draw(MATCHES, 12, SEED))


def test_a_match_stays_in_the_sample_when_others_go():
    before = draw(MATCHES, 8, SEED)
    after = draw([match for match in MATCHES if match != before[0]], 8, SEED)

    assert set(before[1:]) < set(after)


def test_verdicts_hold_for_the_same_titles_only(verdicts):
    now = standing(draw(MATCHES, 100, SEED), verdicts, DECLARATIONS)

    assert [(match.ref_a, verdict.is_right) for match, verdict in now.judged] == [
        ("A-01", True),
        ("A-02", False),
    ]
    assert now.outdated == 2
    assert now.precision == Share(1, 2)
    assert now.least == Share(1, 30)


def test_a_verdict_is_right_or_wrong(tmp_path: Path):
    path = tmp_path / "verdicts.csv"
    path.write_text(VERDICTS.replace("wrong", "perhaps"), encoding="utf-8")

    with pytest.raises(VerdictsRefused) as refusal:
        read_verdicts(path)

    assert (refusal.value.line, refusal.value.detail) == (3, "perhaps")


def test_a_file_of_verdicts_has_its_columns(tmp_path: Path):
    path = tmp_path / "verdicts.csv"
    path.write_text("ref_a,ref_b,title_a,title_b\n", encoding="utf-8")

    with pytest.raises(VerdictsRefused) as refusal:
        read_verdicts(path)

    assert (refusal.value.line, refusal.value.detail) == (1, "verdict, reason")


def test_the_sample_can_be_filled_in_and_read_again(verdicts, vocabulary, tmp_path: Path):
    sample = draw(MATCHES, 100, SEED)
    text = sample_csv(standing(sample, verdicts, DECLARATIONS), DECLARATIONS, vocabulary)
    rows = list(csv.DictReader(StringIO(text)))
    path = tmp_path / "filled.csv"
    path.write_text(text, encoding="utf-8")

    assert [row["verdict"] for row in rows] == ["right", "wrong"] + [""] * 28
    assert (rows[0]["title_b"], rows[0]["label"]) == ("Slag of B-01", "laitier")
    assert standing(sample, read_verdicts(path), DECLARATIONS).judged == (
        standing(sample, verdicts, DECLARATIONS).judged
    )
