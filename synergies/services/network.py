"""The network of companies and synergies: who works with whom, and in what."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from synergies.models import Party, Synergy
from synergies.models.synergy import SynergyQuerySet
from synergies.network import Link, Place, Tie, circle, order_of, partners_of, strongest, ties_of

MATRIX_MOST = 60  # companies whose matrix can still be read
DRAWN_MOST = 60  # names that can be read around a circle
LEVELS = 5  # shades of a matrix


@dataclass(frozen=True, slots=True)
class Partner:
    """Another company, with the number of synergies the two have together."""

    company: int
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class CompanyRow:
    """A company with its partners, the strongest first; the rest is counted."""

    company: int
    name: str
    synergy_count: int
    partner_count: int
    partners: list[Partner]

    @property
    def more(self) -> int:
        """How many partners are not named."""
        return self.partner_count - len(self.partners)


@dataclass(frozen=True, slots=True)
class Cell:
    """A pair in the matrix; level from 0 (nothing) to LEVELS, None on the diagonal."""

    company: int
    name: str
    count: int
    level: int | None
    is_link: bool  # once for each pair: below the diagonal


@dataclass(frozen=True, slots=True)
class PairRow:
    """A pair in the table: its companies, its synergies, and those that work."""

    tie: Tie
    a: str
    b: str
    count: int
    operational: int


@dataclass
class Network:
    """The companies named by the synergies asked for, with their ties."""

    names: dict[int, str]
    groups: dict[int, list[int]]
    operational: set[int] = field(default_factory=set)

    @cached_property
    def ties(self) -> list[Tie]:
        """The pairs, the strongest first."""
        return ties_of(self.groups)

    @cached_property
    def partners(self) -> dict[int, list[Tie]]:
        """The ties of each company, those with most synergies first."""
        return partners_of(sorted(self.ties, key=lambda tie: tie.rank_shown))

    @cached_property
    def order(self) -> list[int]:
        """The companies with partners, those that work together side by side."""
        by_name = sorted(self.partners, key=lambda pk: (self.names[pk].casefold(), pk))
        return order_of(by_name, self.ties)

    @cached_property
    def synergy_counts(self) -> dict[int, int]:
        """In how many synergies each company takes part."""
        counts: dict[int, int] = defaultdict(int)
        for companies in self.groups.values():
            for company in companies:
                counts[company] += 1
        return counts

    @property
    def is_readable_as_matrix(self) -> bool:
        return len(self.order) <= MATRIX_MOST


def network_of(synergies: SynergyQuerySet) -> Network:
    """Return the network of the synergies, in one query: companies present, none that left."""
    parties = Party.objects.present().filter(synergy__in=synergies).order_by("position", "pk")
    names: dict[int, str] = {}
    groups: dict[int, list[int]] = defaultdict(list)
    operational = set()
    fields = ("synergy_id", "synergy__status", "company_id", "company__name")
    for synergy, status, company, name in parties.values_list(*fields):
        names[company] = name
        groups[synergy].append(company)
        if status == Synergy.Status.OPERATIONAL:
            operational.add(synergy)
    return Network(names, dict(groups), operational)


def matrix_of(network: Network) -> list[tuple[int, str, list[Cell]]]:
    """Return the rows of the matrix, (company, name, cells), partners side by side."""
    counts = {(tie.a, tie.b): len(tie.synergies) for tie in network.ties}
    most = max(counts.values(), default=1)
    rows = []
    for row, company in enumerate(network.order):
        cells = []
        for column, other in enumerate(network.order):
            count = counts.get((min(company, other), max(company, other)), 0)
            level = None if row == column else -(-count * LEVELS // most)
            cells.append(Cell(other, network.names[other], count, level, 0 <= column < row))
        rows.append((company, network.names[company], cells))
    return rows


def strongest_of(network: Network, most: int) -> list[CompanyRow]:
    """Return the companies in the order of the matrix, each with its `most` strongest partners."""
    return [company_row(network, company, most) for company in network.order]


def company_row(network: Network, company: int, most: int | None = None) -> CompanyRow:
    """Return a company with its partners, the strongest first; all of them without `most`."""
    ties = network.partners.get(company, [])
    partners = [
        Partner(tie.other(company), network.names[tie.other(company)], len(tie.synergies))
        for tie in ties[:most]
    ]
    count = network.synergy_counts.get(company, 0)
    return CompanyRow(company, network.names.get(company, ""), count, len(ties), partners)


def pairs_of(network: Network, sort: str) -> list[PairRow]:
    """Return all pairs; sort: "name", "operational", else the number of synergies."""
    rows = [_pair_row(network, tie) for tie in network.ties]
    if sort == "name":
        return sorted(rows, key=lambda row: (row.a.casefold(), row.b.casefold(), row.tie.rank))
    if sort == "operational":
        return sorted(rows, key=lambda row: (-row.operational, -row.count, row.tie.rank))
    return sorted(rows, key=lambda row: (-row.count, row.tie.rank))


def _pair_row(network: Network, tie: Tie) -> PairRow:
    one, other = sorted((network.names[tie.a], network.names[tie.b]), key=str.casefold)
    working = sum(synergy in network.operational for synergy in tie.synergies)
    return PairRow(tie, one, other, len(tie.synergies), working)


@dataclass(frozen=True, slots=True)
class Drawing:
    """The circle: places and curves, and how many companies and pairs there was no room for."""

    places: list[tuple[Place, str]]
    links: list[tuple[Link, str, str]]
    companies_left_out: int
    pairs_left_out: int


def drawing_of(network: Network, most: int) -> Drawing:
    """Return the circle of the companies with most synergies, each with its `most` ties."""
    counts = network.synergy_counts
    known = sorted(network.order, key=lambda pk: (-counts[pk], network.names[pk].casefold()))
    shown = set(known[:DRAWN_MOST])
    inside = [tie for tie in network.ties if tie.a in shown and tie.b in shown]
    inside.sort(key=lambda tie: tie.rank_shown)
    order = [company for company in network.order if company in shown]
    places, links = circle(order, strongest(inside, most))
    names = network.names
    return Drawing(
        places=[(place, names[place.company]) for place in places],
        links=[(link, names[link.tie.a], names[link.tie.b]) for link in links],
        companies_left_out=len(network.order) - len(order),
        pairs_left_out=len(network.ties) - len(links),
    )
