"""Untidy references: companies spelled twice, rows that name nothing, rows given twice."""

# ruff: noqa: E501 – one problem per line reads better

from tests.imports.workbooks import (
    ACTIONS,
    COMPANIES,
    FOUR_SHEETS,
    RESOURCES,
    SYNERGIES,
    Case,
)

REFERENCE_CASES = [
    Case(
        "a company spelled with other case, accents and legal form",
        {
            "Entreprises": [
                ["Nom", "Commune"],
                ["Tréfilerie Moselle", "Custines"],
                ["TREFILERIE  MOSELLE S.A.S.", "Custines"],
            ],
            "Contacts": [["Entreprise", "Nom"], ["trefilerie-moselle (SAS)", "Direction"]],
        },
        {"companies": 1, "contacts": 1},
        problems="""
            info | Entreprises | 3 | Nom | TREFILERIE MOSELLE S.A.S. | Read as “Tréfilerie Moselle” of row 2 of “Entreprises”, spelled differently.
            info | Contacts | 2 | Entreprise | trefilerie-moselle (SAS) | Read as “Tréfilerie Moselle”, spelled differently.
        """,
    ),
    Case(
        "the same company twice with other facts",
        {
            "Entreprises": [
                ["Nom", "Commune"],
                ["Forges du Val", "Pompey"],
                ["Forges du Val SARL", "Frouard"],
                ["Forges du Val", "Pompey"],
            ]
        },
        {"companies": 1},
        problems="""
            error | Entreprises | 3 | Nom | Forges du Val SARL | “Forges du Val” is given already, on row 2 of “Entreprises”.
            error | Entreprises | 4 | Nom | Forges du Val | “Forges du Val” is given already, on row 2 of “Entreprises”.
        """,
    ),
    Case(
        "two close names, and a misspelt one on another sheet",
        {
            "Entreprises": [["Nom"], ["Usinages Valmorieux"], ["Usinage Valmorieu"]],
            "Contacts": [["Entreprise", "Nom"], ["Usinages Valmorieu", "A"], ["Inconnue", "B"]],
        },
        {"companies": 2},
        problems="""
            warning | Entreprises | 3 | Nom | Usinage Valmorieu | This name is close to “Usinages Valmorieux”: is it the same company?
            error | Contacts | 2 | Entreprise | Usinages Valmorieu | No company is called “Usinages Valmorieu”; is it “Usinages Valmorieux”?
            error | Contacts | 3 | Entreprise | Inconnue | No company is called “Inconnue”.
        """,
    ),
    Case(
        "two companies with one SIRET",
        {
            "Entreprises": [
                ["Nom", "SIRET"],
                ["Forges du Val", "73282932000074"],
                ["Brasserie Orge", "73282932000074"],
            ]
        },
        {"companies": 1},
        problems="""
            error | Entreprises | 3 | SIRET | 73282932000074 | This SIRET is already given, on row 2 of “Entreprises”.
        """,
    ),
    Case(
        "a contact given twice",
        {
            "Entreprises": COMPANIES,
            "Contacts": [
                ["Entreprise", "Prénom", "Nom", "Courriel"],
                ["Forges du Val", "Camille", "Direction", "camille@forges.example"],
                ["Forges du Val", "C.", "Direction", "CAMILLE@forges.example"],
                ["Forges du Val", "camille", "DIRECTION", None],
            ],
        },
        {"companies": 2, "contacts": 1},
        problems="""
            error | Contacts | 3 | Courriel | CAMILLE@forges.example | This contact is given already, on row 2 of “Contacts”.
            error | Contacts | 4 | Nom | DIRECTION | This contact is given already, on row 2 of “Contacts”.
        """,
    ),
    Case(
        "a reference given twice, and resources without reference",
        {
            "Entreprises": COMPANIES,
            "Ressources": [
                *RESOURCES,
                ["FOR-1", "Brasserie Orge", "Offre", "Déchet", "Drêches"],
                [None, "Brasserie Orge", "Offre", "Déchet", "Drêches"],
                [None, "Brasserie Orge", "Offre", "Déchet", "dreches"],
            ],
        },
        {"companies": 2, "resources": 3},
        problems="""
            error | Ressources | 4 | Réf | FOR-1 | “FOR-1” is given already, on row 2 of “Ressources”.
            error | Ressources | 6 | Intitulé | dreches | “dreches” is given already, on row 5 of “Ressources”.
        """,
    ),
    Case(
        "synergies that name what does not exist",
        {
            **FOUR_SHEETS,
            "Synergies": [
                *SYNERGIES,
                [
                    2,
                    "Inconnue",
                    "Ressources",
                    "Mutualisation",
                    "Forges du Val ; Forge du Vall",
                    None,
                ],
                [3, "Fiche perdue", "Ressources", "Mutualisation", "Forges du Val", "FOR-9"],
                [1, "Numéro pris", "B", "Mutualisation", "Forges du Val ; Brasserie Orge", None],
                [4, "Personne", "Ressources", "Mutualisation", None, None],
                [5, "Sans volet", None, "Mutualisation", "Forges du Val", None],
            ],
        },
        {"companies": 2, "resources": 2, "synergies": 1, "actions": 1},
        problems="""
            error | Synergies | 3 | Entreprises | Forges du Val ; Forge du Vall | No company is called “Forge du Vall”; is it “Forges du Val”?
            error | Synergies | 4 | Ressources | FOR-9 | No resource has the reference “FOR-9”.
            error | Synergies | 5 | N° | 1 | Synergy 1 is given already, on row 2 of “Synergies”.
            error | Synergies | 6 | Entreprises | | No company is named.
            error | Synergies | 7 | Volet | | This cell is empty; it is needed.
        """,
    ),
    Case(
        "companies of a synergy cut by commas, or read from its resources",
        {
            **FOUR_SHEETS,
            "Synergies": [
                SYNERGIES[0],
                [1, "Virgule", "B", "mutualisation", "Forges du Val, Brasserie Orge", "FOR-1"],
                ["n° 2", "Sans nom", "ressource", "Substitution", None, "for 1, bra 1"],
                [3, "Trop", "C", "Mutualisation", "Forges du Val", "FOR-1 ; BRA-1"],
            ],
        },
        {"companies": 2, "resources": 2, "synergies": 3, "actions": 1},
        problems="""
            info | Synergies | 3 | Entreprises | | The companies are the owners of the resources.
            warning | Synergies | 4 | Ressources | FOR-1 ; BRA-1 | BRA-1 belongs to a company that is not named: it was left out.
            warning | Synergies | 4 | Entreprises | Forges du Val | A synergy takes two companies; only one is named.
        """,
    ),
    Case(
        "votes in words, out of range, twice, and on nothing",
        {
            **FOUR_SHEETS,
            "Votes": [
                ["Société", "Synergie n°", "Vote (0-3)"],
                ["Forges du Val", 1, "Prioritaire"],
                ["Brasserie Orge", "n° 1", 2],
                ["Brasserie Orge", 1, 3],
                ["Forges du Val", 7, 1],
                ["Forges du Val", 1, 4],
                ["Inconnue", 1, 1],
            ],
        },
        {"companies": 2, "resources": 2, "synergies": 1, "votes": 2, "actions": 1},
        problems="""
            error | Votes | 4 | Synergie n° | 1 | Brasserie Orge voted on synergy 1 already, on row 3 of “Votes”.
            error | Votes | 5 | Synergie n° | 7 | No synergy has the number 7.
            error | Votes | 6 | Vote (0-3) | 4 | A vote goes from 0 (no) to 3 (priority).
            error | Votes | 7 | Société | Inconnue | No company is called “Inconnue”.
        """,
    ),
    Case(
        "actions, milestones and measurements that name nothing or are given twice",
        {
            **FOUR_SHEETS,
            "Actions": [
                [*ACTIONS[0], "Synergies", "Pilote", "Partenaires"],
                [*ACTIONS[1], "1", "Forge du Val", "Brasserie Orge ; Mairie"],
                ["B2", "Sans synergie", "Ressources", "1 ; 99", None, None],
                ["b-1", "Encore", "Ressources", None, None, None],
            ],
            "Jalons": [
                ["Action", "Intitulé", "Date prévue", "Date réalisée"],
                ["B1", "Étude", "01/10/2018", "31/12/2099"],
                ["B1", "étude", "02/10/2018", None],
                ["B9", "Étude", "01/10/2018", None],
                ["B1", "Travaux", None, None],
            ],
            "Mesures": [
                ["Action", "Date", "Indicateur", "Valeur", "Unité"],
                ["B1", "31/10/2018", "Chaleur livrée", "1 200,5", "MWh"],
                ["B1", "31/10/2018", "Chaleur livrée", 3, "MWh"],
                ["B1", "30/11/2018", "Chaleur livrée", 3, "t"],
                ["B1", "30/11/2018", "Emplois", 1, None],
                ["Z1", "30/11/2018", "Chaleur livrée", 3, "MWh"],
            ],
        },
        {
            "companies": 2,
            "resources": 2,
            "synergies": 1,
            "actions": 1,
            "milestones": 1,
            "measurements": 1,
        },
        problems="""
            warning | Actions | 2 | Pilote | Forge du Val | This name is close to “Forges du Val”: is it the same company?
            error | Actions | 3 | Synergies | 1 ; 99 | No synergy has the number “99”.
            info | Actions | 4 | Code | b-1 | The code was read as “B1”.
            error | Actions | 4 | Code | b-1 | Action B1 is given already, on row 2 of “Actions”.
            warning | Jalons | 2 | Date réalisée | 31/12/2099 | This day is still to come. The field was left empty.
            error | Jalons | 3 | Intitulé | étude | This milestone is given already, on row 2 of “Jalons”.
            error | Jalons | 4 | Action | B9 | No action has the code “B9”.
            error | Jalons | 5 | Date prévue | | This cell is empty; it is needed.
            error | Mesures | 3 | Date | 31/10/2018 | This measurement is given already, on row 2 of “Mesures”.
            error | Mesures | 4 | Unité | t | “Chaleur livrée” is counted in MWh.
            error | Mesures | 5 | Unité | | The unit of this new indicator is needed.
            error | Mesures | 6 | Action | Z1 | No action has the code “Z1”.
        """,
    ),
]
