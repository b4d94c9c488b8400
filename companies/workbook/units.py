"""Units and periods: how they are written, and the one spelling we keep."""

from __future__ import annotations

import re

from companies.workbook.words import plain

PER = re.compile(r"(.*?)\s*(?:/|\bpar\b|\bper\b|\bà la\b)\s*(.+)")
ADJECTIVES = frozenset(
    {"annuel", "annuels", "annuelle", "annuelles", "mensuel", "mensuels", "hebdo"}
)

UNITS = {
    "t": ("tonne", "tonnes", "to", "ton", "tons", "tonnes metriques"),
    "kg": ("kilo", "kilos", "kilogramme", "kilogrammes", "kgs"),
    "g": ("gramme", "grammes"),
    "m3": ("m³", "m^3", "metre cube", "metres cubes", "mètres cubes", "cubic metres", "m 3"),
    "L": ("l", "litre", "litres", "liter", "liters"),
    "hL": ("hl", "hectolitre", "hectolitres"),
    "m2": ("m²", "m^2", "metre carre", "metres carres", "square metres", "m 2"),
    "m": ("metre", "metres", "ml", "metres lineaires"),
    "km": ("kilometre", "kilometres", "kms"),
    "MWh": ("mwh", "megawattheure", "megawattheures"),
    "kWh": ("kwh", "kilowattheure", "kilowattheures"),
    "GWh": ("gwh",),
    "kW": ("kw", "kilowatt", "kilowatts"),
    "MW": ("mw", "megawatt", "megawatts"),
    "h": ("heure", "heures", "hour", "hours", "hr", "hrs"),
    "jours": ("j", "jour", "journee", "journees", "day", "days", "jh"),
    "palettes": ("palette", "pal", "pallet", "pallets"),
    "personnes": ("personne", "pers", "people", "person", "stagiaires", "salaries"),
    "unités": ("u", "unite", "unites", "unit", "units", "piece", "pieces", "pcs", "nb", "nombre"),
    "places": ("place", "places de parking"),
    "tCO2e": ("tco2e", "tco2", "t co2", "t co2e", "teqco2", "t eq co2"),
    "EUR": ("€", "euro", "euros", "eur"),
    "ETP": ("etp", "fte", "equivalent temps plein"),
    "lots": ("lot",),
    "%": ("pourcent", "pour cent", "percent"),
}
PERIODS = {
    "year": ("an", "ans", "annee", "annees", "annuel", "annuels", "annuelle", "a", "year", "yr"),
    "quarter": ("trimestre", "trimestriel", "trim", "quarter"),
    "month": ("mois", "mensuel", "mensuelle", "m", "month", "monthly"),
    "week": ("semaine", "hebdo", "hebdomadaire", "sem", "week", "weekly"),
    "day": ("jour", "journalier", "quotidien", "j", "jr", "day", "daily"),
    "once": ("ponctuel", "ponctuelle", "une fois", "unique", "lot", "once", "one time"),
    "permanent": ("permanente", "continu", "en continu", "toute l annee", "tout le temps"),
}


def _key(text: str) -> str:
    text = text.replace("²", "2").replace("³", "3").strip(" .")
    return plain(text) or text.lower()


def _spellings(words: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {_key(word): kept for kept, others in words.items() for word in (kept, *others)}


UNIT_SPELLINGS = _spellings(UNITS)
PERIOD_SPELLINGS = _spellings(PERIODS)


def canonical_unit(text: str) -> str | None:
    """Return the spelling we keep of a unit, or None when it is not in our table."""
    return UNIT_SPELLINGS.get(_key(text))


def canonical_period(text: str) -> str | None:
    """Return the key of a period: “par an”, “mensuel”, “/semaine”; None when unknown."""
    key = _key(text.strip("/ "))
    for opening in ("par ", "chaque ", "tous les ", "toutes les ", "per ", "every ", "l ", "la "):
        key = key.removeprefix(opening)
    return PERIOD_SPELLINGS.get(key)


def cut_period(words: str) -> tuple[str, str]:
    """Return unit and key of the period of “t/an”, “palettes par mois”, “MWh annuels”."""
    match = PER.fullmatch(words)
    if match and (period := canonical_period(match[2])):
        return match[1], period
    head, _space, last = words.rpartition(" ")
    if last.lower() in ADJECTIVES:
        return head, canonical_period(last.rstrip("s")) or ""
    return words, ""
