"""Words with a fixed set of meanings."""

import pytest

from companies.models import Resource
from companies.workbook import choices
from companies.workbook.choices import (
    Unit,
    read_answer,
    read_choice,
    read_number_of_synergy,
    read_period,
    read_unit,
    read_yes_no,
)
from companies.workbook.units import PERIODS
from tests.companies.workbook.readings import SURE, TO_CONFIRM, UNREADABLE, found


@pytest.mark.parametrize(
    ("meanings", "word", "meaning"),
    [
        (choices.DIRECTIONS, "O", "offer"),
        (choices.DIRECTIONS, "OFFRES", "offer"),
        (choices.DIRECTIONS, "Have", "offer"),
        (choices.DIRECTIONS, "besoin", "need"),
        (choices.DIRECTIONS, "à partager", "share"),
        (choices.FAMILIES, "Dechets", "waste"),
        (choices.FAMILIES, "matières premières", "material"),
        (choices.AREAS, "A", "equipment"),
        (choices.AREAS, "C - Compétences", "skills"),
        (choices.KINDS, "mutualisation", "pooling"),
        (choices.STATUSES, "EN COURS", "in_progress"),
        (choices.STATUSES, "Terminé", "done"),
        (choices.STATUSES, "Réalisé", "done"),
        (choices.STATUSES, "to do", "to_come"),
        (choices.STATUSES, "Encours", "in_progress"),
        (choices.KINDS, "Subst.", "substitution"),
        (choices.PRIORITIES, "Haute", "high"),
        (choices.PRIORITIES, 2, "medium"),
        (choices.LANGUAGES, "Français", "fr"),
    ],
)
def test_a_word_has_its_meaning(meanings, word, meaning):
    assert found(read_choice(word, meanings)) == (meaning, SURE)


def test_a_word_without_meaning_is_refused():
    assert found(read_choice("O/B", choices.DIRECTIONS)) == (None, UNREADABLE)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [(0, "no"), ("1", "maybe"), ("Oui", "yes"), (3.0, "priority"), ("3 - prioritaire", "priority")],
)
def test_an_answer_is_read(typed, answer):
    assert found(read_answer(typed)) == (answer, SURE)


@pytest.mark.parametrize("typed", [4, -1, "1,5", "beaucoup", "2/3", "1 - prioritaire"])
def test_an_answer_out_of_range_is_refused(typed):
    assert found(read_answer(typed)) == (None, UNREADABLE)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("oui", True), ("N", False), ("x", True), (True, True), (0, False), ("✓", True), ("-", False)],
)
def test_yes_and_no_are_read(typed, answer):
    assert found(read_yes_no(typed)) == (answer, SURE)


@pytest.mark.parametrize(
    ("typed", "unit", "remarks"),
    [
        ("Tonnes", Unit("t"), SURE),
        ("m³", Unit("m3"), SURE),
        ("t/an", Unit("t", "year"), SURE),
        ("U.", Unit("unités"), SURE),
        ("bennes", Unit("bennes"), TO_CONFIRM),
        ("x" * 30, None, UNREADABLE),
    ],
)
def test_a_unit_is_read(typed, unit, remarks):
    assert found(read_unit(typed)) == (unit, remarks)


@pytest.mark.parametrize(
    ("typed", "period"),
    [("an", "year"), ("Par mois", "month"), ("hebdomadaire", "week"), ("ponctuel", "once")],
)
def test_a_period_is_read(typed, period):
    assert found(read_period(typed)) == (period, SURE)


def test_the_periods_are_those_of_resources():
    assert set(PERIODS) == set(Resource.Period.values)


@pytest.mark.parametrize("typed", [12, "12", "n° 12", "N°12", "Synergie 12", "S12", 12.0, "#12"])
def test_the_number_of_a_synergy_is_read(typed):
    assert found(read_number_of_synergy(typed)) == (12, SURE)


@pytest.mark.parametrize("typed", [0, -3, 1.5, "douze", "", "n°"])
def test_what_is_no_number_of_a_synergy_is_refused(typed):
    assert found(read_number_of_synergy(typed)) == (None, UNREADABLE)
