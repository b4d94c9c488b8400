"""Plans that somebody worked on, or made elsewhere, or made to hurt."""

import random

import pytest
from django.utils import translation
from openpyxl import Workbook

from actions.models import Action
from actions.plan.columns import COLUMNS, HEADER_ROW, HEADERS, KEYS
from companies.workbook.refusal import WorkbookRefused
from companies.workbook.report import Severity
from tests.actions.plan.plans import NOW, edited, errors, exported, plan, run, said, saved
from tests.factories import ActionFactory, FunderFactory, FundingFactory, ProgrammeFactory
from tests.imports import hostile

pytestmark = pytest.mark.django_db

# as Territoires en Transitions checks them, in this order, in the second row
OFFICIAL = (
    *("Axe (x)", "Sous-axe (x.x)", "Sous-sous axe (x.x.x)", "Titre de l'action"),
    *("Titre de la sous-action", "Descriptif", "Instances de gouvernance", "Objectifs"),
    *("Indicateurs liés", "Structure pilote", "Moyens humains et techniques", "Partenaires"),
    *("Direction ou service pilote", "Personne pilote", "Élu·e référent·e"),
    *("Participation Citoyenne", "Financements", "Financeur 1", "Montant € HT", "Financeur 2"),
    *("Montant € HT", "Financeur 3", "Montant € HT", "Budget prévisionnel total € HT"),
    *("Statut", "Niveau de priorité", "Date de début", "Date de fin"),
)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def programme():
    return ProgrammeFactory()


def refusal(tmp_path, programme, content: bytes) -> str:
    with pytest.raises(WorkbookRefused) as refused:
        run(tmp_path, programme, content)
    assert not Action.objects.filter(title="Wrong").exists()
    return str(refused.value)


def infos(report) -> list[str]:
    return [message for _row, _column, message in said(report, Severity.INFO)]


def test_the_header_row_is_the_official_one(programme):
    def check(sheet):
        found = tuple(sheet.cell(HEADER_ROW, number).value for number in range(1, 29))
        assert found == OFFICIAL
        assert sheet["A2"].value == "Axe (x)"  # by which their import finds the sheet
        assert sheet.cell(3, 4).value == "Champ texte"

    edited(programme, check)
    assert len(COLUMNS) == 28


def test_columns_in_another_order_are_read_by_name(programme, tmp_path):
    ActionFactory(code="B1", title="Pallets", description="Here.")
    keys = ("status", "title", "funder_2", "amount_2", "description", "funder_1", "amount_1")
    row = {"title": "B1 · Pallets", "status": "En cours", "funder_2": "X", "amount_2": 5}

    report = run(tmp_path, programme, plan(row, keys=keys))

    action = Action.objects.get()
    assert errors(report) == []
    assert action.status == "in_progress"
    assert [funding.planned_eur for funding in action.fundings.all()] == [5]
    assert (
        "The columns are in another order than the layout: they were read by their names."
        in infos(report)
    )


def test_missing_columns_change_nothing_and_are_named(programme, tmp_path):
    ActionFactory(code="B1", title="Pallets", description="Here.")

    report = run(tmp_path, programme, plan({"title": "Pallets"}, keys=KEYS[:5]), apply=True)

    assert Action.objects.get().description == "Here."
    assert errors(report) == []
    (absent,) = [text for text in infos(report) if text.startswith("Columns that are not")]
    assert "Descriptif" in absent


def test_a_renamed_column_is_said_with_the_name_it_may_mean(programme, tmp_path):
    content = edited(programme, lambda sheet: setattr(sheet["F2"], "value", "Descriptifs courts"))

    report = run(tmp_path, programme, content)

    assert (
        "This column is not one of the 28: it was not read. If it is “Descriptif”, give it that"
        " name." in infos(report)
    )


def test_a_file_without_the_title_column_says_how_to_go_on(programme, tmp_path):
    keys = tuple(key for key in KEYS if key != "title")

    assert refusal(tmp_path, programme, plan({"area": "A"}, keys=keys)) == (
        "The column “Titre de l'action” is missing."
        " Export the programme and start from that file: it has the 28 columns."
    )


