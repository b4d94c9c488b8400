"""Merging synergies before a vote, taking a merge back, and remembering what is not the same.

The machine proposes (`merge_suggestions.py`), the project manager decides. All is decided under
the lock of the initiative: of two people, the second sees what the first has done and is told.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from companies.models import Initiative, User
from synergies.models import Match, Merge, MergeRefusal, Party, Synergy
from synergies.services.merge_suggestions import reasons_for, set_key

FEWEST = 2
MOST = 30  # members: what is suggested holds fewer, a form may name any number
# What goes with the synergy of a merge when it is deleted; all else rests on it.
OWN_RELATIONS = frozenset({"parties", "matches", "merge", "merged", "split_from"})


class MergeRefused(Exception):
    """A merge, or taking one back, that cannot be done; its text may be shown."""


@transaction.atomic
def merge_synergies(
    *, initiative: Initiative, pks: Collection[int], title: str, user: User, now: datetime
) -> Merge:
    """Return the merge of synergies into a new one, under the next number of the initiative.

    It has the parties of its members in order, with their resources; one that both provides and
    receives takes part. title: "" for that of the member with most companies. What rests on the
    members (ballots of rounds already prepared, actions) stays on them.
    Raises MergeRefused when one of them may not be grouped, or somebody was faster.
    """
    _lock(initiative)
    members = _members(initiative, pks)
    synergy = _new_synergy(initiative, members, title.strip())
    _add_parties(synergy, members)
    merge = Merge.objects.create(
        initiative=initiative,
        synergy=synergy,
        number=synergy.number,
        title=synergy.title,
        reasons=reasons_for(members),
        made_at=now,
        made_by=user,
    )
    merge.members.set(members)
    for member in members:
        member.merged_into = synergy
        member.save(update_fields=["merged_into"])  # one by one: each has a history
    return merge


@transaction.atomic
def undo_merge(*, merge: Merge, user: User, now: datetime) -> Synergy | None:
    """Take a merge back: its members stand by themselves again; return what is left of it.

    The synergy it made is deleted when nothing rests on it and nobody has changed it (None), else
    closed with a reason. Raises MergeRefused when somebody has undone it.
    """
    _lock(merge.initiative)
    merge.refresh_from_db()
    synergy = merge.synergy
    if merge.undone_at or synergy is None:
        raise MergeRefused(_("This merge has been undone already."))
    for member in synergy.merged.all():
        member.merged_into = None
        member.save(update_fields=["merged_into"])
    _give_back_matches(synergy, list(merge.members.order_by("number")))
    merge.undone_at, merge.undone_by = now, user
    if something_rests_on(synergy):
        merge.save()
        _close(synergy)
        return synergy
    merge.synergy = None
    merge.save()
    synergy.delete()
    return None


@transaction.atomic
def refuse_merge(
    *, initiative: Initiative, pks: Collection[int], reason: str, user: User, now: datetime
) -> MergeRefusal:
    """Note that synergies are not the same: no two of them are proposed together again.

    Raises MergeRefused without a reason, or for fewer than two synergies.
    """
    if not reason.strip():
        raise MergeRefused(_("Say why they are not the same."))
    _lock(initiative)
    synergies = list(initiative.synergies.filter(pk__in=pks))
    if not FEWEST <= len(synergies) <= MOST:
        raise MergeRefused(_("Choose at least two synergies."))
    refusal, is_new = MergeRefusal.objects.get_or_create(
        initiative=initiative,
        key=set_key(synergy.pk for synergy in synergies),
        defaults={"reason": reason.strip(), "decided_at": now, "decided_by": user},
    )
    if is_new:
        refusal.synergies.set(synergies)
    return refusal


def something_rests_on(synergy: Synergy) -> bool:
    """Return whether deleting the synergy of a merge would lose something a person did.

    Ballots, actions, decisions about its declarations, or a change made after the merge.
    """
    relations = [
        relation
        for relation in synergy._meta.related_objects
        if relation.get_accessor_name() not in OWN_RELATIONS
    ]
    return (
        synergy.history.count() > 1
        or synergy.matches.exclude(decided_at=None).exists()
        or any(
            relation.related_model._base_manager.filter(**{relation.field.name: synergy}).exists()
            for relation in relations
        )
    )


def _lock(initiative: Initiative) -> None:
    """Let one person at a time decide; it ends with the transaction."""
    Initiative.objects.select_for_update().get(pk=initiative.pk)


def _members(initiative: Initiative, pks: Collection[int]) -> list[Synergy]:
    """Return the synergies to merge by number, or say which of them may not be."""
    rows = initiative.synergies.filter(pk__in=pks).with_parties()
    wanted = list(rows.prefetch_related("parties__resources").order_by("number"))
    if not FEWEST <= len(wanted) <= MOST:
        raise MergeRefused(_("Choose at least two synergies."))
    free = set(initiative.synergies.groupable().filter(pk__in=pks).values_list("pk", flat=True))
    if taken := [str(synergy.number) for synergy in wanted if synergy.pk not in free]:
        text = _("These may not be grouped, or no longer: no. %(numbers)s.")
        raise MergeRefused(text % {"numbers": ", ".join(taken)})
    if len({synergy.area for synergy in wanted}) > 1:
        raise MergeRefused(_("Only synergies of one area are grouped."))
    return wanted


def _new_synergy(initiative: Initiative, members: Sequence[Synergy], title: str) -> Synergy:
    lead = min(members, key=lambda one: (-len(one.parties.all()), one.number))
    kinds = {member.kind for member in members}
    workshops = {member.workshop_id for member in members}
    is_discussed = any(member.status == Synergy.Status.DISCUSSION for member in members)
    last = initiative.synergies.aggregate(last=Max("number"))["last"] or 0
    return Synergy.objects.create(
        initiative=initiative,
        number=last + 1,
        title=title or lead.title,
        comment=_comment(members),
        kind=kinds.pop() if len(kinds) == 1 else Synergy.Kind.POOLING,
        area=lead.area,
        status=Synergy.Status.DISCUSSION if is_discussed else Synergy.Status.IDEA,
        origin=Synergy.Origin.MERGE,
        workshop_id=workshops.pop() if len(workshops) == 1 else None,
        next_step=lead.next_step,
        next_due_on=lead.next_due_on,
        last_contact_on=max(
            (one.last_contact_on for one in members if one.last_contact_on), default=None
        ),
        is_public=all(member.is_public for member in members),
    )


def _comment(members: Sequence[Synergy]) -> str:
    """Return what the members say, a line each: it is what a ballot shows of them."""
    lines = []
    for member in members:
        line = _("No. %(number)d: %(title)s") % {"number": member.number, "title": member.title}
        lines.append(f"{line} – {member.comment}" if member.comment else line)
    return "\n".join(lines)


def _add_parties(synergy: Synergy, members: Sequence[Synergy]) -> None:
    """Give the synergy the parties of its members: who provides first, then in their order."""
    parties = [party for member in members for party in member.parties.all()]
    if synergy.kind == Synergy.Kind.SUBSTITUTION:
        parties.sort(key=lambda party: party.role != Party.Role.PROVIDER)
    made: dict[int, Party] = {}
    for party in parties:
        role = _role(synergy, party.role)
        if role == Party.Role.LEAD and any(other.role == role for other in made.values()):
            role = Party.Role.MEMBER  # one company leads a group: that of the first member
        mine = made.get(party.company_id)
        if mine is None:
            mine = Party.objects.create(
                synergy=synergy, company_id=party.company_id, role=role, position=len(made)
            )
            made[party.company_id] = mine
        elif mine.role != role:
            mine.role = Party.Role.MEMBER
            mine.save(update_fields=["role"])
        mine.resources.add(*party.resources.all())


def _role(synergy: Synergy, role: str) -> str:
    """Return the role in the merge: in a pooling nobody provides or receives."""
    if synergy.kind == Synergy.Kind.SUBSTITUTION or role == Party.Role.LEAD:
        return role
    return Party.Role.MEMBER


def _give_back_matches(synergy: Synergy, members: Sequence[Synergy]) -> None:
    """Let what detection found inside a merge be kept by the member that holds it, or be open."""
    held: dict[int, set[int]] = {member.pk: set() for member in members}
    links = Party.objects.filter(synergy__in=held).values_list("synergy", "resources")
    for member, resource in links:
        held[member].add(resource)
    for match in synergy.matches.filter(decided_at=None):
        pair = {match.resource_a_id, match.resource_b_id}
        match.synergy = next((member for member in members if pair <= held[member.pk]), None)
        match.status = Match.Status.KEPT if match.synergy else Match.Status.SUGGESTED
        match.save(update_fields=["synergy", "status"])


def _close(synergy: Synergy) -> None:
    synergy.status = Synergy.Status.CLOSED
    synergy.status_reason = _("The merge was undone.")
    synergy.save()
