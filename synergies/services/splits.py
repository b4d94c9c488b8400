"""Splitting a synergy into several, and taking a split back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from companies.models import Initiative, User
from synergies.models import Party, Split, Synergy
from synergies.services.merges import something_rests_on

FEWEST_PARTS = 2
UNSPLIT = (Synergy.Status.OPERATIONAL, Synergy.Status.CLOSED)


class SplitRefused(Exception):
    """A split, or taking one back, that cannot be done; its text may be shown."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one part is called, and the keys of the parties it takes over."""

    title: str
    parties: Collection[int]


@transaction.atomic
def split_synergy(
    *, synergy: Synergy, parts: Sequence[Part], reason: str, user: User, now: datetime
) -> Split:
    """Return the split of a synergy into parts under the next numbers; the synergy is closed.

    Each party goes to one part or to several, with its resources; shares are written anew. What
    rests on the synergy (ballots, actions, log) stays on it. Raises SplitRefused.
    """
    _lock(synergy.initiative)
    synergy = Synergy.objects.get(pk=synergy.pk)
    parties = list(synergy.parties.present().prefetch_related("resources"))
    if lacks := _refusals(synergy, parts, reason, parties):
        raise SplitRefused(" ".join(lacks))
    split = Split.objects.create(
        source=synergy,
        reason=reason.strip(),
        status_before=synergy.status,
        reason_before=synergy.status_reason,
        made_at=now,
        made_by=user,
    )
    last = synergy.initiative.synergies.aggregate(last=Max("number"))["last"]
    made = [_make(synergy, part, last + step) for step, part in enumerate(parts, start=1)]
    for row, part in zip(made, parts, strict=True):
        _give_parties(row, [party for party in parties if party.pk in part.parties])
    split.parts.set(made)
    synergy.status = Synergy.Status.CLOSED
    numbers = ", ".join(str(row.number) for row in made)
    synergy.status_reason = _("Split into no. %(numbers)s.") % {"numbers": numbers}
    synergy.save(update_fields=["status", "status_reason"])
    return split


@transaction.atomic
def undo_split(*, split: Split, user: User, now: datetime) -> list[Synergy]:
    """Take a split back: its source is again what it was; return the parts that are left.

    A part is deleted when nothing rests on it and nobody has changed it, else closed with a reason.
    Raises SplitRefused when somebody has undone it, or a part was merged.
    """
    _lock(split.source.initiative)
    split.refresh_from_db()
    if split.undone_at:
        raise SplitRefused(_("This split has been undone already."))
    parts = list(split.parts.order_by("number"))
    if merged := [str(part.number) for part in parts if part.merged_into_id]:
        text = _("Undo first the merge of no. %(numbers)s.")
        raise SplitRefused(text % {"numbers": ", ".join(merged)})
    split.undone_at, split.undone_by = now, user
    split.save()
    source = Synergy.objects.get(pk=split.source_id)
    source.status, source.status_reason = split.status_before, split.reason_before
    source.save(update_fields=["status", "status_reason"])
    return [part for part in parts if not _is_removed(part)]


def _refusals(
    synergy: Synergy, parts: Sequence[Part], reason: str, parties: Sequence[Party]
) -> list[str]:
    if synergy.merged_into_id or synergy.status in UNSPLIT:
        return [_("A synergy that is merged, operational or closed is not split.")]
    if synergy.merged.exists():
        return [_("It was made by a merge: undo the merge instead.")]
    named = {pk for part in parts for pk in part.parties}
    lacks = {
        _("Say why."): not reason.strip(),
        _("Split into at least two parts."): len(parts) < FEWEST_PARTS,
        _("Each part needs a title."): any(not part.title.strip() for part in parts),
        _("Each part needs a company."): any(not part.parties for part in parts),
        _("Each company goes to a part."): named != {party.pk for party in parties},
    }
    return [sentence for sentence, is_lacking in lacks.items() if is_lacking]


def _make(synergy: Synergy, part: Part, number: int) -> Synergy:
    return Synergy.objects.create(
        initiative=synergy.initiative,
        number=number,
        title=part.title.strip(),
        comment=synergy.comment,
        kind=synergy.kind,
        area=synergy.area,
        status=synergy.status,
        status_reason=synergy.status_reason,
        origin=Synergy.Origin.SPLIT,
        workshop_id=synergy.workshop_id,
        table_number=synergy.table_number,
        owner_id=synergy.owner_id,
        next_step=synergy.next_step,
        next_due_on=synergy.next_due_on,
        last_contact_on=synergy.last_contact_on,
        is_public=synergy.is_public,
    )


def _give_parties(synergy: Synergy, parties: Sequence[Party]) -> None:
    for position, party in enumerate(parties):
        row = Party.objects.create(
            synergy=synergy,
            company_id=party.company_id,
            role=party.role,
            position=position,
            joined_on=party.joined_on,
        )
        row.resources.set(party.resources.all())


def _is_removed(part: Synergy) -> bool:
    """Delete a part on which nothing rests, else close it; return whether it is gone."""
    if not something_rests_on(part):
        part.delete()
        return True
    part.status, part.status_reason = Synergy.Status.CLOSED, _("The split was undone.")
    part.evidence, part.operational_since = "", None
    part.save()
    return False


def _lock(initiative: Initiative) -> None:
    """Let one person at a time decide; it ends with the transaction."""
    Initiative.objects.select_for_update().get(pk=initiative.pk)
