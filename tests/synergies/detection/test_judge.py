from datetime import date

import pytest

from synergies.detection import Direction, Family, Kind, Tier

from .builders import codes, need, offer, only_match, share

# What text likeness confuses and a practitioner never does: (family, offered, needed).
HARD_NEGATIVES = [
    (Family.MATERIAL, "Acide chlorhydrique 33 %", "Acide sulfurique 37 %"),
    (Family.MATERIAL, "Hydrochloric acid", "Sulphuric acid"),
    (Family.MATERIAL, "Acide nitrique", "Acide phosphorique"),
    (Family.WASTE, "Acide chlorhydrique usé", "Acide chlorhydrique 33 %"),
    (Family.WASTE, "Acide sulfurique usé d'anodisation", "Acide chlorhydrique usé"),
    (Family.WATER, "Eau de process", "Eau de pluie"),
    (Family.WATER, "Process water", "Rainwater"),
    (Family.WATER, "Eau de rinçage neutralisée", "Eau d'arrosage"),
    (Family.WATER, "Eau potable", "Eau de process"),
    (Family.WASTE, "Tournures inox 304", "Copeaux d'acier"),
    (Family.WASTE, "Stainless steel turnings", "Steel turnings"),
    (Family.WASTE, "Chutes de tôle galvanisée", "Chutes de tôle"),
    (Family.WASTE, "Copeaux aluminium", "Copeaux d'acier"),
    (Family.WASTE, "Copeaux de bois", "Copeaux d'acier"),
    (Family.MATERIAL, "Palettes Europe", "Palettes perdues 80x120"),
    (Family.MATERIAL, "EUR pallets", "One-way pallets"),
    (Family.MATERIAL, "Palettes plastique", "Palettes Europe"),
    (Family.MATERIAL, "Fûts pleins", "Fûts vides"),
    (Family.MATERIAL, "Filled drums", "Empty drums"),
    (Family.MATERIAL, "Big-bags souillés", "Big-bags propres"),
    (Family.MATERIAL, "Palettes 80x120", "Palettes 100x120"),
    (Family.WASTE, "Huile de friture usagée", "Huile moteur usagée"),
    (Family.WASTE, "Huiles solubles usagées", "Huiles usagées"),
    (Family.WASTE, "Bois traité", "Bois non traité"),
    (Family.MATERIAL, "CO2 d'épuration du biogaz", "CO2 alimentaire"),
    (Family.WASTE, "Chutes de PVC", "Chutes de PET"),
    (Family.WASTE, "Céramique", "Verre d'emballage"),
    (Family.EQUIPMENT, "Broyeur à bois", "Broyeur à plastiques"),
    (Family.EQUIPMENT, "Tampographe de palettes", "Palettes"),
]


@pytest.mark.parametrize(("family", "offered", "needed"), HARD_NEGATIVES)
def test_hard_negative_is_never_sure(relations, family, offered, needed):
    match = only_match(offer(offered, family=family), need(needed, family=family), relations)

    assert match is None or match.tier is not Tier.SURE


def test_offer_and_need_of_one_flow_are_a_substitution_from_the_provider(relations):
    receiver = need("Palettes EUR", ref="A-1")
    provider = offer("Palettes Europe en surplus", ref="B-1")

    match = only_match(receiver, provider, relations)

    assert match is not None
    assert (match.ref_a, match.ref_b) == ("B-1", "A-1")
    assert (match.kind, match.tier, match.concept) == (
        Kind.SUBSTITUTION,
        Tier.SURE,
        "epal-pallet",
    )


@pytest.mark.parametrize(
    ("first", "second", "family", "title"),
    [
        (need, need, Family.ENERGY, "Électricité"),
        (offer, offer, Family.WASTE, "Pneus usagés"),
        (share, need, Family.EQUIPMENT, "Nacelle"),
        (offer, need, Family.SKILL, "Soudeur TIG"),
        (share, share, Family.SPACE, "Toiture"),
        (offer, need, Family.SERVICE, "Gardiennage"),
    ],
)
def test_other_pairs_are_a_pooling(relations, first, second, family, title):
    match = only_match(first(title, family=family), second(title, family=family), relations)

    assert match is not None
    assert (match.kind, match.tier) == (Kind.POOLING, Tier.SURE)


def test_company_is_never_matched_with_itself(relations):
    mine = offer("Palettes Europe", company="Fonderie Val-Cendreux")
    mine_again = need("Palettes Europe", company="FONDERIE val-cendreux ")

    assert only_match(mine, mine_again, relations) is None


