"""Untidy workbooks as an acceptance test found them: headers, people, words, units, lists."""

# ruff: noqa: E501 – one problem per line reads better

from tests.imports.workbooks import ACTIONS, COMPANIES, FOUR_SHEETS, RESOURCES, SYNERGIES, Case

RESOURCE_GROUPS: list[object] = [
    *("Réf", "Entreprise", "Sens", "Famille", "Intitulé", "Volume", None, None, "Dates"),
]

PEOPLE_CASES = [
    Case(
        "headers over two rows that are not merged",
        {
            "Entreprises": COMPANIES,
            "Ressources": [
                RESOURCE_GROUPS,
                [None, None, None, None, None, "Quantité", "Unité", "Période", "Disponible du"],
                [
                    *("FOR-1", "Forges du Val", "Offre", "Déchet", "Scories"),
                    *("beaucoup", "x" * 30, "an", "2019"),
                ],
            ],
        },
        {"companies": 2, "resources": 1},
        problems=f"""
            warning | Ressources | 3 | Quantité | beaucoup | This is not a number. The field was left empty.
            warning | Ressources | 3 | Unité | {"x" * 30} | This unit is not understood. The field was left empty.
            warning | Ressources | 3 | Disponible du | 2019 | This is not a date: give day, month and year. The field was left empty.
        """,
    ),
    Case(
        "group headings that are names of columns themselves",
        {
            "Entreprises": [
                ["Nom", "Localisation", None, "Activité", None],
                [None, "CP", "Ville", "NAF", "Effectif"],
                ["Forges du Val", 54340, "Pompey", "25.62B", 3],
            ]
        },
        {"companies": 1},
        stored={"postcode": "54340", "naf_code": "25.62B", "sector": "", "headcount": 3},
    ),
    Case(
        "a column given twice",
        {"Entreprises": [["Nom", "CP", "Code postal"], ["Forges du Val", "54340", "54670"]]},
        {"companies": 1},
        problems="""
            info | Entreprises | 1 | Code postal | | Another column says the same: this one was not read.
        """,
        stored={"postcode": "54340"},
    ),
    Case(
        "a sheet of votes without any header",
        {"Entreprises": COMPANIES, "Votes": [["Forges du Val", 1, 3]]},
        {"companies": 2},
        problems="""
            error | Votes | 0 | | | No column of this sheet was recognised: it was not read.
        """,
    ),
    Case(
        "a total made by a formula that was never computed",
        {"Entreprises": [["Nom", "Effectif"], ["Forges du Val", 12], ["TOTAL", "=SUM(B2:B2)"]]},
        {"companies": 1},
        problems="""
            info | Entreprises | 3 | | TOTAL | This row is a total: it was not read.
        """,
    ),
    Case(
        "names in quotes, and cells that are no names",
        {
            "Entreprises": [
                ["Nom", "Secteur"],
                ["« Forges du Val »", "Fonderie"],
                ["'Brasserie Orge", "Boisson"],
                ["N/A", "Inconnu"],
                [True, "Inconnu"],
            ]
        },
        {"companies": 2},
        problems="""
            error | Entreprises | 4 | Nom | N/A | This is not a name.
            error | Entreprises | 5 | Nom | True | This is not a name.
        """,
        stored={"name": "Forges du Val"},
    ),
    Case(
        "two people who share an address, one person given twice",
        {
            "Entreprises": COMPANIES,
            "Contacts": [
                ["Entreprise", "Prénom", "Nom", "Courriel"],
                ["Forges du Val", "Camille", "Direction", "accueil@forges.example"],
                ["Forges du Val", "Sacha", "Atelier", "accueil@forges.example"],
                ["Forges du Val", "C.", "Direction", "accueil@forges.example"],
            ],
        },
        {"companies": 2, "contacts": 2},
        problems="""
            warning | Contacts | 3 | Courriel | accueil@forges.example | This address is that of another contact, on row 2 of “Contacts”. The field was left empty.
            error | Contacts | 4 | Courriel | accueil@forges.example | This contact is given already, on row 2 of “Contacts”.
        """,
    ),
    Case(
        "lists cut by slashes, a substitution the wrong way round",
        {
            **FOUR_SHEETS,
            "Ressources": RESOURCES,
            "Synergies": [
                SYNERGIES[0],
                [1, "Barres", "R", "Mutu", "Forges du Val / Brasserie Orge", "FOR-1 / BRA-1"],
                [2, "Barres", "B", "Mutu", "Forges du Val / Brasserie Orge", "FOR-1 / BRA-1"],
                [3, "Inverse", "B", "Subst.", "Brasserie Orge ; Forges du Val", "BRA-1 ; FOR-1"],
            ],
        },
        {"companies": 2, "resources": 2, "synergies": 2, "actions": 1},
        problems="""
            error | Synergies | 2 | Volet | R | This word is not understood here.
            warning | Synergies | 4 | Entreprises | Brasserie Orge ; Forges du Val | The first company should provide, yet it only needs.
        """,
    ),
    Case(
        "actions: codes in other words, a strange area, weeks for days, words of status",
        {
            "Actions": [
                [*ACTIONS[0], "Charge (jours)", "Budget", "Statut", "Avancement", "Financeurs"],
                [
                    "b 2",
                    "Chaleur",
                    "Flux & énergie",
                    "2 semaines",
                    "12 t",
                    "Fini",
                    "0,6",
                    "F" * 160,
                ],
            ]
        },
        {"actions": 1},
        problems=f"""
            info | Actions | 2 | Code | b 2 | The code was read as “B2”.
            warning | Actions | 2 | Volet | Flux & énergie | This word is not understood here. The area was read from the code of the action.
            warning | Actions | 2 | Charge (jours) | 2 semaines | The amount is expected in “jours”. The field was left empty.
            warning | Actions | 2 | Budget | 12 t | The amount is expected in “EUR”. The field was left empty.
            info | Actions | 2 | Avancement | 0,6 | The fraction was read as a percentage.
            warning | Actions | 2 | Financeurs | {"F" * 160} | The text was cut to 150 characters.
        """,
    ),
    Case(
        "a measurement and a target in another unit than their own cell says",
        {
            "Actions": [
                [*ACTIONS[0], "Indicateur", "Cible", "Unité"],
                [*ACTIONS[1], "Chaleur reprise", "60 %", "MWh"],
            ],
            "Mesures": [
                ["Action", "Date", "Indicateur", "Valeur", "Unité"],
                ["B1", "31/01/2019", "Chaleur reprise", "12 kg", "MWh"],
            ],
        },
        {"actions": 1},
        problems="""
            info | Actions | 2 | Cible | 60 % | Unit and period were read with the number.
            warning | Actions | 2 | Cible | 60 % | The value is in “%”, the unit says “MWh”. The field was left empty.
            info | Mesures | 2 | Valeur | 12 kg | Unit and period were read with the number.
            error | Mesures | 2 | Valeur | 12 kg | The value is in “kg”, the unit says “MWh”.
        """,
    ),
]
