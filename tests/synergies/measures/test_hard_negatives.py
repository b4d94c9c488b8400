from pathlib import Path

from synergies.detection import Family, Tier
from synergies.measures.hard_negatives import read_pairs, side, verdicts

TEXT = """number,direction_a,family_a,title_a,description_a,waste_code_a,\
direction_b,family_b,title_b,description_b,waste_code_b
1,offer,waste,Slag,,10 02 02,need,material,Steel slag,dry,
2,offer,waste,Fly ash,,,need,material,Slag,,
"""


def test_pairs_are_read_and_judged(relations, tmp_path: Path):
    path = tmp_path / "pairs.csv"
    path.write_text(TEXT, encoding="utf-8")

    pairs = read_pairs(path)

    assert [each.tier for each in verdicts(pairs, relations)] == [Tier.SURE, None]
    assert (side(pairs[0], "b").family, side(pairs[0], "b").description) == (Family.MATERIAL, "dry")
    assert (side(pairs[0], "a").ref, side(pairs[0], "a").waste_code) == ("1-a", "10 02 02")
