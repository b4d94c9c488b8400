"""Lists of names in one cell, as Territoires en Transitions writes them: between commas."""

from __future__ import annotations

import re

from companies.imports.run import CompanyDirectory
from companies.models import Company
from companies.workbook.texts import read_list

# a comma outside of quotes and brackets, as Territoires en Transitions cuts its lists
COMMA = re.compile(r",(?![^()]*\))(?=(?:(?:[^\"]*\"){2})*[^\"]*$)(?![^«]*»)")
LONGEST_JOIN = 4  # commas inside the name of one company


def split_names(text: str, directory: CompanyDirectory) -> list[str]:
    """Return the names of a cell, each once; a company whose name holds commas stays whole."""
    names: list[str] = []
    for entry in read_list(text):
        if directory.find(entry):
            names.append(entry)
        else:
            names += _cut_at_commas(entry, directory)
    return list(dict.fromkeys(name for name in names if name))


def _cut_at_commas(entry: str, directory: CompanyDirectory) -> list[str]:
    parts = [part.strip().strip('"').strip() for part in COMMA.split(entry)]
    names: list[str] = []
    start = 0
    while start < len(parts):
        taken = 1
        for end in range(min(len(parts), start + LONGEST_JOIN), start + 1, -1):
            if directory.find(", ".join(parts[start:end])):
                taken = end - start
                break
        names.append(", ".join(parts[start : start + taken]))
        start += taken
    return names


def cut_companies(names: list[str], directory: CompanyDirectory) -> tuple[list[Company], list[str]]:
    """Return the companies among the names, and the names that are none."""
    found = {name: directory.find(name) for name in names}
    companies = {company.pk: company for company in found.values() if company}
    return list(companies.values()), [name for name, company in found.items() if not company]
