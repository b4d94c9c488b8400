"""Stop and resume groups of mails; note which addresses do not exist."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from pompey_ite.outbox.directory import tell_address_changed
from pompey_ite.outbox.kinds import GROUPS
from pompey_ite.outbox.models import AddressError, Stop


def stop_group(*, address: str, group: str, how: Stop.How, now: datetime) -> None:
    """Write nothing of this group to this address from now on; twice is as good as once."""
    _check(group)
    values = {"stopped_at": now, "how": how}
    Stop.objects.standing().get_or_create(address=address.lower(), group=group, defaults=values)


def resume_group(*, address: str, group: str, now: datetime) -> None:
    """Write again what was stopped."""
    _check(group)
    standing = Stop.objects.standing().filter(address=address.lower(), group=group)
    standing.update(resumed_at=now)


def _check(group: str) -> None:
    if group not in GROUPS:
        raise ValueError(f"unknown group of mails: {group}")


def stopped_groups(addresses: Collection[str]) -> dict[str, set[str]]:
    """Return the groups stopped by each address (in lower case) that stopped any, in one query."""
    stopped: dict[str, set[str]] = {}
    rows = Stop.objects.standing().filter(address__in=addresses)
    for address, group in rows.values_list("address", "group"):
        stopped.setdefault(address, set()).add(group)
    return stopped


@transaction.atomic
def note_address_error(*, address: str, reason: str, now: datetime) -> bool:
    """Return whether the address was right until now; from now on nothing is sent to it."""
    values = {"since": now, "reason": reason[:500]}
    error, is_new = AddressError.objects.standing().get_or_create(
        address=address.lower(), defaults=values
    )
    if is_new:
        tell_address_changed(error.address, error.reason)
    return is_new


@transaction.atomic
def clear_address_error(*, error: AddressError, reason: str, user_pk: int, now: datetime) -> bool:
    """Return whether this call made the address right again; mails leave for it from now on.

    user_pk: who says so.
    """
    standing = AddressError.objects.standing().filter(pk=error.pk)
    if not standing.update(cleared_at=now, cleared_by_id=user_pk, cleared_reason=reason):
        return False
    tell_address_changed(error.address, "")
    return True
