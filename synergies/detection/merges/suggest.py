"""Grouping synergies before a vote: near-duplicates, and those about the same thing.

The tightest bond first: synergies that rest on one declaration, then those about one concept,
then kinds of one heading, then what remains of one theme. All members of a group share its bond;
the looser the bond, the less it may join. Each step takes what gathers most, ties going to the
lowest numbers, so the order of the input changes nothing.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from synergies.detection.records import Kind, Reason
from synergies.detection.vocabulary.concepts import Vocabulary

from .naming import lead_of, name_of, reasons_of, shown_anchor
from .records import Bond, MergeGroup, MergeRecord
from .subjects import Anchor, subject_of

# The most synergies in a group. More than a dozen under one title is no longer one thing to vote
# on, and what shares a theme only must be read at a glance.
LARGEST = {Bond.RESOURCE: 12, Bond.TITLE: 12, Bond.CONCEPT: 12, Bond.HEADING: 8, Bond.THEME: 8}
# The most members of a group that such a bond may still join to others.
JOINABLE = {Bond.RESOURCE: 12, Bond.TITLE: 12, Bond.CONCEPT: 3, Bond.HEADING: 3, Bond.THEME: 3}

Pair = frozenset[str]
Score = tuple[int, int, tuple[int, ...], Anchor]


@dataclass(slots=True)
class _Unit:
    """A synergy, or the group it has become; `bonds` and `anchor`: what all its members share."""

    members: tuple[MergeRecord, ...]
    bonds: dict[Anchor, Bond]
    concepts: frozenset[str]
    anchor: Anchor = ("", "")
    is_cut: bool = False

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(member.number for member in self.members)


def suggest_merges(
    records: Iterable[MergeRecord],
    vocabulary: Vocabulary,
    refused: Collection[Pair] = (),
) -> list[MergeGroup]:
    """Return the groups to propose, the tightest bond first, then by number.

    Each synergy stands in one group at most, each group in one area. refused: pairs of keys of
    which a person has said that they are not the same: they never stand in one group.
    """
    by_area: dict[str, list[_Unit]] = defaultdict(list)
    for record in sorted(records, key=lambda one: (one.number, one.key)):
        subject = subject_of(record, vocabulary)
        by_area[record.area].append(_Unit((record,), subject.bonds, subject.concepts))
    apart = frozenset(refused)
    grouped = (_grouped(units, vocabulary, apart) for units in by_area.values())
    found = [unit for units in grouped for unit in units if len(unit.members) > 1]
    found.sort(key=lambda unit: (unit.bonds[unit.anchor], unit.numbers))
    return [_group(unit, vocabulary) for unit in found]


def _grouped(units: list[_Unit], vocabulary: Vocabulary, refused: frozenset[Pair]) -> list[_Unit]:
    for bond in Bond:
        units = _Joining(units, bond, vocabulary, refused).joined()
    return units


def _group(unit: _Unit, vocabulary: Vocabulary) -> MergeGroup:
    bond, members = unit.bonds[unit.anchor], unit.members
    anchor = shown_anchor(unit.anchor, members)
    reasons = list(reasons_of(anchor, bond, members, vocabulary))
    if unit.is_cut:
        reasons.append(Reason("limited", (("limit", str(LARGEST[bond])),)))
    kinds = {member.kind for member in members}
    return MergeGroup(
        keys=tuple(member.key for member in members),
        lead=lead_of(members).key,
        area=members[0].area,
        kind=Kind.POOLING if Kind.POOLING in kinds else Kind.SUBSTITUTION,
        bond=bond,
        name=name_of(anchor, bond, members),
        reasons=tuple(reasons),
    )


class _Joining:
    """The units of one area while bonds of one tightness join them."""

    def __init__(
        self,
        units: Iterable[_Unit],
        bond: Bond,
        vocabulary: Vocabulary,
        refused: frozenset[Pair],
    ) -> None:
        self.bond, self.vocabulary, self.refused = bond, vocabulary, refused
        self.units: dict[int, _Unit] = {}
        self.posted: dict[Anchor, set[int]] = defaultdict(set)
        self.offers: dict[Anchor, tuple[Score, list[int], bool]] = {}
        for unit in units:
            self._post(unit)
        for anchor in self.posted:
            self._offer(anchor)

    def joined(self) -> list[_Unit]:
        """Return the units when nothing is left to join."""
        while self.offers:
            (_count, _members, _numbers, anchor), places, is_cut = max(self.offers.values())
            self._join(anchor, places, is_cut)
        return list(self.units.values())

    def _post(self, unit: _Unit) -> list[Anchor]:
        place = max(self.units, default=0) + 1
        self.units[place] = unit
        size = len(unit.members)
        if size > JOINABLE[self.bond] or size == LARGEST[self.bond]:
            return []
        held = [anchor for anchor, bond in unit.bonds.items() if bond <= self.bond]
        for anchor in held:
            self.posted[anchor].add(place)
        return held

    def _join(self, anchor: Anchor, places: list[int], is_cut: bool) -> None:
        taken = [self.units.pop(place) for place in places]
        touched = {each for unit in taken for each in unit.bonds if each in self.posted}
        for each in touched:
            self.posted[each].difference_update(places)
        touched.update(self._post(_union(taken, anchor, is_cut)))
        for each in touched:
            self._offer(each)

    def _offer(self, anchor: Anchor) -> None:
        """Note what an anchor would join now, or that it joins nothing."""
        places, is_cut = self._choice(anchor)
        if len(places) < 2:  # noqa: PLR2004 - nothing to join
            self.offers.pop(anchor, None)
            return
        numbers = sorted(number for place in places for number in self.units[place].numbers)
        score = (len(places), len(numbers), tuple(-number for number in numbers), anchor)
        self.offers[anchor] = score, places, is_cut

    def _choice(self, anchor: Anchor) -> tuple[list[int], bool]:
        """Return the units that an anchor may join, the smallest first, and whether some wait."""
        chosen: list[int] = []
        size, is_cut = 0, False
        order = {place: self.units[place] for place in self.posted[anchor]}
        for place, unit in sorted(order.items(), key=lambda item: _size_first(item[1])):
            if any(self._are_apart(unit, self.units[other], anchor) for other in chosen):
                continue
            if size + len(unit.members) > LARGEST[self.bond]:
                is_cut = True
                continue
            chosen.append(place)
            size += len(unit.members)
        return chosen, is_cut

    def _are_apart(self, one: _Unit, other: _Unit, anchor: Anchor) -> bool:
        """Return whether a person keeps two units apart, or the vocabulary does."""
        if self.refused and any(
            frozenset((mine.key, theirs.key)) in self.refused
            for mine in one.members
            for theirs in other.members
        ):
            return True
        kind, code = anchor
        return kind == "concept" and any(
            self.vocabulary.are_incompatible(mine, theirs)
            for mine in self._below(code, one.concepts)
            for theirs in self._below(code, other.concepts)
        )

    def _below(self, code: str, concepts: frozenset[str]) -> list[str]:
        known = (concept for concept in concepts if concept in self.vocabulary)
        return [concept for concept in known if code in self.vocabulary.lineage(concept)]


def _size_first(unit: _Unit) -> tuple[int, tuple[int, ...]]:
    return len(unit.members), unit.numbers


def _union(units: list[_Unit], anchor: Anchor, is_cut: bool) -> _Unit:
    members = sorted((member for unit in units for member in unit.members), key=_by_number)
    common = set(units[0].bonds).intersection(*(unit.bonds for unit in units[1:]))
    bonds = {each: max(unit.bonds[each] for unit in units) for each in common}
    concepts = frozenset[str]().union(*(unit.concepts for unit in units))
    return _Unit(tuple(members), bonds, concepts, anchor, is_cut)


def _by_number(record: MergeRecord) -> tuple[int, str]:
    return record.number, record.key
