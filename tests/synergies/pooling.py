"""Suggested poolings: every pair of some declarations, as detection stores them."""

from itertools import combinations
from typing import Any

from companies.models import Resource
from synergies.models import Match, Synergy
from tests.factories import MatchFactory, ResourceFactory

CONCEPT = "epal-pallet"


def pool(*resources: Resource, concept: str = CONCEPT, **fields: Any) -> list[Match]:
    """Return a suggested pooling of each two of the declarations."""
    return [
        MatchFactory(
            resource_a=one,
            resource_b=other,
            kind=Synergy.Kind.POOLING,
            concept=concept,
            **fields,
        )
        for one, other in combinations(sorted(resources, key=lambda resource: resource.pk), 2)
    ]


def needs(count: int, **fields: Any) -> list[Resource]:
    """Return as many needs of as many companies."""
    return ResourceFactory.create_batch(count, need=True, **fields)  # type: ignore[no-any-return]
