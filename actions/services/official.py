"""The official indicators of an initiative, from the moves of its synergies."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from actions.impact.official import OFFICIAL, Move, Track, spells_of
from actions.impact.rollup import Stake
from companies.models import Initiative
from pompey_ite.outbox.calendar import local_day
from synergies.models import Party, StatusChange, Synergy


def tracks(initiative: Initiative) -> list[Track]:
    """Return when each synergy was operational, with its companies, in three queries.

    A synergy merged into another is told by that one. One imported as operational has no move to
    it: the day on its sheet counts.
    """
    synergies = Synergy.objects.filter(initiative=initiative, merged_into=None)
    rows = synergies.values_list("pk", "status", "operational_since").order_by("pk")
    changes: dict[int, list[StatusChange]] = defaultdict(list)
    moved = StatusChange.objects.filter(synergy__initiative=initiative)
    for change in moved.order_by("changed_at", "pk"):
        changes[change.synergy_id].append(change)
    stakes = stakes_by_synergy(initiative)
    return [
        Track(pk, spells_of(_moves(status, since, changes[pk])), stakes.get(pk, []))
        for pk, status, since in rows
    ]


def stakes_by_synergy(initiative: Initiative) -> dict[int, list[Stake]]:
    """Return the companies of every synergy with their shares and days, in one query."""
    stakes: dict[int, list[Stake]] = defaultdict(list)
    for party in Party.objects.filter(synergy__initiative=initiative).order_by("pk"):
        stake = Stake(
            company=party.company_id,
            percent=party.share_percent,
            quantity=party.share_quantity,
            unit=party.share_unit,
            joined_on=party.joined_on,
            left_on=party.left_on,
        )
        stakes[party.synergy_id].append(stake)
    return stakes


def official_numbers(tracks: list[Track], day: date) -> dict[str, int]:
    """Return eci_18, eci_19 and eci_19.b on a day, by code."""
    return {code: count(tracks, day) for code, count in OFFICIAL.items()}


def _moves(status: str, since: date | None, changes: list[StatusChange]) -> list[Move]:
    up = Synergy.Status.OPERATIONAL
    first = changes[0].before if changes else status
    moves = [Move(since, True)] if first == up and since else []
    for change in changes:
        if up in (change.before, change.after):
            day = change.happened_on or local_day(change.changed_at)
            moves.append(Move(day, change.after == up))
    return moves
