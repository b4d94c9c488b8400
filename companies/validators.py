"""Official identifiers a company gives, and names that stand on one line."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.fr import siret as siret_number

CONTROLS = ("Cc", "Zl", "Zp")  # Unicode: controls, separators of lines and of paragraphs
NAF_CODE = re.compile(r"^\d{2}\.\d{2}[A-Z]$")


def validate_siret(value: str) -> None:
    """Refuse a SIRET whose length or check digits are wrong (Luhn; La Poste has its own rule)."""
    if not siret_number.is_valid(value) or not value.isdigit() or value.strip("0") == "":
        raise ValidationError(_("“%(value)s” is not a SIRET."), params={"value": value})


def validate_naf(value: str) -> None:
    """Refuse a code that is not written like 25.62B."""
    if not NAF_CODE.match(value):
        raise ValidationError(
            _("“%(value)s” is not a NAF code; it reads like 25.62B."), params={"value": value}
        )


def validate_one_line(value: str) -> None:
    """Refuse a name with line breaks or other control characters: it stands in subjects of mails.

    In a text mail a second line could be taken for words of ours.
    """
    if any(unicodedata.category(letter) in CONTROLS for letter in value):
        raise ValidationError(_("A name stands on one line."))
