"""What is to be decided: poolings as groups of companies, everything else as pairs.

A pooling of n companies is one suggestion with n parties. Its group is worked out from the
suggested pairs of one concept; where nothing links them it is two groups (those who would give a
thing away together, those who would buy it together).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import chain, groupby, islice, repeat

from django.db.models import Count, Min, Q

from companies.models import Company, Initiative, Resource
from synergies.models import Match, Synergy
from synergies.models.match import MatchQuerySet

TIERS = dict(enumerate(Match.Tier, start=1))  # by their order
SIDES = tuple(Resource.Direction.values)


@dataclass(frozen=True, slots=True)
class GroupKey:
    """Which group: its concept, and the directions of its members, which no other group has.

    `tier_order` is that of its strongest pair.
    """

    concept: str
    directions: frozenset[str]
    tier_order: int
    pair_count: int

    @property
    def side(self) -> str:
        """Return what tells the group from others of its concept: its first direction."""
        return next(side for side in SIDES if side in self.directions)

    def joined(self, other: "GroupKey") -> "GroupKey":
        """Return the group of both, which have a direction in common."""
        return GroupKey(
            self.concept,
            self.directions | other.directions,
            min(self.tier_order, other.tier_order),
            self.pair_count + other.pair_count,
        )


class Suggestions:
    """Groups and pairs as they are shown: the surest first, in a tier the groups before the pairs.

    Made for a paginator: counting takes one query, a page of it another one.
    """

    def __init__(self, groups: Iterable[GroupKey], pairs: MatchQuerySet) -> None:
        self._groups = {tier: [key for key in groups if key.tier_order == tier] for tier in TIERS}
        self._pairs = pairs
        rows = pairs.order_by().values_list("tier_order").annotate(Count("pk"))
        self._pair_counts: dict[int, int] = dict(rows)

    def __len__(self) -> int:
        return sum(map(len, self._groups.values())) + sum(self._pair_counts.values())

    def __getitem__(self, shown: slice) -> list[GroupKey | Match]:
        entries = self._entries()
        before = sum(entry is None for entry in islice(entries, shown.start or 0))
        wanted = list(islice(entries, shown.stop - (shown.start or 0)))
        pairs = iter(self._pairs[before : before + wanted.count(None)])
        return [next(pairs) if entry is None else entry for entry in wanted]

    def _entries(self) -> Iterator[GroupKey | None]:
        """Yield the groups, and None for each pair."""
        return chain.from_iterable(
            chain(self._groups[tier], repeat(None, self._pair_counts.get(tier, 0)))
            for tier in TIERS
        )


def suggestions(
    initiative: Initiative, *, tier: str = "", kind: str = "", company: Company | None = None
) -> Suggestions:
    """Return what is to be decided in an initiative, as far as the filters leave it.

    tier: of the pair, or of the strongest pair of the group; company: on either side, or a member.
    """
    alone = Q(kind=Synergy.Kind.SUBSTITUTION) | Q(concept="")
    pairs = Match.objects.suggested().of_initiative(initiative).filter(alone).for_list()
    if tier:
        pairs = pairs.filter(tier=tier)
    if kind:
        pairs = pairs.filter(kind=kind)
    if company:
        pairs = pairs.filter(Q(resource_a__company=company) | Q(resource_b__company=company))
    groups: list[GroupKey] = []
    if kind != Synergy.Kind.SUBSTITUTION:
        groups = [key for key in group_keys(initiative) if tier in ("", TIERS[key.tier_order])]
    return Suggestions(_with_member(groups, initiative, company) if company else groups, pairs)


def group_keys(initiative: Initiative) -> list[GroupKey]:
    """Return the groups to be decided, the surest and then the largest first; one query."""
    rows = (
        pooled(initiative)
        .values_list("concept", "resource_a__direction", "resource_b__direction")
        .annotate(Min("tier_order"), Count("pk"))
        .order_by("concept")
    )
    parts = (
        GroupKey(concept, frozenset((one, other)), tier_order, count)
        for concept, one, other, tier_order, count in rows
    )
    groups: list[GroupKey] = []
    for _concept, of_concept in groupby(parts, key=lambda part: part.concept):
        groups.extend(_joined(of_concept))
    return sorted(groups, key=lambda key: (key.tier_order, -key.pair_count, key.concept, key.side))


def find_group(initiative: Initiative, concept: str, side: str) -> GroupKey | None:
    """Return the group of a concept in which somebody declares in this direction, or None."""
    keys = group_keys(initiative)
    return next((key for key in keys if key.concept == concept and side in key.directions), None)


def pooled(initiative: Initiative) -> MatchQuerySet:
    """Return the suggested pairs that belong to a group."""
    rows = Match.objects.suggested().of_initiative(initiative)
    return rows.filter(kind=Synergy.Kind.POOLING).exclude(concept="")


def pairs_of(initiative: Initiative, key: GroupKey) -> MatchQuerySet:
    """Return the suggested pairs of a group."""
    return pooled(initiative).filter(concept=key.concept, resource_a__direction__in=key.directions)


def _joined(parts: Iterable[GroupKey]) -> list[GroupKey]:
    """Return the groups of a concept: its parts, joined where they have a direction in common."""
    groups: list[GroupKey] = []
    for part in parts:
        touched = [group for group in groups if group.directions & part.directions]
        apart = [group for group in groups if group not in touched]
        groups = [*apart, reduce(GroupKey.joined, touched, part)]
    return groups


def _with_member(
    groups: list[GroupKey], initiative: Initiative, company: Company
) -> list[GroupKey]:
    """Return the groups in which the company declares something."""
    rows = pooled(initiative).order_by()
    declared: set[tuple[str, str]] = set()
    for side in ("resource_a", "resource_b"):
        of_company = rows.filter(**{f"{side}__company": company})
        declared.update(of_company.values_list("concept", f"{side}__direction").distinct())
    return [
        key for key in groups if any((key.concept, side) in declared for side in key.directions)
    ]
