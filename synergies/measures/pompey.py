"""How many of the synergies recorded at the workshop detection finds in its workbook.

A synergy is found in the strongest tier of the matches between its resources: of one among five
companies, one match is enough. `is_linked` asks for more: each of its resources has a match.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import combinations
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from synergies.detection import (
    Declaration,
    Direction,
    Family,
    Kind,
    Match,
    Relations,
    Tier,
    detect,
)

from .ranking import Share

DIRECTIONS = {"Offre": Direction.OFFER, "Besoin": Direction.NEED, "Partage": Direction.SHARE}
FAMILIES = {
    "Équipement": Family.EQUIPMENT,
    "Matière": Family.MATERIAL,
    "Énergie": Family.ENERGY,
    "Eau": Family.WATER,
    "Déchet": Family.WASTE,
    "Compétence": Family.SKILL,
    "Service": Family.SERVICE,
    "Espace": Family.SPACE,
    "Logistique": Family.LOGISTICS,
}
AREAS = {"Équipements": "equipment", "Ressources": "resources", "Compétences": "skills"}
KINDS = {"Substitution": Kind.SUBSTITUTION, "Mutualisation": Kind.POOLING}

Pairs = Mapping[frozenset[str], Match]


@dataclass(frozen=True, slots=True)
class Recorded:
    """A synergy as it was written down at the workshop; `refs` are its resources.

    `area`: "equipment", "resources" or "skills".
    """

    number: int
    title: str
    kind: Kind
    area: str
    companies: tuple[str, ...]
    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Workshop:
    """What the companies declared, and what they recorded together."""

    declarations: tuple[Declaration, ...]
    synergies: tuple[Recorded, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A recorded synergy and the matches between its resources."""

    synergy: Recorded
    matches: tuple[Match, ...]

    @property
    def tier(self) -> Tier | None:
        """Return the strongest tier, None when nothing was found."""
        return min((match.tier for match in self.matches), key=lambda each: each.rank, default=None)

    @property
    def is_linked(self) -> bool:
        """Return whether each resource has a match with another of the same synergy."""
        reached = {ref for match in self.matches for ref in (match.ref_a, match.ref_b)}
        return reached == set(self.synergy.refs)


def read_workshop(path: Path) -> Workshop:
    """Return the declarations and the recorded synergies of a workshop's workbook."""
    places = {row["Nom"]: (row["Latitude"], row["Longitude"]) for row in _rows(path, "Entreprises")}
    return Workshop(
        declarations=tuple(_declaration(row, places) for row in _rows(path, "Ressources")),
        synergies=tuple(_recorded(row) for row in _rows(path, "Synergies")),
    )


def matches_by_pair(declarations: Sequence[Declaration], relations: Relations) -> Pairs:
    """Return all matches by their two references."""
    matches = detect(declarations, relations)
    return {frozenset((match.ref_a, match.ref_b)): match for match in matches}


def found_again(workshop: Workshop, pairs: Pairs) -> list[Found]:
    """Return each recorded synergy with what detection found of it."""
    return [
        Found(synergy, tuple(pairs[pair] for pair in _pairs(synergy) if pair in pairs))
        for synergy in workshop.synergies
    ]


def tiers(found: Iterable[Found]) -> Counter[Tier | None]:
    """Return how many synergies were found in each tier; None counts those not found."""
    return Counter(each.tier for each in found)


def agreeing_kinds(found: Iterable[Found]) -> Share:
    """Return how many of the synergies of two resources that were found have the kind recorded."""
    agrees = [
        each.synergy.kind is each.matches[0].kind
        for each in found
        if each.matches and len(each.synergy.refs) == 2  # noqa: PLR2004 - the two sides
    ]
    return Share(sum(agrees), len(agrees))


def possible_pairs(declarations: Iterable[Declaration]) -> int:
    """Return how many pairs of declarations of two companies there are."""
    sizes = Counter(declaration.company for declaration in declarations)
    return (sizes.total() ** 2 - sum(size**2 for size in sizes.values())) // 2


def _pairs(synergy: Recorded) -> Iterator[frozenset[str]]:
    return map(frozenset, combinations(synergy.refs, 2))


def _rows(path: Path, sheet: str) -> Iterator[dict[str, Any]]:
    workbook = load_workbook(path, read_only=True, data_only=True)
    header, *lines = workbook[sheet].iter_rows(values_only=True)
    workbook.close()
    names = [str(name) for name in header]
    return (dict(zip(names, line, strict=True)) for line in lines)


def _recorded(row: Mapping[str, Any]) -> Recorded:
    return Recorded(
        number=int(row["N°"]),
        title=row["Intitulé"],
        kind=KINDS[row["Type"]],
        area=AREAS[row["Volet"]],
        companies=tuple(row["Entreprises"].split(" ; ")),
        refs=tuple(row["Ressources"].split(" ; ")),
    )


def _declaration(row: Mapping[str, Any], places: Mapping[str, tuple[float, float]]) -> Declaration:
    latitude, longitude = places[row["Entreprise"]]
    return Declaration(
        ref=row["Réf"],
        company=row["Entreprise"],
        direction=DIRECTIONS[row["Sens"]],
        family=FAMILIES[row["Famille"]],
        title=row["Intitulé"],
        description=row["Description"] or "",
        quantity=str(row["Quantité"]),
        unit=row["Unité"],
        period=row["Période"],
        available_from=_day(row["Disponible du"]),
        available_to=_day(row["Disponible au"]),
        waste_code=row["Code déchet"] or "",
        latitude=latitude,
        longitude=longitude,
    )


def _day(value: Any) -> date | None:
    return value.date() if isinstance(value, datetime) else value
