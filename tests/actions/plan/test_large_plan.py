"""A plan of 2,000 lines with 100 planted errors: those are said, and nothing is half-done."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from actions.models import Action, Milestone
from tests.actions.plan.plans import errors, plan, run
from tests.factories import CompanyFactory, FunderFactory, ProgrammeAreaFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db
LINES, FIRST_ROW, SPACING = 2_000, 4, 20  # an error every twenty lines: a hundred
FIRST_DAY = date(2018, 1, 1)
PLANTED = (
    ({"due_on": "soon"}, "Date de fin", "This is not a date: give day, month and year."),
    (
        {"due_on": "12/14/2018"},
        "Date de fin",
        "No calendar has this date; the day comes first, then the month.",
    ),
    ({"status": "presque"}, "Statut", "This word is not understood here."),
    ({"budget_eur": "a lot"}, "Budget prévisionnel total € HT", "This is not a number."),
    ({"priority": "vite"}, "Niveau de priorité", "This word is not understood here."),
    (
        {"starts_on": "02/01/2019", "due_on": "01/01/2019"},
        "Date de fin",
        "It ends before it begins: correct one of the dates.",
    ),
)


def action_line(number):
    """Return a line with all 28 columns but that of a sub-action."""
    return {
        "area": "ABC"[number % 3],
        "sub_area": f"1.{number % 9} Partages",
        "sub_sub_area": f"1.{number % 9}.1 Atelier",
        "title": f"Action {number:04}",
        "description": f"Ce que l’action {number} met en commun.",
        "governance": "Comité de pilotage",
        "objectives": "Moins de trajets",
        "linked_indicators": "Tonnes évitées",
        "pilot_company": "Forges du Val",
        "means": "Deux jours par mois",
        "partners": "Forges du Val, Mairie de Pompey",
        "pilot_service": "Direction technique",
        "pilot_name": "Anne Roy",
        "elected_referent": "Luc Petit",
        "participation": "Consultation",
        "funding_notes": "Dossier déposé",
        **{f"funder_{pair}": name for pair, name in enumerate(("ADEME", "Région", "Val"), 1)},
        **{f"amount_{pair}": number + pair for pair in (1, 2, 3)},
        "budget_eur": 3 * number + 10,
        "status": "En cours",
        "priority": "Moyen",
        "starts_on": FIRST_DAY + timedelta(days=number % 300),
        "due_on": FIRST_DAY + timedelta(days=400 + number % 300),
    }


def milestone_line(number):
    """Return the line of a step of the action before it."""
    parent = action_line(number - 1)
    return {
        "area": parent["area"],
        "title": parent["title"],
        "sub_title": f"Jalon {number:04}",
        "status": "À venir",
        "due_on": parent["due_on"],
    }


@pytest.fixture
def programme():
    made = ProgrammeFactory()
    for kind, code in (("equipment", "A"), ("resources", "B"), ("skills", "C")):
        ProgrammeAreaFactory(programme=made, kind=kind, code=code)
    CompanyFactory(initiative=made.initiative, name="Forges du Val")
    for name in ("ADEME", "Région", "Val"):
        FunderFactory(initiative=made.initiative, name=name)
    return made


@pytest.fixture
def broken():
    """The lines, one in two a step of the line before, and what is to be said of them."""
    rows = [milestone_line(n) if n % 2 else action_line(n) for n in range(LINES)]
    planted = []
    for place, number in enumerate(range(0, LINES, SPACING)):
        wrong, column, message = PLANTED[place % len(PLANTED)]
        rows[number] = action_line(number) | {"title": f"Fausse {number:04}"} | wrong
        rows[number + 1] = action_line(number + 1)  # its step would be refused with it
        planted.append((FIRST_ROW + number, column, message))
    return plan(*rows), planted


def test_a_plan_of_2000_lines_with_100_errors_says_exactly_those(programme, broken, tmp_path):
    content, planted = broken

    with translation.override("en"):
        seen = run(tmp_path, programme, content, apply=False)
        written_before = (Action.objects.count(), Milestone.objects.count())
        done = run(tmp_path, programme, content, expected=seen.fingerprint())

    assert len(planted) == 100
    assert errors(seen) == errors(done) == planted
    assert written_before == (0, 0)
    assert (Action.objects.count(), Milestone.objects.count()) == (1_000, 900)
    assert not Action.objects.filter(title__startswith="Fausse").exists()
