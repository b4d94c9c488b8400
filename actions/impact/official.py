"""The official indicators eci_18, eci_19 and eci_19.b, worked out from how synergies moved.

ADEME's definition: a synergy is operational from at least one exchange of material done, or one
pooled service used by at least two entities. The moves carry that proof, and they are written once:
what happens later leaves the number of a past day as it was. Only a proof that tells of an earlier
day corrects it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from actions.impact.rollup import Stake

CYCLE_YEARS = 4  # of eci_19.b


@dataclass(frozen=True, slots=True)
class Spell:
    """Days on which a synergy worked: `starts` included, `ends` not; None: it still works."""

    starts: date
    ends: date | None = None

    def holds(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or day < self.ends)


@dataclass(frozen=True, slots=True)
class Move:
    """A synergy becomes operational on `day`, or ceases to be."""

    day: date
    is_operational: bool


@dataclass(frozen=True, slots=True)
class Track:
    """A synergy with the spells in which it was operational, and its companies."""

    synergy: int
    spells: Sequence[Spell]
    stakes: Sequence[Stake] = ()


def spells_of(moves: Iterable[Move]) -> list[Spell]:
    """Return the spells that moves make, in the order in which they were written."""
    spells: list[Spell] = []
    for move in moves:
        is_open = bool(spells) and spells[-1].ends is None
        if move.is_operational and not is_open:
            spells.append(Spell(move.day))
        elif not move.is_operational and is_open:
            starts = spells[-1].starts
            spells[-1] = Spell(starts, max(move.day, starts))
    return spells


def eci_18(tracks: Iterable[Track], day: date) -> int:
    """Return how many synergies are operational on a day (eci_18)."""
    return sum(_works(track, day) for track in tracks)


def eci_19(tracks: Iterable[Track], day: date) -> int:
    """Return how many companies take part, that day, in a synergy operational that day (eci_19).

    A company in several synergies counts once.
    """
    return len(
        {
            stake.company
            for track in tracks
            if _works(track, day)
            for stake in track.stakes
            if stake.is_there(day)
        }
    )


def eci_19_b(tracks: Iterable[Track], day: date) -> int:
    """Return how many synergies worked on a day of the four years up to a day (eci_19.b).

    The official text says “recurring”; no record tells a synergy that recurs from one that does
    not, so every operational one counts, of substitution or of pooling.
    """
    is_leap_day = (day.month, day.day) == (2, 29)
    start = (day.replace(day=28) if is_leap_day else day).replace(year=day.year - CYCLE_YEARS)
    return sum(
        any(
            spell.starts <= day and (spell.ends is None or max(spell.starts, start) < spell.ends)
            for spell in track.spells
        )
        for track in tracks
    )


def started_in(tracks: Iterable[Track], year: int, day: date) -> int:
    """Return how many synergies became operational for the first time in a year, up to a day."""
    firsts = (min(spell.starts for spell in track.spells) for track in tracks if track.spells)
    return sum(first.year == year and first <= day for first in firsts)


@dataclass(frozen=True, slots=True)
class Step:
    """One threshold of the label: how many synergies it wants, and whether they are there."""

    wanted: int
    label: str
    done: int  # of what is wanted, so never more

    @property
    def is_reached(self) -> bool:
        return self.done == self.wanted


def steps(thresholds: Iterable[tuple[int, str]], reached: int) -> list[Step]:
    """Return the thresholds of the label, the lowest first, against what was reached."""
    return [Step(wanted, label, min(reached, wanted)) for wanted, label in sorted(thresholds)]


def _works(track: Track, day: date) -> bool:
    return any(spell.holds(day) for spell in track.spells)


OFFICIAL = {"eci_18": eci_18, "eci_19": eci_19, "eci_19.b": eci_19_b}
