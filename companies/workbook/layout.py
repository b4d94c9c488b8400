"""The sheets and columns an import knows, with the names people give them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from companies.workbook.words import header_key, plain, singular


@dataclass(frozen=True)
class Layout:
    """One kind of sheet. Names are compared without case, accents, plurals or brackets."""

    kind: str  # as in a report: "companies", "contacts"…
    title: str  # of the sheet in our own workbook
    other_titles: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]  # key: the header of our own workbook, then others
    required: frozenset[str]
    fixed_by_title: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def column_of(self, header: str) -> str | None:
        """Return the key of the column of this header, or None."""
        return self.known_headers.get(header_key(header))

    def has_title(self, title: str) -> bool:
        """Return whether a sheet of this title is of this kind."""
        return singular(title) in self.title_keys or self.fixed_value_of(title) is not None

    @cached_property
    def known_headers(self) -> dict[str, str]:
        """The key of each column by each of its names; the column listed first wins."""
        known: dict[str, str] = {}
        for key, names in self.columns.items():
            for name in names:
                known.setdefault(header_key(name), key)
        return known

    @cached_property
    def title_keys(self) -> set[str]:
        return {singular(name) for name in (self.title, *self.other_titles)}

    def is_own_title(self, title: str) -> bool:
        """Return whether the title is ours but for case, accents and plural."""
        return singular(title) == singular(self.title)

    def fixed_value_of(self, title: str) -> tuple[str, str] | None:
        """Return the column and value a sheet's title says for all rows: “Offres”, “Besoins”."""
        return self.fixed_by_title.get(singular(title))


def _columns(text: str) -> dict[str, tuple[str, ...]]:
    """Parse lines “key: header | other | other”; a line that begins with a bar goes on."""
    columns = {}
    for line in re.sub(r"\s*\n\s*\|", " |", text).strip().splitlines():
        key, _, names = line.strip().partition(":")
        columns[key] = tuple(name.strip() for name in names.split("|"))
    return columns


