"""Pooling groups: who leads, with which shares, who joins and who leaves.

The shares of the members present are unset, or percentages that sum to 100, or quantities in one
unit. Whoever joins or leaves makes the percentages of the others wrong: they are written anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from companies.models import Company, Initiative
from synergies.models import Party, Synergy

WHOLE_PERCENT = Decimal(100)


class PoolingRefused(Exception):
    """A change of a group that cannot be made; its text may be shown."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one member takes or pays: a percentage, or a quantity with its unit, or not said."""

    percent: Decimal | None = None
    quantity: Decimal | None = None
    unit: str = ""

    @property
    def is_unset(self) -> bool:
        return self.percent is None and self.quantity is None


def refusal_of(shares: Sequence[Share]) -> str:
    """Return why the shares of the members present do not go together; "" when they do."""
    if all(share.is_unset for share in shares):
        return ""
    percents = [share.percent for share in shares if share.percent is not None]
    quantities = [share for share in shares if share.quantity is not None]
    if percents and quantities:
        return _("Give all shares as percentages, or all as quantities.")
    if percents and len(percents) < len(shares):
        return _("Give a percentage to each member, or to none.")
    if percents and sum(percents) != WHOLE_PERCENT:
        text = _("The shares sum to %(sum)s %%, not to 100 %%.")
        return text % {"sum": sum(percents)}
    if len({share.unit.strip() for share in quantities}) > 1:
        return _("Give all quantities in the same unit.")
    return ""


@transaction.atomic
def write_shares(*, synergy: Synergy, lead: int | None, shares: Mapping[int, Share]) -> None:
    """Write who leads a group and the share of each member present, by the keys of the parties.

    Raises PoolingRefused when the shares do not go together, or the members have changed since.
    """
    _lock(synergy.initiative)
    parties = list(synergy.parties.present())
    if {party.pk for party in parties} != set(shares) or (lead and lead not in shares):
        raise PoolingRefused(_("The members have changed meanwhile. Look at the group again."))
    if refusal := refusal_of(list(shares.values())):
        raise PoolingRefused(refusal)
    for party in sorted(parties, key=lambda row: row.pk == lead):  # the old lead steps down first
        share = shares[party.pk]
        party.share_percent, party.share_quantity = share.percent, share.quantity
        party.share_unit = share.unit.strip() if share.quantity is not None else ""
        if party.pk == lead:
            party.role = Party.Role.LEAD
        elif party.role == Party.Role.LEAD:
            party.role = Party.Role.MEMBER
        party.save()


@transaction.atomic
def join_group(*, synergy: Synergy, company: Company, day: date) -> Party:
    """Return the party of a company that joins, or comes back; its history says when it was away.

    Raises PoolingRefused when it takes part already, or the synergy is over.
    """
    _lock(synergy.initiative)
    synergy.refresh_from_db()
    if synergy.is_ended:
        raise PoolingRefused(_("This synergy is over: nobody joins it."))
    party = synergy.parties.filter(company=company).first()
    if party and party.left_on is None:
        raise PoolingRefused(_("This company is a party already."))
    _forget_shares(synergy)
    if party is None:
        position = synergy.parties.count()
        return Party.objects.create(
            synergy=synergy, company=company, position=position, joined_on=day
        )
    party.joined_on, party.left_on, party.left_reason = day, None, ""
    party.role = Party.Role.MEMBER
    party.share_percent = party.share_quantity = None
    party.share_unit = ""
    party.save()
    return party


@transaction.atomic
def leave_group(*, party: Party, day: date, reason: str) -> Party:
    """Return the party of a company that leaves; the row stays, with its last share.

    Raises PoolingRefused without a reason, or before it joined.
    """
    _lock(party.synergy.initiative)
    party.refresh_from_db()
    if not reason.strip():
        raise PoolingRefused(_("Say why the company leaves."))
    if party.left_on:
        raise PoolingRefused(_("This company has left already."))
    if party.joined_on and day < party.joined_on:
        raise PoolingRefused(_("It leaves before it joins."))
    party.left_on, party.left_reason = day, reason.strip()
    party.save()
    _forget_shares(party.synergy)
    return party


def _forget_shares(synergy: Synergy) -> None:
    for party in synergy.parties.present():
        if party.share_percent is not None:
            party.share_percent = None
            party.save(update_fields=["share_percent"])


def _lock(initiative: Initiative) -> None:
    """Let one person at a time change a group; it ends with the transaction."""
    Initiative.objects.select_for_update().get(pk=initiative.pk)
