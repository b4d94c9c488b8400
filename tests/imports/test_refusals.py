"""What a refused file, or a refused row, leaves behind: a clear word and the data as they were."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from actions.services.workshop_import import import_workshop
from companies.models import Company
from companies.workbook.refusal import WorkbookRefused
from tests.factories import CompanyFactory, InitiativeFactory
from tests.imports import hostile
from tests.imports.workbooks import COMPANIES, FOUR_SHEETS, Sheets, save

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize("apply", [True, False])
def test_a_refused_file_leaves_the_data_and_reports_one_error(apply, tmp_path):
    CompanyFactory(name="Forges du Val")
    path = hostile.package(tmp_path / "laughs.xlsx", prologue=hostile.BILLION_LAUGHS)
    report = tmp_path / "report.json"
    options = ["--apply"] if apply else []

    with pytest.raises(CommandError, match="declares XML entities"):
        call_command("import_workshop", str(path), "--report", str(report), *options)

    (problem,) = json.loads(report.read_text(encoding="utf-8"))["problems"]
    assert (problem["severity"], problem["value"]) == ("error", "laughs.xlsx")
    assert [company.name for company in Company.objects.all()] == ["Forges du Val"]


def test_a_report_that_cannot_be_written_is_said_before_anything_is_imported(tmp_path):
    path = save(tmp_path / "companies.xlsx", {"Entreprises": COMPANIES})
    nowhere = tmp_path / "no" / "report.json"

    with pytest.raises(CommandError, match="The report cannot be written"):
        call_command("import_workshop", str(path), "--apply", "--report", str(nowhere))

    assert not Company.objects.exists()


def test_a_workbook_without_any_known_sheet_is_refused(tmp_path):
    path = save(tmp_path / "other.xlsx", {"Feuil1": [["Recette"], ["Quiche lorraine"]]})

    with pytest.raises(WorkbookRefused, match=r"No sheet was recognised\. Expected one of: Entre"):
        import_workshop(path=path, initiative=InitiativeFactory(), apply=True)


def test_missing_sheets_are_said_and_what_names_them_is_refused(tmp_path):
    path = save(tmp_path / "missing.xlsx", {"Synergies": FOUR_SHEETS["Synergies"]})

    report = import_workshop(path=path, initiative=InitiativeFactory(), apply=True)

    assert not any((*report.created.values(), *report.changed.values()))
    missing = {item.sheet: item.severity for item in report.problems if item.row == 0}
    assert missing == {
        "Entreprises": "error",
        "Contacts": "info",
        "Ressources": "error",
        "Votes": "info",
        "Actions": "info",
        "Jalons": "info",
        "Mesures": "info",
    }


def test_a_sheet_missing_now_but_imported_before_is_looked_up(tmp_path):
    initiative = InitiativeFactory()
    whole = save(tmp_path / "whole.xlsx", {"Entreprises": COMPANIES})
    import_workshop(path=whole, initiative=initiative, apply=True)
    later = save(tmp_path / "later.xlsx", {"Ressources": FOUR_SHEETS["Ressources"]})

    report = import_workshop(path=later, initiative=initiative, apply=True)

    assert report.created["resources"] == 2
    severities = {item.sheet: item.severity for item in report.problems}
    assert severities["Entreprises"] == "warning"


def test_the_command_prints_what_it_refuses(tmp_path):
    out = StringIO()
    rows: Sheets = {
        "Entreprises": COMPANIES,
        "Contacts": [["Entreprise", "Nom"], ["Inconnue", "Direction"]],
    }
    path = save(tmp_path / "dangling.xlsx", rows)

    call_command("import_workshop", str(path), stdout=out)

    printed = out.getvalue().splitlines()
    assert "error: Contacts, 2, Entreprise: No company is called “Inconnue”. [Inconnue]" in printed
    assert printed[-1] == (
        "2 created, 0 changed, 0 unchanged, 1 errors, 0 warnings:"
        " checked, nothing written (use --apply)."
    )
