"""What a workshop's list and its screen show, and how they see that nothing has changed."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Sum

from synergies.models import Area, Slip, Synergy, Workshop
from synergies.services.network import Drawing, drawing_of, network_of

if TYPE_CHECKING:
    from synergies.models.synergy import SynergyQuerySet

SLIPS_SHOWN = 60  # of the list of a table; the rest is counted
LATEST = 5  # slips on the screen
TIES_DRAWN = 12  # for each company, on the screen
MARKS = {Area.EQUIPMENT: "▲", Area.RESOURCES: "●", Area.SKILLS: "■"}


def version_of(workshop: Workshop) -> str:
    """Return what changes whenever a slip is written, corrected or withdrawn, in one query."""
    facts = workshop.slips.aggregate(
        versions=Sum("version"), last=Max("pk"), withdrawn=Count("withdrawn_at")
    )
    return f"{facts['versions'] or 0}-{facts['last'] or 0}-{facts['withdrawn']}"


@dataclass(frozen=True)
class SlipList:
    """The latest slips of all tables, and how many stand."""

    slips: list[Slip]
    standing: int
    version: str


def slips_of(workshop: Workshop) -> SlipList:
    """Return the latest slips of a workshop, in three queries."""
    rows = Slip.objects.filter(workshop=workshop)
    version = version_of(workshop)  # read first: what comes in between is shown again, not missed
    latest = list(rows.for_list().select_related("access")[:SLIPS_SHOWN])
    return SlipList(latest, rows.standing().count(), version)


@dataclass(frozen=True)
class WorkshopScreen:
    """What the wall shows: counts, areas as (mark, name, count), the latest slips, the network."""

    synergies: int
    companies: int
    areas: list[tuple[str, str, str, int]]
    latest: list[Slip]
    drawing: Drawing


def screen_of_workshop(workshop: Workshop) -> WorkshopScreen:
    """Return what the wall of a workshop shows now."""
    rows: SynergyQuerySet = Synergy.objects.open().filter(workshop=workshop)
    counts = dict(rows.values_list("area").annotate(count=Count("pk")).order_by("area"))
    network = network_of(rows)
    latest = workshop.slips.standing().for_list()[:LATEST]
    return WorkshopScreen(
        synergies=sum(counts.values()),
        companies=len(network.names),
        areas=[(area.value, MARKS[area], str(area.label), counts.get(area, 0)) for area in Area],
        latest=list(latest),
        drawing=drawing_of(network, TIES_DRAWN),
    )
