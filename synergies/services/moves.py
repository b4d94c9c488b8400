"""Moving a synergy on its ladder, and keeping its next step; each move leaves a line for ever."""

from __future__ import annotations  # File[bytes] is for the type checker only

from collections.abc import Collection
from datetime import date, datetime

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from companies.models import Company, Initiative, User
from synergies.models import StatusChange, Synergy
from synergies.services.ladder import Status, Wish, missing


class MoveRefused(Exception):
    """A move that cannot be made; its text may be shown."""


@transaction.atomic
def move_synergy(
    *,
    synergy: Synergy,
    wish: Wish,
    user: User,
    now: datetime,
    owner: User | None = None,
    users: Collection[Company] = (),
    document: File[bytes] | None = None,
) -> StatusChange:
    """Return the line of history of a move; the synergy stands where it led.

    users: the companies that use a pooled service, parties that have not left. owner: who follows
    the synergy from now on; without one whoever did, else who moves it. Raises MoveRefused with
    what is lacking, or when somebody has moved it since `wish.before` was read.
    """
    synergy = _locked(synergy)
    if synergy.status != wish.before:
        raise MoveRefused(_("Somebody has moved this synergy meanwhile. Look at it again."))
    if lacks := _refusals(synergy, wish, users):
        raise MoveRefused(" ".join(lacks))
    change = StatusChange.objects.create(
        synergy=synergy,
        before=wish.before,
        after=wish.after,
        reason=wish.reason.strip(),
        proof=wish.proof if wish.after == Status.OPERATIONAL else "",
        evidence=wish.evidence.strip() if wish.after == Status.OPERATIONAL else "",
        happened_on=wish.happened_on if wish.after == Status.OPERATIONAL else None,
        user_count=len(users),
        document=document if wish.after == Status.OPERATIONAL else None,
        changed_at=now,
        changed_by=user,
    )
    change.users.set(users)
    _stand(synergy, change, wish)
    synergy.owner = owner or synergy.owner or user
    synergy.save()
    return change


@transaction.atomic
def plan_next_step(*, synergy: Synergy, owner: User, next_step: str, next_due_on: date) -> Synergy:
    """Return the synergy with who does what next, and by when."""
    synergy = _locked(synergy)
    synergy.owner, synergy.next_step, synergy.next_due_on = owner, next_step.strip(), next_due_on
    synergy.save(update_fields=["owner", "next_step", "next_due_on"])
    return synergy


def unfinished(synergy: Synergy) -> list[str]:
    """Return what nobody has written down of an open synergy, one sentence each."""
    if synergy.is_ended:
        return []
    lacks = {
        _("The next step is not written."): not synergy.next_step,
        _("The next step has no day."): synergy.next_due_on is None,
        _("Nobody follows it."): synergy.owner_id is None,
        _("No contact is noted."): synergy.last_contact_on is None,
    }
    return [sentence for sentence, is_lacking in lacks.items() if is_lacking]


def _refusals(synergy: Synergy, wish: Wish, users: Collection[Company]) -> list[str]:
    """Return why the move cannot be made, judged by what stands in the database."""
    if synergy.merged_into_id:
        return [_("This synergy was merged into another one: move that one.")]
    if synergy.splits.standing().exists():
        return [_("This synergy was split: undo the split first, or move its parts.")]
    present = set(synergy.parties.present().values_list("company", flat=True))
    if not {company.pk for company in users} <= present:
        return [_("Only companies that take part can use the service.")]
    if wish.user_count != len(users):
        return [_("Name at least two companies that use the service.")]
    return missing(wish)


def _stand(synergy: Synergy, change: StatusChange, wish: Wish) -> None:
    """Write on the synergy where it stands; what proved an earlier state stays in its history."""
    synergy.status, synergy.status_reason = change.after, change.reason
    synergy.evidence, synergy.operational_since = change.evidence, change.happened_on
    is_closed = change.after == Status.CLOSED
    synergy.next_step = "" if is_closed else wish.next_step.strip()
    synergy.next_due_on = None if is_closed else wish.next_due_on


def _locked(synergy: Synergy) -> Synergy:
    """Return the synergy as it stands, one person at a time until the transaction ends."""
    Initiative.objects.select_for_update().get(pk=synergy.initiative_id)
    return Synergy.objects.get(pk=synergy.pk)
