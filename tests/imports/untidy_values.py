"""Untidy values: numbers, dates, codes, addresses, texts."""

# ruff: noqa: E501 – one problem per line reads better

from datetime import date

from openpyxl import Workbook

from tests.imports.workbooks import Case, companies, resources


def formula(book: Workbook) -> None:
    book["Entreprises"]["B2"] = "=40+8"
    book["Entreprises"]["A3"] = '=HYPERLINK("http://evil.example","Brasserie Orge")'


def formula_as_text(book: Workbook) -> None:
    cell = book["Entreprises"]["B3"]
    cell.value, cell.data_type = "=1+1", "s"


def percent_format(book: Workbook) -> None:
    book["Actions"]["D2"].number_format = "0 %"


VALUE_CASES = [
    Case(
        "decimal commas and thousands separators of all kinds",
        resources(
            ["Quantité", "Unité"],
            ["1,8", "t"],
            ["1 250,5", "t"],
            ["18\u202f000", "t"],
            ["4\u00a0100", "kg"],
            ["2.400,75", "t"],
            ["1'250", "t"],
        ),
        {"companies": 2, "resources": 6},
    ),
    Case(
        "a number that can be read in two ways, and one that is none",
        resources(["Quantité", "Unité"], ["1,250", "t"], ["1.250", "t"], ["beaucoup", "t"]),
        {"companies": 2, "resources": 3},
        problems="""
            warning | Ressources | 2 | Quantité | 1,250 | “1,250” may be thousands or decimals: write it without separator. The field was left empty.
            warning | Ressources | 3 | Quantité | 1.250 | “1.250” may be thousands or decimals: write it without separator. The field was left empty.
            warning | Ressources | 4 | Quantité | beaucoup | This is not a number. The field was left empty.
        """,
    ),
    Case(
        "unit and period typed with the number",
        resources(
            ["Quantité", "Unité", "Période"], ["12 t/an"], ["env. 300 kg"], ["3 m³ par mois"]
        ),
        {"companies": 2, "resources": 3},
        problems="""
            info | Ressources | 2 | Quantité | 12 t/an | Unit and period were read with the number.
            info | Ressources | 3 | Quantité | env. 300 kg | Unit and period were read with the number.
            info | Ressources | 3 | Quantité | env. 300 kg | This is an approximation: the number was taken.
            info | Ressources | 4 | Quantité | 3 m³ par mois | Unit and period were read with the number.
        """,
    ),
    Case(
        "a range, a limit, a negative quantity",
        resources(["Quantité", "Unité"], ["5-10", "t"], ["< 20", "t"], [-4, "t"], ["de 5 à 8 t"]),
        {"companies": 2, "resources": 4},
        problems="""
            warning | Ressources | 2 | Quantité | 5-10 | A range was given: its lower end was taken.
            info | Ressources | 3 | Quantité | < 20 | This is a limit: the number was taken.
            warning | Ressources | 4 | Quantité | -4 | A quantity is not negative. The field was left empty.
            warning | Ressources | 5 | Quantité | de 5 à 8 t | A range was given: its lower end was taken.
            info | Ressources | 5 | Quantité | de 5 à 8 t | Unit and period were read with the number.
        """,
    ),
    Case(
        "a unit that contradicts the quantity, one in the header, one nobody knows",
        resources(["Quantité (t/an)", "Unité"], ["300 kg", "t"], [12, None], [4, "bennes"]),
        {"companies": 2, "resources": 3},
        problems="""
            info | Ressources | 2 | Quantité (t/an) | 300 kg | Unit and period were read with the number.
            warning | Ressources | 2 | Unité | t | The cell says “t”, the quantity “kg”: the latter was taken.
            warning | Ressources | 4 | Unité | bennes | This unit is not in our table; it was kept as written.
        """,
    ),
    Case(
        "dates in many forms",
        resources(
            ["Disponible du"],
            ["2017-01-02"],
            ["02/01/2017"],
            ["2 janvier 2017"],
            ["1er mars 2017"],
            ["2.1.17"],
            [42737],
            [date(2017, 1, 2)],
        ),
        {"companies": 2, "resources": 7},
        problems="""
            info | Ressources | 6 | Disponible du | 2.1.17 | The year was read as 2017.
            info | Ressources | 7 | Disponible du | 42737 | The serial number of the spreadsheet was read as a date.
        """,
    ),
    Case(
        "dates that are none, or only a month",
        resources(
            ["Disponible du", "Disponible au"],
            ["31/02/2017"],
            ["04/25/2017"],
            ["janvier 2017"],
            [2017],
            ["01/06/2017", "01/01/2017"],
        ),
        {"companies": 2, "resources": 5},
        problems="""
            warning | Ressources | 2 | Disponible du | 31/02/2017 | No calendar has this date; the day comes first, then the month. The field was left empty.
            warning | Ressources | 3 | Disponible du | 04/25/2017 | No calendar has this date; the day comes first, then the month. The field was left empty.
            warning | Ressources | 4 | Disponible du | janvier 2017 | This is not a date: give day, month and year. The field was left empty.
            warning | Ressources | 5 | Disponible du | 2017 | This is not a date: give day, month and year. The field was left empty.
            warning | Ressources | 6 | Disponible au | 01/01/2017 | It ends before it begins. The field was left empty.
        """,
    ),
    Case(
        "yes and no in many words, and neither",
        companies(["Adhérent ?"], ["OUI"], ["n"], ["x"], [True], ["peut-être"]),
        {"companies": 5},
        problems="""
            warning | Entreprises | 6 | Adhérent ? | peut-être | Yes or no is expected. The field was left empty.
        """,
        stored={"is_member": True},
    ),
    Case(
        "a headcount in words, half a person, coordinates with commas",
        companies(
            ["Effectif", "Latitude", "Longitude"],
            ["env. 86", "48,77214", "6,12487"],
            [12.5, 148, 6],
            ["54 salariés"],
        ),
        {"companies": 3},
        problems="""
            info | Entreprises | 2 | Effectif | env. 86 | This is an approximation: the number was taken.
            warning | Entreprises | 3 | Effectif | 12.5 | A whole number is expected, at least 0. The field was left empty.
            warning | Entreprises | 3 | Latitude | 148 | Decimal degrees are expected, between −90 and 90. The field was left empty.
            info | Entreprises | 4 | Effectif | 54 salariés | Unit and period were read with the number.
        """,
        stored={"headcount": 86, "latitude": 48.77214, "longitude": 6.12487},
    ),
    Case(
        "Windows-1252 leftovers and control characters",
        {
            "Entreprises": [
                ["Nom", "Secteur"],
                ["Tr\u00c3\u00a9filerie", "M\u00c3\u00a9canique d\u00e2\u20ac\u2122atelier"],
                ["Forges du Val", "\x91Forge\x92 et c\x9cur"],
                ["Brasserie Orge", "Brass_x0000_erie\u200b \u202eetla"],
                ["Papeterie Lune", "Papeterie perdu\ufffd"],
            ]
        },
        {"companies": 4},
        problems="""
            info | Entreprises | 2 | Nom | TrÃ©filerie | Badly encoded characters were repaired.
            info | Entreprises | 2 | Secteur | MÃ©canique dâ€™atelier | Badly encoded characters were repaired.
            info | Entreprises | 3 | Secteur | Forge et cur | Badly encoded characters were repaired.
            info | Entreprises | 4 | Secteur | Brass_x0000_erie etla | Invisible characters were removed.
            warning | Entreprises | 5 | Secteur | Papeterie perdu� | Characters were lost in this text; complete it.
        """,
        stored={"name": "Tréfilerie", "sector": "Mécanique d’atelier"},
    ),
    Case(
        "texts that are too long, and names that are none",
        {
            "Entreprises": [
                ["Nom", "Secteur"],
                ["Forges du Val", "x" * 200],
                ["y" * 151, "Forge"],
                ["---", "Forge"],
                [12, "Forge"],
            ]
        },
        {"companies": 1},
        problems="""
            warning | Entreprises | 2 | Secteur | xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx | The text was cut to 150 characters.
            error | Entreprises | 3 | Nom | yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy | A name has at most 150 characters.
            error | Entreprises | 4 | Nom | --- | This is not a name.
            error | Entreprises | 5 | Nom | 12 | This is not a name.
        """,
    ),
    Case(
        "formulas without a result",
        {"Entreprises": [["Nom", "Effectif"], ["Forges du Val", None], [None, 3]]},
        {"companies": 1},
        problems="""
            warning | Entreprises | 2 | Effectif | | This is a formula without a result: it was not read.
            error | Entreprises | 3 | Nom | | This is a formula without a result: it was not read.
        """,
        prepare=formula,
    ),
    Case(
        "hostile text stays text, a formula typed as text is not read",
        {
            "Entreprises": [
                ["Nom", "Secteur", "Adresse"],
                ["<script>alert(1)</script>", "{{ settings.SECRET_KEY }}", "'; DROP TABLE x; --"],
                ["Brasserie Orge", None, None],
            ]
        },
        {"companies": 2},
        problems="""
            warning | Entreprises | 3 | Secteur | =1+1 | This text begins like a formula: it was not read.
        """,
        prepare=formula_as_text,
        stored={"name": "<script>alert(1)</script>"},
    ),
    Case(
        "spreadsheet errors in cells",
        {"Entreprises": [["Nom", "Effectif"], ["Forges du Val", "#REF!"], ["#N/A", 3]]},
        {"companies": 1},
        problems="""
            warning | Entreprises | 2 | Effectif | #REF! | The spreadsheet shows an error here: it was not read.
            error | Entreprises | 3 | Nom | #N/A | The spreadsheet shows an error here: it was not read.
        """,
    ),
    Case(
        "progress, budget and priority of an action",
        {
            "Actions": [
                ["Code", "Intitulé", "Budget (EUR)", "Avancement (%)", "Priorité", "Statut"],
                ["A1", "Pool", "6 500 €", 0.6, "haute", "en cours"],
                ["B1", "Réseau", -5, 140, 7, "rêvée"],
                ["C1", "École", "18 k€", "45 %", "2", "Abandonnée"],
                ["Z1", "Ailleurs", 1, 1, 1, "À lancer"],
            ],
        },
        {"actions": 3},
        problems="""
            info | Actions | 2 | Volet | | The area was read from the code of the action.
            info | Actions | 2 | Budget (EUR) | 6 500 € | Unit and period were read with the number.
            info | Actions | 3 | Volet | | The area was read from the code of the action.
            warning | Actions | 3 | Priorité | 7 | This word is not understood here. The field was left empty.
            warning | Actions | 3 | Budget (EUR) | -5 | An amount is not negative, nor that large. The field was left empty.
            warning | Actions | 3 | Statut | rêvée | This word is not understood here. The field was left empty.
            warning | Actions | 3 | Avancement (%) | 140 | A percentage goes from 0 to 100. The field was left empty.
            info | Actions | 4 | Volet | | The area was read from the code of the action.
            warning | Actions | 4 | Statut | Abandonnée | Say why the action is abandoned.
            error | Actions | 5 | Volet | | This cell is empty; it is needed.
        """,
        prepare=percent_format,
    ),
]
