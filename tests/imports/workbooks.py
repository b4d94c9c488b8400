"""Small workbooks made by code, as people hand them in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import Workbook

from companies.workbook.report import ImportReport, Problem

Rows = list[list[object]]
Sheets = Mapping[str, Rows]

COMPANIES: Rows = [["Nom", "Code postal"], ["Forges du Val", "54340"], ["Brasserie Orge", "54670"]]
RESOURCE_HEADERS: list[object] = ["Réf", "Entreprise", "Sens", "Famille", "Intitulé"]
RESOURCES: Rows = [
    RESOURCE_HEADERS,
    ["FOR-1", "Forges du Val", "Offre", "Énergie", "Chaleur fatale"],
    ["BRA-1", "Brasserie Orge", "Besoin", "Énergie", "Eau chaude"],
]
SYNERGIES: Rows = [
    ["N°", "Intitulé", "Volet", "Type", "Entreprises", "Ressources"],
    [
        1,
        "Chaleur de la forge",
        "Ressources",
        "Substitution",
        "Forges du Val ; Brasserie Orge",
        "FOR-1 ; BRA-1",
    ],
]
ACTIONS: Rows = [["Code", "Intitulé", "Volet"], ["B1", "Réseau de chaleur", "Ressources"]]
FOUR_SHEETS: Sheets = {
    "Entreprises": COMPANIES,
    "Ressources": RESOURCES,
    "Synergies": SYNERGIES,
    "Actions": ACTIONS,
}


@dataclass(frozen=True)
class Case:
    """A workbook and what its import must report, but for the sheets it does not have."""

    name: str
    sheets: Sheets
    created: Mapping[str, int]
    problems: str = ""  # a line each: severity | sheet | row | column | value | message
    prepare: Callable[[Workbook], None] | None = None
    stored: Mapping[str, object] = field(default_factory=dict)  # fields of the first company made


def resources(headers: list[object], *rows: list[object]) -> Sheets:
    """Return two companies and offers of waste of the first, with these columns."""
    given = [
        [f"FOR-{number}", "Forges du Val", "Offre", "Déchet", f"Flux {number}", *row]
        for number, row in enumerate(rows, start=1)
    ]
    return {"Entreprises": COMPANIES, "Ressources": [[*RESOURCE_HEADERS, *headers], *given]}


def companies(headers: list[object], *rows: list[object]) -> Sheets:
    """Return up to five companies with these columns."""
    names = (
        "Forges du Val",
        "Brasserie Orge",
        "Tréfilerie Moselle",
        "Papeterie Lune",
        "Garage Noé",
    )
    given = [[name, *row] for name, row in zip(names, rows, strict=False)]
    return {"Entreprises": [["Nom", *headers], *given]}


def contacts(headers: list[object], *rows: list[object]) -> Sheets:
    """Return two companies and contacts of the first, with these columns."""
    given = [["Forges du Val", f"Poste {number}", *row] for number, row in enumerate(rows, start=1)]
    return {"Entreprises": COMPANIES, "Contacts": [["Entreprise", "Nom", *headers], *given]}


def save(path: Path, sheets: Sheets, prepare: Callable[[Workbook], None] | None = None) -> Path:
    """Write the sheets row by row from A1; `prepare` may merge, hide and format."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    if prepare:
        prepare(book)
    book.save(path)
    return path


def said(report: ImportReport) -> list[str]:
    """Return the problems a line each, without the remarks on sheets the workbook does not have."""
    return [
        line_of(problem)
        for problem in report.problems
        if not problem.message.startswith("The workbook has no sheet ")
    ]


def line_of(problem: Problem) -> str:
    parts = (problem.severity, problem.sheet, problem.row, problem.column, problem.value)
    return " | ".join([*map(str, parts), problem.message])


def lines(text: str) -> list[str]:
    """Return the expected problems, each in the form of `line_of`."""
    given = (line.split("|") for line in text.strip().splitlines() if line.strip())
    return [" | ".join(part.strip() for part in parts) for parts in given]


def counts(**given: int) -> dict[str, int]:
    """Return the counts of a report, zero where nothing is given."""
    return ImportReport().created | given
