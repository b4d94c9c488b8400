"""How many of the 299 recorded synergies of the demonstration workbook detection finds.

Measured: 110 SURE, 163 SURE or PROBABLE, 277 in any tier; every resource linked in 250. The
relations was written by people who had read this workbook: the figures guard against loss,
they prove nothing about another territory.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from synergies.detection import Declaration, Direction, Family, Kind, Match, Tier, detect

WORKBOOK = Path(__file__).parents[3] / "pompey_ite" / "demo" / "pompey-workshop.xlsx"
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
KINDS = {"Substitution": Kind.SUBSTITUTION, "Mutualisation": Kind.POOLING}


def rows(sheet: str) -> Iterator[dict[str, Any]]:
    workbook = load_workbook(WORKBOOK, read_only=True, data_only=True)
    header, *lines = workbook[sheet].iter_rows(values_only=True)
    workbook.close()
    names = [str(name) for name in header]
    return (dict(zip(names, line, strict=True)) for line in lines)


def as_date(value: Any) -> date | None:
    return value.date() if isinstance(value, datetime) else value


def as_declaration(row: dict[str, Any], places: dict[str, tuple[float, float]]) -> Declaration:
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
        available_from=as_date(row["Disponible du"]),
        available_to=as_date(row["Disponible au"]),
        waste_code=row["Code déchet"] or "",
        latitude=latitude,
        longitude=longitude,
    )


@pytest.fixture(scope="module")
def declarations() -> list[Declaration]:
    places = {row["Nom"]: (row["Latitude"], row["Longitude"]) for row in rows("Entreprises")}
    return [as_declaration(row, places) for row in rows("Ressources")]


@pytest.fixture(scope="module")
def pairs(declarations, relations) -> dict[frozenset[str], Match]:
    matches = detect(declarations, relations)
    return {frozenset((match.ref_a, match.ref_b)): match for match in matches}


def found(synergy: dict[str, Any], pairs: dict[frozenset[str], Match]) -> list[Match]:
    refs = synergy["Ressources"].split(" ; ")
    return [pairs[pair] for pair in map(frozenset, combinations(refs, 2)) if pair in pairs]


def test_recorded_synergies_are_found_in_each_tier(pairs):
    best = Counter(
        min((match.tier for match in matches), key=lambda tier: tier.rank)
        for synergy in rows("Synergies")
        if (matches := found(synergy, pairs))
    )

    assert best[Tier.SURE] >= 105
    assert best[Tier.SURE] + best[Tier.PROBABLE] >= 158
    assert best.total() >= 270


def test_each_resource_of_a_recorded_synergy_is_linked_to_another(pairs):
    linked = 0
    for synergy in rows("Synergies"):
        reached = {ref for match in found(synergy, pairs) for ref in (match.ref_a, match.ref_b)}
        linked += reached == set(synergy["Ressources"].split(" ; "))

    assert linked >= 240


def test_kind_agrees_with_the_recorded_one(pairs):
    two_sided = [
        (KINDS[synergy["Type"]], matches[0].kind)
        for synergy in rows("Synergies")
        if synergy["Ressources"].count(" ; ") == 1 and (matches := found(synergy, pairs))
    ]
    agreeing = sum(recorded == detected for recorded, detected in two_sided)

    assert agreeing / len(two_sided) >= 0.95


def test_detection_suggests_few_of_all_possible_pairs(declarations, pairs):
    possible = len(declarations) * (len(declarations) - 1) // 2

    assert len(pairs) / possible <= 0.03


def test_need_without_possible_answer_gets_no_provider(pairs):
    answers = [
        match
        for pair, match in pairs.items()
        if "BIO-05" in pair and match.kind is Kind.SUBSTITUTION
    ]

    assert answers == []
