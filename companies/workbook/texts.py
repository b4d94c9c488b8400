"""Texts: repair what is certain (encodings, control characters, spaces), cut what is too long."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from companies.workbook.reading import Note, Reading, Remark, unreadable
from companies.workbook.words import company_key

ESCAPED_CHARACTER = re.compile(r"_x([0-9A-Fa-f]{4})_")  # how .xlsx writes what XML cannot hold
# UTF-8 read as Windows-1252: a lead byte, then one or two continuation bytes
CONTINUATION = "[\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
MOJIBAKE = re.compile(f"[\u00c3\u00c2\u00c5]{CONTINUATION}|\u00e2{CONTINUATION}{{2}}")
PLAUSIBLE = frozenset("ŒœŸŠšŽž‘’“”–—…€•‰™ ") | {chr(code) for code in range(0xA0, 0x100)}
C1_CONTROLS = re.compile("[\x80-\x9f]")
LOST = "\ufffd"
INVISIBLE_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Cn"}
CLOSE_RATIO = 0.86  # of matching letters: “Valmorieux” and “Valmoreux”, not “Nord” and “Sud”
SHORTEST_CLOSE_NAME = 6  # letters; below, one letter makes another name
ENCLOSED = re.compile(r"\"([^\"]+)\"|«([^«»]+)»|'([^']+)'?")
NO_NAMES = frozenset({"n/a", "na", "nc", "n.c.", "néant", "aucun", "aucune", "null", "none", "nan"})
LIST_SEPARATORS = re.compile(r"[;\n|]+")


def read_text(value: object, *, max_length: int | None = None, lines: bool = False) -> Reading[str]:
    """Return the text of a cell, clean; a number reads as its digits.

    lines: keep line breaks. A text over `max_length` characters is cut, to confirm.
    """
    text, notes = _repaired_encoding(_as_text(value))
    visible = "".join(
        char
        for char in text
        if char in "\n\t" or unicodedata.category(char) not in INVISIBLE_CATEGORIES
    )
    soft = text.translate({0x00AD: None, 0x200B: None, 0xFEFF: None, 0x000D: None})
    if len(visible) < len(soft):
        notes.append(Note(Remark.REPAIRED, _("Invisible characters were removed.")))
    text = _spaced(unicodedata.normalize("NFC", visible), lines=lines)
    if LOST in text:
        notes.append(Note(Remark.TO_CONFIRM, _("Characters were lost in this text; complete it.")))
    if max_length is not None and len(text) > max_length:
        text = text[: max_length - 1].rstrip() + "…"
        notes.append(Note(Remark.TO_CONFIRM, _("The text was cut to %d characters.") % max_length))
    return Reading(text or None, tuple(notes))


def _as_text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _repaired_encoding(text: str) -> tuple[str, list[Note]]:
    text = ESCAPED_CHARACTER.sub(lambda match: chr(int(match[1], 16)), text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    fixed = MOJIBAKE.sub(_from_mojibake, text)
    fixed = C1_CONTROLS.sub(lambda match: _windows_1252(match[0].encode("latin-1")), fixed)
    if fixed == text:
        return text, []
    return fixed, [Note(Remark.REPAIRED, _("Badly encoded characters were repaired."))]


def _from_mojibake(match: re.Match[str]) -> str:
    """Return the UTF-8 meant, or the characters as they are when they are not UTF-8."""
    try:
        meant = b"".join(map(_byte, match[0])).decode("utf-8")
    except UnicodeError:
        return match[0]
    return meant if meant in PLAUSIBLE else match[0]


def _byte(char: str) -> bytes:
    return char.encode("latin-1") if "\x80" <= char <= "\x9f" else char.encode("cp1252")


def _windows_1252(byte: bytes) -> str:
    return byte.decode("cp1252", errors="ignore")


def _spaced(text: str, *, lines: bool) -> str:
    """Return the text with single plain spaces, on one line unless `lines`."""
    if not lines:
        return " ".join(text.split())
    kept = [" ".join(line.split()) for line in text.split("\n")]
    return "\n".join(kept).strip("\n")


def read_list(value: object) -> list[str]:
    """Return the entries of a cell that holds several: between “;”, lines or bars."""
    text = read_text(value, lines=True).value or ""
    return [part.strip() for part in LIST_SEPARATORS.split(text) if part.strip()]


def read_name(value: object, max_length: int) -> Reading[str]:
    """Return a name by which others refer to this row: never cut, never only digits or signs."""
    reading = read_text(value)
    name = _without_quotes(reading.value or "")
    if len(name) > max_length:
        return unreadable(_("A name has at most %d characters.") % max_length)
    is_word = any(char.isalpha() for char in name) and not isinstance(value, bool)
    if reading.value is not None and (not is_word or name.casefold() in NO_NAMES):
        return unreadable(_("This is not a name."))
    return reading.instead(name or None)


def _without_quotes(name: str) -> str:
    """Return a name without the signs that enclose it, or the ’ that makes a spreadsheet's text."""
    enclosed = ENCLOSED.fullmatch(name)
    return (enclosed[1] or enclosed[2] or enclosed[3]).strip() if enclosed else name


def read_identifier(value: object, max_length: int) -> Reading[str]:
    """Return a reference or code: never cut, for a cut one names something else."""
    reading = read_text(value)
    if reading.value is not None and len(reading.value) > max_length:
        return unreadable(_("A reference has at most %d characters.") % max_length)
    return reading


def closest_name(name: str, known: dict[str, str]) -> str | None:
    """Return the known name most like this one when it may be a misspelling, else None.

    known: names as written, by their `company_key`.
    """
    key = company_key(name)
    if len(key) < SHORTEST_CLOSE_NAME:
        return None
    best, best_ratio = None, CLOSE_RATIO
    matcher = SequenceMatcher(b=key, autojunk=False)
    for other, written in known.items():
        matcher.set_seq1(other)
        upper_bounds = (matcher.real_quick_ratio, matcher.quick_ratio)  # much quicker than ratio
        if other == key or any(bound() < best_ratio for bound in upper_bounds):
            continue
        ratio = matcher.ratio()
        if ratio >= best_ratio:
            best, best_ratio = written, ratio
    return best
