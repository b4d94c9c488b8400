"""Reasons as sentences, in French and in English."""

import re
from collections.abc import Callable

from .records import Match, Reason
from .vocabulary.concepts import Vocabulary

LANGUAGES = ("fr", "en")
NARROW_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"

# code → French sentence, English sentence. The names in braces are those of the reason.
SENTENCES: dict[str, tuple[str, str]] = {
    "same_concept": ("Les deux déclarent « {concept} ».", "Both declare “{concept}”."),
    "kind_of": (
        "« {narrow} » est une sorte de « {broad} ».",
        "“{narrow}” is a kind of “{broad}”.",
    ),
    "same_parent": (
        "Deux sortes de « {parent} » : une collecte ou un contrat communs sont à étudier.",
        "Two kinds of “{parent}”: a joint collection or contract is worth a look.",
    ),
    "known_use": (
        "Usage connu : « {concept} » pour « {use} ».",
        "Known use: “{concept}” for “{use}”.",
    ),
    "same_heading": (
        "Les deux déclarent « {concept} », un terme large : à préciser ensemble.",
        "Both declare “{concept}”, a broad word: to be made precise together.",
    ),
    "activity_has": (
        "Une activité « {activity} » a souvent « {concept} ».",
        "A company of the kind “{activity}” often has “{concept}”.",
    ),
    "activity_needs": (
        "Une activité « {activity} » a souvent besoin de « {concept} ».",
        "A company of the kind “{activity}” often needs “{concept}”.",
    ),
    "activities": (
        "« {giver} » a souvent « {concept} », dont « {taker} » a l’usage.",
        "“{giver}” often has “{concept}”, which “{taker}” can use.",
    ),
    "accepted": (
        "La description du besoin cite « {accepted} » ; « {concept} » en fait partie.",
        "The description of the need names “{accepted}”; “{concept}” belongs to it.",
    ),
    "alike_words": (
        "Les intitulés se ressemblent ({words}) ; la notion reste à confirmer.",
        "The titles are alike ({words}); the concept is still to be confirmed.",
    ),
    "covers": (
        "Offre : {offered} ; besoin : {needed} ; {percent} % du besoin est couvert.",
        "{offered} offered, {needed} needed: covers {percent}% of the need.",
    ),
    "adds_up": ("Ensemble : {total}.", "Together: {total}."),
    "units_differ": (
        "Quantités à comparer à la main : {amount_a} et {amount_b}.",
        "Quantities to be compared by hand: {amount_a} and {amount_b}.",
    ),
    "quantity_missing": ("Quantité non indiquée ({ref}).", "No quantity given ({ref})."),
    "quantity_unread": (
        "Quantité non comprise ({ref}) : « {text} ».",
        "Quantity not understood ({ref}): “{text}”.",
    ),
    "all_year": ("Disponible toute l’année.", "Available all year."),
    "common_months": ("Mois communs : {months}.", "Months in common: {months}."),
    "no_common_month": ("Aucun mois en commun.", "No month in common."),
    "seasons_follow": (
        "Les besoins se suivent dans l’année : un partage est possible.",
        "The needs follow each other over the year: sharing is possible.",
    ),
    "states_differ": (
        "États opposés : {state_a} d’un côté, {state_b} de l’autre.",
        "Opposite states: {state_a} on one side, {state_b} on the other.",
    ),
    "sizes_differ": ("Formats différents : {first} et {second}.", "Sizes: {first} and {second}."),
    "grades_differ": (
        "Nuances ou références différentes : {first} et {second}.",
        "Different grades or references: {first} and {second}.",
    ),
    "temperatures_differ": (
        "Températures éloignées : {first} °C et {second} °C.",
        "Temperatures far apart: {first} °C and {second} °C.",
    ),
    "word_refused": (
        "{ref} refuse : {words}.",
        "{ref} refuses: {words}.",
    ),
    "distance": ("À {km} km l’un de l’autre.", "{km} km apart."),
    "distance_unknown": ("Distance inconnue.", "Distance unknown."),
    "hazardous": (
        "Déchet dangereux ({ref}, code {code}) : transport et traçabilité réglementés.",
        "Hazardous waste ({ref}, code {code}): transport and tracking are regulated.",
    ),
    "direction_unknown": (
        "{ref} ne dit pas si c’est une offre ou un besoin.",
        "{ref} does not say whether it is an offer or a need.",
    ),
}