def test_more_general_concept_is_probable(relations):
    match = only_match(
        offer("Copeaux d'acier", family=Family.WASTE),
        need("Métaux ferreux à reprendre", family=Family.WASTE),
        relations,
    )

    assert match is not None
    assert (match.tier, match.concept, codes(match)[0]) == (
        Tier.PROBABLE,
        "ferrous-scrap",
        "kind_of",
    )


def test_documented_use_is_probable_where_an_offer_meets_a_need_else_a_lead(relations):
    sand = offer("Sable de moulage usé", family=Family.WASTE)

    wanted = only_match(sand, need("Matériaux de remblai"), relations)
    also_offered = only_match(sand, offer("Matériaux de remblai"), relations)

    assert wanted is not None
    assert (wanted.tier, codes(wanted)[0]) == (Tier.PROBABLE, "known_use")
    assert also_offered is None


def test_what_the_need_refuses_is_no_match(relations):
    watering = need("Eau non potable", family=Family.WATER, description="pas d'eau de pluie")
    roof = offer("Eau de pluie", family=Family.WATER)

    assert only_match(roof, watering, relations) is None


def test_what_the_description_lists_is_probable_even_beside_another_head(relations):
    school = need("Tôles pour exercices", description="Acier, inox et alu séparés")
    workshop = offer("Copeaux aluminium", family=Family.WASTE)

    match = only_match(workshop, school, relations)

    assert match is not None
    assert (match.tier, codes(match)[0]) == (Tier.PROBABLE, "accepted")


def test_opposite_seasons_are_only_a_lead(relations):
    winter = offer(
        "Hangar",
        family=Family.SPACE,
        available_from=date(2018, 1, 1),
        available_to=date(2018, 2, 28),
    )
    summer = need(
        "Hangar",
        family=Family.SPACE,
        available_from=date(2018, 6, 1),
        available_to=date(2018, 8, 31),
    )

    match = only_match(winter, summer, relations)

    assert match is not None
    assert match.tier is Tier.LEAD
    assert "no_common_month" in codes(match)


def test_needs_that_follow_each_other_can_share_staff(relations):
    spring = need(
        "Manutentionnaires",
        family=Family.SKILL,
        available_from=date(2018, 3, 1),
        available_to=date(2018, 6, 30),
    )
    autumn = need(
        "Manutentionnaires",
        family=Family.SKILL,
        available_from=date(2018, 9, 1),
        available_to=date(2018, 12, 31),
    )

    match = only_match(spring, autumn, relations)

    assert match is not None
    assert match.tier is Tier.SURE
    assert "seasons_follow" in codes(match)


def test_match_shows_coverage_distance_season_and_hazard(relations):
    place = {"latitude": 48.77, "longitude": 6.12}
    provider = offer(
        "Solvants usés",
        ref="A",
        family=Family.WASTE,
        quantity="150",
        unit="kg",
        period="mois",
        waste_code="14 06 03*",
        **place,
    )
    receiver = need("Solvants usés", ref="B", family=Family.WASTE, quantity="2,4 t/an", **place)

    match = only_match(provider, receiver, relations)

    assert match is not None
    assert codes(match) == ["same_concept", "covers", "all_year", "distance", "hazardous"]
    assert dict(match.reasons[1].params) == {
        "offered": "1.8 t/year",
        "needed": "2.4 t/year",
        "percent": "75",
    }


def test_missing_facts_are_said(relations):
    match = only_match(
        offer("Palettes Europe", ref="A"),
        need("Palettes Europe", ref="B", quantity="selon saison"),
        relations,
    )

    assert match is not None
    assert codes(match)[1:] == [
        "quantity_missing",
        "quantity_unread",
        "all_year",
        "distance_unknown",
    ]


def test_unsaid_direction_is_taken_for_the_missing_one_and_said(relations):
    match = only_match(
        need("Palettes Europe"), offer("Palettes Europe", direction=Direction.ANY), relations
    )

    assert match is not None
    assert match.kind is Kind.SUBSTITUTION
    assert codes(match)[-1] == "direction_unknown"


@pytest.mark.parametrize(
    ("first", "second", "tier"),
    [
        ("Zirconate micronisé plombifère", "Zirconates plombifères micronisés", Tier.PROBABLE),
        ("Zirconate plombifère", "Zirconate baryté", Tier.LEAD),
        ("Zirconate plombifère", "Titane spongieux", None),
    ],
)
def test_unknown_things_are_compared_by_their_words(relations, first, second, tier):
    match = only_match(offer(first), need(second), relations)

    assert (match.tier if match else None) == tier
