"""What a group could be called, which of its synergies leads it, and why it is proposed."""

from collections.abc import Iterator, Sequence

from synergies.detection.records import Direction, Kind, Reason
from synergies.detection.vocabulary.concepts import Vocabulary

from .records import Bond, LinkedResource, MergeRecord
from .subjects import Anchor, is_tool

# A pooling of so many companies, and of so much of the group, already gathers the others.
FEWEST_GATHERED, GATHERED_SHARE = 3, 2 / 3


def lead_of(members: Sequence[MergeRecord]) -> MergeRecord:
    """Return the member that gathers most companies; of equals, the lowest number."""
    return min(members, key=lambda one: (-len(set(one.companies)), one.number, one.key))


def name_of(anchor: Anchor, bond: Bond, members: Sequence[MergeRecord]) -> Anchor:
    """Return what the title could be: a title as it stands, a concept or a theme.

    The lead's title when it is a joint purchase or outlet that gathers the others; else the name
    of what they share.
    """
    kind, code = anchor
    lead = lead_of(members)
    if kind == "title" or (bond <= Bond.CONCEPT and _gathers(lead, members)):
        return "title", lead.title
    return ("title", _resource(code, members).title) if kind == "resource" else anchor


def shown_anchor(anchor: Anchor, members: Sequence[MergeRecord]) -> Anchor:
    """Return what to show as shared: in a joint purchase the thing, not one company's need."""
    kind, code = anchor
    if kind == "resource" and all(member.kind is Kind.POOLING for member in members):
        resource = _resource(code, members)
        if resource.direction is Direction.NEED and resource.heads:
            return "concept", resource.heads[0]
    return anchor


def reasons_of(
    anchor: Anchor,
    bond: Bond,
    members: Sequence[MergeRecord],
    vocabulary: Vocabulary,
) -> Iterator[Reason]:
    """Yield why the members belong together, and what to mind."""
    kind, code = anchor
    if kind == "resource":
        resource = _resource(code, members)
        yield Reason(_resource_code(resource, vocabulary), (("resource", resource.title),))
    elif kind == "title":
        yield Reason("same_title", (("words", code.replace(" ", ", ")),))
    elif kind == "theme":
        yield Reason("same_theme", (("theme", code),))
    else:
        is_same = bond <= Bond.CONCEPT
        yield Reason("same_subject" if is_same else "same_heading", (("concept", code),))
    if len({member.kind for member in members}) > 1:
        yield Reason("kinds_differ")


def _gathers(lead: MergeRecord, members: Sequence[MergeRecord]) -> bool:
    everybody = {company for member in members for company in member.companies}
    count = len(set(lead.companies))
    pools_a_flow = lead.kind is Kind.POOLING and lead.area == "resources"
    return pools_a_flow and count >= max(FEWEST_GATHERED, GATHERED_SHARE * len(everybody))


def _resource_code(resource: LinkedResource, vocabulary: Vocabulary) -> str:
    if resource.direction is Direction.NEED:
        return "same_need"
    return "same_tool" if is_tool(resource, vocabulary) else "same_resource"


def _resource(key: str, members: Sequence[MergeRecord]) -> LinkedResource:
    return next(
        resource for member in members for resource in member.resources if resource.key == key
    )
