"""How people are reached: e-mail addresses and phone numbers."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from companies.workbook.reading import Reading, repaired, to_confirm, unreadable
from companies.workbook.texts import read_text

AT_WORDS = re.compile(
    r"\s*(?:\(at\)|\[at\]|\{at\}|\(a\)|\(arobase\)|\[arobase\]|@@|\s@|@\s)\s*", re.I
)
DOT_WORDS = re.compile(r"\s*(?:\(dot\)|\[dot\]|\(point\)|\[point\])\s*", re.I)
SEVERAL = re.compile(r"[;/|,\s]+")
LONGEST_EMAIL = 254
MISSPELT_DOMAINS = {
    "gmial.com": "gmail.com",
    "gmal.com": "gmail.com",
    "gamil.com": "gmail.com",
    "gmail.fr": "gmail.com",
    "hotmial.com": "hotmail.com",
    "hotmal.fr": "hotmail.fr",
    "orange.f": "orange.fr",
    "wanado.fr": "wanadoo.fr",
    "outlok.fr": "outlook.fr",
    "yaho.fr": "yahoo.fr",
}
MISSPELT_ENDING = re.compile(r"\.(?:con|cmo|ocm|cpm|vom|xom|comm)$")  # none is a top-level domain
FRENCH_PHONE = re.compile(r"0[1-9]\d{8}")
LABEL_OF_PHONE = re.compile(
    r"^[a-zéè.\s]+:\s*|\s*\((?:[a-zéè. ]+)\)$", re.I
)  # “Tél. :”, “(mobile)”
FOREIGN_PHONE = re.compile(r"\+\d{7,15}")


def read_email(value: object) -> Reading[str]:
    """Return an address in lower case; only slips that can mean one thing are repaired."""
    typed = (read_text(value).value or "").strip(" '\"’").lower()
    if _is_email(typed):
        return _spelt(typed)
    several = [part for part in SEVERAL.split(typed) if _is_email(part)]
    if len(several) > 1:
        return to_confirm(several[0], _("Several addresses were given: the first was taken."))
    fixed = _repaired_email(typed)
    if not _is_email(fixed):
        return unreadable(_("This is not an e-mail address."))
    spelt = _spelt(fixed)
    if spelt.value is None:
        return spelt
    return repaired(fixed, _("The address was read as “%s”.") % fixed)


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= LONGEST_EMAIL


def _spelt(address: str) -> Reading[str]:
    domain = address.rpartition("@")[2]
    meant = MISSPELT_DOMAINS.get(domain) or MISSPELT_ENDING.sub(".com", domain)
    if meant != domain:
        return unreadable(
            _("“%(domain)s” looks misspelt: is it “%(meant)s”?")
            % {"domain": domain, "meant": meant}
        )
    return Reading(address)


def _repaired_email(text: str) -> str:
    """Undo “mailto:”, brackets, “(at)”, a comma for a dot, doubled dots, a sign at the end."""
    text = text.removeprefix("mailto:")
    if match := re.fullmatch(r"[^<>]*<([^<>]+)>", text):
        text = match[1]
    text = DOT_WORDS.sub(".", AT_WORDS.sub("@", text)).strip(" .,;:<>'\"")
    name, at, domain = text.rpartition("@")
    domain = re.sub(r"\s*,\s*", ".", domain)
    return re.sub(r"\.{2,}", ".", name + at + domain)


def read_phone(value: object) -> Reading[str]:
    """Return a phone number: French ones by pairs, others as +digits."""
    text = read_text(value).value or ""
    if isinstance(value, str) and (parts := re.split(r"\s*(?:/|;| ou | or )\s*", text))[1:]:
        first = read_phone(parts[0])
        if first.value is None:
            return first
        return to_confirm(first.value, _("Several numbers were given: the first was taken."))
    text = LABEL_OF_PHONE.sub("", text)
    digits = re.sub(r"[\s.\-()_]", "", text.replace("(0)", ""))
    digits = re.sub(r"^(?:00(?=\d)|(?=33[1-9]\d{8}$))", "+", digits)
    national = re.sub(r"^\+33", "0", digits)
    if FRENCH_PHONE.fullmatch(national):
        return Reading(_by_pairs(national))
    if re.fullmatch(r"[1-9]\d{8}", national) and not text.startswith("+"):
        return repaired(_by_pairs("0" + national), _("The leading zero was put back."))
    if FOREIGN_PHONE.fullmatch(digits) and not digits.startswith("+33"):
        return Reading(digits)
    return unreadable(_("This is not a phone number."))


def _by_pairs(digits: str) -> str:
    return " ".join(digits[index : index + 2] for index in range(0, len(digits), 2))
