"""How many things are left to vote on when the suggested merges of the workshop are accepted."""

from collections import Counter
from collections.abc import Sequence

from synergies.detection import Vocabulary, parse_declaration
from synergies.detection.merges import (
    Bond,
    LinkedResource,
    MergeGroup,
    MergeRecord,
    explain_merge,
    suggest_merges,
    suggested_title,
)

from .pompey import Workshop


def suggested(workshop: Workshop, vocabulary: Vocabulary) -> list[MergeGroup]:
    """Return the groups proposed for the synergies recorded at the workshop."""
    return suggest_merges(records(workshop, vocabulary), vocabulary)


def records(workshop: Workshop, vocabulary: Vocabulary) -> list[MergeRecord]:
    """Return the recorded synergies as suggesting merges reads them."""
    resources = {
        each.ref: LinkedResource(
            key=each.ref,
            title=each.title,
            heads=parse_declaration(each, vocabulary).heads,
            direction=each.direction,
        )
        for each in workshop.declarations
    }
    return [
        MergeRecord(
            key=str(synergy.number),
            number=synergy.number,
            title=synergy.title,
            kind=synergy.kind,
            area=synergy.area,
            companies=synergy.companies,
            resources=tuple(resources[ref] for ref in synergy.refs),
        )
        for synergy in workshop.synergies
    ]


def left_to_vote_on(workshop: Workshop, groups: Sequence[MergeGroup]) -> int:
    """Return how many things remain when every group becomes one."""
    return len(workshop.synergies) - sum(len(group.keys) - 1 for group in groups)


def by_bond(groups: Sequence[MergeGroup]) -> Counter[Bond]:
    """Return how many groups each bond holds together."""
    return Counter(group.bond for group in groups)


def described(group: MergeGroup, workshop: Workshop, vocabulary: Vocabulary) -> str:
    """Return a group as a person reads it: what it could be called, why, and its members."""
    titles = {str(synergy.number): synergy.title for synergy in workshop.synergies}
    title = suggested_title(group, vocabulary, "fr")
    reasons = " ".join(explain_merge(group, vocabulary, "en"))
    members = (f"{key}  {titles[key]}" for key in group.keys)
    return "\n  ".join((f"{title}  [{group.area}] {reasons}", *members))
