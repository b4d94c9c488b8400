"""Which synergies could be voted on as one: proposed from what is in the database, never stored.

Worked out anew each time, so a proposal never outlives what it was made from.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.db.models import Prefetch

from companies.models import Initiative, Resource
from synergies import detection
from synergies.detection import merges
from synergies.detection.compact import from_line
from synergies.models import Merge, MergeRefusal, ParsedResource, Party, Synergy
from synergies.models.synergy import SynergyQuerySet
from synergies.services.detection.reasons import language
from synergies.services.vocabulary import base_version, relations

Pair = frozenset[str]
Heads = dict[int, tuple[str, ...]]
StoredReason = dict[str, Any]
MOST_COMPARED = 1_000  # the newest: three times a workshop; a vote on more is none


@dataclass(frozen=True)
class Suggestion:
    """A group to decide about: its members by number, the lead among them, and why."""

    members: list[Synergy]
    lead: Synergy
    title: str
    sentences: list[str]
    bond: merges.Bond

    @property
    def key(self) -> str:
        """Return what tells the group from all others: the primary keys of its members."""
        return set_key(member.pk for member in self.members)


def set_key(pks: Iterable[int]) -> str:
    """Return a set of synergies as one text: "12-45-78"."""
    return "-".join(str(pk) for pk in sorted(pks))


def suggestions(initiative: Initiative) -> list[Suggestion]:
    """Return the groups proposed for an initiative, the tightest first, in the current language."""
    synergies = {synergy.pk: synergy for synergy in _compared(initiative)}
    vocabulary = relations().vocabulary
    groups = _groups(initiative, synergies.values(), vocabulary)
    return [_suggestion(group, synergies, vocabulary) for group in groups]


@dataclass(frozen=True)
class Outlook:
    """How much there is to vote on: the open synergies, the groups proposed, what would be left."""

    synergy_count: int
    group_count: int
    left_count: int


def outlook(initiative: Initiative) -> Outlook:
    """Return what grouping would change, without putting anything into words."""
    groups = _groups(initiative, _compared(initiative), relations().vocabulary)
    return outlook_of(initiative, [len(group.keys) for group in groups])


def outlook_of(initiative: Initiative, sizes: Sequence[int]) -> Outlook:
    """Return what would be left to vote on if groups of these sizes were accepted."""
    count = initiative.synergies.open().count()
    return Outlook(count, len(sizes), count - sum(sizes) + len(sizes))


def reasons_for(members: Sequence[Synergy]) -> list[StoredReason]:
    """Return why exactly these synergies would be proposed together, to be stored; [] if not."""
    synergies = list(_with_resources(Synergy.objects.filter(pk__in=[one.pk for one in members])))
    records = _records(synergies, _heads(synergies[0].initiative))
    groups = merges.suggest_merges(records, relations().vocabulary)
    if len(groups) != 1 or len(groups[0].keys) != len(members):
        return []
    return [{"code": why.code, "params": dict(why.params)} for why in groups[0].reasons]


def with_sentences(done: Iterable[Merge]) -> list[tuple[Merge, list[str]]]:
    """Return each merge with why it was proposed, in the current language."""
    vocabulary = relations().vocabulary
    return [(merge, _spoken(merge.reasons, vocabulary)) for merge in done]


def _spoken(stored: Iterable[StoredReason], vocabulary: detection.Vocabulary) -> list[str]:
    """Return stored reasons in words, leaving out one that only another program could say."""
    return [
        merges.merge_sentence(
            detection.Reason(why["code"], tuple(why["params"].items())), vocabulary, language()
        )
        for why in stored
        if why["code"] in merges.SENTENCES
    ]


def _groups(
    initiative: Initiative, synergies: Iterable[Synergy], vocabulary: detection.Vocabulary
) -> list[merges.MergeGroup]:
    records = _records(synergies, _heads(initiative))
    return merges.suggest_merges(records, vocabulary, _refused_pairs(initiative))


def _suggestion(
    group: merges.MergeGroup, synergies: dict[int, Synergy], vocabulary: detection.Vocabulary
) -> Suggestion:
    return Suggestion(
        members=[synergies[int(key)] for key in group.keys],
        lead=synergies[int(group.lead)],
        title=merges.suggested_title(group, vocabulary, language()),
        sentences=merges.explain_merge(group, vocabulary, language()),
        bond=group.bond,
    )


def _refused_pairs(initiative: Initiative) -> Collection[Pair]:
    keys = MergeRefusal.objects.filter(initiative=initiative).values_list("key", flat=True)
    return {frozenset(pair) for key in keys for pair in combinations(key.split("-"), 2)}


def _compared(initiative: Initiative) -> SynergyQuerySet:
    """Return the synergies that are compared with each other, by number."""
    newest = initiative.synergies.groupable().order_by("-number")[:MOST_COMPARED]
    return _with_resources(Synergy.objects.filter(pk__in=list(newest.values_list("pk", flat=True))))


def _with_resources(synergies: SynergyQuerySet) -> SynergyQuerySet:
    """Load parties, companies and resources: what grouping reads, in three more queries."""
    resources = Prefetch("resources", Resource.objects.only("title", "direction").order_by("pk"))
    parties = Party.objects.present().select_related("company").prefetch_related(resources)
    rows = synergies.prefetch_related(Prefetch("parties", parties.order_by("position", "pk")))
    return rows.order_by("number")


def _heads(initiative: Initiative) -> Heads:
    """Return what each declaration that stands in a synergy is about, where that is known now."""
    rows = ParsedResource.objects.filter(
        initiative=initiative,
        vocabulary=base_version(),
        resource__parties__synergy__initiative=initiative,
    )
    return {pk: from_line(line).heads for pk, line in rows.distinct().values_list("pk", "line")}


def _records(synergies: Iterable[Synergy], heads: Heads) -> list[merges.MergeRecord]:
    return [
        merges.MergeRecord(
            key=str(synergy.pk),
            number=synergy.number,
            title=synergy.title,
            kind=detection.Kind(synergy.kind),
            area=synergy.area,
            companies=tuple(str(party.company_id) for party in synergy.parties.all()),
            resources=tuple(
                merges.LinkedResource(
                    key=str(resource.pk),
                    title=resource.title,
                    heads=heads.get(resource.pk, ()),
                    direction=detection.Direction(resource.direction),
                )
                for party in synergy.parties.all()
                for resource in party.resources.all()
            ),
        )
        for synergy in synergies
    ]
