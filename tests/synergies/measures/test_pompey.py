"""Reading a workshop's workbook, and what was found of its synergies."""

from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from synergies.detection import Direction, Family, Kind, Match, Tier
from synergies.measures import merges
from synergies.measures.pompey import (
    Found,
    Recorded,
    agreeing_kinds,
    found_again,
    matches_by_pair,
    possible_pairs,
    read_workshop,
    tiers,
)
from synergies.measures.ranking import Share
from tests.synergies.detection.builders import offer

HALF_A_YEAR = [datetime(2019, 1, 1), datetime(2019, 6, 30)]  # noqa: DTZ001 - as Excel has it
COMPANIES = [["Nom", "Latitude", "Longitude"], ["Alpha", 48.7, 6.1], ["Beta", 48.8, 6.2]]
RESOURCES = [
    [
        *"Réf Entreprise Sens Famille Intitulé Description Quantité Unité Période".split(),
        *("Disponible du", "Disponible au", "Code déchet"),
    ],
    ["A-1", "Alpha", "Offre", "Déchet", "Laitier", None, 12, "t", "an", None, None, "10 02 02"],
    ["B-1", "Beta", "Besoin", "Matière", "Laitier", "sec", 5, "t", "an", None, None, None],
    ["B-2", "Beta", "Partage", "Équipement", "Grue", None, 1, "u", "an", *HALF_A_YEAR, None],
]
SYNERGIES = [
    ["N°", "Intitulé", "Volet", "Type", "Entreprises", "Ressources"],
    [1, "Laitier en remblai", "Ressources", "Substitution", "Alpha ; Beta", "A-1 ; B-1"],
    [2, "Laitier et grue", "Ressources", "Mutualisation", "Alpha ; Beta", "A-1 ; B-2"],
    [3, "Laitier bis", "Ressources", "Mutualisation", "Alpha ; Beta", "A-1 ; B-1 ; B-2"],
]


@pytest.fixture
def workshop(tmp_path: Path):
    book = Workbook()
    for name, lines in (
        ("Entreprises", COMPANIES),
        ("Ressources", RESOURCES),
        ("Synergies", SYNERGIES),
    ):
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    book.save(tmp_path / "workshop.xlsx")
    return read_workshop(tmp_path / "workshop.xlsx")


def recorded(kind: Kind, *refs: str) -> Recorded:
    return Recorded(1, "", kind, "resources", (), refs)


def match(ref_a: str, ref_b: str, tier: Tier, kind: Kind = Kind.SUBSTITUTION) -> Match:
    return Match(ref_a, ref_b, kind, tier, "slag", ())


def test_declarations_are_read_as_they_were_typed(workshop):
    slag, _need, crane = workshop.declarations

    assert (slag.direction, slag.family, slag.quantity, slag.waste_code) == (
        Direction.OFFER,
        Family.WASTE,
        "12",
        "10 02 02",
    )
    assert (slag.latitude, slag.longitude) == (48.7, 6.1)
    assert (crane.description, crane.waste_code) == ("", "")
    assert str(crane.available_to) == "2019-06-30"


def test_synergies_are_read_with_their_resources(workshop):
    assert workshop.synergies[0] == Recorded(
        1, "Laitier en remblai", Kind.SUBSTITUTION, "resources", ("Alpha", "Beta"), ("A-1", "B-1")
    )


def test_a_synergy_is_found_in_the_strongest_tier_of_its_matches():
    found = Found(
        recorded(Kind.POOLING, "A", "B", "C"),
        (match("A", "B", Tier.LEAD), match("B", "C", Tier.SURE)),
    )

    assert found.tier is Tier.SURE
    assert Found(found.synergy, ()).tier is None


def test_a_synergy_is_linked_when_each_of_its_resources_has_a_match():
    synergy = recorded(Kind.POOLING, "A", "B", "C")
    one, other = match("A", "B", Tier.LEAD), match("B", "C", Tier.LEAD)

    assert Found(synergy, (one, other)).is_linked
    assert not Found(synergy, (one,)).is_linked


def test_kinds_are_compared_between_two_resources_only():
    pair = match("A", "B", Tier.SURE)
    found = [
        Found(recorded(Kind.SUBSTITUTION, "A", "B"), (pair,)),
        Found(recorded(Kind.POOLING, "A", "B"), (pair,)),
        Found(recorded(Kind.POOLING, "A", "B", "C"), (pair,)),
        Found(recorded(Kind.POOLING, "A", "D"), ()),
    ]

    assert agreeing_kinds(found) == Share(1, 2)


def test_recorded_synergies_are_found_again(workshop, relations):
    pairs = matches_by_pair(workshop.declarations, relations)

    assert set(pairs) == {frozenset(("A-1", "B-1"))}
    assert tiers(found_again(workshop, pairs)) == {Tier.SURE: 2, None: 1}


def test_pairs_of_one_company_are_not_possible():
    declarations = [offer("x", company="A"), offer("x", company="A"), offer("x", company="B")]

    assert possible_pairs(declarations) == 2


def test_accepted_merges_leave_less_to_vote_on(workshop, vocabulary):
    groups = merges.suggested(workshop, vocabulary)

    assert [group.keys for group in groups] == [("1", "2", "3")]
    assert merges.left_to_vote_on(workshop, groups) == 1
    assert merges.left_to_vote_on(workshop, []) == 3
