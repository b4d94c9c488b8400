"""From pairs to groups: seven companies that buy electricity are one pooling, not 21 pairs."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from .records import Kind, Match, Tier


@dataclass(frozen=True, slots=True)
class PoolingGroup:
    """The declarations that could share one thing; `tier` is that of its strongest pair."""

    concept: str
    kind: Kind
    tier: Tier
    refs: tuple[str, ...]


def group_pooling(matches: Iterable[Match]) -> list[PoolingGroup]:
    """Return one group per concept and kind of the pooling matches, the largest first.

    Matches that rest on words alone have no concept to gather around and stay pairs. To keep
    groups tight, pass only the matches of the tiers wanted.
    """
    pairs: dict[tuple[str, Kind], list[Match]] = defaultdict(list)
    for match in matches:
        if match.kind is Kind.POOLING and match.concept:
            pairs[match.concept, match.kind].append(match)
    groups = [_group(concept, kind, found) for (concept, kind), found in pairs.items()]
    return sorted(groups, key=lambda group: (-len(group.refs), group.concept))


def _group(concept: str, kind: Kind, matches: list[Match]) -> PoolingGroup:
    return PoolingGroup(
        concept=concept,
        kind=kind,
        tier=min((match.tier for match in matches), key=lambda tier: tier.rank),
        refs=tuple(sorted({ref for match in matches for ref in (match.ref_a, match.ref_b)})),
    )
