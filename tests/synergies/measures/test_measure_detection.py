"""The command: each measure prints its tables; what cannot be read is said."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from synergies.management.commands import measure_detection

from .conftest import EXCHANGES

pytestmark = pytest.mark.usefixtures("english", "_few_words")


@pytest.fixture
def _few_words(vocabulary, monkeypatch):
    """Measure with the small vocabulary: what the real one is worth is tested elsewhere."""
    monkeypatch.setattr(measure_detection, "base", lambda: vocabulary)


def printed(*arguments: object) -> str:
    output = StringIO()
    call_command("measure_detection", *map(str, arguments), stdout=output)
    return output.getvalue()


def tables(text: str) -> list[list[list[str]]]:
    """The cells of each table, which two spaces or more hold apart."""
    return [
        [re.split(r" {2,}", line) for line in block.splitlines()]
        for block in text.strip().split("\n\n")
    ]


def numbers(table: list[list[str]]) -> dict[str, int]:
    """The first figure beside each name."""
    return {name: int(cells[0]) for name, *cells in table[1:]}


def test_pompey_counts_each_recorded_synergy_once():
    recorded, proposed = map(numbers, tables(printed("pompey")))

    assert sum(recorded[tier] for tier in ("SURE", "PROBABLE", "LEAD", "not found")) == 299
    assert proposed["any tier"] == sum(proposed[tier] for tier in ("SURE", "PROBABLE", "LEAD"))


def test_pompey_lists_those_not_found():
    text = printed("pompey", "--missing")
    not_found = numbers(tables(text)[0])["not found"]

    assert len(text.strip().split("\n\n")[-1].splitlines()) == not_found


def test_hard_negatives_are_a_hundred():
    assert sum(numbers(tables(printed("hard-negatives"))[0]).values()) == 100


def test_sample_is_a_csv_of_sure_matches():
    header, *rows = printed("sample", "--size", 2).splitlines()

    assert header.startswith("ref_a,company_a,direction_a,family_a,title_a,description_a,ref_b")
    assert len(rows) <= 2


def test_sample_counts_what_was_judged(tmp_path: Path, monkeypatch):
    path = tmp_path / "verdicts.csv"
    path.write_text(
        "ref_a,ref_b,title_a,title_b,verdict,reason\nX-1,X-2,one,other,right,gone\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(measure_detection, "VERDICTS", path)

    ((*_, outdated, precision, _least),) = tables(printed("sample", "--judged"))

    assert outdated == ["verdicts about something else", "1"]
    assert precision == ["precision of what was judged", "–"]


def test_a_verdict_that_cannot_be_read_is_said(tmp_path: Path, monkeypatch):
    path = tmp_path / "verdicts.csv"
    path.write_text(
        "ref_a,ref_b,title_a,title_b,verdict,reason\nX-1,X-2,one,other,maybe,\n", encoding="utf-8"
    )
    monkeypatch.setattr(measure_detection, "VERDICTS", path)

    with pytest.raises(CommandError, match="line 2: “maybe” is missing, or neither right nor"):
        printed("sample")


def test_exchanges_print_each_measure_in_turn():
    found = tables(printed("exchanges", EXCHANGES))

    assert [table[0][0] for table in found] == [
        "distinct texts",
        "pairs of waste texts",
        "tiers: right of matches, share of right found",
        "who could take it, by receiver_business",
        "who could take it, by final_use",
        "waste code in the first 5",
    ]
    assert numbers(found[0]) == {
        "waste": 7,
        "donor_business": 5,
        "receiver_business": 4,
        "final_use": 5,
        "all": 21,
    }


def test_exchanges_list_what_is_not_understood():
    blocks = printed("exchanges", EXCHANGES, "--missing").strip().split("\n\n")[-5:]

    assert blocks[0].split("\n  ") == ["waste without a concept", "Hot gas", "Sour serum"]
    assert [block.split("\n")[0] for block in blocks[1:]] == [
        "donor_business without a concept",
        "receiver_business without a concept",
        "final_use without a concept",
        "receivers that are not proposed",
    ]
    assert blocks[4].split("\n  ")[-1] == "Whey ('whey',) → Pig farm ()"


def test_a_file_that_is_not_there_is_said(tmp_path: Path):
    with pytest.raises(CommandError, match=r"Cannot read .*nowhere\.csv: No such file"):
        printed("exchanges", tmp_path / "nowhere.csv")


def test_a_file_without_the_columns_is_refused(tmp_path: Path):
    path = tmp_path / "other.csv"
    path.write_text("exchange_id,waste,ewc,cpa,treatment,final_use\n", encoding="utf-8")

    with pytest.raises(CommandError, match="lacks the columns donor_business, receiver_business"):
        printed("exchanges", path)


def test_merges_leave_one_thing_for_each_group():
    counted = numbers(tables(printed("merges"))[0])

    assert counted["recorded synergies"] == 299
    assert counted["left to vote on"] == (299 - counted["synergies in a group"] + counted["groups"])
