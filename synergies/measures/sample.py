"""A sample of SURE matches for a person to judge, and the precision of what was judged.

The sample is the matches whose references hash lowest with the seed. That is as good as drawing
lots, and it is stable: when the vocabulary changes, a match that stays SURE stays in the sample
and keeps its verdict; only what came in must be judged again. A larger sample holds the smaller.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import StringIO
from pathlib import Path

from synergies.detection import Declaration, Match, Tier, Vocabulary

from .ranking import Share

RIGHT, WRONG = "right", "wrong"
VERDICT_COLUMNS = "ref_a ref_b title_a title_b verdict reason".split()
SIDE_COLUMNS = "ref company direction family title description".split()
SAMPLE_COLUMNS = (
    *(f"{name}_{letter}" for letter in "ab" for name in SIDE_COLUMNS),
    *"kind concept label verdict reason".split(),
)


class VerdictsRefused(ValueError):
    """A file of verdicts that cannot be read: `detail` stands, or a column lacks, in `line`."""

    def __init__(self, line: int, detail: str) -> None:
        super().__init__(line, detail)
        self.line, self.detail = line, detail


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person said of a match: is it right, and why."""

    titles: frozenset[str]
    is_right: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A sample and the verdicts that hold for it.

    `judged`: verdicts on matches of the sample whose titles have not changed since. `outdated`:
    how many verdicts are about something else by now.
    """

    sample: tuple[Match, ...]
    judged: tuple[tuple[Match, Verdict], ...]
    outdated: int

    @property
    def precision(self) -> Share:
        """Return how many of the judged matches are right."""
        return Share(sum(verdict.is_right for _, verdict in self.judged), len(self.judged))

    @property
    def least(self) -> Share:
        """Return how many of the sample are right if all that nobody judged is wrong."""
        return Share(self.precision.part, len(self.sample))


Verdicts = Mapping[frozenset[str], Verdict]


def draw(matches: Iterable[Match], size: int, seed: int) -> list[Match]:
    """Return up to `size` SURE matches drawn by the seed, in the order of their references."""
    sure = [match for match in matches if match.tier is Tier.SURE]
    lots = sorted(sure, key=lambda match: _lot(match, seed))
    return sorted(lots[:size], key=lambda match: (match.ref_a, match.ref_b))


def read_verdicts(path: Path) -> Verdicts:
    """Return the verdicts of a file by the two references; rows without one are passed over.

    Raises VerdictsRefused on a missing column or another word, OSError when it cannot be read.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if missing := [name for name in VERDICT_COLUMNS if name not in (reader.fieldnames or ())]:
            raise VerdictsRefused(1, ", ".join(missing))
        return {
            frozenset((row["ref_a"], row["ref_b"])): _verdict(row, reader.line_num)
            for row in reader
            if row["verdict"]
        }


def standing(
    sample: Sequence[Match], verdicts: Verdicts, declarations: Iterable[Declaration]
) -> Standing:
    """Return which verdicts hold for a sample."""
    titles = {declaration.ref: declaration.title for declaration in declarations}
    judged = []
    for match in sample:
        verdict = verdicts.get(frozenset((match.ref_a, match.ref_b)))
        if verdict and verdict.titles == {titles[match.ref_a], titles[match.ref_b]}:
            judged.append((match, verdict))
    return Standing(tuple(sample), tuple(judged), len(verdicts) - len(judged))


def sample_csv(now: Standing, declarations: Iterable[Declaration], vocabulary: Vocabulary) -> str:
    """Return the sample as CSV with the verdicts that hold; the others are left to fill in."""
    by_ref = {declaration.ref: declaration for declaration in declarations}
    known = dict(now.judged)
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(SAMPLE_COLUMNS)
    for match in now.sample:
        sides = [by_ref[match.ref_a], by_ref[match.ref_b]]
        verdict = known.get(match)
        word = (RIGHT if verdict.is_right else WRONG) if verdict else ""
        writer.writerow(
            [
                *(getattr(one, name) for one in sides for name in SIDE_COLUMNS),
                *(match.kind, match.concept, vocabulary.label(match.concept, "fr")),
                *(word, verdict.reason if verdict else ""),
            ]
        )
    return text.getvalue()


def _lot(match: Match, seed: int) -> bytes:
    refs = sorted((match.ref_a, match.ref_b))
    return sha256("\n".join((str(seed), *refs)).encode()).digest()


def _verdict(row: Mapping[str, str], line: int) -> Verdict:
    if row["verdict"] not in (RIGHT, WRONG):
        raise VerdictsRefused(line, row["verdict"])
    titles = frozenset((row["title_a"], row["title_b"]))
    return Verdict(titles, row["verdict"] == RIGHT, row["reason"])