def test_a_workbook_of_something_else_is_refused(programme, tmp_path):
    book = Workbook()
    book.worksheets[0].append(["Nom", "SIRET"])

    assert refusal(tmp_path, programme, saved(book)) == (
        "No sheet has the columns of a plan of actions."
        " Export the programme and start from that file: it has the 28 columns."
    )


def test_hints_totals_areas_and_hidden_rows_are_no_actions(programme, tmp_path):
    def edit(sheet):
        for number, text in enumerate(["Right", "Hidden"], start=4):
            sheet.cell(number, 1).value = "A"
            sheet.cell(number, 4).value = text
        sheet.row_dimensions[5].hidden = True
        sheet.cell(6, 1).value = "B. Ressources"
        sheet.cell(7, 6).value = "Total"

    report = run(tmp_path, programme, edited(programme, edit))

    assert errors(report) == []
    assert list(Action.objects.values_list("title", flat=True)) == ["Right"]
    passed_over = [row for row, _column, _text in said(report, Severity.INFO) if row > 3]
    assert passed_over == [5, 6, 7]


def test_headers_alone_without_the_rows_around_them_are_enough(programme, tmp_path):
    book = Workbook()
    book.worksheets[0].append([HEADERS[key] for key in KEYS])
    book.worksheets[0].append(["A", None, None, "First"])

    run(tmp_path, programme, saved(book))

    assert list(Action.objects.values_list("title", flat=True)) == ["First"]


def test_a_title_merged_over_its_sub_actions_counts_for_each(programme, tmp_path):
    def edit(sheet):
        sheet["A4"], sheet["D4"], sheet["AB4"] = "A", "Action", "31/12/2018"
        sheet["E5"], sheet["E6"] = "Step one", "Step two"
        sheet.merge_cells("D4:D6")

    report = run(tmp_path, programme, edited(programme, edit))

    assert errors(report) == []
    action = Action.objects.get()
    assert [milestone.title for milestone in action.milestones.order_by("pk")] == [
        "Step one",
        "Step two",
    ]


def test_shuffled_rows_change_nothing(programme, tmp_path):
    for number in range(5):
        action = ActionFactory(code=f"B{number}", title="The same title")
        FundingFactory(action=action, funder=FunderFactory(), planned_eur=number)

    def edit(sheet):
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
        random.Random(7).shuffle(rows)
        for number, row in enumerate(rows, start=4):
            for column, value in enumerate(row, start=1):
                sheet.cell(number, column).value = value

    report = run(tmp_path, programme, edited(programme, edit))

    assert (errors(report), report.changes) == ([], [])


# -- Hostile files ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty."),
        (b"Axe;Titre\nA;B\n", "This is a text file (CSV, HTML…)"),
        (b"PK\x03\x04 and then nothing", "The file is damaged: it cannot be unpacked."),
        (hostile.zip_of(notes__txt=b"hello"), "The file is not an .xlsx workbook."),
    ],
    ids=["empty", "csv", "damaged", "zip"],
)
def test_another_kind_of_file_is_named(programme, tmp_path, content, message):
    assert refusal(tmp_path, programme, content).startswith(message)


def test_a_zip_bomb_is_not_unpacked(programme, tmp_path):
    content = hostile.zip_bomb(tmp_path / "bomb.xlsx", 70, level=1).read_bytes()

    assert "too much to be opened safely" in refusal(tmp_path, programme, content)


@pytest.mark.fault
def test_a_hundred_thousand_rows_are_refused_before_they_are_read(programme, tmp_path):
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Fichier dimport")
    sheet.append([HEADERS[key] for key in KEYS])
    for number in range(100_000):
        sheet.append(["A", None, None, f"Action {number}"])

    assert refusal(tmp_path, programme, saved(book)).startswith("A sheet has more than 20000 rows.")


def test_an_export_is_exact_to_the_cell_in_every_language(programme, tmp_path):
    ActionFactory(code="B1", title="Pallets", budget_eur="1234.50", due_on=NOW.date())

    contents = []
    for language in ("fr", "en"):
        with translation.override(language):
            contents.append(exported(programme))
            report = run(tmp_path, programme, contents[-1])
            assert (errors(report), report.changes) == ([], [])
