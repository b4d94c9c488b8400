"""A plan brought into a programme: what is found again, changed, added, kept and refused."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from actions.models import Action, Funding, Milestone
from actions.plan.writing import plan_cells
from companies.workbook.refusal import WorkbookRefused
from companies.workbook.report import Severity
from synergies.models import Area
from tests.actions.plan.plans import Row, cell, edited, errors, exported, plan, run, said
from tests.factories import (
    ActionFactory,
    CompanyFactory,
    FunderFactory,
    FundingFactory,
    MilestoneFactory,
    ProgrammeAreaFactory,
    ProgrammeFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def programme():
    return ProgrammeFactory()


@pytest.fixture
def action(programme):
    return ActionFactory(code="B1", title="Pallets", description="As it was.")


def change(programme, tmp_path, **values: object):
    """Import the export of the programme with other values in the row of its first action."""

    def edit(sheet):
        for key, value in values.items():
            cell(sheet, 0, key).value = value

    return run(tmp_path, programme, edited(programme, edit))


# -- Changing -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "case",
    [
        ("description", "Autre\ntexte", "description", "Autre\ntexte"),
        ("description", "'=dangereux", "description", "=dangereux"),
        ("status", "Réalisé", "status", "done"),
        ("status", "en cours", "status", "in_progress"),
        ("priority", "Élevé", "priority", "high"),
        ("priority", "bas", "priority", "low"),
        ("budget_eur", "12 000,50 €", "budget_eur", Decimal("12000.50")),
        ("budget_eur", 12000.5, "budget_eur", Decimal("12000.5")),
        ("starts_on", "31/01/2018", "starts_on", date(2018, 1, 31)),
        ("due_on", "1er mars 2019", "due_on", date(2019, 3, 1)),
        ("due_on", date(2019, 3, 1), "due_on", date(2019, 3, 1)),
        ("title", "B1 · Palettes consignées", "title", "Palettes consignées"),
        ("sub_area", "2.1 Réemploi", "sub_area", "2.1 Réemploi"),
        ("pilot_name", "Anne Roy, Luc Petit", "pilot_name", "Anne Roy, Luc Petit"),
        ("participation", "Consultation", "participation", "Consultation"),
    ],
)
def test_a_changed_cell_changes_its_field(programme, action, tmp_path, case):
    key, written, field, stored = case
    report = change(programme, tmp_path, **{key: written})

    action.refresh_from_db()
    assert errors(report) == []
    assert getattr(action, field) == stored
    assert report.changed["actions"] == 1
    assert action.history.latest().history_type == "~"


def test_the_report_says_each_field_before_and_after(programme, action, tmp_path):
    report = change(programme, tmp_path, description="New.", due_on=date(2019, 3, 1))

    (told,) = report.changes
    assert (told.row, told.title, told.is_new) == (4, "B1 · Pallets", False)
    assert told.fields == [
        ("Descriptif", "As it was.", "New."),
        ("Date de fin", "", "1 Mar 2019"),
    ]


def test_without_apply_nothing_is_written(programme, action, tmp_path):
    content = edited(programme, lambda sheet: setattr(cell(sheet, 0, "description"), "value", "x"))

    report = run(tmp_path, programme, content, apply=False)

    action.refresh_from_db()
    assert len(report.changes) == 1
    assert action.description == "As it was."


def test_what_changed_since_the_preview_is_not_overwritten(programme, action, tmp_path):
    content = edited(programme, lambda sheet: setattr(cell(sheet, 0, "description"), "value", "x"))
    seen = run(tmp_path, programme, content, apply=False).fingerprint()
    ActionFactory(code="B2", title="x")
    Action.objects.filter(pk=action.pk).update(title="Renamed meanwhile")

    with pytest.raises(WorkbookRefused, match="has changed since this preview"):
        run(tmp_path, programme, content, expected=seen)

    action.refresh_from_db()
    assert action.description == "As it was."


def test_the_same_preview_may_be_applied(programme, action, tmp_path):
    content = edited(programme, lambda sheet: setattr(cell(sheet, 0, "description"), "value", "x"))
    seen = run(tmp_path, programme, content, apply=False).fingerprint()

    run(tmp_path, programme, content, expected=seen)

    action.refresh_from_db()
    assert action.description == "x"


def test_an_empty_cell_erases_nothing_and_says_so(programme, action, tmp_path):
    report = change(programme, tmp_path, description=None)

    action.refresh_from_db()
    assert action.description == "As it was."
    assert said(report, Severity.INFO) == [
        (4, "Descriptif", "This cell is empty; what is stored stays: change it on the sheet.")
    ]
    assert report.unchanged["actions"] == 1


def test_an_abandoned_action_gets_a_reason_to_complete(programme, action, tmp_path):
    report = change(programme, tmp_path, status="Abandonné")

    action.refresh_from_db()
    assert action.status == "abandoned"
    assert action.status_reason != ""
    assert said(report, Severity.WARNING) == [(4, "Statut", "Say why the action is abandoned.")]


# -- Companies and money ------------------------------------------------------------------------


def test_partners_are_companies_and_other_bodies(programme, action, tmp_path):
    forge, brewery = CompanyFactory(name="Forges, Fils"), CompanyFactory(name="Brasserie")
    action.partners.add(CompanyFactory(name="Garage"))

    change(programme, tmp_path, partners="Forges, Fils, Région Grand Est, brasserie")

    action.refresh_from_db()
    assert set(action.partners.all()) == {forge, brewery}
    assert action.other_partners == "Région Grand Est"


def test_the_first_company_leads_and_other_bodies_are_kept(programme, action, tmp_path):
    forge = CompanyFactory(name="Forges")

    change(programme, tmp_path, pilot_company="CCI, Forges, ADEME")

    action.refresh_from_db()
    assert (action.pilot_company, action.pilot_bodies) == (forge, "CCI, ADEME")


def test_funders_are_added_and_amounts_changed_with_their_history(programme, action, tmp_path):
    region = FunderFactory(name="Région")
    old = FundingFactory(action=action, funder=region, planned_eur=Decimal(500), actual_eur=7)

    change(programme, tmp_path, amount_1=800, funder_2="ADEME", amount_2="1 200 €")

    old.refresh_from_db()
    assert (old.planned_eur, old.actual_eur) == (800, 7)
    assert old.history.latest().planned_eur == 800
    other = Funding.objects.get(funder__name="ADEME")
    assert (other.action_id, other.planned_eur) == (action.pk, Decimal(1200))


def test_a_funder_that_is_replaced_stays_and_that_is_said(programme, action, tmp_path):
    FundingFactory(action=action, funder=FunderFactory(name="Région"), planned_eur=Decimal(500))

    report = change(programme, tmp_path, funder_1="ADEME", amount_1=500)

    assert set(action.fundings.values_list("funder__name", flat=True)) == {"Région", "ADEME"}
    assert [message for _row, _column, message in said(report, Severity.INFO)] == [
        "“Région” stays among the funders: take it out on the sheet of the action."
    ]


def test_more_than_three_funders_stay(programme, action, tmp_path):
    for number in range(5):
        FundingFactory(action=action, funder=FunderFactory(name=f"F{number}"), planned_eur=number)

    report = change(programme, tmp_path, description="New.")

    assert [column for column, *_rest in report.changes[0].fields] == ["Descriptif"]
    assert action.fundings.count() == 5
    action.refresh_from_db()
    assert action.funding_notes == ""


def test_targets_are_told_and_stay(programme, action, tmp_path):
    target = TargetFactory(action=action, value=Decimal("12.5"))
    line = f"{target.indicator.name} : 12,5 t"
    assert next(plan_cells(programme))["linked_indicators"] == line

    change(programme, tmp_path, linked_indicators=f"{line}\nSatisfaction")

    action.refresh_from_db()
    assert action.linked_indicators == "Satisfaction"
    assert action.targets.count() == 1


# -- Finding ------------------------------------------------------------------------------------


def test_an_action_is_found_by_its_title_when_the_file_has_no_codes(programme, action, tmp_path):
    report = run(tmp_path, programme, plan({"title": "pallets", "description": "New."}))

    action.refresh_from_db()
    assert errors(report) == []
    assert action.description == "New."


def test_a_new_action_gets_the_next_code_of_its_area(programme, action, tmp_path):
    row = {"area": "Axe B", "title": "Rainwater", "status": "En cours", "budget_eur": 90}

    report = run(tmp_path, programme, plan(row))

    made = Action.objects.get(title="Rainwater")
    assert (made.code, made.area.kind, made.status, made.budget_eur) == (
        "B2",
        Area.RESOURCES,
        "in_progress",
        Decimal(90),
    )
    assert report.created["actions"] == 1
    assert [(told.title, told.is_new) for told in report.changes] == [("B2 · Rainwater", True)]
    assert made.history.count() == 1


def test_a_code_that_is_free_is_kept(programme, tmp_path):
    run(tmp_path, programme, plan({"area": "C", "title": "C7 · Shared training"}))

    made = Action.objects.get()
    assert (made.code, made.title, made.area.kind) == ("C7", "Shared training", Area.SKILLS)


def test_actions_the_file_does_not_name_stay(programme, action, tmp_path):
    report = run(tmp_path, programme, plan({"area": "A", "title": "Other"}))

    assert Action.objects.filter(pk=action.pk).exists()
    assert [problem.message for problem in report.problems if problem.row == 0] == [
        "1 action of the programme is not in this file: it stays as it is."
    ]


def test_an_action_may_change_its_area(programme, action, tmp_path):
    skills = ProgrammeAreaFactory(kind=Area.SKILLS)

    change(programme, tmp_path, area=str(skills))

    action.refresh_from_db()
    assert (action.area, action.code) == (skills, "B1")


def test_two_rows_about_one_action_are_one_too_many(programme, action, tmp_path):
    rows = [{"title": "Pallets", "description": "One."}, {"title": "B1 · Pallets", "means": "x"}]

    report = run(tmp_path, programme, plan(*rows))

    (error,) = errors(report)
    assert error[:2] == (5, "Titre de l'action")
    assert error[2].startswith("This action is given already, on row 4 of")


# -- Milestones ---------------------------------------------------------------------------------


def test_a_sub_action_becomes_a_milestone_and_keeps_its_other_cells(programme, action, tmp_path):
    row = {"title": "Pallets", "sub_title": "Survey", "due_on": "30/06/2018", "means": "Two days"}

    run(tmp_path, programme, plan(row | {"status": "En cours", "amount_1": 12.5}))

    (made,) = action.milestones.all()
    assert (made.title, made.due_on, made.done_on) == ("Survey", date(2018, 6, 30), None)
    assert made.plan_cells == {"means": "Two days", "amount_1": "12.50", "status": "En cours"}
    again = run(tmp_path, programme, exported(programme))
    assert (errors(again), again.changes) == ([], [])


def test_a_sub_action_without_a_date_takes_that_of_its_action(programme, tmp_path):
    rows: list[Row] = [
        {"area": "A", "title": "New one", "due_on": date(2018, 12, 31)},
        {"area": "A", "title": "New one", "sub_title": "Step"},
    ]

    report = run(tmp_path, programme, plan(*rows))

    assert errors(report) == []
    made = Milestone.objects.get()
    assert (made.action.title, made.due_on) == ("New one", date(2018, 12, 31))


def test_a_milestone_is_reached_by_its_status(programme, action, tmp_path):
    made = MilestoneFactory(action=action, due_on=date(2018, 3, 1))

    def edit(sheet):
        cell(sheet, 1, "status").value = "Réalisé"

    run(tmp_path, programme, edited(programme, edit))

    made.refresh_from_db()
    assert made.done_on == date(2018, 3, 1)


def test_a_sub_action_of_nobody_is_refused(programme, tmp_path):
    report = run(tmp_path, programme, plan({"title": "Nowhere", "sub_title": "Step"}))

    assert errors(report) == [
        (
            4,
            "Titre de l'action",
            "No action has this title: give it a row of its own, without sub-action.",
        )
    ]


# -- Refusing -----------------------------------------------------------------------------------

ONE_AREA = (
    "Write one of: A · Equipment sharing ; B · Sharing and pooling of resources"
    " ; C · Pooling of skills."
)


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        ({"due_on": "soon"}, "Date de fin", "This is not a date: give day, month and year."),
        (
            {"due_on": "12/14/2018"},
            "Date de fin",
            "No calendar has this date; the day comes first, then the month.",
        ),
        ({"budget_eur": "a lot"}, "Budget prévisionnel total € HT", "This is not a number."),
        (
            {"budget_eur": -5},
            "Budget prévisionnel total € HT",
            "An amount is not negative, nor that large.",
        ),
        ({"status": "presque"}, "Statut", "This word is not understood here."),
        ({"area": "Mobilité"}, "Axe (x)", f"“Mobilité” is no area of this programme. {ONE_AREA}"),
        ({"area": None}, "Axe (x)", ONE_AREA),
        ({"amount_1": 5}, "Montant € HT", "An amount needs its funder: name it to the left."),
        (
            {"starts_on": "02/01/2019", "due_on": "01/01/2019"},
            "Date de fin",
            "It ends before it begins: correct one of the dates.",
        ),
        (
            {"title": "x" * 301},
            "Titre de l'action",
            "A title has at most 300 characters: shorten it.",
        ),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_row_that_cannot_be_read_is_refused_whole(programme, tmp_path, row, column, message):
    right = {"area": "A", "title": "Right"}

    report = run(tmp_path, programme, plan({"area": "A", "title": "Wrong"} | row, right))

    assert errors(report) == [(4, column, message)]
    assert list(Action.objects.values_list("title", flat=True)) == ["Right"]


def test_formulas_are_not_run(programme, tmp_path):
    row = {"area": "A", "title": "Right", "description": "=1+1", "budget_eur": "=2*3"}

    report = run(tmp_path, programme, plan(row))

    assert errors(report) == [
        (
            4,
            "Budget prévisionnel total € HT",
            "This is a formula without a result: it was not read.",
        )
    ]
    assert not Action.objects.exists()
