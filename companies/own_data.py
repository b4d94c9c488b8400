"""What a company may take away of its own: each app adds its tables, as a workbook and as JSON.

An app adds tables with a module `own_data.py` and the decorator `own_sheet`; it is found at the
start.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from companies.exports import companies_sheet, contacts_sheet, resources_sheet
from companies.models import Company
from pompey_ite.spreadsheets import ReadMe, Sheet, Value

FORMAT_LANGUAGE = "en"  # names in JSON are for programs: the same whoever asks

Source = Callable[[Company], Sheet]
_sources: list[Source] = []


def own_sheet(function: Source) -> Source:
    """Add a table about one company; for use as a decorator."""
    _sources.append(function)
    return function


def sheets_of(company: Company) -> list[Sheet]:
    """Return every table about the company, in the current language: nothing of the others."""
    first = [companies_sheet(company), contacts_sheet(company), resources_sheet(company)]
    return first + [one(company) for one in _sources]


def read_me_of(company: Company) -> ReadMe:
    """Return what explains the workbook."""
    title = _("What the initiative keeps of %(company)s") % {"company": company}
    remark = _("Notes of the project manager about your company are not in it: ask for them.")
    return ReadMe(title, str(company.initiative), (remark,))


def as_json(company: Company) -> dict[str, object]:
    """Return the same for a program: English names, ISO dates, numbers as they are."""
    with translation.override(FORMAT_LANGUAGE):
        tables = {_name(sheet.title): _rows(sheet) for sheet in sheets_of(company)}
    return {
        "company": company.name,
        "initiative": company.initiative.name,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        **tables,
    }


def _rows(sheet: Sheet) -> list[dict[str, object]]:
    names = [_name(column.header) for column in sheet.columns]
    return [dict(zip(names, map(_plain, row), strict=True)) for row in sheet.rows]


def _name(header: str) -> str:
    return slugify(header).replace("-", "_")


def _plain(value: Value) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value
