"""Official codes: SIRET, NAF, List of Waste, postcodes; lost zeros and asterisks come back."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _
from stdnum.fr import siren as siren_number
from stdnum.fr import siret as siret_number

from companies.workbook.reading import Note, Reading, Remark, repaired, to_confirm, unreadable
from companies.workbook.texts import read_text

DATA = Path(__file__).resolve().parent.parent / "data"
SIREN_DIGITS, SIRET_DIGITS, WASTE_DIGITS, POSTCODE_DIGITS = 9, 14, 6, 5
FOREIGN_POSTCODE = re.compile(r"[A-Z]{1,2}-?\d{4,5}")

# a code with words around it: “NAF 25.62B”, “25.62B - Mécanique industrielle”, “17 04 05 (acier)”
LABELLED_NAF = re.compile(
    r"(?:(?:code )?(?:naf|ape)\s*:?\s*)?(\d{2}[ .]?\d{2} ?[a-z])(?:\s*[-–:(,]\s*\D+)?",
    re.IGNORECASE,
)
LABELLED_WASTE = re.compile(
    r"(?:(?:code|n°|ced)\s*:?\s*)*(\d{2}[ .]?\d{2}[ .]?\d{2} ?\*?)(?:\s*[-–:(,]\s*\D+)?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class ListedWaste:
    """An entry of the European List of Waste; the days are the first and last it is valid."""

    code: str  # six digits
    is_hazardous: bool
    valid_from: date | None
    valid_to: date | None


@cache
def waste_list() -> dict[str, ListedWaste]:
    """Return the List of Waste by code, with the changes of Decision (EU) 2025/934 we know."""

    def day(text: str) -> date | None:
        return date.fromisoformat(text) if text else None

    with (DATA / "waste_codes.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: ListedWaste(
                row["code"], row["hazardous"] == "1", day(row["valid_from"]), day(row["valid_to"])
            )
            for row in csv.DictReader(file)
        }


@cache
def naf_codes() -> frozenset[str]:
    """Return the 732 codes of the NAF rév. 2, written like 25.62B."""
    return frozenset((DATA / "naf_rev2.txt").read_text(encoding="ascii").split())


def _digits(value: object) -> str:
    """Return a code as typed, without spaces, dots or dashes."""
    return re.sub(r"[\s.\-_/]", "", read_text(value).value or "")


def read_siret(value: object) -> Reading[str]:
    """Return a SIRET of 14 digits, checked; a leading zero lost by the spreadsheet comes back."""
    digits = re.sub(r"^siret:?", "", _digits(value), flags=re.IGNORECASE)
    if not digits.isdecimal() or not digits.isascii():
        return unreadable(_("A SIRET has 14 digits."))
    if len(digits) < SIRET_DIGITS - 1 and siren_number.is_valid(digits.zfill(SIREN_DIGITS)):
        return unreadable(_("This is a SIREN; a SIRET has 14 digits."))
    padded = digits.zfill(SIRET_DIGITS)
    is_near = len(digits) >= SIRET_DIGITS - 3
    is_valid = is_near and siret_number.is_valid(padded) and bool(padded.strip("0"))
    if not is_valid and len(digits) != SIRET_DIGITS:
        return unreadable(_("A SIRET has 14 digits; this one has %d.") % len(digits))
    if not is_valid:
        return unreadable(_("This SIRET is not valid (its check digits are wrong)."))
    if padded != digits:
        return repaired(padded, _("The leading zero was put back."))
    return Reading(padded)


def read_naf(value: object) -> Reading[str]:
    """Return a code of the NAF rév. 2, written like 25.62B."""
    text = _digits(value).upper()
    if labelled := LABELLED_NAF.fullmatch(read_text(value).value or ""):
        text = _digits(labelled[1]).upper()
    if re.fullmatch(r"\d{3}[A-Z]", text) and _naf_form("0" + text) in naf_codes():
        return repaired(_naf_form("0" + text), _("The leading zero was put back."))
    if not re.fullmatch(r"\d{4}[A-Z]", text):
        return unreadable(_("A NAF code is written like 25.62B."))
    if _naf_form(text) not in naf_codes():
        return unreadable(_("This code is not in the NAF rév. 2."))
    return Reading(_naf_form(text))


def _naf_form(text: str) -> str:
    return f"{text[:2]}.{text[2:]}"


def waste_form(code: str) -> str:
    """Return six digits as the List of Waste writes them: 12 01 09*."""
    listed = waste_list().get(code)
    mark = "*" if listed and listed.is_hazardous else ""
    return f"{code[:2]} {code[2:4]} {code[4:]}{mark}"


def read_waste_code(value: object) -> Reading[ListedWaste]:
    """Return the entry of the List of Waste: “120109*”, “12 01 09”, 60204 (a lost zero)."""
    if isinstance(value, date | datetime):
        return unreadable(_("The spreadsheet turned this waste code into a date; write it again."))
    text = _digits(value)
    if labelled := LABELLED_WASTE.fullmatch(read_text(value).value or ""):
        text = _digits(labelled[1])
    digits, has_asterisk = text.rstrip("*"), text.endswith("*")
    notes: list[Note] = []
    if len(digits) == WASTE_DIGITS - 1 and digits.isdecimal() and "0" + digits in waste_list():
        digits = "0" + digits
        notes.append(Note(Remark.REPAIRED, _("The leading zero was put back.")))
    if not re.fullmatch(r"[0-9]{6}", digits):
        return unreadable(_("A waste code has six digits, like 12 01 09*."))
    listed = waste_list().get(digits)
    if listed is None:
        return unreadable(_("This code is not in the European List of Waste."))
    if listed.is_hazardous and not has_asterisk:
        text = _("%s is hazardous waste: its asterisk was put back.") % waste_form(digits)
        notes.append(Note(Remark.REPAIRED, text))
    if has_asterisk and not listed.is_hazardous:
        text = _("%s has no asterisk in the list: is it hazardous?") % waste_form(digits)
        notes.append(Note(Remark.TO_CONFIRM, text))
    return Reading(listed, tuple(notes))


def waste_validity(listed: ListedWaste, day: date) -> Reading[ListedWaste]:
    """Say when the code is not in force on a day."""
    if listed.valid_to and listed.valid_to < day:
        message = _("%(code)s has not been in the list since %(day)s.")
        ended_on = listed.valid_to + timedelta(days=1)
        values = {"code": waste_form(listed.code), "day": ended_on.strftime("%d/%m/%Y")}
        return to_confirm(listed, message % values)
    if listed.valid_from and listed.valid_from > day:
        message = _("%(code)s is in the list only from %(day)s.")
        values = {"code": waste_form(listed.code), "day": listed.valid_from.strftime("%d/%m/%Y")}
        return to_confirm(listed, message % values)
    return Reading(listed)


def read_postcode(value: object) -> Reading[str]:
    """Return a postcode; four digits are a French one that lost its zero."""
    text = _digits(value).upper().removeprefix("F")
    if text.isdecimal() and len(text) == POSTCODE_DIGITS:
        return Reading(text)
    if text.isdecimal() and len(text) == POSTCODE_DIGITS - 1:
        return repaired(text.zfill(POSTCODE_DIGITS), _("The leading zero was put back."))
    if FOREIGN_POSTCODE.fullmatch(text):
        return Reading(text)
    return unreadable(_("A postcode has five digits."))
