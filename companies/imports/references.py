"""What a cell names: a company, several, a resource."""

from __future__ import annotations

from django.utils.translation import gettext as _

from companies.imports.row_reader import RowReader
from companies.imports.run import ImportRun
from companies.models import Company
from companies.workbook.texts import read_list, read_text
from companies.workbook.words import company_key


def read_company(run: ImportRun, reader: RowReader, key: str = "company") -> Company | None:
    """Return the company a cell names; refuse the row when there is none of this name."""
    name = reader.read(key, read_text, required=True)
    if name is None:
        return None
    company = run.directory.find(name)
    if company is None:
        reader.error(key, unknown_company(run, name))
        return None
    say_spelling(run, reader, key, name)
    return company


def unknown_company(run: ImportRun, name: str) -> str:
    """Return the refusal of a name no company has, with the one it may mean."""
    if close := run.directory.closest(name):
        return _("No company is called “%(name)s”; is it “%(close)s”?") % {
            "name": name,
            "close": close,
        }
    return _("No company is called “%s”.") % name


def say_spelling(run: ImportRun, reader: RowReader, key: str, name: str) -> None:
    """Say once per sheet that a company is spelled in another way."""
    known = run.directory.names[company_key(name)]
    remark = (reader.row.table.sheet.title, key, name)
    if name != known and remark not in run.said:
        run.said.add(remark)
        reader.info(key, _("Read as “%s”, spelled differently.") % known, name)


def split_companies(run: ImportRun, reader: RowReader, key: str) -> tuple[list[Company], list[str]]:
    """Return the companies a cell lists, each once, and the names that are none of them."""
    found: dict[int, Company] = {}
    unknown = []
    for name in _names(run, reader.raw(key)):
        company = run.directory.find(name)
        if company is None:
            unknown.append(name)
        else:
            say_spelling(run, reader, key, name)
            found[company.pk] = company
    return list(found.values()), unknown


def _names(run: ImportRun, raw: object) -> list[str]:
    """Cut at “;” first; at commas or slashes only when this gives nothing but companies."""
    names = [] if raw is None else read_list(raw)
    if len(names) == 1 and run.directory.find(names[0]) is None:
        for separator in (",", "/", "+"):
            parts = [part.strip() for part in names[0].split(separator)]
            if len(parts) > 1 and all(run.directory.find(part) for part in parts):
                return parts
    return names
