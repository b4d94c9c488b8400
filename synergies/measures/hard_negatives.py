"""Pairs that look alike and that a practitioner refuses: how many does detection call SURE?

Never tune anything on these pairs: they would prove nothing any more.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from synergies.detection import (
    Declaration,
    Direction,
    Family,
    Judgement,
    Relations,
    Tier,
    parse_declaration,
)
from synergies.detection.judge import judge

Pair = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What detection says of one pair; None when it does not propose it."""

    pair: Pair
    judgement: Judgement | None

    @property
    def tier(self) -> Tier | None:
        """Return the tier, None when the pair is not proposed."""
        return self.judgement.tier if self.judgement else None


def read_pairs(path: Path) -> list[Pair]:
    """Return the pairs of a file, in its order."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def side(pair: Pair, letter: str) -> Declaration:
    """Return side "a" or "b" of a pair as a company would declare it."""
    return Declaration(
        ref=f"{pair['number']}-{letter}",
        company=letter,
        direction=Direction(pair[f"direction_{letter}"]),
        family=Family(pair[f"family_{letter}"]),
        title=pair[f"title_{letter}"],
        description=pair[f"description_{letter}"],
        waste_code=pair[f"waste_code_{letter}"],
    )


def verdicts(pairs: Iterable[Pair], relations: Relations) -> list[Verdict]:
    """Return what detection says of each pair."""
    return [Verdict(pair, _judgement(pair, relations)) for pair in pairs]


def _judgement(pair: Pair, relations: Relations) -> Judgement | None:
    one, other = (parse_declaration(side(pair, letter), relations.vocabulary) for letter in "ab")
    return judge(one, other, relations)
