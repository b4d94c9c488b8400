"""Every untidy workbook is read as expected, remark by remark, and a second time writes nothing."""

import pytest
from django.utils import translation

from actions.services.workshop_import import import_workshop
from companies.models import Company
from tests.factories import InitiativeFactory
from tests.imports.untidy_codes import CODE_CASES
from tests.imports.untidy_layout import LAYOUT_CASES
from tests.imports.untidy_people import PEOPLE_CASES
from tests.imports.untidy_references import REFERENCE_CASES
from tests.imports.untidy_values import VALUE_CASES
from tests.imports.workbooks import Case, counts, lines, said, save

CASES = [*LAYOUT_CASES, *VALUE_CASES, *CODE_CASES, *REFERENCE_CASES, *PEOPLE_CASES]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def test_there_are_at_least_thirty_untidy_workbooks_with_a_name_each():
    assert len({case.name for case in CASES}) == len(CASES)
    assert len(CASES) >= 30


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_untidy_workbook_gives_its_report(case: Case, tmp_path):
    path = save(tmp_path / "untidy.xlsx", case.sheets, case.prepare)

    report = import_workshop(path=path, initiative=InitiativeFactory(), apply=True)

    assert said(report) == lines(case.problems)
    assert report.created == counts(**case.created)
    first = Company.objects.order_by("pk").first()
    assert {name: getattr(first, name) for name in case.stored} == dict(case.stored)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_untidy_workbook_writes_nothing_the_second_time(case: Case, tmp_path):
    path = save(tmp_path / "untidy.xlsx", case.sheets, case.prepare)
    initiative = InitiativeFactory()
    import_workshop(path=path, initiative=initiative, apply=True)

    again = import_workshop(path=path, initiative=initiative, apply=True)

    assert (again.created, again.changed) == (counts(), counts())
    assert again.unchanged == counts(**case.created)
