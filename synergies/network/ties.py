"""From synergies of n companies to pairs of companies.

Every two companies that take part in the same synergy are a pair: a synergy of n companies makes
n(n−1)/2 pairs, whoever provides and whoever receives. What is *shown* of a pair is the number of
its synergies. What *orders* companies is the strength of pairs: a synergy of n companies gives
each of its pairs 1/(n−1), so that each company gets exactly 1 from each of its synergies, and a
pooling of twelve does not drown twelve substitutions (M. Newman, Physical Review E 64, 016132).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

FEWEST = 2  # companies of a synergy that ties anybody


@dataclass(frozen=True, slots=True)
class Tie:
    """Two companies, a < b, with their synergies in order and how strong that is."""

    a: int
    b: int
    synergies: tuple[int, ...]
    strength: float

    def other(self, company: int) -> int:
        """Return the company at the other end."""
        return self.b if company == self.a else self.a

    @property
    def rank(self) -> tuple[float, int, int, int]:
        """Sort key, the strongest first; equals are told apart by their companies."""
        return (-self.strength, -len(self.synergies), self.a, self.b)

    @property
    def rank_shown(self) -> tuple[int, float, int, int]:
        """Sort key where the number of synergies is shown: most synergies first."""
        return (-len(self.synergies), -self.strength, self.a, self.b)


def ties_of(groups: Mapping[int, Collection[int]]) -> list[Tie]:
    """Return the pairs of the synergies, the strongest first.

    groups: the companies of each synergy. One with fewer than two companies ties nobody.
    """
    synergies: dict[tuple[int, int], list[int]] = defaultdict(list)
    strength: dict[tuple[int, int], float] = defaultdict(float)
    for synergy in sorted(groups):
        companies = sorted(set(groups[synergy]))
        if len(companies) < FEWEST:
            continue
        share = 1 / (len(companies) - 1)
        for pair in combinations(companies, 2):
            synergies[pair].append(synergy)
            strength[pair] += share
    ties = [Tie(*pair, tuple(synergies[pair]), strength[pair]) for pair in synergies]
    return sorted(ties, key=lambda tie: tie.rank)


def partners_of(ties: Iterable[Tie]) -> dict[int, list[Tie]]:
    """Return the ties of each company, in the order of `ties`."""
    partners: dict[int, list[Tie]] = defaultdict(list)
    for tie in ties:
        partners[tie.a].append(tie)
        partners[tie.b].append(tie)
    return dict(partners)


def strongest(ties: Iterable[Tie], most: int) -> list[Tie]:
    """Return the ties that are among the first `most` of one of their two companies."""
    ordered = list(ties)
    kept = {id(tie) for mine in partners_of(ordered).values() for tie in mine[:most]}
    return [tie for tie in ordered if id(tie) in kept]