COMPANIES = Layout(
    kind="companies",
    title="Entreprises",
    other_titles=("Companies", "Sociétés", "Établissements", "Participants", "Structures"),
    columns=_columns(
        """
        name: Nom | Société | Raison sociale | Entreprise | Établissement | Nom de l'entreprise
            | Nom entreprise | Dénomination | Name | Company | Company name | Structure | Entité
        siret: SIRET | N° SIRET | Numéro SIRET | SIRET number | SIREN | SIREN / SIRET
        naf_code: Code NAF | NAF | APE | Code APE | NAF / APE | Code NAF / APE | NAF code
        sector: Secteur | Secteur d'activité | Activité | Activité principale | Sector | Activity
        headcount: Effectif | Nb salariés | Nombre de salariés | Salariés | Headcount | Employees
        address: Adresse | Rue | Adresse postale | Address | Street
        postcode: Code postal | CP | Code post | Postcode | Postal code | Zip
        municipality: Commune | Ville | Localité | Municipality | City | Town
        latitude: Latitude | Lat
        longitude: Longitude | Lon | Lng | Long
        is_member: Adhérent association | Adhérent | Adhérente | Membre | Membre association
            | Member
        """
    ),
    required=frozenset({"name"}),
)
CONTACTS = Layout(
    kind="contacts",
    title="Contacts",
    other_titles=("Interlocuteurs", "Personnes", "Contact list", "Carnet d'adresses"),
    columns=_columns(
        """
        company: Entreprise | Société | Raison sociale | Établissement | Company | Structure
        first_name: Prénom | First name | Given name
        last_name: Nom | Nom de famille | Nom du contact | Nom prénom | Nom et prénom | Nom complet
            | Contact | Last name | Surname | Family name | Full name
        role: Fonction | Poste | Rôle | Qualité | Role | Job | Job title | Function
        email: Courriel | E-mail | Email | Mail | Mél | Adresse e-mail | Adresse mail
            | Adresse électronique | E-mail address
        phone: Téléphone | Tél | N° de téléphone | Portable | Mobile | Phone | Telephone
        language: Langue | Language
        """
    ),
    required=frozenset({"company", "last_name"}),
)
RESOURCES = Layout(
    kind="resources",
    title="Ressources",
    other_titles=("Resources", "Flux", "Fiches ressources", "Offres et besoins", "Haves and wants"),
    columns=_columns(
        """
        reference: Réf | Référence | Ref | Reference | Code | N° fiche | N° ressource | Identifiant
        company: Entreprise | Société | Raison sociale | Établissement | Company | Structure
        direction: Sens | Offre / besoin | Offre ou besoin | O/B | Type | Direction
            | Have / want
        family: Famille | Catégorie | Famille de ressource | Nature | Family | Category
        title: Intitulé | Ressource | Libellé | Désignation | Titre | Objet | Title | Resource
        description: Description | Détail | Précisions | Commentaire | Remarque | Details
        quantity: Quantité | Qté | Qte | Quantité estimée | Quantité annuelle | Volume | Tonnage
            | Quantity | Qty
        unit: Unité | Unite | U | Unité de mesure | Unit
        period: Période | Fréquence | Périodicité | Period | Frequency
        available_from: Disponible du | Disponible à partir du | Du | Début | Date de début
            | Available from | From
        available_to: Disponible au | Disponible jusqu'au | Au | Jusqu'au | Fin | Date de fin
            | Available to | Available until | Until | To
        waste_code: Code déchet | Code CED | Code LoW | Code EWC | Nomenclature déchet | CED
            | Waste code | EWC | LoW code
        """
    ),
    required=frozenset({"company", "direction", "family", "title"}),
    fixed_by_title={
        singular(name): ("direction", value)
        for value, names in {
            "Offre": ("Offres", "Fiches offres", "Offers", "Haves"),
            "Besoin": ("Besoins", "Fiches besoins", "Needs", "Wants"),
            "Partage": ("Partages", "À partager", "Shares"),
        }.items()
        for name in names
    },
)
SYNERGIES = Layout(
    kind="synergies",
    title="Synergies",
    other_titles=("Synergies potentielles", "Synergies détectées", "Pistes", "Potential synergies"),
    columns=_columns(
        """
        number: N° | Numéro | No | Num | Nº | N° synergie | N | Number | Synergy number
        title: Intitulé | Synergie | Intitulé de la synergie | Titre | Libellé | Désignation
            | Title | Synergy
        area: Volet | Axe | Thème | Area | Theme
        kind: Type | Type de synergie | Nature | Kind
        companies: Entreprises | Sociétés | Entreprises concernées | Entreprises impliquées
            | Acteurs
            | Participants | Parties | Parties prenantes | Companies
        resources: Ressources | Réf ressources | Fiches | Références | Resources
        comment: Commentaire | Remarque | Observation | Description | Comment | Notes
        table_number: Table | N° table | Table n° | Table number
        """
    ),
    required=frozenset({"number", "title", "area", "kind"}),
)
VOTES = Layout(
    kind="votes",
    title="Votes",
    other_titles=("Priorités", "Vote des entreprises", "Bulletins", "Priorities", "Ballots"),
    columns=_columns(
        """
        company: Entreprise | Société | Raison sociale | Votant | Company | Structure
        number: N° synergie | Synergie | N° | Numéro | Numéro synergie | N° de synergie | Synergy
            | Synergy number
        answer: Priorité | Vote | Note | Avis | Réponse | Choix | Priority | Answer
        """
    ),
    required=frozenset({"company", "number", "answer"}),
)
ACTIONS = Layout(
    kind="actions",
    title="Actions",
    other_titles=("Programme d'actions", "Plan d'actions", "Fiches actions", "Action programme"),
    columns=_columns(
        """
        code: Code | N° | Réf | Référence | N° action | Code action | Number
        title: Intitulé | Action | Titre | Libellé | Title | Intitulé de l'action
        area: Volet | Axe | Thème | Area | Theme
        description: Description | Descriptif | Contenu | Détail
        synergies: Synergies | N° synergies | Synergies liées | Synergies concernées
        pilot: Pilote | Porteur | Responsable | Entreprise pilote | Lead | Pilot | Owner
        partners: Partenaires | Partenaire | Entreprises partenaires | Partners
        priority: Priorité | Niveau de priorité | Priority
        starts_on: Début | Date de début | Démarrage | Lancement | Start | Start date
        due_on: Échéance | Fin | Date de fin | Date limite | Due | Due date | End date
        effort_days: Charge | Charge en jours | Jours | Effort | Effort days
        budget_eur: Budget | Budget prévisionnel | Budget en euros | Montant | Coût | Cost
        funders: Financeurs | Financement | Financeur | Funders
        indicator: Indicateur | Indicateur de suivi | Indicator
        target: Cible | Objectif | Valeur cible | Target
        unit: Unité | Unite | Unit
        status: Statut | État | Avancement de l'action | Status
        progress_percent: Avancement | Taux d'avancement | % avancement | Progress
        """
    ),
    required=frozenset({"code", "title"}),
)
MILESTONES = Layout(
    kind="milestones",
    title="Jalons",
    other_titles=("Étapes", "Calendrier", "Milestones", "Échéancier"),
    columns=_columns(
        """
        action: Action | Code action | Code | N° action
        title: Intitulé | Jalon | Étape | Libellé | Title | Milestone
        due_on: Date prévue | Prévu le | Prévue | Date prévisionnelle | Échéance | Date cible
            | Due date | Planned date | Due
        done_on: Date réalisée | Réalisé le | Réalisée | Date de réalisation | Fait le
            | Date réelle | Done on | Done date | Actual date | Done
        """
    ),
    required=frozenset({"action", "title", "due_on"}),
)
MEASUREMENTS = Layout(
    kind="measurements",
    title="Mesures",
    other_titles=("Indicateurs", "Résultats", "Suivi des indicateurs", "Measurements", "Measures"),
    columns=_columns(
        """
        action: Action | Code action | Code | N° action
        period_end: Date | Période | Date de mesure | Fin de période | Au | Period end
        indicator: Indicateur | Indicator | Mesure
        value: Valeur | Résultat | Quantité | Value | Qté
        unit: Unité | Unite | Unit
        """
    ),
    required=frozenset({"action", "period_end", "indicator", "value"}),
)
LAYOUTS = (
    COMPANIES,
    CONTACTS,
    RESOURCES,
    SYNERGIES,
    VOTES,
    ACTIONS,
    MILESTONES,
    MEASUREMENTS,
)


def layouts_titled(title: str) -> list[Layout]:
    """Return the kinds a sheet may be by its title: the exact ones, else those it mentions."""
    exact = [layout for layout in LAYOUTS if layout.has_title(title)]
    if exact:
        return exact
    words = f" {singular(plain(title))} "
    return [layout for layout in LAYOUTS if any(f" {key} " in words for key in layout.title_keys)]
