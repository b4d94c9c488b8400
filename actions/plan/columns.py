"""The 28 columns in which French local authorities exchange their plans of actions.

Order, headers and hints are those of Territoires en Transitions (ADEME), which refuses any other:
import-plan-aggregate/parsers/excel-parser.ts of incubateur-ademe/territoires-en-transitions.
They are French in every language of ours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from actions.models import Action
from companies.workbook.layout import Layout
from companies.workbook.words import IN_BRACKETS, plain

SHEET_TITLE = "Fichier dimport"  # spelled like this in their own workbook
HEADER_ROW, FIRST_ROW = 2, 4  # the headings of groups stand above, the hints below
FUNDER_PAIRS = (1, 2, 3)
AMOUNT_HEADER = "Montant € HT"


@dataclass(frozen=True)
class PlanColumn:
    """One of the 28; `key` is the field of the action when it has one of this name."""

    key: str
    header: str
    hint: str = "Champ texte"
    width: int = 24


LISTED = "Champ texte\n(séparateur virgule)"
CHOSEN = "Champ liste déroulante\n(choix prédéfinis)"
NUMBER, DAY = "Champ numérique", "Champ date"

COLUMNS = (
    PlanColumn("area", "Axe (x)"),
    PlanColumn("sub_area", "Sous-axe (x.x)"),
    PlanColumn("sub_sub_area", "Sous-sous axe (x.x.x)"),
    PlanColumn("title", "Titre de l'action", width=44),
    PlanColumn("sub_title", "Titre de la sous-action", width=36),
    PlanColumn("description", "Descriptif", width=52),
    PlanColumn("governance", "Instances de gouvernance"),
    PlanColumn("objectives", "Objectifs", width=40),
    PlanColumn("linked_indicators", "Indicateurs liés", "Champ texte non importé", 32),
    PlanColumn("pilot_company", "Structure pilote", LISTED),
    PlanColumn("means", "Moyens humains et techniques", width=32),
    PlanColumn("partners", "Partenaires", LISTED, 36),
    PlanColumn("pilot_service", "Direction ou service pilote", LISTED),
    PlanColumn("pilot_name", "Personne pilote", LISTED),
    PlanColumn("elected_referent", "Élu·e référent·e", LISTED),
    PlanColumn("participation", "Participation Citoyenne", CHOSEN),
    PlanColumn("funding_notes", "Financements", "Champ texte libre", 32),
    *(
        column
        for pair in FUNDER_PAIRS
        for column in (
            PlanColumn(f"funder_{pair}", f"Financeur {pair}"),
            PlanColumn(f"amount_{pair}", AMOUNT_HEADER, NUMBER, 14),
        )
    ),
    PlanColumn("budget_eur", "Budget prévisionnel total € HT", NUMBER, 16),
    PlanColumn("status", "Statut", CHOSEN, 14),
    PlanColumn("priority", "Niveau de priorité", CHOSEN, 14),
    PlanColumn("starts_on", "Date de début", DAY, 14),
    PlanColumn("due_on", "Date de fin", DAY, 14),
)
KEYS = tuple(column.key for column in COLUMNS)
HEADERS = {column.key: column.header for column in COLUMNS}
GROUPS = {"area": "Présentation de l’action", "linked_indicators": "Objectifs et indicateurs"}
GROUPS["funding_notes"] = "Modalités de mise en oeuvre"
LAYOUT = Layout(
    kind="actions",
    title=SHEET_TITLE,
    other_titles=(),
    columns={column.key: (column.header,) for column in COLUMNS},
    required=frozenset({"title"}),
)

STATUS_WORDS = {
    Action.Status.TO_COME: "À venir",
    Action.Status.TO_DISCUSS: "À discuter",
    Action.Status.IN_PROGRESS: "En cours",
    Action.Status.ON_HOLD: "En pause",
    Action.Status.BLOCKED: "Bloqué",
    Action.Status.LATE: "En retard",
    Action.Status.DONE: "Réalisé",
    Action.Status.ABANDONED: "Abandonné",
}
PRIORITY_WORDS = {
    Action.Priority.HIGH: "Élevé",
    Action.Priority.MEDIUM: "Moyen",
    Action.Priority.LOW: "Bas",
}
REACHED, NOT_REACHED = STATUS_WORDS[Action.Status.DONE], STATUS_WORDS[Action.Status.TO_COME]

OTHER_NAMES = {
    "axe": "area",
    "volet": "area",
    "titre": "title",
    "intitule de l action": "title",
    "action": "title",
    "sous action": "sub_title",
    "description": "description",
    "gouvernance": "governance",
    "indicateurs": "linked_indicators",
    "elue referente": "elected_referent",
    "elu referent": "elected_referent",
    "budget previsionnel": "budget_eur",
    "priorite": "priority",
    "debut": "starts_on",
    "fin": "due_on",
    "echeance": "due_on",
}


def header_words(text: str) -> str:
    """Return what a header is recognised by: its words in order, without brackets or accents."""
    return plain(re.sub(IN_BRACKETS, " ", text))


KNOWN_HEADERS = OTHER_NAMES | {
    header_words(column.header): column.key for column in COLUMNS if column.header != AMOUNT_HEADER
}


def is_amount(words: str) -> bool:
    """Return whether the words of a header are those of an amount beside a funder."""
    return words.partition(" ")[0] == "montant"
