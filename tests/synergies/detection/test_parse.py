from datetime import date

import pytest

from synergies.detection import Direction, Family
from synergies.detection.parse import month_numbers, months_between, parse_declaration

from .builders import declaration, need

EVERY_MONTH = list(range(1, 13))


@pytest.mark.parametrize(
    ("family", "title", "concept"),
    [
        (Family.WASTE, "Huile de friture usagée", "used-cooking-oil"),
        (Family.WASTE, "Huiles hydrauliques usées de presses", "hydraulic-oil"),
        (Family.MATERIAL, "Big-bags vides de granulés", "big-bag"),
        (Family.MATERIAL, "Lots de palettes Europe", "epal-pallet"),
        (Family.WASTE, "Sorted aluminium turnings", "aluminium-turnings"),
        (Family.WASTE, "Drum for used oil", "drum"),
        (Family.WASTE, "FILM ETIRABLE USAGE", "plastic-film"),
        (Family.EQUIPMENT, "Heures libres centre d'usinage 5 axes", "machining-centre-5-axis"),
        (Family.ENERGY, "Chaleur des groupes froids de moules", "chiller-heat"),
        (Family.WATER, "Eau de lavage (eau de pluie)", "washing-water"),
    ],
)
def test_head_noun_decides(vocabulary, family, title, concept):
    parsed = parse_declaration(declaration(title, family=family), vocabulary)

    assert parsed.heads[0] == concept
    assert parsed.is_certain


def test_longest_alias_wins(vocabulary):
    parsed = parse_declaration(declaration("Chutes de fil galvanisé"), vocabulary)

    assert parsed.heads == ("galvanised-steel-scrap",)


def test_coordinated_things_are_all_heads(vocabulary):
    parsed = parse_declaration(declaration("Inox, alu et non-ferreux"), vocabulary)

    assert parsed.heads == ("stainless-scrap", "aluminium-scrap", "non-ferrous-scrap")


def test_complement_of_an_unknown_noun_is_not_certain(vocabulary):
    parsed = parse_declaration(declaration("Tampographe de palettes"), vocabulary)

    assert parsed.heads == ("pallet",)
    assert not parsed.is_certain


def test_description_of_a_need_lists_what_is_accepted_and_refused(vocabulary):
    parsed = parse_declaration(
        need("Biomasse combustible", description="Plaquettes, sciures ; bois traité refusé"),
        vocabulary,
    )

    assert parsed.accepts == {"wood-chips", "sawdust"}
    assert parsed.refuses == {"treated-wood"}


def test_what_the_thing_is_for_is_not_accepted(vocabulary):
    parsed = parse_declaration(
        need("Palettes perdues", description="Pour expédition de carton"), vocabulary
    )

    assert parsed.accepts == frozenset()


def test_waste_code_names_a_declaration_without_words(vocabulary):
    parsed = parse_declaration(
        declaration("Divers", family=Family.WASTE, waste_code="16 06 01*"), vocabulary
    )

    assert parsed.heads == ("lead-batteries",)
    assert not parsed.is_certain


def test_grades_and_sizes_are_attributes(vocabulary):
    parsed = parse_declaration(declaration("Palettes 80 x 120, inox 316L"), vocabulary)

    assert parsed.sizes == {"80x120"}
    assert parsed.grades == {"316l"}


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (None, None, EVERY_MONTH),
        (date(2018, 3, 1), None, EVERY_MONTH),
        (date(2018, 3, 1), date(2018, 5, 31), [3, 4, 5]),
        (date(2017, 11, 15), date(2018, 2, 28), [1, 2, 11, 12]),
        (date(2017, 1, 1), date(2019, 6, 30), EVERY_MONTH),
    ],
)
def test_availability_is_a_set_of_months(start, end, months):
    assert month_numbers(months_between(start, end)) == months


def test_any_text_is_read_without_error(vocabulary):
    parsed = parse_declaration(
        declaration("؟؟ <script> 🙂 ,;()/", direction=Direction.ANY, family=Family.ANY), vocabulary
    )

    assert parsed.heads == ()
