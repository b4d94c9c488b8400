"""Untidy layouts: where the table stands, how its sheet and columns are called, odd rows."""

# ruff: noqa: E501 – one problem per line reads better

from openpyxl import Workbook

from tests.imports.workbooks import COMPANIES, RESOURCES, Case


def merge(*ranges: str):
    def prepare(book: Workbook) -> None:
        for reference in ranges:
            book.worksheets[0].merge_cells(reference)

    return prepare


def hide_row(number: int):
    def prepare(book: Workbook) -> None:
        book.worksheets[0].row_dimensions[number].hidden = True

    return prepare


def hide_sheet(title: str):
    def prepare(book: Workbook) -> None:
        book[title].sheet_state = "hidden"

    return prepare


LAYOUT_CASES = [
    Case(
        "titles and merged cells above the headers",
        {
            "Entreprises": [
                ["Atelier de détection du 14 février 2017"],
                ["Association d'entreprises, fichier de travail"],
                [],
                *COMPANIES,
            ]
        },
        {"companies": 2},
        prepare=merge("A1:B1", "A2:B2"),
    ),
    Case(
        "headers merged over two rows, under a group heading",
        {
            "Entreprises": [
                ["Nom", "Localisation", None],
                [None, "CP", "Ville"],
                ["Forges du Val", 54340, "Pompey"],
            ]
        },
        {"companies": 1},
        prepare=merge("A1:A2", "B1:C1"),
        stored={"postcode": "54340", "municipality": "Pompey"},
    ),
    Case(
        "a table that does not begin in the first column",
        {"Entreprises": [[None, None, *row] for row in COMPANIES]},
        {"companies": 2},
    ),
    Case(
        "header variants without accents, in capitals, abbreviated",
        {
            "Entreprises": [["RAISON SOCIALE", "N° SIRET", "APE", "CP"], ["Forges du Val"]],
            "Ressources": [
                ["Ref", "Société", "Sens (O/B)", "Catégorie", "Libellé", "Qté", "Unite"],
                ["FOR-1", "Forges du Val", "O", "Dechet", "Scories", 12, "T"],
            ],
        },
        {"companies": 1, "resources": 1},
    ),
    Case(
        "English sheet names and headers",
        {
            "Companies": [["Company", "Postcode"], ["Forges du Val", "54340"]],
            "Contacts": [
                ["Company", "First name", "Surname", "E-mail"],
                ["Forges du Val", "Camille", "Direction", "camille@forges.example"],
            ],
        },
        {"companies": 1, "contacts": 1},
        problems="""
            info | Companies | 0 | |  | This sheet was read as “Entreprises”.
        """,
    ),
    Case(
        "a sheet whose name says nothing, recognised by its headers",
        {"Feuil1": [["Nom", "SIRET", "Commune"], ["Forges du Val", None, "Pompey"]]},
        {"companies": 1},
        problems="""
            info | Feuil1 | 0 | |  | This sheet was read as “Entreprises”.
        """,
    ),
    Case(
        "a sheet name in capitals and singular",
        {"ENTREPRISE": COMPANIES},
        {"companies": 2},
    ),
    Case(
        "offers and needs on two sheets, the direction being the sheet's name",
        {
            "Entreprises": COMPANIES,
            "Offres": [
                ["Réf", "Entreprise", "Famille", "Intitulé"],
                ["FOR-1", "Forges du Val", "Énergie", "Chaleur"],
            ],
            "Besoins": [
                ["Réf", "Entreprise", "Famille", "Intitulé"],
                ["BRA-1", "Brasserie Orge", "Énergie", "Eau chaude"],
            ],
        },
        {"companies": 2, "resources": 2},
        problems="""
            info | Offres | 0 | |  | This sheet was read as “Ressources”.
            info | Besoins | 0 | |  | This sheet was read as “Ressources”.
        """,
    ),
    Case(
        "blank rows inside and after the table",
        {"Entreprises": [COMPANIES[0], COMPANIES[1], [], [None, "  "], COMPANIES[2], [], []]},
        {"companies": 2},
        problems="""
            info | Entreprises | 3 | |  | 2 blank rows were skipped.
        """,
    ),
    Case(
        "a hidden row",
        {"Entreprises": [*COMPANIES, ["Société cachée", "54340"]]},
        {"companies": 2},
        problems="""
            info | Entreprises | 4 | | Société cachée | This hidden row was not read.
        """,
        prepare=hide_row(4),
    ),
    Case(
        "a hidden sheet",
        {"Entreprises": COMPANIES, "Contacts": [["Entreprise", "Nom"], ["Forges du Val", "X"]]},
        {"companies": 2},
        problems="""
            info | Contacts | 0 | |  | This hidden sheet was not read.
        """,
        prepare=hide_sheet("Contacts"),
    ),
    Case(
        "headers repeated further down, as on printed pages",
        {"Entreprises": [*COMPANIES, ["NOM", "Code Postal"], ["Tréfilerie Moselle", "54670"]]},
        {"companies": 3},
        problems="""
            info | Entreprises | 4 | | NOM | The headers are repeated here: this row was not read.
        """,
    ),
    Case(
        "total, subtotal and remark rows",
        {
            "Entreprises": [
                ["Nom", "Effectif"],
                ["Forges du Val", 86],
                ["Sous-total", 86],
                ["Brasserie Orge", 54],
                ["TOTAL GÉNÉRAL", 140],
                ["Source : enquête de 2017"],
            ]
        },
        {"companies": 2},
        problems="""
            info | Entreprises | 3 | | Sous-total | This row is a total: it was not read.
            info | Entreprises | 5 | | TOTAL GÉNÉRAL | This row is a total: it was not read.
            info | Entreprises | 6 | | Source : enquête de 2017 | This row is a remark: it was not read.
        """,
    ),
    Case(
        "a total whose label and count stand under required columns, and a company called Total",
        {
            "Actions": [
                ["Code", "Intitulé", "Volet", "Statut"],
                ["A1", "Pool", "Équipements", "En cours"],
                ["TOTAL", 27, None, None],
            ],
            "Entreprises": [["Nom", "Commune"], ["Total", "Pompey"]],
        },
        {"companies": 1, "actions": 1},
        problems="""
            info | Actions | 3 |  | TOTAL | This row is a total: it was not read.
        """,
    ),
    Case(
        "companies whose names begin like a remark",
        {"Entreprises": [["Nom"], ["Source Vive"], ["Notes et Cie"], ["NB : liste provisoire"]]},
        {"companies": 2},
        problems="""
            info | Entreprises | 4 |  | NB : liste provisoire | This row is a remark: it was not read.
        """,
    ),
    Case(
        "a title in merged cells between two groups of rows",
        {"Entreprises": [COMPANIES[0], ["Zone nord"], COMPANIES[1], COMPANIES[2]]},
        {"companies": 2},
        problems="""
            info | Entreprises | 2 | | Zone nord | This row is a title: it was not read.
        """,
        prepare=merge("A2:B2"),
    ),
    Case(
        "a company name merged over the rows of its resources",
        {
            "Ressources": [
                ["Entreprise", "Réf", "Sens", "Famille", "Intitulé"],
                ["Forges du Val", "FOR-1", "Offre", "Énergie", "Chaleur"],
                [None, "FOR-2", "Offre", "Déchet", "Scories"],
                [None, "FOR-3", "Besoin", "Compétence", "Soudeur"],
            ],
            "Entreprises": COMPANIES,
        },
        {"companies": 2, "resources": 3},
        problems="""
            info | Ressources | 2 | | Forges du Val | A merged cell: its value was taken for the rows 2 to 4.
        """,
        prepare=merge("A2:A4"),
    ),
    Case(
        "columns we do not know, and a sheet of remarks",
        {
            "Entreprises": [["Nom", "Couleur du logo"], ["Forges du Val", "rouge"]],
            "Lisez-moi": [["Ce fichier est un brouillon."]],
        },
        {"companies": 1},
        problems="""
            info | Entreprises | 1 | Couleur du logo | | This column is not known: it was not read.
            info | Lisez-moi | 0 | |  | This sheet was not recognised: it was not read.
        """,
    ),
    Case(
        "a required column is missing",
        {
            "Entreprises": COMPANIES,
            "Ressources": [
                ["Réf", "Entreprise", "Intitulé"],
                ["FOR-1", "Forges du Val", "Copeaux"],
            ],
        },
        {"companies": 2},
        problems="""
            error | Ressources | 1 | Sens | | The column “Sens” is missing: the sheet was not read.
            error | Ressources | 1 | Famille | | The column “Famille” is missing: the sheet was not read.
        """,
    ),
    Case(
        "the sheet others name is missing",
        {"Ressources": RESOURCES},
        {},
        problems="""
            error | Ressources | 2 | Entreprise | Forges du Val | No company is called “Forges du Val”.
            error | Ressources | 3 | Entreprise | Brasserie Orge | No company is called “Brasserie Orge”.
            error | Entreprises | 0 | |  | The sheet “Entreprises” is missing; other sheets name it.
        """,
    ),
]
