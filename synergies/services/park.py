"""The map of the park: who stands where, who works with whom, and how far that is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from companies.models import Company
from companies.models.company import CompanyQuerySet
from synergies.detection.facts import crow_km
from synergies.models.synergy import SynergyQuerySet
from synergies.network import Mark, Park, Site, Tie, park_of, strongest
from synergies.services.network import Network, network_of

WIDEST = 4  # classes of width of a line
FIELDS = ("pk", "name", "municipality", "latitude", "longitude")


class ParkAudience(StrEnum):
    """Who looks at the map: the public sees what companies agreed to show."""

    STAFF = "staff"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Line:
    """A tie between two marks; width from 1 to WIDEST; works: something of it is operational."""

    tie: Tie
    one: Mark
    other: Mark
    width: int
    works: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A company in the table; nearest_km: kilometres as the crow flies to its nearest partner."""

    company: int
    name: str
    municipality: str
    synergies: int
    partners: int
    nearest: str
    nearest_km: float | None
    has_place: bool


@dataclass(frozen=True, slots=True)
class ParkMap:
    """What the page of the map shows."""

    park: Park
    lines: list[Line]
    rows: list[Row]
    without_place: list[Row]
    far: list[Row]
    working_pairs: int
    pairs_left_out: int


def park_map(
    *, synergies: SynergyQuerySet, most: int, audience: ParkAudience = ParkAudience.STAFF
) -> ParkMap:
    """Return the map in two queries: the companies that take part, the synergies asked for.

    most: how many of its strongest ties each company keeps in the drawing.
    """
    companies = _companies(audience)
    if audience == ParkAudience.PUBLIC:
        synergies = synergies.filter(is_public=True)
    facts = {fact[0]: fact for fact in companies.values_list(*FIELDS)}
    network = _within(network_of(synergies), set(facts))
    counts = network.synergy_counts
    sites = {
        pk: Site(pk, name, municipality, latitude, longitude, counts.get(pk, 0))
        for pk, name, municipality, latitude, longitude in facts.values()
        if latitude is not None and longitude is not None
    }
    park = park_of(list(sites.values()))
    rows = [_row(network, sites, *fact[:3]) for fact in facts.values()]
    far = {site.company for site in park.far}
    marks = {mark.site.company: mark for mark in park.marks}
    drawable = [tie for tie in network.ties if tie.a in marks and tie.b in marks]
    lines = _lines(network, marks, drawable, most)
    return ParkMap(
        park=park,
        lines=lines,
        rows=rows,
        without_place=[row for row in rows if not row.has_place],
        far=[row for row in rows if row.company in far],
        working_pairs=sum(_works(network, tie) for tie in network.ties),
        pairs_left_out=len(drawable) - len(lines),
    )


def _companies(audience: ParkAudience) -> CompanyQuerySet:
    rows = Company.objects.active().order_by("name")
    return rows.filter(is_public=True) if audience == ParkAudience.PUBLIC else rows


def _within(network: Network, companies: set[int]) -> Network:
    """Return the network without the companies that are not shown."""
    groups = {
        synergy: kept
        for synergy, group in network.groups.items()
        if (kept := [company for company in group if company in companies])
    }
    return Network(network.names, groups, network.operational)


def _lines(network: Network, marks: dict[int, Mark], ties: list[Tie], most: int) -> list[Line]:
    ordered = sorted(ties, key=lambda tie: tie.rank_shown)
    largest = max((len(tie.synergies) for tie in ordered), default=1)
    lines = [
        Line(
            tie,
            marks[tie.a],
            marks[tie.b],
            max(1, round(WIDEST * len(tie.synergies) / largest)),
            _works(network, tie),
        )
        for tie in strongest(ordered, most)
    ]
    return sorted(lines, key=lambda line: (line.works, line.width))


def _works(network: Network, tie: Tie) -> bool:
    return any(synergy in network.operational for synergy in tie.synergies)


def _row(network: Network, sites: dict[int, Site], company: int, name: str, town: str) -> Row:
    ties = network.partners.get(company, [])
    here = sites.get(company)
    distances = [
        (_km(here, there), there.name)
        for tie in ties
        if here and (there := sites.get(tie.other(company)))
    ]
    km, nearest = min(distances, default=(None, ""))
    count = network.synergy_counts.get(company, 0)
    return Row(company, name, town, count, len(ties), nearest, km, here is not None)


def _km(one: Site, other: Site) -> float:
    return crow_km((one.latitude, one.longitude), (other.latitude, other.longitude))
