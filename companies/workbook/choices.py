"""Words with a fixed set of meanings: direction, family, area, status, answers, yes and no."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from companies.workbook.numbers import read_decimal
from companies.workbook.reading import Reading, to_confirm, unreadable
from companies.workbook.texts import read_text
from companies.workbook.units import canonical_period, canonical_unit, cut_period
from companies.workbook.words import singular

LONGEST_UNIT = 20
NUMBER_AND_WORD = re.compile(r"([0-3])\s*[-–:=(]\s*([^\W\d][^)]*)\)?")  # “3 - prioritaire”
NEGATIVE = re.compile(r"[-−]\s*\d")


def _key(word: str) -> str:
    """Return what a word is recognised by; a sign such as ✓ is its own key."""
    return singular(word) or word.strip()


def _meanings(**words: str) -> dict[str, str]:
    """Return the meaning of each word; words stand between bars."""
    return {_key(word): meaning for meaning, text in words.items() for word in text.split("|")}


DIRECTIONS = _meanings(
    offer="offre|o|offer|have|propose|je propose|nous proposons|proposition|disponible|excédent"
    "|don|vente|sortant|output|ce que mon entreprise propose|à donner|à vendre|+",
    need="besoin|b|need|want|cherche|je cherche|nous cherchons|recherche|demande|entrant|input"
    "|ce dont mon entreprise a besoin|achat",
    share="partage|p|share|mutualisation|mutualiser|à partager|en partage|prêt|mise en commun",
)
FAMILIES = _meanings(
    material="matière|matière première|matériau|material|produit|consommable|matières",
    waste="déchet|waste|sous-produit|coproduit|rebut|résidu|by-product",
    energy="énergie|energy|chaleur|électricité|vapeur",
    water="eau|water|eaux|effluent",
    equipment="équipement|matériel|equipment|machine|outil|outillage|engin|véhicule",
    space="espace|space|surface|local|locaux|stockage|bâtiment|terrain|foncier|parking",
    logistics="logistique|logistics|transport|fret|livraison",
    service="service|prestation|achat groupé|sous-traitance",
    skill="compétence|skill|formation|savoir-faire|expertise|ressource humaine|rh|personnel",
)
AREAS = _meanings(
    equipment="équipement|a|equipment|partage d'équipement|mutualisation d'équipement|matériel"
    "|a équipement|volet a",
    resources="ressource|b|resource|flux|matière|b ressource|volet b",
    skills="compétence|c|skill|formation|c compétence|volet c",
)
KINDS = _meanings(
    substitution="substitution|s|subst|sub|échange|exchange|valorisation",
    pooling="mutualisation|m|mutu|mutual|mutualization|pooling|partage|sharing|mise en commun"
    "|groupement|achat groupé",
)
ANSWERS = _meanings(
    no="non|0|no|pas intéressé",
    maybe="peut-être|1|maybe|à voir|éventuellement|possible",
    yes="oui|2|yes|intéressé",
    priority="prioritaire|3|priority|priorité|très intéressé|urgent",
    not_concerned="ne nous concerne pas|nc|non concerné|sans objet|not concerned|n/a"
    "|does not concern us",
)
STATUSES = _meanings(
    to_come="à lancer|à venir|à démarrer|prévue|planifiée|non démarrée|to come|planned|à faire"
    "|prévu|planifié|to do|todo|not started",
    to_discuss="en discussion|à discuter|under discussion|à l'étude",
    in_progress="en cours|démarrée|lancée|in progress|ongoing|engagée"
    "|encours|démarré|lancé|engagé|started",
    on_hold="suspendue|en pause|en attente|on hold|paused|suspendu",
    blocked="bloquée|bloqué|blocked",
    late="en retard|late|retard",
    done="terminée|terminé|achevée|réalisée|finie|clôturée|done|completed|fait|soldée"
    "|achevé|réalisé|fini|clôturé|soldé|finished|closed",
    abandoned="abandonnée|abandonné|annulée|annulé|abandoned|cancelled",
)
PRIORITIES = _meanings(
    high="1|haute|élevée|élevé|forte|high|p1|prioritaire|priorité 1",
    medium="2|moyenne|moyen|medium|p2|normale|priorité 2",
    low="3|basse|bas|faible|low|p3|priorité 3",
)
LANGUAGES = _meanings(
    fr="fr|français|française|french|f|fra", en="en|anglais|anglaise|english|gb|uk|eng|ang"
)
YES_NO = _meanings(
    yes="oui|o|yes|y|vrai|true|x|1|✓|✔|ok|adhérent|membre",
    no="non|n|no|faux|false|0|-|✗|non adhérent",
)


def read_choice(value: object, meanings: dict[str, str]) -> Reading[str]:
    """Return the meaning of a word, whatever its case, accents and plural."""
    text = read_text(value).value or ""
    is_negative = NEGATIVE.match(text) is not None  # its sign is no letter of a word
    if not is_negative and (found := meanings.get(_key(text))) is not None:
        return Reading(found)
    return unreadable(_("This word is not understood here."))


def read_yes_no(value: object) -> Reading[bool]:
    """Return yes or no: a tick, an x, a word, a boolean."""
    if isinstance(value, bool):
        return Reading(value)
    found = read_choice(value, YES_NO).value
    if found is None:
        return unreadable(_("Yes or no is expected."))
    return Reading(found == "yes")


def read_answer(value: object) -> Reading[str]:
    """Return the answer of a vote: 0 to 3, or its word."""
    reading = read_choice(value, ANSWERS)
    if both := NUMBER_AND_WORD.fullmatch(read_text(value).value or ""):
        number, word = (read_choice(part, ANSWERS) for part in both.groups())
        reading = number if number.value == word.value else reading
    if reading.value is None:
        return unreadable(_("A vote goes from 0 (no) to 3 (priority)."))
    return reading


@dataclass(frozen=True)
class Unit:
    name: str  # in the spelling we keep, or as written
    period: str = ""  # a key of units.PERIODS


def read_unit(value: object) -> Reading[Unit]:
    """Return a unit, with its period when it says one: “t/an”.

    A unit we do not know is kept as written, to confirm.
    """
    text = read_text(value).value or ""
    name, period = cut_period(text)
    known = canonical_unit(name) if name else ""
    if known is not None:
        return Reading(Unit(known, period))
    if len(text) > LONGEST_UNIT:
        return unreadable(_("This unit is not understood."))
    return to_confirm(Unit(text), _("This unit is not in our table; it was kept as written."))


def read_period(value: object) -> Reading[str]:
    """Return the key of a period."""
    period = canonical_period(read_text(value).value or "")
    return Reading(period) if period else unreadable(_("This period is not understood."))


def read_number_of_synergy(value: object) -> Reading[int]:
    """Return the number of a synergy: 12, “12”, “n° 12”, “S12”."""
    text = (read_text(value).value or "").lower()
    digits = text.removeprefix("synergie").strip().lstrip("nsº°o#. ")
    reading = read_decimal(digits) if digits else unreadable("")
    number = reading.value
    if number is None or number != number.to_integral_value() or not 0 < number < 10**6:
        return unreadable(_("The number of a synergy is expected."))
    return Reading(int(number))