_MONTHS = {
    "fr": (
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
    ).split(),
    "en": (
        "January February March April May June July August September October November December"
    ).split(),
}
# canonical unit → the word for one, for more than one
_UNITS = {
    "fr": {
        "unit": ("unité", "unités"),
        "person": ("personne", "personnes"),
        "place": ("place", "places"),
    },
    "en": {"unit": ("unit", "units"), "person": ("person", "people"), "place": ("place", "places")},
}
_SIGNS = {"m3": "m³", "m2": "m²"}
_STATES = {
    "fr": {
        "empty": "vide",
        "filled": "plein",
        "soiled": "souillé",
        "clean": "propre",
        "new": "neuf",
        "used": "d’occasion ou usé",
        "coated": "revêtu",
        "bare": "non revêtu",
        "food_grade": "alimentaire",
        "technical": "technique",
        "sorted": "trié",
        "mixed": "en mélange",
        "clear": "incolore",
        "coloured": "coloré",
        "rigid": "rigide",
        "flexible": "souple",
        "flame_retarded": "ignifugé",
        "not_flame_retarded": "non ignifugé",
        "glass_filled": "chargé de fibres",
        "unfilled": "non chargé",
        "raw": "brut",
        "refined": "épuré",
        "chilled": "réfrigéré",
        "frozen": "surgelé",
    },
    "en": {
        "food_grade": "food grade",
        "flame_retarded": "flame retarded",
        "not_flame_retarded": "without flame retardant",
        "glass_filled": "glass filled",
    },
}
_CONCEPTS = frozenset(
    "concept narrow broad parent use accepted activity giver taker".split(),
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_NARROW_BEFORE_OR_AFTER = (" ;", " %", "« ", " »")


def explain(match: Match, vocabulary: Vocabulary, language: str) -> list[str]:
    """Return the reasons of a match as sentences in "fr" or "en"."""
    return [sentence(reason, vocabulary, language) for reason in match.reasons]


def sentence(reason: Reason, vocabulary: Vocabulary, language: str) -> str:
    """Return one reason as a sentence in "fr" or "en"."""
    template = SENTENCES[reason.code][LANGUAGES.index(language)]
    values = {name: _shown(name, value, vocabulary, language) for name, value in reason.params}
    return (french_spaces(template) if language == "fr" else template).format(**values)


def _shown(name: str, value: str, vocabulary: Vocabulary, language: str) -> str:
    if name in _CONCEPTS and value in vocabulary:
        return vocabulary.label(value, language)
    if shown := _WAYS.get(name):
        return shown(value, language)
    return value


def _amount(value: str, language: str) -> str:
    """Return "1250.5 t/year" as "1 250,5 t/an" or "1,250.5 t/year"."""
    number, _, unit = value.partition(" ")
    unit, _, period = unit.partition("/")
    ends = _NUMBER.sub(lambda found: _number(found.group(), language), number).replace("-", "–")
    sign = _SIGNS.get(unit, unit)
    one, more = _UNITS[language].get(unit, (sign, sign))
    shown = one if number == "1" else more
    per = {"fr": "/an", "en": "/year"}[language] if period else ""
    return f"{ends}{NO_BREAK_SPACE}{shown}{per}".strip(NO_BREAK_SPACE)


def _number(value: str, language: str) -> str:
    whole, dot, decimals = value.partition(".")
    grouped = f"{int(whole):,}{dot}{decimals}"
    if language == "en":
        return grouped
    return grouped.replace(".", ";").replace(",", NARROW_SPACE).replace(";", ",")


def _month_names(value: str, language: str) -> str:
    return ", ".join(_MONTHS[language][int(month) - 1] for month in value.split())


def _state(value: str, language: str) -> str:
    return _STATES[language].get(value, value)


def french_spaces(template: str) -> str:
    """Return a French sentence with its no-break spaces."""
    for typed in _NARROW_BEFORE_OR_AFTER:
        template = template.replace(typed, typed.replace(" ", NARROW_SPACE))
    return template.replace(" :", f"{NO_BREAK_SPACE}:")


_WAYS: dict[str, Callable[[str, str], str]] = {
    "offered": _amount,
    "needed": _amount,
    "total": _amount,
    "amount_a": _amount,
    "amount_b": _amount,
    "km": _number,
    "months": _month_names,
    "state_a": _state,
    "state_b": _state,
}
