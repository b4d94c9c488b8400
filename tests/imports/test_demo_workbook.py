"""The workbook of the Pompey workshop: exact numbers, a second run that writes nothing."""

import json
from io import StringIO

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.serializers import serialize
from django.utils import translation

from actions.services.workshop_import import import_workshop
from companies.models import Company, Initiative
from tests.factories import InitiativeFactory
from tests.imports.workbooks import counts

WORKBOOK = settings.BASE_DIR / "pompey_ite" / "demo" / "pompey-workshop.xlsx"
ALL = {
    "companies": 25,
    "contacts": 42,
    "resources": 356,
    "synergies": 299,
    "votes": 965,
    "actions": 27,
    "milestones": 112,
    "measurements": 185,
}
OUR_APPS = {"companies", "synergies", "actions"}

pytestmark = pytest.mark.django_db


def everything() -> dict[str, str]:
    """Return every row of our apps, histories included, by model."""
    return {
        model._meta.label: serialize("json", model._default_manager.order_by("pk"))
        for model in apps.get_models()
        if model._meta.app_label in OUR_APPS
    }


def test_checking_counts_what_would_be_created_and_writes_nothing():
    initiative = InitiativeFactory()
    before = everything()

    report = import_workshop(path=WORKBOOK, initiative=initiative, apply=False)

    assert (report.created, report.changed, report.unchanged) == (ALL, counts(), counts())
    assert report.problems == []
    assert everything() == before


def test_applying_creates_every_row_and_a_second_run_writes_nothing():
    initiative = InitiativeFactory()

    first = import_workshop(path=WORKBOOK, initiative=initiative, apply=True)
    before = everything()
    second = import_workshop(path=WORKBOOK, initiative=initiative, apply=True)

    assert (first.created, first.problems) == (ALL, [])
    assert (second.created, second.changed, second.unchanged) == (counts(), counts(), ALL)
    assert second.problems == []
    assert everything() == before


def test_another_initiative_is_left_alone():
    ours, other = InitiativeFactory(name="Ours"), InitiativeFactory(name="Other")
    import_workshop(path=WORKBOOK, initiative=other, apply=True)

    report = import_workshop(path=WORKBOOK, initiative=ours, apply=True)

    assert report.created == ALL
    assert ours.companies.count() == other.companies.count() == 25


def test_progress_goes_row_by_row_to_the_last():
    seen = []

    import_workshop(
        path=WORKBOOK,
        initiative=InitiativeFactory(),
        apply=False,
        progress=lambda done, total: seen.append((done, total)),
    )

    total = sum(ALL.values())
    assert seen == [(done, total) for done in range(1, total + 1)]


def test_command_writes_its_report_and_counts_in_its_last_line(tmp_path):
    out, report = StringIO(), tmp_path / "report.json"

    with translation.override("en"):
        call_command(
            "import_workshop", str(WORKBOOK), "--apply", "--report", str(report), stdout=out
        )

    written = json.loads(report.read_text(encoding="utf-8"))
    assert written == {"created": ALL, "changed": counts(), "unchanged": counts(), "problems": []}
    assert out.getvalue().splitlines()[-1].startswith("2011 created, ")
    assert Initiative.objects.get().companies.count() == 25


def test_command_without_apply_leaves_an_empty_database_empty():
    call_command("import_workshop", str(WORKBOOK), stdout=StringIO())

    assert not Initiative.objects.exists()
    assert not Company.objects.exists()
