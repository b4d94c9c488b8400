"""A suggested group as its card shows it: who would take part, why, and with what in the way."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import chain

from django.db.models import Min, Q

from companies.models import Company, Initiative, Resource
from synergies import detection
from synergies.detection.compact import from_line
from synergies.models import Match, ParsedResource, Party, Synergy
from synergies.services.detection.reasons import language
from synergies.services.group_decisions import obstacle
from synergies.services.group_facts import group_facts
from synergies.services.suggested_groups import TIERS, GroupKey, pooled
from synergies.services.teaching import label_of
from synergies.services.vocabulary import base_version, relations

DEEPEST_MERGE = 3  # merges of merges that are followed to the synergy that is left


@dataclass(slots=True)
class Member:
    """One declaration of a group; `tier` is that of its strongest pair.

    `reason`: why it belongs, when it is not about the very concept; `obstacle`: the decision that
    keeps it from being proposed with the others; both are sentences, or "".
    """

    resource: Resource
    tier: Match.Tier
    parsed: detection.Parsed | None = None
    reason: str = ""
    obstacle: str = ""
    is_in_synergy: bool = False
    is_ticked: bool = False

    @property
    def is_lead(self) -> bool:
        """Return whether no sure or probable pair holds it."""
        return self.tier == Match.Tier.LEAD


@dataclass(slots=True)
class SuggestedGroup:
    """A group with its members, the surest first.

    `synergy`: the one of this concept that members stand in already, and may be joined.
    """

    key: GroupKey
    label: str
    members: list[Member]
    synergy: Synergy | None = None
    facts: list[str] = field(default_factory=list)

    @property
    def tier(self) -> Match.Tier:
        """Return the tier of the strongest pair."""
        return TIERS[self.key.tier_order]

    def get_tier_display(self) -> str:
        """Return the word for the tier, as a suggestion of two does."""
        return str(self.tier.label)

    @property
    def present(self) -> list[Member]:
        """Return the members that stand in the synergy already."""
        return [member for member in self.members if member.is_in_synergy]

    @property
    def present_companies(self) -> list[Company]:
        """Return the companies of the members that stand in the synergy already, each once."""
        return list(dict.fromkeys(one.resource.company for one in self.present))

    @property
    def likely(self) -> list[Member]:
        """Return the members to take in that a sure or probable pair holds."""
        return [one for one in self.members if not (one.is_lead or one.is_in_synergy)]

    @property
    def leads(self) -> list[Member]:
        """Return the members to take in that only a lead holds."""
        return [one for one in self.members if one.is_lead and not one.is_in_synergy]

    @property
    def company_count(self) -> int:
        """Return how many companies the group is about."""
        return len({member.resource.company_id for member in self.members})

    @property
    def can_start_anew(self) -> bool:
        """Return whether two companies could make a synergy without the present ones."""
        newcomers = (one for one in self.members if not one.is_in_synergy)
        return len({one.resource.company_id for one in newcomers}) > 1


def load_groups(initiative: Initiative, keys: Sequence[GroupKey]) -> dict[GroupKey, SuggestedGroup]:
    """Return the groups with all their cards show, in a number of queries that does not grow."""
    if not keys:
        return {}
    known = relations()
    groups = _with_members(initiative, keys, known.vocabulary)
    resources = {one.resource.pk for group in groups.values() for one in group.members}
    decided = _decided(resources)
    _find_synergies(groups.values(), decided)
    for group in groups.values():
        _explain(group, known)
        _tick(group, decided)
        group.facts = _facts(group, known.vocabulary)
    return groups


def _with_members(
    initiative: Initiative, keys: Sequence[GroupKey], vocabulary: detection.Vocabulary
) -> dict[GroupKey, SuggestedGroup]:
    groups = {key: SuggestedGroup(key, label_of(key.concept, vocabulary), []) for key in keys}
    tiers = _member_tiers(initiative, {key.concept for key in keys})
    resources = Resource.objects.select_related("company", "waste_code").in_bulk(
        {pk for _concept, pk in tiers}
    )
    lines = ParsedResource.objects.filter(pk__in=resources, vocabulary=base_version())
    parsed = {pk: from_line(line) for pk, line in lines.values_list("pk", "line")}
    by_concept: dict[str, list[Member]] = defaultdict(list)
    for (concept, pk), tier_order in tiers.items():
        by_concept[concept].append(Member(resources[pk], TIERS[tier_order], parsed.get(pk)))
    for key, group in groups.items():
        found = by_concept[key.concept]
        members = [one for one in found if one.resource.direction in key.directions]
        group.members = _in_order(members)
    return groups


def _member_tiers(initiative: Initiative, concepts: set[str]) -> dict[tuple[str, int], int]:
    """Return the strongest tier of each declaration in the groups of each concept."""
    rows = pooled(initiative).filter(concept__in=concepts).order_by()
    sides = [
        rows.values_list("concept", side).annotate(Min("tier_order"))
        for side in ("resource_a", "resource_b")
    ]
    found: dict[tuple[str, int], int] = {}
    for concept, pk, tier_order in sides[0].union(sides[1], all=True):
        found[concept, pk] = min(tier_order, found.get((concept, pk), tier_order))
    return found


def _in_order(members: list[Member]) -> list[Member]:
    """Return the members, the surest companies first, those of one company together."""
    best: dict[int, int] = {}
    ranks = {tier: order for order, tier in TIERS.items()}
    for one in members:
        company = one.resource.company_id
        best[company] = min(ranks[one.tier], best.get(company, len(TIERS)))

    def place(one: Member) -> tuple[int, str, int, int]:
        company = one.resource.company
        return best[company.pk], company.name, ranks[one.tier], one.resource.pk

    return sorted(members, key=place)


# -- What was decided before ----------------------------------------------------------------------
def _decided(resources: set[int]) -> list[Match]:
    """Return the pairs with one of the declarations that somebody has decided."""
    rows = Match.objects.filter(
        Q(resource_a__in=resources) | Q(resource_b__in=resources),
        Q(status=Match.Status.REJECTED) | Q(synergy__isnull=False),
    ).exclude(status=Match.Status.SUGGESTED)
    return list(
        rows.select_related(
            "synergy__merged_into", "resource_a__company", "resource_b__company"
        ).order_by("pk")
    )


def _find_synergies(groups: Collection[SuggestedGroup], decided: list[Match]) -> None:
    """Give each group the open pooling of its concept in which most pairs of members stand."""
    for group in groups:
        pks = {one.resource.pk for one in group.members}
        found = Counter(
            synergy
            for match in decided
            if match.concept == group.key.concept
            and match.kind == Synergy.Kind.POOLING
            and (match.resource_a_id in pks or match.resource_b_id in pks)
            and (synergy := _open_synergy(match))
        )
        if found:
            group.synergy = min(found, key=lambda synergy: (-found[synergy], synergy.number))
    joined = {group.synergy.pk for group in groups if group.synergy}
    rows = Party.resources.through.objects.filter(party__synergy__in=joined)
    present = set(rows.values_list("party__synergy", "resource"))
    for group in groups:
        for one in group.members:
            standing = group.synergy and (group.synergy.pk, one.resource.pk)
            one.is_in_synergy = standing in present


def _open_synergy(match: Match) -> Synergy | None:
    """Return the pooling that a kept pair stands in today, or None when there is none any more."""
    synergy = match.synergy
    for _merge in range(DEEPEST_MERGE):
        synergy = synergy and (synergy.merged_into or synergy)
    if synergy is None or synergy.merged_into_id or synergy.status == Synergy.Status.CLOSED:
        return None
    return synergy if synergy.kind == Synergy.Kind.POOLING else None


def _tick(group: SuggestedGroup, decided: list[Match]) -> None:
    """Tick the members a sure or probable pair holds, unless a decision stands in between."""
    together = {one.resource.pk for one in group.present}
    obstacles = _obstacles(group, decided)
    for one in group.members:
        if one.is_in_synergy:
            continue
        pk = one.resource.pk
        one.obstacle = next((obstacles[pk, it] for it in together if (pk, it) in obstacles), "")
        one.is_ticked = not one.is_lead and not one.obstacle
        if one.is_ticked:
            together.add(pk)


def _obstacles(group: SuggestedGroup, decided: list[Match]) -> dict[tuple[int, int], str]:
    """Return for two declarations, in both orders, the decision that keeps them apart."""
    pks = {one.resource.pk for one in group.members}
    found: dict[tuple[int, int], str] = {}
    for match in decided:
        one, other = match.resource_a_id, match.resource_b_id
        if {one, other} <= pks and (text := obstacle(match, is_joining=bool(group.synergy))):
            found[one, other] = found[other, one] = text
    return found


# -- What there is to say -------------------------------------------------------------------------
def _explain(group: SuggestedGroup, known: detection.Relations) -> None:
    """Say of each member that is about something else than the concept why it belongs."""
    for one in group.members:
        heads = (
            [head for head in one.parsed.heads if head in known.vocabulary] if one.parsed else []
        )
        if group.key.concept in heads:
            continue
        related = (known.of(head).get(group.key.concept, ()) for head in heads)
        if relation := next(chain.from_iterable(related), None):
            one.reason = detection.sentence(relation.reason, known.vocabulary, language())


def _facts(group: SuggestedGroup, vocabulary: detection.Vocabulary) -> list[str]:
    """Return what those who would take part come to together; of leads alone, what these do."""
    taken = [one for one in group.members if one.is_ticked or one.is_in_synergy]
    shown = taken if len(taken) > 1 else group.members
    companies = {str(one.resource.pk): one.resource.company.name for one in shown}
    declared = [one.parsed for one in shown if one.parsed]
    return group_facts(declared, group.key.concept, companies, vocabulary)
